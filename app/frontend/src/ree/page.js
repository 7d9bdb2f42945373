// The page of an energy-efficiency report: one state, the sections of the official form, drawn again
// after each change. What the rules say comes from the server while one types.
import { html, nothing } from "lit-html";
import { Offline, Refused, SignedOut } from "../report/api.js";
import { clockNow } from "../report/draft.js";
import { Paper } from "../report/paper.js";
import { card, dayText, fill, icon, idOf, notice } from "../report/parts.js";
import { loadDraft, removeDraft } from "../report/store.js";
import { bodyOf, isAsked, missingOf, newDraft, prune } from "./draft.js";
import { drawItem } from "./items.js";
import { measures } from "./measures.js";
import { checkContent, readContext, sendRee } from "./server.js";
import { missingSignatures, sentView, signStep } from "./sign.js";

const CHECK_AFTER = 400;

export class ReePage extends Paper {
  constructor(root) {
    super(root, "#ree");
    this.seen = new Set();
    this.refusals = [];
  }

  async open() {
    this.context = await this.contextFrom(() => readContext(this.query));
    const kept = await loadDraft(this.key).catch(() => ((this.cannotKeep = true), null));
    this.resumed = kept?.saved_at ?? null;
    const fits = kept && this.context.devices.some((one) => one.id === kept.content.device_id);
    if (fits) this.begin(kept);
    else this.choose();
  }

  choose() {
    const { devices, device_ids: named } = this.context;
    const meant = devices.filter((one) => named.includes(one.id));
    if (devices.length === 1 || meant.length === 1) this.pick(meant[0] ?? devices[0]);
    else this.state = "choosing";
  }

  pick(device) {
    this.begin(newDraft(this.key, this.context, device, this.root.dataset.technician));
  }

  begin(draft) {
    this.draft = draft;
    this.sheet = this.context.sheets[String(draft.content.ree_type)];
    this.steps = [...this.sheet.sections.map((section) => section.letter), "sign"];
    prune(draft.content, this.sheet);
    this.state = "writing";
    if (draft.step === "sign") this.steps.forEach((step) => this.seen.add(step));
    this.check();
    window.onpopstate = (event) => this.go(event.state?.step ?? "A", { keepHistory: true });
  }

