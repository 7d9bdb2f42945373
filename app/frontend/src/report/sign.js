// Step 5: read, sign, send.
import { html, nothing } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import SignaturePad from "signature_pad";
import { card, choice, field, icon, notice } from "./parts.js";
import { summary } from "./summary.js";

// A pad keeps what was drawn when the canvas changes size (the phone is turned).
function fit(canvas, pad, strokes) {
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  if (strokes?.length) pad.fromData(strokes);
  else pad.clear();
}

// One pad per role, started when its canvas enters the page and stopped when it leaves.
export function makePads(app) {
  const pads = {};
  const holder = (role) => (canvas) => {
    pads[role]?.watch.disconnect();
    pads[role]?.pad.off();
    delete pads[role];
    if (!canvas) return;
    const pad = new SignaturePad(canvas, { minWidth: 0.8, maxWidth: 2.6, penColor: "#1d1a18" });
    const watch = new ResizeObserver(() => fit(canvas, pad, app.draft.signatures[role].strokes));
    watch.observe(canvas);
    pad.addEventListener("endStroke", () => app.signed(role, pad.toData()));
    pads[role] = { pad, watch };
  };
  const refs = { client: holder("client"), technician: holder("technician") };
  return { refs, clear: (role) => pads[role]?.pad.clear() };
}

export function pad(app, role, label) {
  const drawn = Boolean(app.draft.signatures[role].strokes);
  return html`<div class="sign-pad" id="f-signatures-${role}" tabindex="-1">
    <p class="form-label" id="pad-${role}">${label}</p>
    <canvas ${ref(app.pads.refs[role])} role="img" aria-labelledby="pad-${role}"></canvas>
    <div class="sign-foot"><span class=${drawn ? "text-success" : "text-secondary"}>${drawn ? app.words.drawn : app.words.draw_here}</span>
      <button type="button" class="btn" ?disabled=${!drawn} @click=${() => app.unsigned(role)}>
        ${icon(app, "trash")} ${app.words.clear}<span class="visually-hidden"> ${label}</span></button></div>
  </div>`;
}

function unsigned(app) {
  const options = [{ value: "", label: app.words.will_sign }, ...app.context.unsigned_reasons];
  return choice(app, "unsigned_reason", app.words.unsigned_help, options, app.draft.unsigned_reason ?? "", (value) =>
    app.changeOutside((draft) => (draft.unsigned_reason = value || null)));
}

export function client(app) {
  const held = app.draft.signatures.client;
  const set = (name) => (value) => app.changeOutside((draft) => (draft.signatures.client[name] = value));
  const skips = app.draft.unsigned_reason !== null;
  return card(app.words.client_signs, html`
    ${skips ? nothing : html`
      <p>${app.words.client_reads}</p>
      ${field(app, "signatures.client.name", app.words.signer_name, held.name, set("name"), { most: 120 })}
      ${field(app, "signatures.client.capacity", app.words.signer_capacity, held.capacity, set("capacity"), { most: 60, list: "capacities", placeholder: app.words.capacity_example })}
      <datalist id="capacities">${app.words.capacities.map((one) => html`<option value=${one}></option>`)}</datalist>
      ${pad(app, "client", app.words.client_signature)}`}
    ${held.strokes ? nothing : html`<details class="mt-3" ?open=${skips}><summary class="btn">${app.words.does_not_sign}</summary>
      <div class="mt-3">${unsigned(app)}</div></details>`}`);
}

export function technician(app) {
  const held = app.draft.signatures.technician;
  return card(app.words.technician_signs, html`
    ${field(app, "signatures.technician.name", app.words.technician_name, held.name,
      (value) => app.changeOutside((draft) => (draft.signatures.technician.name = value)), { most: 120 })}
    ${pad(app, "technician", app.words.technician_signature)}`);
}

export function signStep(app) {
  const blocked = app.problems.length > 0;
  return html`
    ${summary(app)}
    ${blocked
      ? notice(app, "warning", app.words.mend_first)
      : html`${client(app)} ${app.root.dataset.technician ? technician(app) : nothing}`}`;
}
