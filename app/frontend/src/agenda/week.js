// The week by technician: chips that are dragged to another day or technician. The hour stays.
import { move } from "./changes.js";
import { openDialog } from "./dialog.js";
import { warn } from "./says.js";
import { appointmentsOf, plain, read } from "./server.js";
import { watch } from "./watch.js";

const DAY = 86_400_000;
const shifted = (text, days) =>
  new Date(Date.parse(`${plain(text)}Z`) + days * DAY).toISOString().slice(0, 16);
const daysBetween = (first, second) => (Date.parse(second) - Date.parse(first)) / DAY;

function swapped(technicians, from, to) {
  const others = technicians.map((key) => (key === from ? to : key));
  return [...new Set(others)];
}

// What the server names once instead of in each cell: who and when, the words of the signs, the
// links that add a visit.
function complete(grid) {
  const { signs, newUrl, add, writable } = grid.dataset;
  const wordsOf = JSON.parse(signs);
  const days = [...grid.querySelectorAll("thead [data-day]")].map((head) => head.dataset.day);
  for (const line of grid.querySelectorAll("tbody tr")) {
    const { technician } = line.dataset;
    const name = line.cells[0].textContent;
    days.forEach((day, at) => {
      const cell = line.cells[at + 1];
      Object.assign(cell.dataset, { technician, day });
      if (!writable) return;
      const link = Object.assign(document.createElement("a"), { className: "week-add", textContent: "+" });
      link.href = `${newUrl}?giorno=${day}&tecnico=${technician}`;
      link.ariaLabel = add.replace("{day}", day.split("-").reverse().join("/")).replace("{name}", name);
      cell.append(link);
    });
  }
  for (const chip of grid.querySelectorAll("td > a:not(.week-add)")) {
    chip.dataset.event = chip.getAttribute("href").split("/").pop();
    const sign = chip.firstElementChild;
    sign.role = "img";
    sign.ariaLabel = wordsOf[sign.textContent];
  }
}

// One rule a kind; the policy of the page allows no styles in the markup.
function colour(sheet, table) {
  const rules = Object.entries(JSON.parse(table.dataset.colours));
  sheet.replaceSync(rules.map(([kind, tone]) => `.week-grid .k${kind} { --kind: ${tone} }`).join("\n"));
}

export async function startWeek(grid) {
  const { eventsUrl, openUrl, stampUrl, from, to } = grid.dataset;
  const places = { eventsUrl, openUrl, writable: grid.dataset.writable === "yes" };
  const query = new URLSearchParams({ from, to });
  const rows = new Map();
  const sheet = new CSSStyleSheet();
  let stamp = null;
  let dragged = null;

  async function load() {
    const found = await (await read(`${eventsUrl}?${query}`)).json();
    rows.clear();
    for (const row of appointmentsOf(found)) rows.set(String(row.id), row);
    stamp = found.stamp;
  }

  function draw() {
    colour(sheet, grid.querySelector("table"));
    complete(grid);
  }

  // The server draws the table: what was stored is what is shown.
  async function refresh() {
    try {
      const page = new DOMParser().parseFromString(await (await read(location.href)).text(), "text/html");
      grid.querySelector("table").replaceWith(page.querySelector("[data-week] table"));
      draw();
      await load();
    } catch {
      warn("");
    }
  }

  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  draw();
  const chipOf = (event) => event.target.closest?.("[data-event]");
  grid.addEventListener("click", (event) => {
    const row = rows.get(chipOf(event)?.dataset.event);
    if (!row || !places.writable || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog(row, places, refresh);
  });
  grid.addEventListener("dragstart", (event) => {
    const chip = chipOf(event);
    dragged = chip && { row: rows.get(chip.dataset.event), cell: chip.closest("td").dataset };
    event.dataTransfer.setData("text/plain", chip?.dataset.event ?? "");
  });
  grid.addEventListener("dragover", (event) => dragged && event.target.closest("td") && event.preventDefault());
  grid.addEventListener("drop", async (event) => {
    const cell = event.target.closest("td")?.dataset;
    const { row, cell: start } = dragged ?? {};
    dragged = null;
    if (!cell || !row) return;
    event.preventDefault();
    const days = daysBetween(start.day, cell.day);
    if (!days && start.technician === cell.technician) return;
    try {
      await move(eventsUrl, row, {
        starts_at: shifted(row.starts_at, days),
        ends_at: shifted(row.ends_at, days),
        technicians: swapped(row.technicians, Number(start.technician), Number(cell.technician)),
      });
    } catch (error) {
      warn(error.message);
    }
    refresh();
  });
  watch({ address: () => `${stampUrl}?${query}`, known: () => stamp, changed: refresh });
  await load();
  grid.dataset.ready = "yes";
  return refresh;
}
