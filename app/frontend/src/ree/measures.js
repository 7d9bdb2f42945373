// The rows of measurements, each with what follows from it.
import { html, nothing } from "lit-html";
import { card, fill, icon } from "../report/parts.js";
import { analyserPanel } from "./analyser.js";
import { isAsked } from "./draft.js";
import { drawItem } from "./items.js";

const BUTTONS = new Set(["choice", "snc", "sn", "several", "tick"]);

function figures(app, place) {
  const rows = app.checked?.figures?.[place] ?? [];
  if (!rows.length) return nothing;
  return html`<h4 class="h4 mt-3">${app.words.figures}</h4>
    <ul class="figures">${rows.map((one) => html`<li>
      <div class="figure-line"><span>${one.label}</span>
        <span class=${one.good === null ? "" : one.good ? "figure-good" : "figure-bad"}>${one.value} ${one.unit}</span></div>
      <small>${one.formula}</small>
      ${one.source ? html`<small>${one.source}${one.is_certain ? nothing : html` · ${app.words.uncertain}`}</small>` : nothing}
    </li>`)}</ul>`;
}

export function measures(app) {
  const { content } = app.draft;
  const { sheet } = app;
  const asked = (row) => sheet.measures.filter((item) => isAsked(item, { ...content.values, ...row }));
  if (!asked(content.measurements[0] ?? {}).length) return nothing;
  const add = () => app.change(() => content.measurements.push({}));
  const remove = (place) => {
    app.strip = app.stripDone = null;
    app.change(() => content.measurements.splice(place, 1));
  };
  return html`${content.measurements.map((row, place) => {
    const group = { values: row, path: `measurements.${place}.`, stated: { ...content.values, ...row } };
    return card(content.measurements.length > 1 ? fill(app.words.module_row, { n: place + 1 }) : app.words.measurements, html`
      ${analyserPanel(app, place)}
      <div class="measures">${asked(row).map((item) => html`<div class=${BUTTONS.has(item.kind) ? "wide" : ""}>${drawItem(app, item, group, { wrap: "" })}</div>`)}</div>
      ${figures(app, place)}
      ${content.measurements.length > 1
        ? html`<button type="button" class="btn mt-3" @click=${() => remove(place)}>${icon(app, "trash")} ${app.words.remove_row}</button>`
        : nothing}`);
  })}
  ${content.measurements.length < sheet.most_rows
    ? html`<button type="button" class="btn btn-lg w-100 mb-3" @click=${add}>${icon(app, "plus-lg")} ${app.words.add_row}</button>`
    : nothing}`;
}

