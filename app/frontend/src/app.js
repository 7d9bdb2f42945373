// The shell: loaded by every page. Behaviour is asked for by data attributes; the list is in
// docs/design-system.md.
import "./styles/app.css";
import "bootstrap/js/src/alert.js";
import "bootstrap/js/src/collapse.js";
import "bootstrap/js/src/dropdown.js";
import "bootstrap/js/src/offcanvas.js";
import "bootstrap/js/src/tab.js";
import htmx from "htmx.org";
import { startConfirm } from "./lib/confirm.js";
import { startForms } from "./lib/submit.js";
import { startHotkeys } from "./lib/hotkeys.js";
import { startNiceties } from "./lib/niceties.js";
import { startSearch } from "./lib/search.js";

htmx.config.allowEval = false; // the Content-Security-Policy forbids it
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0; // pages hold personal data: none of it in the browser's store
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "422", swap: true },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: false, error: true },
];
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  // An expired session answers with the whole sign-in page: go there instead of nesting it.
  if (event.detail.xhr.responseURL.includes("/login/")) {
    event.detail.shouldSwap = false;
    location.assign(event.detail.xhr.responseURL);
  }
});

startConfirm();
startForms();
startHotkeys();
startNiceties();
startSearch();
