// Lists: tick rows, act on the ticked ones, open a row, choose columns, filter.
//
//   [data-select-all]      ticks every input[data-select-row] of its table
//   [data-bulk-actions]    hidden until a row is ticked; [data-selected-count] inside tells how many
//   tr[data-href]          the whole row opens the address
//   form[data-column-choice] sent when a tick changes (data-auto-submit does the same)
//   [data-filter-row]      one filter of a generated search: the chosen operator names the field
const ROWS = "input[data-select-row], input[name=rowid]";
const PRESSED = "a, button, input, label, select, textarea, summary";

function refresh(scope) {
  const boxes = [...scope.querySelectorAll(ROWS)];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = scope.querySelector("[data-select-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  for (const bar of scope.querySelectorAll("[data-bulk-actions]")) bar.hidden = ticked === 0;
  for (const place of scope.querySelectorAll("[data-selected-count]")) place.textContent = ticked;
}

const scopeOf = (element) => element.closest("[data-list]") || document;

function onChange(event) {
  const scope = scopeOf(event.target);
  if (event.target.matches("[data-select-all]")) {
    for (const box of scope.querySelectorAll(ROWS)) box.checked = event.target.checked;
  }
  if (event.target.matches(`${ROWS}, [data-select-all]`)) refresh(scope);
}

function onClick(event) {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest(PRESSED) || getSelection().toString()) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.assign(row.dataset.href);
}

// "_flt_<operator>_<column>": the operator chosen gives the field its name; empty ones stay out.
function nameFilters(form) {
  for (const row of form.querySelectorAll("[data-filter-row]")) {
    const operator = row.querySelector("[data-filter-operator]");
    const field = row.querySelector("[data-filter-value] :is(input, select)");
    if (field.value) field.name = `_flt_${operator.value}_${row.dataset.filterRow}`;
    field.disabled = !field.value;
  }
}

document.addEventListener("change", onChange);
document.addEventListener("click", onClick);
document.addEventListener("submit", (event) => nameFilters(event.target));
window.addEventListener("pageshow", () => {
  for (const scope of document.querySelectorAll("[data-list]")) refresh(scope);
});
