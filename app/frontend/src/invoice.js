// Form of an invoice: an article chosen in a line brings its price, unit and VAT.
import "./styles/invoice.css";

const list = document.querySelector(".invoice-lines datalist");

function fill(row, option) {
  const values = { price: option.dataset.price, unit: option.dataset.unit, vat: option.dataset.vat };
  for (const [part, value] of Object.entries(values)) {
    const field = row.querySelector(`[name=line_${part}]`);
    // What was typed by hand stays.
    if (part === "vat" || !field.value) field.value = value;
  }
}

document.querySelector(".invoice-lines")?.addEventListener("change", (event) => {
  if (event.target.name !== "line_description") return;
  const option = [...list.options].find((one) => one.value === event.target.value);
  if (option) fill(event.target.closest("[data-row]"), option);
});
