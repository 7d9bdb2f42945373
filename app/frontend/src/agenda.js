// The agenda as a calendar. Starts on [data-agenda]. The server answers each change with what it
// stored. The week by technician (week.js) does without the calendar's code.
import "@event-calendar/core/index.css";
import "./styles/agenda.css";
import { startCalendar } from "./agenda/calendar.js";
import { startDialog } from "./agenda/dialog.js";
import { startSays } from "./agenda/says.js";

const root = document.querySelector("[data-agenda]");

if (root) {
  startDialog();
  startSays(startCalendar(root));
}
