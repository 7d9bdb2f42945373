// Which appointments of a series a change is meant for: asked, unless it stands alone.
const dialog = document.getElementById("agenda-scope");

export function askScope(row) {
  if (!row.series) return Promise.resolve("one");
  return new Promise((resolve, reject) => {
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      // Nothing chosen: nothing is changed, and the agenda says so.
      () => (dialog.returnValue ? resolve(dialog.returnValue) : reject(new Error(""))),
      { once: true },
    );
    dialog.showModal();
  });
}
