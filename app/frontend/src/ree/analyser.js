// "Import from the analyser": a pasted strip or its file, what was read of it, filled in on request.
// `app.strip` is the state: {place, text, asking, failure, answer, chosen, replace}.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { choice, fill, icon, idOf, italian, notice } from "../report/parts.js";
import { isAsked } from "./draft.js";
import { readStrip } from "./server.js";

const MOST_BYTES = 200_000;

const open = (app, place) => app.show(() => (app.strip = { place, text: "", replace: new Set() }));
const close = (app) => app.show(() => (app.strip = null));

export function analyserPanel(app, place) {
  if (!app.sheet.measures.some((item) => item.name === "efficiency_read")) return nothing;
  if (app.strip?.place !== place) {
    return html`${app.stripDone?.place === place ? html`<div role="status">${notice(app, "success", app.stripDone.text)}</div>` : nothing}
      <button type="button" class="btn btn-lg w-100 mb-3" @click=${() => open(app, place)}>${icon(app, "upload")} ${app.words.analyser_import}</button>`;
  }
  return html`<div class="strip-panel mb-3">
    <h4 class="h4">${app.words.analyser_import}</h4>
    ${app.strip.answer ? preview(app) : entry(app)}</div>`;
}

function entry(app) {
  const { strip, words } = app;
  const id = idOf("strip.text");
  return html`<label class="form-label" for=${id}>${words.analyser_text}</label>
    <textarea id=${id} class="form-control mb-2" rows="6" autocomplete="off" spellcheck="false" .value=${live(strip.text)}
      aria-describedby="${id}-hint" @input=${(event) => (strip.text = event.target.value)}></textarea>
    <div class="field-hint mb-2" id="${id}-hint">${words.analyser_hint}</div>
    <label class="form-label" for="${id}-file">${words.analyser_file}</label>
    <input id="${id}-file" class="form-control form-control-lg mb-3" type="file" accept=".csv,.txt,.tsv,text/*" @change=${(event) => take(app, event.target.files[0])} />
    <div aria-live="assertive">${strip.failure ? notice(app, "danger", strip.failure) : nothing}</div>
    <div class="d-grid gap-2">
      <button type="button" class="btn btn-lg btn-primary" ?disabled=${strip.asking} @click=${() => ask(app)}>${strip.asking ? words.analyser_reading : words.analyser_read}</button>
      <button type="button" class="btn btn-lg" @click=${() => close(app)}>${words.analyser_cancel}</button></div>`;
}

const fail = (app, text) => app.show(() => Object.assign(app.strip, { failure: text, asking: false }));

// Analysers save in whatever alphabet they know: UTF-16 with its mark, UTF-8, or that of Windows.
function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function take(app, file) {
  if (!file) return;
  if (file.size > MOST_BYTES) {
    fail(app, app.words.analyser_too_long);
    return;
  }
  app.strip.text = decoded(await file.arrayBuffer()).replaceAll("\0", "");
  await ask(app);
}

async function ask(app) {
  const { strip, words } = app;
  const { values } = app.draft.content;
  if (!strip.text.trim()) {
    fail(app, words.analyser_empty);
    return;
  }
  app.show(() => Object.assign(strip, { asking: true, failure: null }));
  try {
    const named = [values.analyser_brand, values.analyser_model].filter(Boolean).join(" ");
    strip.answer = await readStrip(strip.text, named);
    strip.chosen = String(Math.max(strip.answer.readings.length - 1, 0));
    strip.asking = false;
    app.draw();
  } catch (error) {
    fail(app, error.status === 413 ? words.analyser_too_long : app.sentenceOf(error));
  }
}

// The item a value goes to, the object it lies in and what stands there.
function target(app, one) {
  const { content } = app.draft;
  const row = content.measurements[app.strip.place];
  const isRow = one.group === "measurements";
  const items = isRow ? app.sheet.measures : app.sheet.sections.flatMap((section) => section.items);
  const item = items.find((found) => found.name === one.name);
  const gas = one.name === "o2" || one.name === "co2" ? { measured: one.name } : {};
  const held = isRow ? row : content.values;
  const other = one.name === "o2" ? row.co2 : one.name === "co2" ? row.o2 : undefined;
  return { item, held, asked: Boolean(item) && isAsked(item, { ...content.values, ...row, ...gas }), now: held[one.name] || other || "" };
}

