// A map with one point that is dragged. Without tiles the point stands on plain paper with a scale.
import L from "leaflet";

const ITALY = [42.5, 12.5];

// `onMove(lat, lon)` is called when somebody moves the point; returns show(lat, lon) or show(null).
export function startPinMap(root, onMove) {
  const map = L.map(root, { scrollWheelZoom: false }).setView(ITALY, 6);
  if (root.dataset.tiles) {
    L.tileLayer(root.dataset.tiles, { maxZoom: 19, attribution: root.dataset.attribution }).addTo(map);
  }
  L.control.scale({ imperial: false }).addTo(map);
  const drawing = L.divIcon({ className: "pin", iconSize: [28, 28], iconAnchor: [14, 28] });
  const pin = L.marker(ITALY, { draggable: true, icon: drawing, title: root.dataset.label, alt: root.dataset.label });
  const moved = (at) => onMove(at.lat, at.lng);
  pin.on("dragend", () => moved(pin.getLatLng()));
  map.on("click", (event) => {
    pin.setLatLng(event.latlng).addTo(map);
    moved(event.latlng);
  });
  return (lat, lon) => {
    map.invalidateSize();
    if (lat === null) {
      pin.remove();
      return;
    }
    pin.setLatLng([lat, lon]).addTo(map);
    map.setView([lat, lon], Math.max(map.getZoom(), 14));
  };
}
