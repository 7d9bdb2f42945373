// Form of an invoice: an article chosen in a line brings its price, unit, VAT and discount.
import { proposedDiscounts, typedDiscount } from "./lib/discounts.js";
import "./styles/invoice.css";

const list = document.querySelector(".invoice-lines datalist");

function fill(row, option) {
  const { price, unit, vat, kind } = option.dataset;
  const values = { price, unit, vat, discount: typedDiscount(proposedDiscounts(), kind) };
  for (const [part, value] of Object.entries(values)) {
    const field = row.querySelector(`[name=line_${part}]`);
    // What was typed by hand stays.
    if (part === "vat" || !field.value) field.value = value;
  }
}

// A kit: the row it was chosen in becomes its first article, the others follow.
function expand(row, parts) {
  const container = row.closest(".invoice-lines");
  parts.forEach((part, place) => {
    if (place) container.querySelector("[data-row-add]").click();
    const rows = container.querySelectorAll("[data-row]");
    const target = place ? rows[rows.length - 1] : row;
    const { kind, ...values } = part;
    values.discount = typedDiscount(proposedDiscounts(), kind);
    for (const [name, value] of Object.entries(values)) {
      target.querySelector(`[name=line_${name}]`).value = value;
    }
  });
}

document.querySelector(".invoice-lines")?.addEventListener("change", (event) => {
  if (event.target.name !== "line_description") return;
  const option = [...list.options].find((one) => one.value === event.target.value);
  if (!option) return;
  const row = event.target.closest("[data-row]");
  if (option.dataset.parts) expand(row, JSON.parse(option.dataset.parts));
  else fill(row, option);
});
