// An energy-efficiency report. Starts on [data-ree]; its parts are in ree/.
import { ReePage } from "./ree/page.js";
import "./styles/report.css";
import "./styles/ree.css";

const root = document.querySelector("[data-ree]");
if (root) {
  new ReePage(root).start();
  root.dataset.ready = "yes";
}
