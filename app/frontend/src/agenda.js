// The agenda of the office. Starts on [data-agenda] (calendar) or [data-week] (week by
// technician). The server answers each change with what it stored.
import "@event-calendar/core/index.css";
import "./styles/agenda.css";
import { startCalendar } from "./agenda/calendar.js";
import { startDialog } from "./agenda/dialog.js";
import { startSays } from "./agenda/says.js";
import { startWeek } from "./agenda/week.js";

const calendar = document.querySelector("[data-agenda]");
const week = document.querySelector("[data-week]");

async function start() {
  startDialog();
  startSays(calendar ? startCalendar(calendar) : await startWeek(week));
}

if (calendar || week) start();
