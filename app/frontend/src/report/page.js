// The page of a report: one state, five steps, drawn again after each change.
import { html, nothing, render } from "lit-html";
import { clockNow, dropSignaturesIfChanged, newDraft, problemsOf, subjectOf } from "./draft.js";
import { Offline, preview, readContext, Refused, SignedOut } from "./api.js";
import { materialsStep } from "./materials.js";
import { notesStep } from "./notes.js";
import { outcomeStep } from "./outcome.js";
import { elsewhereView, holdDraft } from "./onlyhere.js";
import { fill, icon, idOf, notice } from "./parts.js";
import { makeSending } from "./sending.js";
import { makePads, signStep } from "./sign.js";
import { keepContext, loadContext, loadDraft, picturesOf, saver } from "./store.js";
import { workStep } from "./work.js";

const STEPS = ["work", "materials", "notes", "outcome", "sign"];
const VIEWS = { work: workStep, materials: materialsStep, notes: notesStep, outcome: outcomeStep, sign: signStep };
const STEP_OF = { lines: "materials", findings: "notes", attachments: "notes", next_visit_advised_on: "notes",
  outcome: "outcome", started_at: "outcome", ended_at: "outcome", travel_minutes: "outcome", payment: "outcome",
  signatures: "sign", unsigned_reason: "sign" };
const stepOf = (path) => STEP_OF[path.split(".")[0]] ?? "work";
// Signatures travel as a list and are shown by role.
function pagePath(draft, path) {
  const [first, at, name] = path.split(".");
  if (first !== "signatures") return path;
  const roles = ["client", "technician"].filter((role) => draft.signatures[role].strokes);
  const field = { signer_name: ".name", signer_capacity: ".capacity" }[name] ?? "";
  return `signatures.${roles[Number(at)] ?? "client"}${field}`;
}
const euros = new Intl.NumberFormat("it-IT", { style: "currency", currency: "EUR" });

