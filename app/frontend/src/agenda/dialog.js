// The dialog of an appointment: who, where, when; open it, move it without a mouse, cancel it.
import { cancel, move } from "./changes.js";
import { plain } from "./server.js";

const dialog = document.getElementById("agenda-event");
const part = (name) => dialog.querySelector(`[data-${name}]`);
let current = null;

function reveal(name) {
  part("move").hidden = name !== "move";
  part("cancel").hidden = name !== "cancel";
  part("show-move").hidden = name === "move";
  part("show-cancel").hidden = name === "cancel";
  part("problem").textContent = "";
  part(name)?.querySelector("input")?.focus();
}

function fill(row, places) {
  const { day, from, to, team } = part("move").elements;
  part("title").textContent = row.title;
  part("details").textContent = [
    `${plain(row.starts_at).slice(11)}-${plain(row.ends_at).slice(11)}`,
    row.kind, row.state_label, row.address, row.attention,
  ].filter(Boolean).join(" · ");
  part("open").href = `${places.openUrl}${row.id}`;
  part("phone").hidden = !row.phone;
  part("phone").href = `tel:${row.phone.replaceAll(" ", "")}`;
  part("phone").querySelector("span").textContent = row.phone;
  day.value = plain(row.starts_at).slice(0, 10);
  from.value = plain(row.starts_at).slice(11);
  to.value = plain(row.ends_at).slice(11);
  // With several technicians the form of the appointment is the place to choose them.
  part("one").hidden = row.technicians.length !== 1;
  team.value = String(row.technicians[0]);
}

async function attempt(change) {
  try {
    await change();
    dialog.close();
  } catch (error) {
    part("problem").textContent = error.message || document.getElementById("agenda-says").dataset.failed;
  }
  current.refresh();
}

export function openDialog(row, places, refresh) {
  current = { row, places, refresh };
  fill(row, places);
  reveal("");
  part("show-move").hidden = part("show-cancel").hidden = !places.writable;
  dialog.showModal();
  part("open").focus();
}

export function startDialog() {
  part("close").addEventListener("click", () => dialog.close());
  part("show-move").addEventListener("click", () => reveal("move"));
  part("show-cancel").addEventListener("click", () => reveal("cancel"));
  part("move").addEventListener("submit", (event) => {
    event.preventDefault();
    const { day, from, to, team } = event.target.elements;
    const { row, places } = current;
    attempt(() =>
      move(places.eventsUrl, row, {
        starts_at: `${day.value}T${from.value}`,
        ends_at: `${day.value}T${to.value}`,
        technicians: row.technicians.length === 1 ? [Number(team.value)] : row.technicians,
      }),
    );
  });
  part("cancel").addEventListener("submit", (event) => {
    event.preventDefault();
    const { row, places } = current;
    attempt(() => cancel(places.eventsUrl, row, event.target.elements.reason.value));
  });
}
