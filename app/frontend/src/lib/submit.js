// Every form is sent once. data-guard warns before typed values are lost by leaving the page.
// data-auto-submit on a field or a form sends it when a value changes.
const changed = new Set();

function lock(form) {
  for (const button of document.querySelectorAll("button[type=submit]")) {
    if (button.form !== form) continue;
    button.disabled = true;
    button.dataset.busy = "yes";
  }
}

function unlock() {
  for (const button of document.querySelectorAll("button[data-busy]")) {
    button.disabled = false;
    delete button.dataset.busy;
  }
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.target === "_blank") return;
  changed.delete(form);
  if (form.method === "post" && !form.hasAttribute("data-download")) setTimeout(lock, 0, form);
}

function onChange(event) {
  const form = event.target.form;
  if (!form) return;
  if (form.hasAttribute("data-guard")) changed.add(form);
  if (event.type === "change" && event.target.closest("[data-auto-submit]")) form.requestSubmit();
}

// What was typed is kept elsewhere: the page may be left without a warning.
export function forget(form) {
  changed.delete(form);
}

// A page that comes back with an error brings the reader to the first wrong field.
function showFirstError() {
  const field = document.querySelector("[aria-invalid=true]");
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}

export function startForms() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("input", onChange);
  document.addEventListener("change", onChange);
  window.addEventListener("pageshow", unlock);
  window.addEventListener("beforeunload", (event) => {
    if (changed.size > 0) event.preventDefault();
  });
  // A closed section must not hide a field that the browser finds empty.
  document.addEventListener(
    "invalid",
    (event) => event.target.closest("details")?.setAttribute("open", ""),
    true,
  );
  showFirstError();
}
