// The agenda as a week by technician. Starts on [data-week].
import "./styles/agenda.css";
import { startDialog } from "./agenda/dialog.js";
import { startSays } from "./agenda/says.js";
import { startWeek } from "./agenda/week.js";

const root = document.querySelector("[data-week]");

if (root) {
  startDialog();
  startWeek(root).then(startSays);
}
