// A map of places. Starts on [data-map].
//
//   data-tiles        address of the tiles with {z}/{x}/{y}; without it the points stand on plain paper
//   data-attribution  words that the maker of the tiles asks for
//   data-points       id of a <script type="application/json"> with [{lat, lon, label, url, tone}]
import L from "leaflet";
import "leaflet/dist/leaflet.css";

const COLOURS = { flame: "#c2410c", success: "#2f7d43", warning: "#a15c00", danger: "#c0273a", info: "#1f6f9f" };

function popupOf(point) {
  const holder = document.createElement(point.url ? "a" : "span");
  holder.textContent = point.label;
  if (point.url) holder.href = point.url;
  return holder;
}

export function startMap(root) {
  const map = L.map(root, { scrollWheelZoom: false }).setView([42.5, 12.5], 6);
  if (root.dataset.tiles) {
    L.tileLayer(root.dataset.tiles, { maxZoom: 19, attribution: root.dataset.attribution }).addTo(map);
  }
  const source = document.getElementById(root.dataset.points);
  const points = source ? JSON.parse(source.textContent) : [];
  const marks = points.map((point) =>
    L.circleMarker([point.lat, point.lon], { radius: 9, color: COLOURS[point.tone] || COLOURS.flame })
      .bindPopup(popupOf(point))
      .addTo(map),
  );
  if (marks.length > 0) map.fitBounds(L.featureGroup(marks).getBounds(), { padding: [30, 30], maxZoom: 15 });
  return map;
}

for (const root of document.querySelectorAll("[data-map]")) startMap(root);
