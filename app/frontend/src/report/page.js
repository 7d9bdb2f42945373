// The page of a report: one state, five steps, drawn again after each change.
import { html, nothing } from "lit-html";
import { preview, readContext } from "./api.js";
import { clockNow, newDraft, problemsOf, subjectOf } from "./draft.js";
import { materialsStep } from "./materials.js";
import { notesStep } from "./notes.js";
import { outcomeStep } from "./outcome.js";
import { Paper } from "./paper.js";
import { idOf, notice } from "./parts.js";
import { makeSending } from "./sending.js";
import { signStep } from "./sign.js";
import { loadDraft, picturesOf } from "./store.js";
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

export class ReportPage extends Paper {
  constructor(root) {
    super(root);
    this.pictures = new Map();
    this.problems = [];
    this.sought = "";
    Object.assign(this, makeSending(this));
  }

  euro(text) {
    return euros.format(Number(text) || 0);
  }

  say(text) {
    document.getElementById("app-status").textContent = text;
  }

  async open() {
    await this.findDraft();
    this.context = await this.contextFrom(() => readContext(this.query, this.kept?.ticket));
    this.draft = this.kept ?? newDraft(this.key, this.context, this.root.dataset.technician);
    this.state = "writing";
  }

  async start(options) {
    await super.start(options);
    if (this.state !== "writing") return;
    window.onpopstate = (event) => this.go(event.state?.step ?? "work", { keepHistory: true });
    if (STEPS.indexOf(this.draft.step) > 2) this.refresh();
    this.sendEarly();
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
    this.dropSignatures();
    this.changed();
  }

  changed() {
    if (this.problems.length) this.problems = this.problems.filter((one) => one.fromServer || this.isStillWrong(one));
    super.changed();
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
      this.notAnswered(error);
    }
    this.draw();
  }

  setProblems(rows) {
    const local = this.ownProblems();
    const known = new Set(local.map((one) => one.path));
    const cleaned = rows.map((one) => ({ ...one, path: pagePath(this.draft, one.path), fromServer: true }));
    // What sending found missing stays until it is there, whenever the server's answer comes.
    const asked = this.problems.filter((one) => one.atSending);
    this.problems = [...asked, ...local, ...cleaned.filter((one) => !known.has(one.path))];
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

  writingView() {
    const { step } = this.draft;
    return html`${this.stepBar(step)}
      <h2 tabindex="-1" class="visually-hidden">${this.words.steps[step]}</h2>
      ${this.notices(step)}
      ${VIEWS[step](this)}
      ${this.sendingView()}
      ${this.stepButtons(STEPS, step, { cannotSend: this.problems.some((one) => !one.fromServer) })}`;
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
      ${this.draftNotices(this.clock(this.resumed))}
      <div aria-live="assertive">
        ${this.lostSignature ? notice(this, "warning", this.words.signature_lost) : nothing}
        ${client.strokes && step !== "sign" ? notice(this, "info", this.words.signed_already) : nothing}
        ${this.problemList(this.problems.map((one) => ({ path: one.path, text: this.problemAt(one.path) })))}
      </div>`;
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
}
