// The board of post-its: drag one before another. Starts on [data-note-board]; each post-it has
// buttons that do the same without dragging.
import "./styles/notes.css";

function tokenOf() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

async function store(item) {
  const body = new FormData();
  body.set("csrf_token", tokenOf());
  body.set("before", item.nextElementSibling?.dataset.note ?? "");
  body.set("quiet", "1");
  const answer = await fetch(item.dataset.moveUrl, { method: "POST", body });
  if (!answer.ok || answer.redirected) window.location.reload();
}

function startBoard(board) {
  let dragged = null;
  const over = (event) => event.target.closest?.("[data-note]");
  const clear = () => board.querySelectorAll(".is-target").forEach((item) => item.classList.remove("is-target"));
  board.addEventListener("dragstart", (event) => {
    dragged = over(event);
    if (!dragged) return;
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.textContent.trim());
  });
  board.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    clear();
    const target = over(event);
    if (target && target !== dragged) target.classList.add("is-target");
  });
  board.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const target = over(event);
    if (target === dragged) return;
    const items = [...board.children];
    const goesOn = target && items.indexOf(target) > items.indexOf(dragged);
    if (!target) board.append(dragged);
    else if (goesOn) target.after(dragged);
    else target.before(dragged);
    store(dragged);
  });
  board.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });
}

for (const board of document.querySelectorAll("[data-note-board]")) startBoard(board);
