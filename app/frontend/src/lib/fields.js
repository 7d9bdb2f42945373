// Text fields put in order when the reader leaves them; dates moved with the keyboard.
//
//   input[type=tel]      spaces and dashes tidied
//   input[data-decimal]  a dot becomes the Italian comma
//   input[data-uppercase]  tax codes, plates, serial numbers
//   input[type=date]     "o" or "t": today; "+" and "-": a day later or earlier
const DAY = 86_400_000;

const tidyPhone = (text) => text.replace(/[^\d+]+/g, " ").trim();
const tidyDecimal = (text) =>
  /^\s*-?\d+\.\d+\s*$/.test(text) ? text.trim().replace(".", ",") : text.trim();

function tidy(event) {
  const field = event.target;
  if (!field.matches?.("input")) return;
  if (field.type === "tel") field.value = tidyPhone(field.value);
  if (field.hasAttribute("data-decimal")) field.value = tidyDecimal(field.value);
  if (field.hasAttribute("data-uppercase")) field.value = field.value.toUpperCase().trim();
}

function isoOf(date) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}

function moveDate(event) {
  const field = event.target;
  if (!field.matches?.("input[type=date]")) return;
  const step = { "+": 1, "-": -1 }[event.key];
  if (step) field.valueAsNumber = (field.valueAsNumber || Date.now()) + step * DAY;
  else if (event.key === "o" || event.key === "t") field.value = isoOf(new Date());
  else return;
  event.preventDefault();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

export function startFields() {
  document.addEventListener("focusout", tidy);
  document.addEventListener("keydown", moveDate);
}
