// data-show-when="field=value" or "field=one|two" or "field" (ticked or filled): the part is
// shown, and its fields are sent, only then. Of a list with several chosen, one is enough.
function valuesOf(form, name) {
  const field = form.elements[name];
  if (!field) return [];
  if (field instanceof RadioNodeList) return [field.value];
  if (field.type === "checkbox") return [field.checked ? "yes" : ""];
  if (field.selectedOptions) return [...field.selectedOptions].map((option) => option.value);
  return [field.value];
}

function apply(part, form) {
  const [name, values] = part.dataset.showWhen.split("=");
  const wanted = values?.split("|");
  const shown = valuesOf(form, name).some((value) =>
    wanted ? wanted.includes(value) : Boolean(value),
  );
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
