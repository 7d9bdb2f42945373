// Pieces the steps are made of. `app` is the page: its words, its problems and its way to change.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";

export const idOf = (path) => `f-${path.replaceAll(".", "-")}`;
export const fill = (text, values) =>
  Object.entries(values).reduce((so, [name, value]) => so.replaceAll(`%(${name})s`, value), text);
export const italian = (number) => String(number).replace(".", ",");
export const machine = (text) => text.trim().replace(/\s/g, "").replace(",", ".");
export const dayText = (iso) => (iso ? iso.split("-").reverse().join("/") : "");

export const icon = (app, name) =>
  html`<svg class="icon" width="18" height="18" aria-hidden="true">
    <use href=${`${app.sprite}#${name}`}></use>
  </svg>`;

export function wrong(app, path) {
  const text = app.problemAt(path);
  return text
    ? html`<div class="invalid-feedback d-block" id="${idOf(path)}-error">${text}</div>`
    : nothing;
}

// One labelled field. `set` gets the text; `more` are extra attributes of the input.
export function field(app, path, label, value, set, more = {}) {
  const id = idOf(path);
  const bad = Boolean(app.problemAt(path));
  return html`<div class=${more.wrap ?? "mb-3"}>
    <label class=${more.hideLabel ? "visually-hidden" : "form-label"} for=${id}>${label}</label>
    <input id=${id} class="form-control form-control-lg ${bad ? "is-invalid" : ""}"
      type=${more.type ?? "text"} .value=${live(value ?? "")}
      inputmode=${more.mode ?? nothing} max=${more.max ?? nothing} min=${more.min ?? nothing}
      maxlength=${more.most ?? nothing} list=${more.list ?? nothing}
      placeholder=${more.placeholder ?? nothing} autocomplete=${more.complete ?? "off"}
      aria-invalid=${bad ? "true" : nothing} aria-describedby=${bad ? `${id}-error` : nothing}
      @input=${(event) => set(event.target.value)} />
    ${wrong(app, path)}
  </div>`;
}

export function area(app, path, label, value, set, more = {}) {
  const id = idOf(path);
  const bad = Boolean(app.problemAt(path));
  return html`<div class="mb-3">
    <label class=${more.hideLabel ? "visually-hidden" : "form-label"} for=${id}>${label}</label>
    <textarea id=${id} class="form-control ${bad ? "is-invalid" : ""}" rows=${more.rows ?? 3}
      maxlength="10000" .value=${live(value)}
      aria-invalid=${bad ? "true" : nothing} aria-describedby=${bad ? `${id}-error` : nothing}
      @input=${(event) => set(event.target.value)}></textarea>
    ${wrong(app, path)}
  </div>`;
}

// Big buttons of which one is chosen. `options`: [{value, label, hint}].
export function choice(app, path, label, options, value, set) {
  const id = idOf(path);
  return html`<fieldset class="mb-3" id=${id} tabindex="-1"
    aria-describedby=${app.problemAt(path) ? `${id}-error` : nothing}>
    <legend class="form-label">${label}</legend>
    <div class="choices">
      ${options.map(
        (one) => html`<div>
          <input class="btn-check" type="radio" name=${id} id="${id}-${one.value}"
            .checked=${live(one.value === value)} @change=${() => set(one.value)} />
          <label class="btn choice" for="${id}-${one.value}">
            <span><strong>${one.label}</strong>${one.hint ? html`<small>${one.hint}</small>` : nothing}</span>
          </label>
        </div>`,
      )}
    </div>
    ${wrong(app, path)}
  </fieldset>`;
}

// Big buttons of which several may be chosen.
export function ticks(app, path, label, options, values, set) {
  const id = idOf(path);
  const flip = (value) =>
    set(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return html`<fieldset class="mb-3" id=${id} tabindex="-1"
    aria-describedby=${app.problemAt(path) ? `${id}-error` : nothing}>
    <legend class="form-label">${label}</legend>
    <div class="choices choices-wide">
      ${options.map(
        (one) => html`<div>
          <input class="btn-check" type="checkbox" id="${id}-${one.value}"
            .checked=${live(values.includes(one.value))} @change=${() => flip(one.value)} />
          <label class="btn choice" for="${id}-${one.value}">
            <span class="choice-mark">${icon(app, "check-lg")}</span>
            <span><strong>${one.label}</strong>${one.hint ? html`<small>${one.hint}</small>` : nothing}</span>
          </label>
        </div>`,
      )}
    </div>
    ${wrong(app, path)}
  </fieldset>`;
}

export function notice(app, tone, text, more = nothing) {
  const drawing = { success: "check-circle", info: "info-circle" }[tone] ?? "exclamation-triangle";
  return html`<div class="alert tone-${tone}">${icon(app, drawing)}<div>${text}${more}</div></div>`;
}

export const card = (title, body) => html`<section class="card mb-3">
  <div class="card-body"><h3 class="card-title">${title}</h3>${body}</div>
</section>`;
