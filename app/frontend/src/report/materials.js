// Step 2: parts and labour, from the price list that came with the page.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import { discountOn } from "../lib/discounts.js";
import { card, field, fill, icon, idOf, italian, machine, wrong } from "./parts.js";

const SHOWN = 12;
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function matches(app) {
  const words = plain(app.sought).split(/\s+/).filter(Boolean);
  const found = app.context.items.filter((item) => {
    const text = plain(`${item.code} ${item.description}`);
    return words.every((word) => text.includes(word));
  });
  return found.slice(0, SHOWN);
}

function lineOf(app, item) {
  const line = {
    item_id: item?.id ?? null,
    source: "van",
    unit: item?.unit ?? "pz",
    description: item?.description ?? app.sought.trim(),
    quantity: "1",
    discount_pct: item ? discountOn(app.context.discounts, item.kind) : "0",
    vat_rate_pct: item?.vat_rate_pct ?? app.context.items[0]?.vat_rate_pct ?? "22",
    vat_nature: item?.vat_nature ?? null,
  };
  if (app.context.may.prices) line.unit_price = item?.unit_price ?? "0";
  return line;
}

// The articles that a choice stands for: those of a kit, or itself.
function chosen(app, item) {
  const parts = (item?.parts ?? []).map(({ id, quantity }) => (
    { item: app.context.items.find((one) => one.id === id), quantity }
  )).filter((part) => part.item);
  return parts.length ? parts : [{ item, quantity: "1" }];
}

function add(app, picked) {
  app.change((draft) => {
    for (const { item, quantity } of chosen(app, picked)) {
      const known = item && draft.content.lines.find((line) => line.item_id === item.id);
      if (known) known.quantity = String(Number(known.quantity) + Number(quantity));
      else draft.content.lines.push({ ...lineOf(app, item), quantity });
    }
    app.sought = "";
  });
  app.say(app.words.line_added);
}

function results(app) {
  const found = matches(app);
  return html`<ul class="pick-list">
    ${repeat(found, (item) => item.id, (item) => html`<li>
      <button type="button" class="btn" @click=${() => add(app, item)}>
        ${icon(app, "plus-lg")}<span><strong>${item.description}</strong>
        <small>${item.code}${"unit_price" in item ? ` · ${app.euro(item.unit_price)}` : ""}</small></span>
      </button></li>`)}
    ${app.sought.trim()
      ? html`<li><button type="button" class="btn" @click=${() => add(app, null)}>
          ${icon(app, "pencil")}<span><strong>${app.words.free_line}</strong><small>${app.sought}</small></span>
        </button></li>`
      : nothing}
  </ul>`;
}

function count(app, line, at) {
  const path = `lines.${at}.quantity`;
  const set = (value) => app.change((draft) => (draft.content.lines[at].quantity = value));
  const step = (by) => set(String(Math.max(1, (Number(line.quantity) || 0) + by)));
  return html`<div>
    <label class="form-label" for=${idOf(path)}>${app.words.quantity}${line.unit ? ` (${line.unit})` : ""}</label>
    <div class="counter">
      <button type="button" class="btn btn-lg" @click=${() => step(-1)} aria-label=${app.words.less}>−</button>
      <input id=${idOf(path)} class="form-control form-control-lg ${app.problemAt(path) ? "is-invalid" : ""}"
        inputmode="decimal" .value=${live(italian(line.quantity))}
        aria-describedby=${app.problemAt(path) ? `${idOf(path)}-error` : nothing}
        @change=${(event) => set(machine(event.target.value))} />
      <button type="button" class="btn btn-lg" @click=${() => step(1)} aria-label=${app.words.more}>+</button>
    </div>
    ${wrong(app, path)}
  </div>`;
}

function amounts(app, line, at) {
  if (!app.context.may.prices) return nothing;
  const set = (name) => (value) => app.change((draft) => (draft.content.lines[at][name] = machine(value)));
  return html`
    ${field(app, `lines.${at}.unit_price`, app.words.unit_price, italian(line.unit_price ?? "0"), set("unit_price"), { mode: "decimal", wrap: "" })}
    ${field(app, `lines.${at}.discount_pct`, app.words.discount, italian(line.discount_pct), set("discount_pct"), { mode: "decimal", wrap: "" })}`;
}

function lineCard(app, line, at) {
  const path = `lines.${at}.source`;
  const drop = () => app.change((draft) => draft.content.lines.splice(at, 1));
  return html`<li class="card mb-3"><div class="card-body">
    <div class="line-head">
      ${line.item_id
        ? html`<h3 class="h4">${line.description}</h3>`
        : field(app, `lines.${at}.description`, app.words.description, line.description,
            (value) => app.change((draft) => (draft.content.lines[at].description = value)), { most: 200, wrap: "flex-fill" })}
      <button type="button" class="btn btn-icon btn-lg" @click=${drop} aria-label="${app.words.remove} ${line.description}">${icon(app, "trash")}</button>
    </div>
    <div class="line-grid">
      ${count(app, line, at)}
      <div><label class="form-label" for=${idOf(path)}>${app.words.source}</label>
        <select id=${idOf(path)} class="form-select form-select-lg" .value=${live(line.source)}
          @change=${(event) => app.change((draft) => (draft.content.lines[at].source = event.target.value))}>
          ${app.context.sources.map((one) => html`<option value=${one.value} ?selected=${one.value === line.source}>${one.label}</option>`)}
        </select></div>
      ${amounts(app, line, at)}
    </div>
  </div></li>`;
}

export function materialsStep(app) {
  const { lines } = app.draft.content;
  const { discounts } = app.context;
  return html`
    ${discounts ? html`<p>${icon(app, "piggy-bank")} ${fill(app.words.discount_class, { name: discounts.name })}</p>` : nothing}
    ${lines.length
      ? html`<ul class="plain-list">${lines.map((line, at) => lineCard(app, line, at))}</ul>`
      : html`<p class="text-secondary">${app.words.no_lines}</p>`}
    ${card(app.words.add_line, html`
      <label class="form-label" for="sought">${app.words.search_items}</label>
      <input id="sought" type="search" class="form-control form-control-lg mb-2" autocomplete="off"
        .value=${live(app.sought)} @input=${(event) => app.show(() => (app.sought = event.target.value))} />
      ${results(app)}`)}`;
}
