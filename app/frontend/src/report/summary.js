// What the customer reads before signing: all that the report states, nothing to change.
import { html, nothing } from "lit-html";
import { deviceLabel, typeOf } from "./draft.js";
import { dayText, fill, icon, italian, notice } from "./parts.js";
import { pictureUrl } from "./notes.js";

export function dueSentences(app) {
  const { preview } = app;
  if (!preview) return app.isOffline ? html`<p class="text-secondary">${app.words.no_preview}</p>` : nothing;
  const rows = preview.due.map((one) => one.sentence).filter(Boolean);
  if (!rows.length) return preview.sentence ? html`<p class="mb-0">${icon(app, "calendar-check")} ${preview.sentence}</p>` : nothing;
  return html`<ul class="due-list">${rows.map((row) => html`<li>${icon(app, "calendar-check")} ${row}</li>`)}</ul>`;
}

const row = (term, value) => (value ? html`<div><dt>${term}</dt><dd>${value}</dd></div>` : nothing);
const labelOf = (options, value) => options.find((one) => one.value === value)?.label ?? "";

function hours(app, content) {
  const { started_at: start, ended_at: end } = content;
  const alone = start ? `${app.words.started_at} ${start}` : end ? `${app.words.ended_at} ${end}` : "";
  const span = start && end ? `${start} – ${end}` : alone;
  const travel = content.travel_minutes ? fill(app.words.travel_text, { n: content.travel_minutes }) : "";
  return [span, travel].filter(Boolean).join(", ");
}

function lines(app, content) {
  if (!content.lines.length) return nothing;
  const price = (line) =>
    app.context.may.prices
      ? ` × ${app.euro(line.unit_price)}${Number(line.discount_pct) ? ` −${italian(line.discount_pct)}%` : ""}`
      : "";
  return html`<h4>${app.words.materials}</h4>
    <ul class="sum-lines">${content.lines.map((line) => html`<li>
      <span>${line.description}</span><span class="numeric">${italian(line.quantity)} ${line.unit}${price(line)}</span></li>`)}</ul>`;
}

function totals(app) {
  const text = app.preview?.totals_text;
  if (!text || !app.draft.content.lines.length) return nothing;
  return html`<dl class="sum-totals">
    <div><dt>${app.words.net}</dt><dd>${text.net} €</dd></div>
    <div><dt>${app.words.vat}</dt><dd>${text.vat} €</dd></div>
    <div class="total"><dt>${app.words.total}</dt><dd>${text.total} €</dd></div></dl>`;
}

export function summary(app) {
  const { content } = app.draft;
  const held = content.heading;
  const town = [held.postcode, held.municipality, held.province && `(${held.province})`].filter(Boolean).join(" ");
  const named = app.context.devices.filter((one) => content.device_ids.includes(one.id));
  const kinds = app.context.finding_kinds;
  return html`<section class="card mb-3" id="summary"><div class="card-body">
    <h3 class="card-title">${held.name}</h3>
    <p>${[held.street, town].filter(Boolean).join(", ")}</p>
    <dl class="facts">
      ${row(app.words.performed_on, dayText(content.performed_on))}
      ${row(app.words.type, typeOf(app.draft, app.context)?.label)}
      ${row(app.words.devices, named.map((one) => html`<div>${deviceLabel(one)}${one.serial_number ? `, ${fill(app.words.serial, { x: one.serial_number })}` : ""}</div>`))}
      ${row(app.words.request_text, content.request_text)}
      ${row(app.words.work_done, content.work_done)}
      ${row(app.words.outcome, labelOf(app.context.outcomes, content.outcome))}
      ${row(app.words.hours, hours(app, content))}
      ${row(app.words.next_visit, dayText(content.next_visit_advised_on))}
      ${content.payment ? row(app.words.payment, `${labelOf(app.context.payment_methods, content.payment.method)} ${app.euro(content.payment.amount)}`) : nothing}
    </dl>
    ${content.findings.map((one) => notice(app, one.kind === "prescription" ? "danger" : "info",
      html`<strong>${labelOf(kinds, one.kind)}</strong><br />${one.text}`))}
    ${lines(app, content)} ${totals(app)}
    ${content.attachments.length
      ? html`<h4>${app.words.photos}</h4><ul class="thumbs">${content.attachments.map((one) => html`<li>${one.kind === "document"
          ? icon(app, "file-earmark-pdf")
          : html`<img src=${pictureUrl(app, one.id)} alt=${one.caption || app.words.photo} />`}</li>`)}</ul>`
      : nothing}
    ${dueSentences(app)}
  </div></section>`;
}
