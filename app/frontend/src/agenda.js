// The agenda. Starts on [data-agenda]; its address of events is data-events-url.
import "@event-calendar/core/index.css";

const root = document.querySelector("[data-agenda]");
if (root) root.dataset.ready = "yes";
