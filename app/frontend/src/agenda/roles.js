// The calendar calls itself a table whose rows hold buttons, and a list whose items hold headings:
// screen readers drop such structures. Its parts are left plain; each appointment says by itself
// when, who, what, where and which technician.
const STRUCTURE = ["table", "rowgroup", "row", "rowheader", "columnheader", "cell", "list", "listitem"];
const SELECTOR = STRUCTURE.map((role) => `[role=${role}]`).join(",");

function flatten(root) {
  for (const part of root.querySelectorAll(SELECTOR)) {
    part.removeAttribute("role");
    part.removeAttribute("aria-colindex");
  }
}

export function keepPlain(root) {
  const options = { subtree: true, childList: true, attributes: true, attributeFilter: ["role"] };
  new MutationObserver(() => flatten(root)).observe(root, options);
  flatten(root);
}
