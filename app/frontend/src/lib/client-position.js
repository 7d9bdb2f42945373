// Latitude and longitude: from the comune, from the map, or pasted as "45,69, 9,66".
import { startPinMap } from "./pin-map.js";

const PAIR = /^\s*(-?\d{1,2}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)\s*$/;

const numberOf = (field) => {
  const value = Number.parseFloat(field.value.replace(",", "."));
  return Number.isFinite(value) ? value : null;
};

function write(fields, lat, lon) {
  fields.lat.value = lat.toFixed(6).replace(".", ",");
  fields.lon.value = lon.toFixed(6).replace(".", ",");
}

export function startPosition(form, part, wasByHand) {
  const fields = { lat: form.elements.latitude, lon: form.elements.longitude };
  if (!fields.lat || !fields.lon || !part) return;
  fields.lon.closest("[class*=col-]").after(part);
  const link = part.querySelector("[data-pin-link]");
  let show = () => {};
  const refresh = () => {
    const [lat, lon] = [numberOf(fields.lat), numberOf(fields.lon)];
    const isPlaced = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    link.hidden = !isPlaced;
    if (isPlaced) link.href = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}`;
    show(isPlaced ? lat : null, lon);
  };
  // A point put by hand stays when the comune is chosen again.
  let isByHand = wasByHand;
  const begin = () => {
    show = startPinMap(part.querySelector(".pin-map"), (lat, lon) => {
      isByHand = true;
      write(fields, lat, lon);
      refresh();
      fields.lat.dispatchEvent(new Event("input", { bubbles: true }));
    });
    refresh();
  };
  for (const field of [fields.lat, fields.lon]) {
    field.addEventListener("change", () => {
      const pair = PAIR.exec(field.value);
      if (pair) write(fields, ...pair.slice(1).map((text) => Number.parseFloat(text.replace(",", "."))));
      isByHand = numberOf(fields.lat) !== null;
      refresh();
    });
  }
  document.getElementById("municipality")?.addEventListener("placechosen", (event) => {
    if (isByHand) return;
    write(fields, event.detail.latitude, event.detail.longitude);
    refresh();
  });
  // Drawn only when it comes into sight: most cards are saved without looking at the map.
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    begin();
  }).observe(part);
  refresh();
}
