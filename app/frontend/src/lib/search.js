// The global search box: htmx fills the list under it, the arrow keys walk through the links.
function move(root, step) {
  const stops = [root.querySelector("input"), ...root.querySelectorAll(".search-results a")];
  const next = stops.indexOf(document.activeElement) + step;
  stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
}

function close(root) {
  root.querySelector(".search-results").replaceChildren();
}

function onKey(event) {
  const root = event.currentTarget;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    move(root, step);
  } else if (event.key === "Escape") {
    close(root);
    root.querySelector("input").blur();
  }
}

export function startSearch() {
  const root = document.querySelector("[data-global-search]");
  if (!root) return;
  root.addEventListener("keydown", onKey);
  root.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) close(root);
  });
  document.addEventListener("click", (event) => {
    if (!root.contains(event.target)) close(root);
  });
}
