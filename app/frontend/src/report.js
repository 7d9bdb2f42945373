// The intervention report. Starts on [data-report]; its parts are in report/.
import { ReportPage } from "./report/page.js";
import "./styles/report.css";

const root = document.querySelector("[data-report]");
if (root) {
  new ReportPage(root).start();
  root.dataset.ready = "yes";
}
