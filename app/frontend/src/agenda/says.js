// What the agenda answers after a change, and the way back: "Moved: Rossi. [Undo]".
// Undo also answers to Ctrl+Z; each step back checks the version like any other change.
const box = document.getElementById("agenda-says");
const past = [];
const DEPTH = 20;

function show(sentences, tone) {
  box.querySelector("[data-says]").replaceChildren(
    ...sentences.map((text) => Object.assign(document.createElement("div"), { textContent: text })),
  );
  box.classList.toggle("tone-warning", tone === "warning");
  box.classList.toggle("tone-info", tone !== "warning");
  box.querySelector("[data-undo]").hidden = !past.length;
  box.classList.toggle("d-none", !sentences.length);
}

export const words = (name, subject) => box.dataset[name].replace("{name}", subject);

export function warn(text) {
  show([text || box.dataset.failed], "warning");
}

// back: an async function that restores what was; it answers what the server stored.
export function done(sentences, back) {
  past.push(back);
  past.splice(0, past.length - DEPTH);
  show(sentences, sentences.length > 1 ? "warning" : "info");
}

async function undo(refresh) {
  const back = past.pop();
  if (!back) return;
  try {
    await back();
    show([box.dataset.undone], "info");
  } catch (error) {
    past.length = 0; // somebody else went on from here: older steps make no sense any more
    warn(error.message);
  }
  refresh();
}

export function startSays(refresh) {
  box.querySelector("[data-undo]").addEventListener("click", () => undo(refresh));
  box.querySelector("[data-dismiss]").addEventListener("click", () => box.classList.add("d-none"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || typing) return;
    event.preventDefault();
    undo(refresh);
  });
}
