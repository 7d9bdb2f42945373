// Fields that need more than HTML: searchable selects, Italian numbers and dates, parts that
// show themselves when another field asks for them, rows that are added and removed.
import "tom-select/dist/css/tom-select.bootstrap5.css";
import "./styles/forms.css";
import { startFields } from "./lib/fields.js";
import { startRows } from "./lib/rows.js";
import { enhanceSelects } from "./lib/selects.js";
import { startKeeping } from "./lib/typed.js";
import { startWeekHours } from "./lib/week-hours.js";
import { startShowWhen } from "./lib/show-when.js";

function start(root) {
  enhanceSelects(root);
  startShowWhen(root);
}

startFields();
startKeeping();
startWeekHours();
startRows(start);
start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
