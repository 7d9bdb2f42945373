// The last step: what is signed, both signatures, sending.
import { html, nothing } from "lit-html";
import { card, field, icon, notice } from "../report/parts.js";
import { client, technician } from "../report/sign.js";

function summary(app) {
  const { values } = app.draft.content;
  const rows = (app.checked?.figures ?? []).flat();
  const runs = values.may_run === "yes";
  const texts = ["remarks", "recommendations", "prescriptions"].filter((name) => values[name]);
  const label = (name) => app.sheet.sections.at(-1).items.find((item) => item.name === name).label;
  return card(app.words.summary, html`
    <p class="mb-1"><strong>${app.sheet.label}</strong></p>
    <p>${[values.brand, values.model, values.serial_number].filter(Boolean).join(" ")}</p>
    <p class="verdict ${runs ? "" : "verdict-stop"}">${runs ? app.words.runs : app.words.stops}</p>
    ${rows.length ? html`<ul class="figures mb-3">${rows.map((one) => html`<li><div class="figure-line"><span>${one.label}</span>
      <span class=${one.good === null ? "" : one.good ? "figure-good" : "figure-bad"}>${one.value} ${one.unit}</span></div></li>`)}</ul>` : nothing}
    ${texts.map((name) => html`<p class="mb-1"><strong>${label(name)}</strong></p><p>${values[name]}</p>`)}
    <p class="text-secondary mb-0">${app.words.statement}</p>`);
}

export function signStep(app) {
  const { current } = app.context;
  return html`${summary(app)}
    ${current ? card(app.words.correction, field(app, "corrects.reason", app.words.correction_reason, app.draft.correction_reason,
      (value) => app.changeOutside((draft) => (draft.correction_reason = value)), { most: 300 })) : nothing}
    ${app.errors().length ? notice(app, "warning", app.words.mend_first) : html`${technician(app)} ${client(app)}`}`;
}

// What keeps the report from being sent beside its content.
export function missingSignatures(app) {
  const { client: held, technician: own } = app.draft.signatures;
  const found = [];
  const need = (is, path, detail) => is || found.push({ path, detail });
  need(!app.context.current || app.draft.correction_reason.trim(), "corrects.reason", app.words.correction_reason);
  need(own.name.trim(), "signatures.technician.name", app.words.technician_name);
  need(own.strokes, "signatures.technician", app.words.sign_first);
  need(!held.strokes || held.name.trim(), "signatures.client.name", app.words.signer_name);
  need(held.strokes || app.draft.unsigned_reason, "signatures.client", app.words.sign_or_say);
  return found;
}

export function sentView(app) {
  const { words, result, root } = app;
  return html`<section class="card sent"><div class="card-body">
    <div class="sent-mark tone-success">${icon(app, "check-lg")}</div>
    <h2 class="sent-title" tabindex="-1">${words.sent.replace("%(x)s", result.number)}</h2>
    <p>${words.sent_text}</p>
    <div class="d-grid gap-2">
      <a class="btn btn-lg btn-primary" href=${result.url}>${icon(app, "file-earmark-text")} ${words.see_report}</a>
      ${app.context.devices.length > 1 ? html`<a class="btn btn-lg" href=${location.href}>${icon(app, "plus-lg")} ${words.another}</a>` : nothing}
      <a class="btn btn-lg" href=${root.dataset.back}>${icon(app, "arrow-left")} ${root.dataset.backLabel}</a>
    </div></div></section>`;
}
