// Municipality, postal code and province fill each other.
//
//   input[data-places-url]   GET url?q=text answers {"items": [{"name", "province", "postal_codes": []}]}
//   data-place-province, data-place-postal-code: ids of the fields that are filled
//   event placechosen (detail: the place) on the field
const WAIT = 180; // ms after the last key

function listOf(field, suffix) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-${suffix}`;
  field.after(list);
  field.setAttribute("list", list.id);
  return list;
}

function offer(list, values, labels = []) {
  list.replaceChildren(
    ...values.map((value, index) =>
      Object.assign(document.createElement("option"), { value, label: labels[index] || value }),
    ),
  );
}

// Two comuni of one name are told apart by the province: "Castro (BG)".
function titleOf(place, places) {
  const isAlone = places.filter((other) => other.name === place.name).length === 1;
  return isAlone ? place.name : `${place.name} (${place.province})`;
}

function fill(field, place, codes) {
  const province = document.getElementById(field.dataset.placeProvince);
  const code = document.getElementById(field.dataset.placePostalCode);
  field.value = place.name;
  if (province) province.value = place.province;
  if (code) {
    offer(codes, place.postal_codes);
    if (place.postal_codes.length === 1) code.value = place.postal_codes[0];
    else if (!place.postal_codes.includes(code.value)) code.value = "";
  }
  field.dispatchEvent(new CustomEvent("placechosen", { bubbles: true, detail: place }));
}

async function search(field) {
  const address = new URL(field.dataset.placesUrl, location.origin);
  address.searchParams.set("q", field.value);
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok && !answer.redirected ? (await answer.json()).items : [];
}

function startPlace(field) {
  const list = listOf(field, "places");
  const code = document.getElementById(field.dataset.placePostalCode);
  const codes = code ? listOf(code, "codes") : null;
  let places = [];
  let timer;
  let filled = field.value;
  const chosen = () => {
    const typed = field.value.trim().toLowerCase();
    return places.find((place) => titleOf(place, places).toLowerCase() === typed);
  };
  const take = () => {
    const place = chosen();
    if (!place || (field.value === filled && place.name === filled)) return;
    filled = place.name;
    fill(field, place, codes);
  };
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    filled = "";
    // A choice from the list comes without a key.
    if (!event.inputType || event.inputType === "insertReplacementText") take();
    else if (field.value.trim().length > 1)
      timer = setTimeout(async () => {
        places = await search(field);
        offer(list, places.map((place) => titleOf(place, places)), places.map((place) => place.province));
      }, WAIT);
  });
  field.addEventListener("change", async () => {
    clearTimeout(timer);
    if (!chosen() && field.value.trim().length > 1) places = await search(field);
    take();
  });
}

export function startPlaces(root) {
  root.querySelectorAll("input[data-places-url]").forEach(startPlace);
}
