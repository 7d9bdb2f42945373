// A paper filled in on the phone, whatever it is: its draft, which one tab at a time writes; the
// signatures, which stand for one content; and the notices around its steps.
import { html, nothing, render } from "lit-html";
import { Offline, Refused, SignedOut } from "./api.js";
import { dropSignaturesIfChanged } from "./draft.js";
import { elsewhereView, holdDraft } from "./onlyhere.js";
import { fill, icon, idOf, notice } from "./parts.js";
import { makePads } from "./sign.js";
import { keepContext, loadContext, saver } from "./store.js";

export class Paper {
  constructor(root, name = "") {
    this.root = root;
    this.words = JSON.parse(root.dataset.words);
    this.sprite = root.dataset.sprite;
    this.query = root.dataset.query;
    this.key = `${root.dataset.owner}${name}|${this.query}`;
    this.state = "loading";
    this.pads = makePads(this);
    const save = saver(() => this.show(() => (this.cannotKeep = true)));
    this.save = (draft) => (this.state === "elsewhere" ? null : save(draft));
  }

  // `open` of the page finds its draft and what the server says of its subject.
  async start({ takeOver = false } = {}) {
    this.state = "loading";
    this.draw();
    if (!(await holdDraft(this.key, () => this.leave(), { takeOver }))) {
      this.leave();
      return;
    }
    try {
      await this.open();
    } catch (error) {
      this.state = "stuck";
      this.failure = this.sentenceOf(error);
    }
    this.draw();
  }

  // Another tab writes this paper: this one stops, before it overwrites anything.
  leave() {
    if (this.state === "sent") return;
    this.show(() => (this.state = "elsewhere"));
  }

  // Without a connection a draft opens with what the server had said when it was begun.
  async contextFrom(ask) {
    try {
      return await ask();
    } catch (error) {
      const kept = error instanceof Offline ? await loadContext(this.key).catch(() => null) : null;
      if (!kept) throw error;
      this.isOffline = true;
      return kept;
    }
  }

  // A change of the page only.
  show(edit) {
    edit();
    this.draw();
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
    if (this.sending?.failed) this.sending = null;
    this.save(this.draft);
    this.draw();
  }

  // After a change of the content: what was signed is another paper now.
  dropSignatures() {
    if (!dropSignaturesIfChanged(this.draft)) return;
    this.pads.clear("client");
    this.pads.clear("technician");
    this.lostSignature = true;
  }

  signed(role, strokes) {
    this.lostSignature = false;
    this.draft.signed ??= JSON.stringify(this.draft.content);
    this.draft.signatures[role].strokes = strokes;
    if (role === "client") this.draft.unsigned_reason = null;
    this.changeOutside(() => {});
  }

  unsigned(role) {
    this.draft.signatures[role].strokes = null;
    this.pads.clear(role);
    const { client, technician } = this.draft.signatures;
    if (!client.strokes && !technician.strokes) this.draft.signed = null;
    this.changed();
  }

  // Asking the server failed: the page goes on with what it knows by itself.
  notAnswered(error) {
    this.isOffline = error instanceof Offline;
    if (error instanceof SignedOut) this.sending = { failed: true, signIn: true, text: this.words.signed_out };
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
    return this.state === "sent" ? this.sentView() : this.writingView();
  }

  // Notices about the draft itself; `moment` is when it was last kept, as people read it.
  draftNotices(moment) {
    return html`
      ${this.resumed ? html`<p class="text-secondary" role="status">${icon(this, "clock-history")} ${fill(this.words.resumed, { x: moment })}</p>` : nothing}
      ${this.context.notice ? notice(this, "warning", this.context.notice) : nothing}
      ${this.isOffline ? notice(this, "warning", this.words.offline_now) : nothing}
      ${this.cannotKeep ? notice(this, "warning", this.words.cannot_keep) : nothing}`;
  }

  // `rows` are [{path, text}]; each leads to its field.
  problemList(rows) {
    if (!rows.length) return nothing;
    return html`<div class="alert tone-danger" id="problems" tabindex="-1">${icon(this, "exclamation-triangle")}<div>
      <p class="fw-bold mb-1">${this.words.problems}</p>
      <ul class="mb-0">${rows.map((one) => html`<li><a href="#${idOf(one.path)}" @click=${(event) => this.goTo(event, one.path)}>${this.labelOf(one.path)}: ${one.text}</a></li>`)}</ul>
    </div></div>`;
  }

  // The buttons at the foot: a step back, and on or away.
  stepButtons(steps, step, { cannotSend = false } = {}) {
    const at = steps.indexOf(step);
    const busy = Boolean(this.sending && !this.sending.failed);
    return html`<div class="form-actions report-actions">
      ${at ? html`<button type="button" class="btn btn-lg" ?disabled=${busy} @click=${() => this.go(steps[at - 1])}>${this.words.back}</button>` : nothing}
      ${step === "sign"
        ? html`<button type="button" class="btn btn-lg btn-primary" ?disabled=${busy || cannotSend} @click=${() => this.send()}>${icon(this, "send")} ${this.sending?.failed ? this.words.retry : this.words.send}</button>`
        : html`<button type="button" class="btn btn-lg btn-primary" @click=${() => this.go(steps[at + 1])}>${this.words.next} ${icon(this, "chevron-right")}</button>`}
    </div>`;
  }
}
