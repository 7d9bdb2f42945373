// Step 3: findings with their weight, pictures, the next visit advised.
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import { newId } from "./draft.js";
import { area, card, field, icon, notice, wrong } from "./parts.js";
import { dropPicture, keepPicture } from "./store.js";

//: Longest side of a picture that is sent, pixels: legible plates, small bills for data.
const LONGEST = 1600;

async function smaller(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ?? file;
  } catch {
    return file; // a kind the browser cannot draw: the server may
  }
}

async function take(app, input) {
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    const picture = { id: newId(), draft: app.draft.key, name: file.name, blob: await smaller(file) };
    try {
      await keepPicture(picture);
    } catch {
      app.storageFailed();
    }
    app.pictures.set(picture.id, { ...picture, url: URL.createObjectURL(picture.blob) });
    const kind = file.type === "application/pdf" ? "document" : "photo";
    app.change((draft) => draft.content.attachments.push({ id: picture.id, kind, caption: "" }));
  }
  if (!files.length) return;
  app.say(app.words.photo_added);
  app.sendEarly();
}

function drop(app, at) {
  const { id } = app.draft.content.attachments[at];
  app.change((draft) => draft.content.attachments.splice(at, 1));
  app.pictures.delete(id);
  app.spoiled.delete(id);
  dropPicture(id).catch(() => {});
}

export const pictureUrl = (app, id) => app.pictures.get(id)?.url ?? `/file/${id}`;

function photo(app, one, at) {
  const set = (name, value) => app.change((draft) => (draft.content.attachments[at][name] = value));
  return html`<li class="photo" id="f-attachments-${at}-id" tabindex="-1">
    ${one.kind === "document"
      ? html`<span class="photo-file">${icon(app, "file-earmark-pdf")}</span>`
      : html`<img src=${pictureUrl(app, one.id)} alt=${one.caption || app.words.photo} />`}
    <div>
      <label class="visually-hidden" for="kind-${one.id}">${app.words.photo_kind}</label>
      <select id="kind-${one.id}" class="form-select mb-2" .value=${live(one.kind)} @change=${(event) => set("kind", event.target.value)}>
        ${app.words.photo_kinds.map(([value, label]) => html`<option value=${value} ?selected=${value === one.kind}>${label}</option>`)}
      </select>
      <label class="visually-hidden" for="caption-${one.id}">${app.words.caption}</label>
      <input id="caption-${one.id}" class="form-control" maxlength="160" placeholder=${app.words.caption}
        .value=${live(one.caption)} @input=${(event) => set("caption", event.target.value)} />
      ${wrong(app, `attachments.${at}.id`)}
    </div>
    <button type="button" class="btn btn-icon btn-lg" @click=${() => drop(app, at)} aria-label="${app.words.remove} ${app.words.photo} ${at + 1}">${icon(app, "trash")}</button>
  </li>`;
}

function photos(app) {
  const pick = (name, label, accept, capture) => html`<label class="btn btn-lg pick-file">
    ${icon(app, name)} ${label}
    <input type="file" class="visually-hidden" accept=${accept} capture=${capture ?? nothing} multiple
      @change=${(event) => take(app, event.target)} /></label>`;
  return html`
    <div class="two-buttons mb-3">
      ${pick("camera", app.words.take_photo, "image/*", "environment")}
      ${pick("image", app.words.choose_file, "image/*,application/pdf")}
    </div>
    <ul class="plain-list">${repeat(app.draft.content.attachments, (one) => one.id, (one, at) => photo(app, one, at))}</ul>`;
}

function findings(app) {
  const { findings: rows } = app.draft.content;
  const kinds = Object.fromEntries(app.context.finding_kinds.map((one) => [one.value, one.label]));
  return html`
    ${rows.map((row, at) => html`<div class="finding">
      <div class="line-head"><h4>${kinds[row.kind]}</h4>
        <button type="button" class="btn btn-icon btn-lg" aria-label="${app.words.remove} ${kinds[row.kind]}"
          @click=${() => app.change((draft) => draft.content.findings.splice(at, 1))}>${icon(app, "trash")}</button></div>
      ${row.kind === "prescription" ? notice(app, "danger", app.words.prescription_help) : nothing}
      ${area(app, `findings.${at}.text`, app.words.finding_text, row.text,
        (value) => app.change((draft) => (draft.content.findings[at].text = value)), { hideLabel: true })}
    </div>`)}
    <div class="stack-buttons">
      ${app.context.finding_kinds.map((one) => html`<button type="button" class="btn btn-lg"
        @click=${() => app.change((draft) => draft.content.findings.push({ kind: one.value, text: "" }))}>
        ${icon(app, "plus-lg")} ${one.label}</button>`)}
    </div>`;
}

export function notesStep(app) {
  return html`
    ${card(app.words.photos, photos(app))}
    ${card(app.words.findings, findings(app))}
    ${card(app.words.next_visit, field(app, "next_visit_advised_on", app.words.next_visit_help,
      app.draft.content.next_visit_advised_on ?? "",
      (value) => app.change((draft) => (draft.content.next_visit_advised_on = value || null)), { type: "date" }))}`;
}
