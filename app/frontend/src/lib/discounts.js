// What a customer's discount class takes off a kind of article, percent as text with a point.
//
// The server says it as {"name": …, "rates": {"part": "10", …}}; null: no class.
export const discountOn = (discounts, kind) => discounts?.rates[kind] ?? "0";

// The same for the field of a line in a form: a comma, and nothing where there is no discount.
export function typedDiscount(discounts, kind) {
  const percent = discountOn(discounts, kind);
  return percent === "0" ? "" : percent.replace(".", ",");
}

// The discounts of the customer that a form is about, as its reckoned amounts carry them.
export function proposedDiscounts() {
  return JSON.parse(document.querySelector("[data-discounts]")?.dataset.discounts ?? "null");
}