  change(edit) {
    edit();
    prune(this.draft.content, this.sheet);
    this.dropSignatures();
    this.refusals = [];
    this.changed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), CHECK_AFTER);
  }

  changeOutside(edit) {
    this.refusals = [];
    super.changeOutside(edit);
  }

  async check() {
    const asked = JSON.stringify(this.draft.content);
    try {
      const found = await checkContent(this.draft.content, this.context.current?.ree_id);
      if (asked !== JSON.stringify(this.draft.content)) return;
      this.checked = found;
      this.isOffline = false;
    } catch (error) {
      this.notAnswered(error);
    }
    this.draw();
  }

  // What has to be put right: missing answers as the page sees them, the rest as the server says.
  errors() {
    const missing = missingOf(this.draft.content, this.sheet).map((one) => ({ ...one, detail: this.words.required }));
    const said = (this.checked?.problems ?? []).filter((one) => one.severity === "error" && !one.is_missing);
    return [...missing, ...said, ...this.refusals];
  }

  // Empty fields are told once their section has been left.
  visible() {
    return this.errors().filter((one) => {
      const step = this.stepOf(one.path);
      return this.seen.has(step) || (!one.missing && step === this.draft.step);
    });
  }

  problemAt(path) {
    return this.visible().find((one) => one.path === path)?.detail;
  }

  remarksAt(path) {
    return (this.checked?.problems ?? []).filter((one) => one.path === path && one.severity !== "error");
  }

  stepOf(path) {
    const [first, name] = path.split(".");
    if (first === "measurements") return "E";
    if (first !== "values") return "sign";
    return this.sheet.sections.find((section) => section.items.some((item) => item.name === name))?.letter ?? "A";
  }

  labelOf(path) {
    const [first, ...rest] = path.split(".");
    const items = first === "measurements" ? this.sheet.measures : this.sheet.sections.flatMap((section) => section.items);
    return items.find((item) => item.name === rest.at(-1))?.label ?? this.words.sign_step;
  }

  go(step, { keepHistory = false } = {}) {
    if (this.state !== "writing") return;
    this.seen.add(this.draft.step);
    this.draft.step = this.steps.includes(step) ? step : "A";
    const { values } = this.draft.content;
    if (step === "F" && !values.left_at && values.performed_on === this.context.today && !this.draft.signed) values.left_at = clockNow();
    if (step === "sign") this.steps.forEach((one) => this.seen.add(one));
    if (!keepHistory) history.pushState({ step: this.draft.step }, "");
    this.save(this.draft);
    this.check();
    this.draw();
    window.scrollTo(0, 0);
    this.root.querySelector("h2")?.focus({ preventScroll: true });
  }

  goTo(event, path) {
    event.preventDefault();
    this.go(this.stepOf(path));
    const target = document.getElementById(idOf(path));
    target?.focus();
    target?.scrollIntoView({ block: "center" });
  }

  async send() {
    this.refusals = missingSignatures(this);
    if (this.errors().length) {
      this.draw();
      document.getElementById("problems")?.focus();
      return;
    }
    this.draft.outbox ??= bodyOf(this.draft, this.context);
    this.show(() => (this.sending = { text: this.words.sending }));
    await this.save(this.draft);
    try {
      this.result = await sendRee(this.draft.uuid, this.draft.outbox);
      this.state = "sent";
      await removeDraft(this.key).catch(() => {});
    } catch (error) {
      this.refused(error);
    }
    this.draw();
    (this.root.querySelector("h2.sent-title") ?? document.getElementById("problems") ?? document.getElementById("send-failed"))?.focus();
  }

  refused(error) {
    const offline = error instanceof Offline;
    this.sending = { failed: true, signIn: error instanceof SignedOut, text: offline ? this.words.kept_offline : this.sentenceOf(error) };
    if (error instanceof Refused) {
      this.draft.outbox = null;
      this.refusals = (error.answer.problems ?? []).filter((one) => one.detail);
    }
    this.save(this.draft);
  }

  view() {
    return this.state === "choosing" ? this.deviceChoice() : super.view();
  }

  sentView() {
    return sentView(this);
  }

  writingView() {
    const { step } = this.draft;
    const section = this.sheet.sections.find((one) => one.letter === step);
    return html`${this.stepBar(step)}
      <h2 tabindex="-1">${section ? `${step}. ${section.label}` : this.words.sign_step}</h2>
      ${this.notices()}
      ${section ? this.sectionView(section) : signStep(this)}
      ${this.sendingView()}
      ${this.stepButtons(this.steps, step)}`;
  }

  deviceChoice() {
    const { devices } = this.context;
    if (!devices.length) return notice(this, "warning", this.words.no_devices);
    return card(this.words.choose_device, html`<div class="choices choices-wide">${devices.map((one) => html`
      <button type="button" class="btn choice" @click=${() => this.show(() => this.pick(one))}><span><strong>${one.label}</strong>
        <small>${one.type_label}</small>
        <small>${[one.serial_number && fill(this.words.serial, { x: one.serial_number }), one.location, one.last_on && fill(this.words.last_on, { x: dayText(one.last_on) })].filter(Boolean).join(" · ")}</small></span></button>`)}</div>`);
  }

  sectionView(section) {
    const { content } = this.draft;
    const group = { values: content.values, path: "values.", stated: content.values };
    const open = section.items.filter((item) => item.good && isAsked(item, content.values) && !content.values[item.name]);
    const fillAll = () => this.change(() => open.forEach((item) => (content.values[item.name] = item.good)));
    return html`<section class="card mb-3"><div class="card-body">${section.items.map((item) => drawItem(this, item, group))}</div></section>
      ${open.length ? html`<button type="button" class="btn btn-lg w-100 mb-3" @click=${fillAll}>${icon(this, "check-lg")} ${this.words.all_good}</button>` : nothing}
      ${section.letter === "E" ? measures(this) : nothing}`;
  }

  stepBar(current) {
    const wrong = new Set(this.visible().map((one) => this.stepOf(one.path)));
    return html`<nav aria-label=${this.words.steps_label}><ol class="step-bar">
      ${this.steps.map((step) => html`<li><button type="button" @click=${() => this.go(step)}
        aria-current=${step === current ? "step" : nothing} class=${wrong.has(step) ? "has-problem" : ""}
        aria-label=${step === "sign" ? this.words.sign_step : fill(this.words.section, { x: step })}>
        <span class="step-number">${wrong.has(step) ? "!" : step === "sign" ? "✎" : step}</span>
        ${step === "sign" ? html`<span class="step-name">${this.words.sign_step}</span>` : nothing}</button></li>`)}
    </ol></nav>`;
  }

  notices() {
    const rows = this.draft.step === "sign" || this.refusals.length ? this.visible() : [];
    return html`
      ${this.draftNotices(this.resumed && new Date(this.resumed).toLocaleString("it-IT"))}
      <div aria-live="assertive">
        ${this.lostSignature ? notice(this, "warning", this.words.signature_lost) : nothing}
        ${this.problemList(rows.map((one) => ({ path: one.path, text: one.detail })))}
      </div>`;
  }

  sendingView() {
    const { sending, words } = this;
    if (!sending?.failed) return html`<div role="status">${sending ? sending.text : nothing}</div>`;
    const signIn = `/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
    return html`<div role="alert" id="send-failed" tabindex="-1">${notice(this, "danger", sending.text, sending.signIn ? html` <a href=${signIn}>${words.sign_in}</a>` : nothing)}</div>`;
  }
}
