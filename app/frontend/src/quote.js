// The form of a quote: lines from the price list. Amounts are reckoned by the server.
//
//   [data-quote-lines]          the rows ([data-rows] of forms.js)
//   select[data-quote-item]     search of the price list; each option carries "lines", the fields
//                               of the rows it stands for
//   [data-line="name"]          an input of a row
import "./forms.js";
import { proposedDiscounts, typedDiscount } from "./lib/discounts.js";
import "./styles/quote.css";

function emptyRow(container) {
  const rows = container.querySelectorAll("[data-row]");
  const last = rows[rows.length - 1];
  const words = last?.querySelector('[data-line="description"]');
  if (words && !words.value.trim()) return last;
  container.querySelector("[data-row-add]").click();
  const now = container.querySelectorAll("[data-row]");
  return now[now.length - 1];
}

function fill(row, line) {
  for (const [name, value] of Object.entries(line)) {
    const field = row.querySelector(`[data-line="${name}"]`);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }
}

function choose(container, select) {
  const option = select.tomselect.options[select.value];
  if (!option?.lines) return;
  const discounts = proposedDiscounts();
  for (const { kind, ...line } of option.lines) {
    fill(emptyRow(container), { ...line, discount_pct: typedDiscount(discounts, kind) });
  }
  select.tomselect.clear(true);
  container.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const container of document.querySelectorAll("[data-quote-lines]")) {
  const select = container.querySelector("[data-quote-item]");
  select.addEventListener("change", (event) => {
    event.stopPropagation();
    choose(container, select);
  });
}
