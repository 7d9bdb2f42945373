// How each kind of item is drawn. `group` is {values, path, stated}: where its value lies.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { idOf, italian, machine, ticks } from "../report/parts.js";
import { isAsked } from "./draft.js";

const MOST_BUTTONS = 4;
const labelOf = (item) => (item.unit ? `${item.label} (${item.unit})` : item.label);

function notes(app, item, path) {
  const wrong = app.problemAt(path);
  const id = idOf(path);
  return html`
    ${item.hint ? html`<div class="field-hint" id="${id}-hint">${item.hint}</div>` : nothing}
    ${wrong ? html`<div class="invalid-feedback d-block" id="${id}-error">${wrong}</div>` : nothing}
    ${app.remarksAt(path).map((one) => html`<span class="remark remark-${one.severity}" role="status">${one.detail}</span>`)}`;
}

const described = (app, item, path) =>
  [app.problemAt(path) ? `${idOf(path)}-error` : "", item.hint ? `${idOf(path)}-hint` : ""].filter(Boolean).join(" ") || nothing;

function line(app, item, path, value, set, more = {}) {
  const id = idOf(path);
  const bad = Boolean(app.problemAt(path));
  return html`<div class=${more.wrap ?? "mb-3"}>
    <label class="form-label" for=${id}>${labelOf(item)}</label>
    <input id=${id} class="form-control form-control-lg ${bad ? "is-invalid" : ""}" type=${more.type ?? "text"}
      .value=${live(value ?? "")} inputmode=${more.mode ?? nothing} maxlength=${more.most ?? nothing} autocomplete="off"
      aria-invalid=${bad ? "true" : nothing} aria-describedby=${described(app, item, path)}
      @input=${(event) => set(event.target.value)} />
    ${notes(app, item, path)}</div>`;
}

function answers(app, item, path, value, set) {
  const id = idOf(path);
  const codes = item.kind === "snc" ? ["yes", "no", "nc"] : ["yes", "no"];
  return buttons(app, item, path, codes.map((code) => ({ value: code, label: app.context.answers[code] })), value, set, id);
}

function buttons(app, item, path, options, value, set, id) {
  return html`<fieldset class="answer" id=${id} tabindex="-1" aria-describedby=${described(app, item, path)}>
    <legend class="form-label">${labelOf(item)}</legend>
    <div class="answer-row ${item.options ? "answer-words" : ""}">${options.map((one) => html`<div>
      <input class="btn-check" type="radio" name=${id} id="${id}-${one.value}" .checked=${live(one.value === value)} @change=${() => set(one.value)} />
      <label class="btn choice" for="${id}-${one.value}">${one.label}</label></div>`)}</div>
    ${notes(app, item, path)}</fieldset>`;
}

function list(app, item, path, value, set) {
  const id = idOf(path);
  return html`<div class="mb-3"><label class="form-label" for=${id}>${labelOf(item)}</label>
    <select id=${id} class="form-select form-select-lg" aria-describedby=${described(app, item, path)}
      @change=${(event) => set(event.target.value || null)}>
      <option value="" ?selected=${!value}></option>
      ${item.options.map((one) => html`<option value=${one.value} .selected=${live(one.value === value)}>${one.label}</option>`)}
    </select>${notes(app, item, path)}</div>`;
}

function tick(app, item, path, value, set) {
  return html`<div class="mb-2">${ticks(app, path, "", [{ value: "on", label: item.label }], value ? ["on"] : [], (now) => set(now.length > 0))}
    ${app.remarksAt(path).map((one) => html`<span class="remark remark-${one.severity}">${one.detail}</span>`)}</div>`;
}

function long(app, item, path, value, set) {
  const id = idOf(path);
  const bad = Boolean(app.problemAt(path));
  return html`<div class="mb-3"><label class="form-label" for=${id}>${item.label}</label>
    <textarea id=${id} class="form-control" rows="3" maxlength=${item.length} .value=${live(value ?? "")}
      aria-invalid=${bad ? "true" : nothing} aria-describedby=${described(app, item, path)}
      @input=${(event) => set(event.target.value)}></textarea>${notes(app, item, path)}</div>`;
}

const DRAW = {
  text: (app, item, path, value, set, more) => line(app, item, path, value, set, { ...more, most: item.length }),
  long,
  decimal: (app, item, path, value, set, more) =>
    line(app, item, path, italian(value ?? ""), (text) => set(machine(text)), { ...more, mode: "decimal", most: 12 }),
  whole: (app, item, path, value, set, more) =>
    line(app, item, path, value ?? "", (text) => set(/^\d{1,6}$/.test(text.trim()) ? Number(text) : text.trim() || null), { ...more, mode: "numeric", most: 6 }),
  snc: answers,
  sn: answers,
  tick,
  day: (app, item, path, value, set, more) => line(app, item, path, value, (text) => set(text || null), { ...more, type: "date" }),
  clock: (app, item, path, value, set, more) => line(app, item, path, value, (text) => set(text || null), { ...more, type: "time" }),
  choice: (app, item, path, value, set) =>
    item.options.length > MOST_BUTTONS ? list(app, item, path, value, set) : buttons(app, item, path, item.options, value, set, idOf(path)),
  several: (app, item, path, value, set) => html`${ticks(app, path, item.label, item.options, value ?? [], set)}`,
};

export function drawItem(app, item, group, more) {
  const path = `${group.path}${item.name}`;
  if (!isAsked(item, group.stated)) {
    if (item.kind !== "snc") return nothing;
    return html`<p class="answer answer-nc">${item.label}: <strong>${app.context.answers.nc}</strong> (${app.words.not_applicable})</p>`;
  }
  const set = (value) => app.change(() => (group.values[item.name] = value));
  return DRAW[item.kind](app, item, path, group.values[item.name], set, more);
}
