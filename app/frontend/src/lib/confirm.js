// data-confirm="Question?" on a form, a button or a link: ask in a dialog before going on.
// data-confirm-label="Delete" names the button that goes on; data-confirm-tone="danger" paints it.
// A form's own label and tone hold for its buttons too.
const dialog = () => document.getElementById("modal-confirm");

function ask(asker, goOn, shared = asker) {
  const box = dialog();
  const accept = box.querySelector("[data-accept]");
  box.querySelector("[data-question]").textContent = asker.dataset.confirm;
  accept.textContent = asker.dataset.confirmLabel || shared.dataset.confirmLabel || accept.dataset.label;
  accept.className = `btn btn-${asker.dataset.confirmTone || shared.dataset.confirmTone || "primary"}`;
  box.returnValue = "";
  box.onclose = () => box.returnValue === "yes" && goOn();
  box.showModal();
}

function onSubmit(event) {
  const { submitter, target: form } = event;
  const asker = submitter?.dataset.confirm ? submitter : form;
  if (!asker.dataset?.confirm || form.dataset.confirmed || !dialog()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asker, () => {
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  }, form);
}

function onClick(event) {
  const link = event.target.closest("a[data-confirm]");
  if (!link || !dialog()) return;
  event.preventDefault();
  ask(link, () => location.assign(link.href));
}

export function startConfirm() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", onClick);
}
