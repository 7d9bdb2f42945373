// data-show-when="field=value" or "field=one|two" or "field" (ticked or filled): the part is
// shown, and its fields are sent, only then.
function valueOf(form, name) {
  const field = form.elements[name];
  if (!field) return "";
  if (field instanceof RadioNodeList) return field.value;
  return field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value;
}

function apply(part, form) {
  const [name, values] = part.dataset.showWhen.split("=");
  const value = valueOf(form, name);
  const shown = values === undefined ? Boolean(value) : values.split("|").includes(value);
  part.hidden = !shown;
  for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !shown;
}

export function startShowWhen(root) {
  for (const part of root.querySelectorAll("[data-show-when]")) {
    const form = part.closest("form");
    if (!form) continue;
    apply(part, form);
    form.addEventListener("change", () => apply(part, form));
  }
}
