// The intervention report. Starts on [data-report].
import "./forms.js";
import "./signature.js";

const root = document.querySelector("[data-report]");
if (root) root.dataset.ready = "yes";
