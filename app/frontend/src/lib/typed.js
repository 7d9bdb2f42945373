// A link that leaves a form to make a row that is missing (a client, a device) and comes back:
// the way back (next) carries what was already typed, so that nothing has to be typed again.
//
//   a[data-keeps-typed]   inside a form
import { forget } from "./submit.js";

const LONGEST = 1000; // characters of a field that an address may carry
const NOT_KEPT = "[type=hidden], [type=password], [type=file], [multiple], button, [name=csrf_token]";

function isKept(field, but) {
  if (!field.name || field.name === but || !field.value || field.matches(NOT_KEPT)) return false;
  return !field.matches("[type=checkbox], [type=radio]") || field.checked;
}

// The address with the form's values in its `next`; `but` names the field that waits for the row.
export function withTyped(address, form, but) {
  const back = new URL(address.searchParams.get("next") || location.href, location.origin);
  for (const field of form?.elements ?? []) {
    if (isKept(field, but)) back.searchParams.set(field.name, field.value.slice(0, LONGEST));
  }
  address.searchParams.set("next", back.pathname + back.search);
  forget(form);
  return address.href;
}

export function startKeeping() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-keeps-typed]");
    if (link) link.href = withTyped(new URL(link.href), link.closest("form"), "devices");
  });
}