export class ReportPage {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(root.dataset.words);
    this.sprite = root.dataset.sprite;
    this.query = root.dataset.query;
    this.key = `${root.dataset.owner}|${this.query}`;
    this.pictures = new Map();
    this.problems = [];
    this.sought = "";
    this.state = "loading";
    this.pads = makePads(this);
    const save = saver(() => this.storageFailed());
    this.save = (draft) => (this.state === "elsewhere" ? null : save(draft));
    Object.assign(this, makeSending(this));
  }

  euro(text) {
    return euros.format(Number(text) || 0);
  }

  say(text) {
    document.getElementById("app-status").textContent = text;
  }

  storageFailed() {
    this.cannotKeep = true;
    this.draw();
  }

  async start({ takeOver = false } = {}) {
    this.state = "loading";
    this.draw();
    if (!(await holdDraft(this.key, () => this.leave(), { takeOver }))) {
      this.leave();
      return;
    }
    try {
      await this.findDraft();
      this.context = await this.findContext();
      this.draft = this.kept ?? newDraft(this.key, this.context, this.root.dataset.technician);
      this.state = "writing";
    } catch (error) {
      this.state = "stuck";
      this.failure = this.sentenceOf(error);
    }
    this.draw();
    if (this.state !== "writing") return;
    window.onpopstate = (event) => this.go(event.state?.step ?? "work", { keepHistory: true });
    if (STEPS.indexOf(this.draft.step) > 2) this.refresh();
    this.sendEarly();
  }

  // Another tab writes this report: this one stops, before it overwrites anything.
  leave() {
    if (this.state === "sent") return;
    this.show(() => (this.state = "elsewhere"));
  }

  // Without a connection a draft opens with what the server had said when it was begun.
  async findContext() {
    try {
      return await readContext(this.query, this.kept?.ticket);
    } catch (error) {
      const kept = error instanceof Offline ? await loadContext(this.key).catch(() => null) : null;
      if (!kept) throw error;
      this.isOffline = true;
      return kept;
    }
  }

  async findDraft() {
    try {
      this.kept = await loadDraft(this.key);
      for (const one of await picturesOf(this.key)) {
        this.pictures.set(one.id, { ...one, url: URL.createObjectURL(one.blob) });
      }
    } catch {
      this.cannotKeep = true;
    }
    this.resumed = this.kept?.saved_at ?? null;
  }

  // A change of what the report states.
  change(edit) {
    edit(this.draft);
    if (dropSignaturesIfChanged(this.draft)) {
      this.pads.clear("client");
      this.pads.clear("technician");
      this.lostSignature = true;
    }
    this.changed();
  }

  // A change of what stands beside the content: names of signers, reason for no signature.
  changeOutside(edit) {
    edit(this.draft);
    this.changed();
  }

  changed() {
    if (!this.draft.saved_at) keepContext(this.key, this.context).catch(() => {});
    this.draft.outbox = null;
    this.draft.saved_at = new Date().toISOString();
    if (this.problems.length) this.problems = this.problems.filter((one) => one.fromServer || this.isStillWrong(one));
    if (this.sending?.failed) this.sending = null;
    this.save(this.draft);
    this.draw();
  }

  // What the page knows by itself, pictures that the server could not take included.
  ownProblems() {
    const spoiled = this.draft.content.attachments
      .map((one, at) => ({ path: `attachments.${at}.id`, detail: this.spoiled.get(one.id) }))
      .filter((one) => one.detail);
    return [...problemsOf(this.draft, this.context), ...spoiled];
  }

  spoil(id, detail) {
    this.spoiled.set(id, detail);
    const at = this.draft.content.attachments.findIndex((one) => one.id === id);
    if (at >= 0) this.problems = [...this.problems, { path: `attachments.${at}.id`, detail }];
    this.draw();
  }

  isStillWrong(problem) {
    return this.ownProblems().some((one) => one.path === problem.path);
  }

  // A change of the page only.
  show(edit) {
    edit();
    this.draw();
  }

  signed(role, strokes) {
    this.lostSignature = false;
    this.draft.signed ??= JSON.stringify(this.draft.content);
    this.draft.signatures[role].strokes = strokes;
    if (role === "client") this.draft.unsigned_reason = null;
    this.changed();
  }

  unsigned(role) {
    this.draft.signatures[role].strokes = null;
    this.pads.clear(role);
    const { client, technician } = this.draft.signatures;
    if (!client.strokes && !technician.strokes) this.draft.signed = null;
    this.changed();
  }

  problemAt(path) {
    const found = this.problems.find((one) => one.path === path);
    return found && (found.detail || this.words.reasons[found.reason] || this.words.reasons.other);
  }

  async refresh() {
    const subject = subjectOf(this.draft, this.context);
    try {
      this.preview = await preview({ ...subject, content: this.draft.content });
      this.isOffline = false;
      if (this.draft.step === "sign") this.setProblems(this.preview.problems);
    } catch (error) {
      this.preview = null;
      this.isOffline = error instanceof Offline;
      if (error instanceof SignedOut) this.sending = { failed: true, signIn: true, text: this.words.signed_out };
    }
    this.draw();
  }

  setProblems(rows) {
    const local = this.ownProblems();
    const known = new Set(local.map((one) => one.path));
    const cleaned = rows.map((one) => ({ ...one, path: pagePath(this.draft, one.path), fromServer: true }));
    this.problems = [...local, ...cleaned.filter((one) => !known.has(one.path))];
  }

  go(step, { keepHistory = false } = {}) {
    if (this.state !== "writing") return;
    this.draft.step = STEPS.includes(step) ? step : "work";
    this.prepare();
    if (!keepHistory) history.pushState({ step: this.draft.step }, "");
    this.save(this.draft);
    this.draw();
    window.scrollTo(0, 0);
    this.root.querySelector("h2")?.focus({ preventScroll: true });
  }

  prepare() {
    const { step, content, signed } = this.draft;
    this.sought = "";
    const isNow = content.performed_on === this.context.today && this.context.appointment;
    if (step === "outcome" && isNow && this.root.dataset.technician && !signed && !content.ended_at) {
      content.ended_at = clockNow();
    }
    if (step === "sign") this.setProblems([]);
    if (step === "sign" || step === "outcome") this.refresh();
  }

  goTo(event, path) {
    event.preventDefault();
    this.go(stepOf(path));
    const target = document.getElementById(idOf(path)) ?? document.getElementById(idOf(path.split(".")[0]));
    target?.closest("details")?.setAttribute("open", "");
    target?.focus();
    target?.scrollIntoView({ block: "center" });
  }

  sentenceOf(error) {
    if (error instanceof Offline) return this.words.offline;
    if (error instanceof SignedOut) return this.words.signed_out;
    if (error instanceof Refused && error.status === 404) return this.words.not_found;
    return error instanceof Refused && error.answer.detail ? error.answer.detail : this.words.unexpected;
  }

  draw() {
    render(this.view(), this.root);
  }

  view() {
    if (this.state === "loading") return html`<p class="text-secondary" role="status">${this.words.loading}</p>`;
    if (this.state === "stuck") {
      return html`<div role="alert">${notice(this, "danger", this.failure)}</div>
        <button type="button" class="btn btn-primary btn-lg" @click=${() => location.reload()}>${this.words.retry}</button>`;
    }
    if (this.state === "elsewhere") return elsewhereView(this);
    if (this.state === "sent") return this.sentView();
    const { step } = this.draft;
    return html`${this.stepBar(step)}
      <h2 tabindex="-1" class="visually-hidden">${this.words.steps[step]}</h2>
      ${this.notices(step)}
      ${VIEWS[step](this)}
      ${this.actions(step)}`;
  }

  stepBar(step) {
    const pathsOf = (name) => this.problems.some((one) => stepOf(one.path) === name);
    return html`<nav aria-label=${this.words.steps_label}><ol class="step-bar">
      ${STEPS.map((name, at) => html`<li><button type="button" @click=${() => this.go(name)}
        aria-current=${name === step ? "step" : nothing} class=${pathsOf(name) ? "has-problem" : ""}>
        <span class="step-number">${pathsOf(name) ? "!" : at + 1}</span>${this.words.steps[name]}</button></li>`)}
    </ol></nav>`;
  }

  notices(step) {
    const { client } = this.draft.signatures;
    return html`
      ${this.resumed ? html`<p class="text-secondary" role="status">${icon(this, "clock-history")} ${fill(this.words.resumed, { x: this.clock(this.resumed) })}</p>` : nothing}
      ${this.context.notice ? notice(this, "warning", this.context.notice) : nothing}
      ${this.isOffline ? notice(this, "warning", this.words.offline_now) : nothing}
      ${this.cannotKeep ? notice(this, "warning", this.words.cannot_keep) : nothing}
      <div aria-live="assertive">
        ${this.lostSignature ? notice(this, "warning", this.words.signature_lost) : nothing}
        ${client.strokes && step !== "sign" ? notice(this, "info", this.words.signed_already) : nothing}
        ${this.problems.length ? this.problemList() : nothing}
      </div>`;
  }

  problemList() {
    return html`<div class="alert tone-danger" id="problems" tabindex="-1">${icon(this, "exclamation-triangle")}<div>
      <p class="fw-bold mb-1">${this.words.problems}</p>
      <ul class="mb-0">${this.problems.map((one) => html`<li><a href="#${idOf(one.path)}" @click=${(event) => this.goTo(event, one.path)}>
        ${this.labelOf(one.path)}: ${this.problemAt(one.path)}</a></li>`)}</ul></div></div>`;
  }

  labelOf(path) {
    const parts = path.split(".");
    const named = this.words.fields[parts[0]] ?? this.words.fields.other;
    return parts.length > 2 ? `${named} ${Number(parts[1]) + 1}` : named;
  }

  clock(iso) {
    const at = new Date(iso);
    const hour = at.toLocaleTimeString("it-IT", { hour: "2-digit", minute: "2-digit" });
    return at.toDateString() === new Date().toDateString() ? hour : `${at.toLocaleDateString("it-IT")} ${hour}`;
  }

  actions(step) {
    const at = STEPS.indexOf(step);
    const busy = Boolean(this.sending && !this.sending.failed);
    return html`${this.sendingView()}
      <div class="form-actions report-actions">
        ${at ? html`<button type="button" class="btn btn-lg" ?disabled=${busy} @click=${() => this.go(STEPS[at - 1])}>${this.words.back}</button>` : nothing}
        ${step === "sign"
          ? html`<button type="button" class="btn btn-lg btn-primary" ?disabled=${busy || this.problems.some((one) => !one.fromServer)} @click=${() => this.send()}>
              ${icon(this, "send")} ${this.sending?.failed ? this.words.retry : this.words.send}</button>`
          : html`<button type="button" class="btn btn-lg btn-primary" @click=${() => this.go(STEPS[at + 1])}>${this.words.next} ${icon(this, "chevron-right")}</button>`}
      </div>`;
  }
}
