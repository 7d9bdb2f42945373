// data-hotkey="n" or data-hotkey="g a" (one key after the other) on a link, button or field:
// the key follows, presses or focuses it, unless the reader is typing.
const TYPING = "input, textarea, select, [contenteditable]";
const PAUSE = 900; // ms between the keys of a sequence
let before = "";
let timer;

function act(element) {
  if (element.matches(TYPING)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPING)) return;
  if (event.target.closest("dialog[open]")) return;
  const keys = before ? `${before} ${event.key}` : event.key;
  const found = [...document.querySelectorAll("[data-hotkey]")].find(
    (element) => element.dataset.hotkey === keys && element.checkVisibility(),
  );
  clearTimeout(timer);
  before = found ? "" : event.key;
  timer = setTimeout(() => (before = ""), PAUSE);
  if (!found) return;
  event.preventDefault();
  act(found);
}

export function startHotkeys() {
  document.addEventListener("keydown", onKey);
}
