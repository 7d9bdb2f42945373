// Step 1: day, kind of work, devices, what was asked and what was done.
import { html, nothing } from "lit-html";
import { deviceLabel, needsDevice, typeOf } from "./draft.js";
import { area, card, choice, dayText, field, fill, icon, notice, ticks } from "./parts.js";

const HEADING = ["name", "street", "postcode", "municipality", "province", "tax_code", "vat_number", "email", "phone"];

function heading(app) {
  const { heading: held } = app.draft.content;
  const place = [held.name, held.street, held.municipality].filter(Boolean).join(", ");
  return html`<details class="card mb-3 report-heading" ?open=${app.problems.some((one) => one.path.startsWith("heading"))}>
    <summary class="card-body">
      <span><strong>${app.words.heading}</strong><small>${place}</small></span>
      ${icon(app, "chevron-down")}
    </summary>
    <div class="card-body pt-0">
      <p class="text-secondary">${app.words.heading_help}</p>
      ${HEADING.map((name) =>
        field(app, `heading.${name}`, app.words[`heading_${name}`], held[name], (value) =>
          app.change((draft) => (draft.content.heading[name] = value)),
        ),
      )}
    </div>
  </details>`;
}

function kind(app) {
  const type = typeOf(app.draft, app.context);
  const pick = (id) =>
    app.change((draft) => {
      draft.content.type_id = id;
      draft.content.moves_due_date = false;
      app.picking = false;
    });
  if (type && !app.picking) {
    return html`<div class="mb-3">
      <p class="form-label mb-1" id="kind-label">${app.words.type}</p>
      <div class="chosen"><strong>${type.label}</strong>
        <button type="button" class="btn" @click=${() => app.show(() => (app.picking = true))}>
          ${app.words.change}<span class="visually-hidden"> ${app.words.type}</span>
        </button></div>
    </div>`;
  }
  const options = app.context.types.map((one) => ({ value: one.id, label: one.label }));
  return choice(app, "type_id", app.words.type, options, app.draft.content.type_id, pick);
}

function devices(app) {
  const { content } = app.draft;
  const options = app.context.devices.map((one) => ({
    value: one.id,
    label: deviceLabel(one),
    hint: [
      one.serial_number && fill(app.words.serial, { x: one.serial_number }),
      one.location,
      one.next_maintenance_on && fill(app.words.due_on, { x: dayText(one.next_maintenance_on) }),
    ].filter(Boolean).join(" · "),
  }));
  const lacking = needsDevice(app.draft, app.context) && !content.device_ids.length;
  return html`
    ${options.length
      ? ticks(app, "device_ids", app.words.devices_help, options, content.device_ids, (ids) =>
          app.change((draft) => (draft.content.device_ids = ids)))
      : html`<p class="text-secondary" id="f-device_ids" tabindex="-1">${app.words.no_devices}</p>`}
    ${lacking && !app.problemAt("device_ids") ? notice(app, "warning", app.words.device_needed) : nothing}`;
}

function movesDate(app) {
  if (!typeOf(app.draft, app.context)?.may_move_due_date) return nothing;
  return html`<label class="form-check form-switch form-switch-lg">
    <input class="form-check-input" type="checkbox" .checked=${app.draft.content.moves_due_date}
      @change=${(event) => app.change((draft) => (draft.content.moves_due_date = event.target.checked))} />
    <span class="form-check-label">${app.words.moves_due_date}</span>
  </label>`;
}

function phrases(app) {
  const { content } = app.draft;
  const own = app.context.phrases.filter((one) => one.type_id === null || one.type_id === content.type_id);
  if (!own.length) return nothing;
  // The type's own sentences first: they are the ones wanted.
  own.sort((one, other) => (one.type_id === null) - (other.type_id === null));
  const add = (text) =>
    app.change((draft) => {
      const before = draft.content.work_done.trim();
      draft.content.work_done = before ? `${before}\n${text}` : text;
    });
  return html`<div class="chips" role="group" aria-label=${app.words.phrases}>
    ${own.map((one) => {
      const used = content.work_done.includes(one.text);
      return html`<button type="button" class="btn ${used ? "btn-used" : ""}" ?disabled=${used} @click=${() => add(one.text)}>
        ${icon(app, used ? "check-lg" : "plus-lg")} <span>${one.text}</span></button>`;
    })}
  </div>`;
}

function team(app) {
  if (!app.context.may.pick_team || !app.context.technicians.length) return nothing;
  const options = app.context.technicians.map((one) => ({ value: one.id, label: one.name }));
  const usual = app.context.team.map((one) => one.name).join(", ");
  return card(app.words.team, html`
    ${usual ? html`<p class="text-secondary">${fill(app.words.team_usual, { x: usual })}</p>` : nothing}
    ${ticks(app, "technician_ids", usual ? app.words.team_help : app.words.team_needed, options, app.draft.content.technician_ids, (ids) =>
      app.change((draft) => (draft.content.technician_ids = ids)))}`);
}

export function workStep(app) {
  const { content } = app.draft;
  const isKnown = app.context.team.length > 0;
  const set = (name) => (value) => app.change((draft) => (draft.content[name] = value));
  return html`
    ${app.context.current
      ? card(app.words.correction, area(app, "corrects.reason", app.words.correction_reason,
          app.draft.correction_reason, (value) => app.change((draft) => (draft.correction_reason = value)), { rows: 2 }))
      : nothing}
    ${(app.context.contracts ?? []).map((one) => notice(app, "success", html`<strong>${one.title}</strong><br>${one.text}`))}
    ${heading(app)}
    ${card(app.words.when_and_what, html`
      ${field(app, "performed_on", app.words.performed_on, content.performed_on, set("performed_on"),
        { type: "date", max: app.context.today })}
      ${kind(app)} ${movesDate(app)}`)}
    ${isKnown ? nothing : team(app)}
    ${card(app.words.devices, devices(app))}
    ${card(app.words.work, html`
      ${area(app, "request_text", app.words.request_text, content.request_text, set("request_text"), { rows: 2 })}
      ${phrases(app)}
      ${area(app, "work_done", app.words.work_done, content.work_done, set("work_done"), { rows: 4 })}`)}
    ${isKnown ? team(app) : nothing}`;
}
