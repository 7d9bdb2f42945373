// Step 4: how it ended, the hours, what the customer paid.
import { html, nothing } from "lit-html";
import { card, choice, field, italian, machine } from "./parts.js";
import { dueSentences } from "./summary.js";

function payment(app) {
  if (!app.context.may.payments) return nothing;
  const held = app.draft.content.payment;
  const pick = (method) =>
    app.change((draft) => {
      if (method === "") draft.content.payment = null;
      else {
        draft.content.payment = {
          amount: Number(app.preview?.totals?.total) ? app.preview.totals.total : "",
          receipt_number: "",
          ...draft.content.payment,
          method,
        };
      }
    });
  const options = [{ value: "", label: app.words.no_payment }, ...app.context.payment_methods];
  const set = (name, change) => (value) => app.change((draft) => (draft.content.payment[name] = change(value)));
  return card(app.words.payment, html`
    ${choice(app, "payment.method", app.words.payment_help, options, held?.method ?? "", pick)}
    ${held
      ? html`${field(app, "payment.amount", app.words.payment_amount, italian(held.amount), set("amount", machine), { mode: "decimal" })}
          ${field(app, "payment.receipt_number", app.words.receipt_number, held.receipt_number, set("receipt_number", String), { most: 40 })}`
      : nothing}`);
}

export function outcomeStep(app) {
  const { content } = app.draft;
  const options = app.context.outcomes.map((one) => ({ value: one.value, label: one.label, hint: one.follow_up }));
  const hour = (name) =>
    field(app, name, app.words[name], content[name] ?? "",
      (value) => app.change((draft) => (draft.content[name] = value || null)), { type: "time", wrap: "" });
  return html`
    ${card(app.words.outcome, html`
      ${choice(app, "outcome", app.words.outcome_help, options, content.outcome, (value) => {
        app.change((draft) => (draft.content.outcome = value));
        app.refresh();
      })}
      ${content.outcome ? dueSentences(app) : nothing}`)}
    ${card(app.words.hours, html`<div class="two-hours mb-3">${hour("started_at")}${hour("ended_at")}</div>
      ${field(app, "travel_minutes", app.words.travel_minutes, content.travel_minutes ?? "",
        (value) => app.change((draft) => (draft.content.travel_minutes = /^\d{1,4}$/.test(value.trim()) ? Number(value) : null)),
        { mode: "numeric", most: 4 })}`)}
    ${payment(app)}`;
}
