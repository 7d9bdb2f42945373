// Sending: pictures first, then the report that lists them. Nothing leaves the phone's store
// before the server has said that it keeps the report.
import { html, nothing } from "lit-html";
import { freshToken, Offline, Refused, sendPicture, sendReport, SignedOut } from "./api.js";
import { bodyOf, newId } from "./draft.js";
import { fill, icon, notice } from "./parts.js";
import { removeDraft } from "./store.js";

// Which field a refusal without a path belongs to.
const FIELD_OF = {
  MaintenanceWithoutDevice: "device_ids",
  ForeignDevice: "device_ids",
  ReportInFuture: "performed_on",
  UnknownType: "type_id",
  UnsignedReasonMissing: "unsigned_reason",
};

function missingSignature(app) {
  const { client, technician } = app.draft.signatures;
  if (technician.strokes && !technician.name.trim()) return { path: "signatures.technician.name", reason: "required" };
  if (client.strokes && !client.name.trim()) return { path: "signatures.client.name", reason: "required" };
  if (client.strokes || app.draft.unsigned_reason) return null;
  return { path: "signatures.client", reason: "sign" };
}

function refused(app, error) {
  const { answer, status } = error;
  app.draft.outbox = null;
  if (status === 404) return { text: app.words.not_found };
  if (status === 409) return { text: answer.detail ?? app.words.clash, clash: true };
  if (answer.problems?.length) app.setProblems(answer.problems);
  else if (FIELD_OF[answer.error]) {
    app.setProblems([{ path: FIELD_OF[answer.error], reason: "other", detail: answer.detail }]);
  }
  if (status === 413) return { text: app.words.too_large };
  return { text: answer.detail ?? app.words.unexpected };
}

const waitingOf = (app) =>
  app.draft.content.attachments.filter(
    (one) => app.pictures.has(one.id) && !app.draft.arrived.includes(one.id),
  );

async function sendOne(app, one) {
  try {
    await sendPicture(app.draft.uuid, app.pictures.get(one.id), one);
  } catch (error) {
    // The report itself is already there: it says by its own answer whether it is the same.
    if (error.status !== 409) throw error;
  }
  app.draft.arrived.push(one.id);
  await app.save(app.draft);
}

// Pictures leave as soon as they are taken, one after the other: the last step has less to wait
// for, and one that the server cannot read is known before anybody signs.
async function sendEarly(app) {
  if (app.early) return;
  const tried = new Set();
  app.early = (async () => {
    for (let one; (one = waitingOf(app).find((each) => !tried.has(each.id))); ) {
      tried.add(one.id);
      try {
        await freshToken();
        await sendOne(app, one);
      } catch (error) {
        if (!(error instanceof Refused)) return; // no connection: sent with the report
        if (error.answer.detail) app.spoil(one.id, error.answer.detail);
      }
    }
  })();
  await app.early;
  app.early = null;
}

async function sendPictures(app) {
  await app.early;
  const waiting = waitingOf(app);
  for (const [at, one] of waiting.entries()) {
    const text = fill(app.words.sending_photo, { n: at + 1, of: waiting.length });
    app.show(() => (app.sending = { text, part: at / (waiting.length + 1) }));
    await sendOne(app, one);
  }
}

async function sendAll(app) {
  await freshToken();
  await sendPictures(app);
  app.show(() => (app.sending = { text: app.words.sending, part: 0.9 }));
  try {
    return await sendReport(app.draft.uuid, app.draft.outbox);
  } catch (error) {
    const missing = (error instanceof Refused && error.answer.missing) || [];
    if (!missing.some((id) => app.pictures.has(id))) throw error;
    app.draft.arrived = app.draft.arrived.filter((id) => !missing.includes(id));
    await sendPictures(app);
    return sendReport(app.draft.uuid, app.draft.outbox);
  }
}

async function send(app) {
  if (app.sending && !app.sending.failed) return;
  const missing = missingSignature(app);
  if (missing) {
    app.problems = [{ ...missing, atSending: true }];
    app.draw();
    document.getElementById("problems")?.focus();
    return;
  }
  app.problems = [];
  app.draft.outbox ??= bodyOf(app.draft, app.context);
  app.show(() => (app.sending = { text: app.words.sending, part: 0 }));
  await app.save(app.draft);
  try {
    app.result = await sendAll(app);
    app.state = "sent";
    app.sending = null;
    await removeDraft(app.key).catch(() => {});
  } catch (error) {
    app.sending = { failed: true, ...failureOf(app, error) };
    await app.save(app.draft);
  }
  app.draw();
  (app.root.querySelector("h2.sent-title") ?? document.getElementById("problems") ?? document.getElementById("send-failed"))?.focus();
}

function failureOf(app, error) {
  if (error instanceof Offline) return { text: app.words.kept_offline };
  if (error instanceof SignedOut) return { text: app.words.signed_out, signIn: true };
  if (error instanceof Refused) return refused(app, error);
  return { text: app.words.unexpected };
}

// The first sending arrived although its answer was lost, and the report was changed since: what
// there is now travels under another name, and the office compares the two.
function sendAsNew(app) {
  const { content } = app.draft;
  app.draft.uuid = newId();
  app.draft.arrived = app.draft.arrived.filter((id) => !content.attachments.some((one) => one.id === id));
  app.sending = null;
  app.draft.outbox = null;
  return send(app);
}

export function makeSending(app) {
  return {
    sending: null,
    //: Pictures the server refused, with its reason.
    spoiled: new Map(),
    send: () => send(app),
    sendEarly: () => sendEarly(app),
    sendingView() {
      const { sending, words } = app;
      if (!sending) return html`<div aria-live="polite"></div>`;
      if (!sending.failed) {
        return html`<div role="status" class="mb-3"><p class="mb-1">${sending.text}</p>
          <progress class="send-bar" max="1" .value=${sending.part} aria-label=${words.sending}></progress></div>`;
      }
      const signIn = `/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
      return html`<div role="alert" id="send-failed" tabindex="-1">${notice(app, "danger", sending.text, html`
        ${sending.signIn ? html` <a href=${signIn}>${words.sign_in}</a>` : nothing}
        ${sending.clash ? html`<div class="mt-2"><button type="button" class="btn" @click=${() => sendAsNew(app)}>${words.send_as_new}</button></div>` : nothing}`)}</div>`;
    },
    sentView() {
      const { words, result, root } = app;
      return html`<section class="card sent"><div class="card-body">
        <div class="sent-mark tone-success">${icon(app, "check-lg")}</div>
        <h2 class="sent-title" tabindex="-1">${fill(words.sent, { x: result.number })}</h2>
        ${result.has_conflict ? notice(app, "warning", words.conflict) : nothing}
        <p>${words.sent_text}</p>
        <div class="d-grid gap-2">
          <a class="btn btn-lg btn-primary" href=${result.url ?? `/interventi/${result.id}`}>${icon(app, "file-earmark-text")} ${words.see_report}</a>
          ${root.dataset.next ? html`<a class="btn btn-lg" href=${root.dataset.next}>${icon(app, "arrow-right")} ${words.next_visit_link}</a>` : nothing}
          <a class="btn btn-lg" href=${root.dataset.back}>${icon(app, "arrow-left")} ${root.dataset.backLabel}</a>
        </div></div></section>`;
    },
  };
}
