// One tab at a time writes a draft: two would overwrite each other's words. Browsers keep locks
// over HTTPS and on this machine only; elsewhere each tab writes as if it were alone.
import { html, nothing } from "lit-html";
import { icon, notice } from "./parts.js";

// Resolves to whether this tab may write. The lock is held until the tab is closed or another one
// takes it over, of which `onLost` is told.
export function holdDraft(key, onLost, { takeOver = false } = {}) {
  if (!navigator.locks) return Promise.resolve(true);
  const options = takeOver ? { steal: true } : { ifAvailable: true };
  return new Promise((resolve) => {
    const held = navigator.locks.request(`fiammetta-draft|${key}`, options, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
    held.catch((error) => (error.name === "AbortError" ? onLost() : resolve(true)));
  });
}

// What the other tab shows. `app` is the page: its words, its root, its start.
export const elsewhereView = (app) => html`<div role="alert">${notice(app, "warning", app.words.elsewhere)}</div>
  <p class="text-secondary">${app.words.write_here_help}</p>
  <div class="form-actions report-actions">
    ${app.root.dataset.back ? html`<a class="btn btn-lg" href=${app.root.dataset.back}>${app.words.back}</a>` : nothing}
    <button type="button" class="btn btn-lg btn-primary" @click=${() => app.start({ takeOver: true })}>
      ${icon(app, "pencil")} ${app.words.write_here}</button>
  </div>`;