function sorted(app) {
  const found = app.strip.answer.readings[Number(app.strip.chosen)]?.found ?? [];
  const rows = found.map((one) => ({ ...one, ...target(app, one) }));
  const asked = rows.filter((one) => one.asked);
  return {
    fresh: asked.filter((one) => !one.now),
    same: asked.filter((one) => one.now && same(one)),
    other: asked.filter((one) => one.now && !same(one)),
    unasked: rows.filter((one) => !one.asked),
  };
}

const same = (one) => one.held[one.name] && (one.now === one.value || Number(one.now) === Number(one.value));
const said = (one) => (/^-?\d+(\.\d+)?$/.test(one.value) && one.item?.kind !== "text" ? `${italian(one.value)} ${one.unit}` : one.value);

const line = (one, more = nothing) => html`<li><div class="figure-line"><span>${one.label}</span><strong>${said(one)}</strong></div>
  ${one.as === one.label ? nothing : html`<small>${one.as}</small>`}${more}</li>`;

function preview(app) {
  const { strip, words } = app;
  const { readings } = strip.answer;
  const { fresh, same: equal, other, unasked } = sorted(app);
  const count = fresh.length + other.filter((one) => strip.replace.has(one.name)).length;
  return html`${readings.length > 1 ? which(app) : nothing}
    ${readings.length ? nothing : notice(app, "warning", words.analyser_nothing)}
    <ul class="figures mb-3">
      ${fresh.map((one) => line(one))}
      ${other.map((one) => line(one, replacing(app, one)))}
      ${equal.map((one) => line(one, html`<small>${words.analyser_same}</small>`))}</ul>
    ${left(app, unasked)}
    <div class="d-grid gap-2">
      ${fresh.length + other.length ? html`<button type="button" class="btn btn-lg btn-primary" ?disabled=${!count} @click=${() => apply(app, [...fresh, ...other])}>${icon(app, "check-lg")} ${fill(words.analyser_fill, { n: count })}</button>` : nothing}
      <button type="button" class="btn btn-lg" @click=${() => app.show(() => (strip.answer = null))}>${words.analyser_again}</button>
      <button type="button" class="btn btn-lg" @click=${() => close(app)}>${words.analyser_cancel}</button></div>`;
}

function which(app) {
  const { strip, words } = app;
  const options = strip.answer.readings.map((one, place) => ({
    value: String(place),
    label: one.is_mean ? words.analyser_mean : one.title || fill(words.analyser_nth, { n: place + 1 }),
  }));
  return choice(app, "strip.chosen", words.analyser_which, options, strip.chosen, (value) =>
    app.show(() => Object.assign(strip, { chosen: value, replace: new Set() })));
}

function replacing(app, one) {
  const { replace } = app.strip;
  const id = idOf(`strip.${one.name}`);
  const flip = () => app.show(() => (replace.has(one.name) ? replace.delete(one.name) : replace.add(one.name)));
  return html`<label class="form-check strip-replace" for=${id}><input type="checkbox" class="form-check-input" id=${id} .checked=${live(replace.has(one.name))} @change=${flip} />
    <span class="form-check-label">${fill(app.words.analyser_replace, { old: italian(one.now) })}</span></label>`;
}

function left(app, unasked) {
  const { answer, chosen } = app.strip;
  const { words } = app;
  const reading = answer.readings[Number(chosen)] ?? { outside: [], derived: [] };
  const rows = [
    ...reading.outside.map((one) => [`${one.label}: ${said(one)}`, words.analyser_outside]),
    ...unasked.map((one) => [`${one.label}: ${said(one)}`, words.analyser_unasked]),
    ...reading.derived.map((label) => [label, words.analyser_derived]),
    ...answer.unread.map((one) => [one.text, one.reason]),
  ];
  if (!rows.length) return nothing;
  return html`<details class="mb-3" ?open=${reading.outside.length > 0}><summary class="btn">${fill(words.analyser_left, { n: rows.length })}</summary>
    <ul class="figures">${rows.map(([text, reason]) => html`<li><span class="text-break">${text}</span>${reason ? html`<small>${reason}</small>` : nothing}</li>`)}</ul></details>`;
}

function apply(app, rows) {
  const { place, replace } = app.strip;
  const taken = rows.filter((one) => !one.now || replace.has(one.name));
  app.strip = null;
  app.stripDone = { place, text: fill(app.words.analyser_done, { n: taken.length }) };
  app.change(() => {
    for (const one of taken) {
      if (one.name === "o2" || one.name === "co2") one.held.measured = one.name;
      one.held[one.name] = one.value;
    }
  });
}
