// The form of a client card: rows of contacts, comune, point on the map, checks while typing.
// The parts that only a script needs come in <template id="client-form-parts">.
import "leaflet/dist/leaflet.css";
import "./styles/client.css";
import { startChecks } from "./lib/client-checks.js";
import { startPosition } from "./lib/client-position.js";
import { startPlaces } from "./lib/places.js";

// What a switch shows (on) or hides (off).
const PARTS = {
  is_firm: { on: ["company_name"], off: ["last_name", "first_name"] },
  needs_attention: { on: ["attention_reason"], off: [] },
  exclude_from_maintenance: { on: ["exclusion_reason", "excluded_until"], off: [] },
  is_group_head: { on: ["group_kind", "building_manager"], off: ["group_head"] },
};

const columnOf = (id) => document.getElementById(id)?.closest("[class*=col-]");

function startSwitches() {
  for (const [name, parts] of Object.entries(PARTS)) {
    const field = document.getElementById(name);
    if (!field) continue;
    const apply = () => {
      for (const id of parts.on) columnOf(id)?.toggleAttribute("hidden", !field.checked);
      for (const id of parts.off) columnOf(id)?.toggleAttribute("hidden", field.checked);
    };
    field.addEventListener("change", apply);
    apply();
  }
}

// The arrow of a row brings it to the top: the first is the one that lists show.
function startMainRow() {
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row-first]")?.closest("[data-row]");
    if (!row) return;
    row.parentElement.prepend(row);
    row.querySelector("input").focus();
    row.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const form = document.getElementById("model_form");
const template = document.getElementById("client-form-parts");
if (form && template) {
  const parts = template.content.cloneNode(true);
  startSwitches();
  startMainRow();
  startPlaces(document);
  startPosition(form, parts.querySelector(".pin-place"), template.dataset.placed === "manual");
  startChecks(form, parts.querySelector(".likely-cards"), template.dataset);
}
