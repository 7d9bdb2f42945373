// Municipality, postal code and province fill each other.
//
//   input[data-places-url]   GET url?q=text answers {"items": [{"name", "province", "postal_codes": []}]}
//   data-place-province, data-place-postal-code: ids of the fields that are filled
const WAIT = 180; // ms after the last key

function offer(list, places) {
  list.replaceChildren(
    ...places.map((place) => Object.assign(document.createElement("option"), { value: place.name, label: place.province })),
  );
}

function fill(field, place) {
  const province = document.getElementById(field.dataset.placeProvince);
  const code = document.getElementById(field.dataset.placePostalCode);
  if (province) province.value = place.province;
  if (code && place.postal_codes.length === 1) code.value = place.postal_codes[0];
  else if (code && !place.postal_codes.includes(code.value)) code.value = "";
}

function startPlaces(field) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-places`;
  field.after(list);
  field.setAttribute("list", list.id);
  let places = [];
  let timer;
  const chosen = () => places.find((place) => place.name.toLowerCase() === field.value.trim().toLowerCase());
  const ask = async () => {
    const address = new URL(field.dataset.placesUrl, location.origin);
    address.searchParams.set("q", field.value);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    places = (await answer.json()).items;
    offer(list, places);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length > 1) timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("change", () => {
    const place = chosen();
    if (place) fill(field, place);
  });
}

document.querySelectorAll("input[data-places-url]").forEach(startPlaces);
