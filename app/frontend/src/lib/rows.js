// Lines of a document that are added and removed.
//
//   [data-rows]                 the container; its <template data-row-template> holds one line in
//                               which __index__ stands for the number of the line
//   [data-row-add]              a button inside the container
//   [data-row-remove]           a button inside a [data-row]; the last line is only emptied
function add(container, ready) {
  const template = container.querySelector("template[data-row-template]");
  const index = Number(container.dataset.nextIndex || container.querySelectorAll("[data-row]").length);
  container.dataset.nextIndex = index + 1;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__index__", String(index));
  const row = holder.content.firstElementChild;
  (container.querySelector("[data-row-list]") || container).append(row);
  ready(row);
  row.querySelector("input, select, textarea")?.focus();
  container.dispatchEvent(new Event("change", { bubbles: true }));
}

function remove(row) {
  const container = row.closest("[data-rows]");
  if (container.querySelectorAll("[data-row]").length > 1) row.remove();
  else row.querySelectorAll("input, textarea").forEach((field) => (field.value = ""));
  container.dispatchEvent(new Event("change", { bubbles: true }));
}

export function startRows(ready) {
  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-row-add]");
    const remover = event.target.closest("[data-row-remove]");
    if (adder) add(adder.closest("[data-rows]"), ready);
    if (remover) remove(remover.closest("[data-row]"));
  });
}
