// The calendar: appointments move by dragging, calls of the side list are dropped on an hour.
import {
  createCalendar, DayGrid, Interaction, List, ResourceTimeGrid, TimeGrid,
} from "@event-calendar/core";
import { move } from "./changes.js";
import { openDialog } from "./dialog.js";
import { asAbsence, asClosed, asEvent, contentWith } from "./events.js";
import { keepPlain } from "./roles.js";
import { warn } from "./says.js";
import { appointmentsOf, read, send, wall } from "./server.js";
import { watch } from "./watch.js";

const NARROW = "(max-width: 767px)";
const KEPT = "agenda-view";
// On the phone with a customer one says "Thursday", not "the 26th".
const DAY_TITLE = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

// Why nobody works on the one day shown: a holiday, or the company's own closing.
function showClosed(root, holidays, closures) {
  const box = document.querySelector("[data-holiday]");
  const { holidayIs, closedIs } = root.dataset;
  const said = [[holidayIs, Object.values(holidays)[0]], [closedIs, Object.values(closures)[0]]];
  const lines = said.filter(([, name]) => name).map(([words, name]) => words.replace("{name}", name));
  box.textContent = lines.join(" ");
  box.classList.toggle("d-none", !lines.length);
}

// Links that follow the day shown: print, the other ways to look at the agenda.
function followDay(root, day) {
  const link = document.querySelector("[data-print-day]");
  if (link) link.href = `${root.dataset.printUrl}?giorno=${day}&tecnico=${root.dataset.chosen}`;
  for (const other of document.querySelectorAll("[data-view-link]")) {
    const address = new URL(other.href);
    address.searchParams.set("giorno", day);
    other.href = address.href;
  }
}

function firstView(isNarrow, chosen) {
  const kept = sessionStorage.getItem(KEPT);
  if (kept && !isNarrow) return kept === "timeGridWeek" && !chosen ? "resourceTimeGridDay" : kept;
  if (isNarrow) return "listDay";
  return chosen ? "timeGridWeek" : "resourceTimeGridDay";
}

export function startCalendar(root) {
  const { eventsUrl, stampUrl, openUrl, newUrl, locale, chosen } = root.dataset;
  const places = { eventsUrl, openUrl, writable: root.dataset.writable === "yes" };
  const labels = JSON.parse(root.dataset.labels);
  const resources = JSON.parse(root.dataset.resources);
  const isNarrow = window.matchMedia(NARROW).matches;
  let query = null;
  let stamp = null;

  async function load(span) {
    query = new URLSearchParams({ from: span.startStr, to: span.endStr });
    if (chosen) query.set("technician", chosen);
    const found = await (await read(`${eventsUrl}?${query}`)).json();
    stamp = found.stamp;
    if (found.is_cut) warn(root.dataset.cut);
    const isOneDay = span.end - span.start < 90_000_000;
    showClosed(root, isOneDay ? found.holidays : {}, isOneDay ? found.closures : {});
    const away = found.absences.map((row) => asAbsence(row, root.dataset.absent));
    const everybody = resources.map((one) => one.id);
    const closed = Object.entries({ ...found.closures, ...found.holidays });
    const grey = closed.map(([day, name]) => asClosed(day, name, everybody));
    return [...appointmentsOf(found).map(asEvent), ...away, ...grey];
  }

  const refresh = () => calendar.refetchEvents();

  async function store(info) {
    const { event, newResource, oldResource } = info;
    const { row } = event.extendedProps;
    const swap = (key) => (newResource && key === Number(oldResource.id) ? Number(newResource.id) : key);
    try {
      await move(eventsUrl, row, {
        starts_at: wall(event.start),
        ends_at: wall(event.end),
        technicians: [...new Set(row.technicians.map(swap))],
      });
    } catch (error) {
      info.revert();
      warn(error.message);
    }
    refresh();
  }

  const calendar = createCalendar(root, [ResourceTimeGrid, TimeGrid, DayGrid, List, Interaction], {
    view: firstView(isNarrow, chosen),
    date: root.dataset.date,
    locale,
    firstDay: 1,
    height: "70vh",
    views: {
      resourceTimeGridDay: { titleFormat: DAY_TITLE },
      timeGridDay: { titleFormat: DAY_TITLE },
      listDay: { height: "auto", titleFormat: DAY_TITLE },
      listWeek: { height: "auto" },
    },
    slotMinTime: "06:00:00",
    slotMaxTime: "22:00:00",
    slotHeight: 28,
    scrollTime: "07:30:00",
    columnWidth: resources.length > 8 ? "minmax(7rem, 1fr)" : undefined,
    allDaySlot: false,
    nowIndicator: true,
    dayMaxEvents: true,
    moreLinkContent: ({ num }) => `+${num}`,
    noEventsContent: root.dataset.nothing,
    buttonText: { ...labels, listDay: labels.listWeek },
    headerToolbar: {
      start: "prev,next today",
      center: "title",
      end: isNarrow ? "listDay,timeGridDay,dayGridMonth"
        : `resourceTimeGridDay,${chosen ? "timeGridWeek," : ""}dayGridMonth,listWeek`,
    },
    resources,
    eventSources: [{ events: load }],
    eventContent: contentWith(Object.fromEntries(resources.map((one) => [one.id, one.title]))),
    editable: places.writable,
    eventDrop: store,
    eventResize: store,
    datesSet: ({ view }) => {
      if (!isNarrow) sessionStorage.setItem(KEPT, view.type);
      followDay(root, wall(view.currentStart).slice(0, 10));
    },
    eventClick: ({ event }) => {
      if (!event.extendedProps.row) return;
      openDialog(event.extendedProps.row, places, refresh);
    },
    dateClick: ({ date, resource, view }) => {
      if (view.type === "dayGridMonth") {
        calendar.setOption("date", date);
        calendar.setOption("view", isNarrow ? "listDay" : "resourceTimeGridDay");
        return;
      }
      if (!places.writable) return;
      const clock = wall(date).slice(11);
      const at = new URLSearchParams({ giorno: wall(date).slice(0, 10), ora: clock === "00:00" ? "" : clock });
      if (resource ?? chosen) at.set("tecnico", resource?.id ?? chosen);
      window.location.assign(`${newUrl}?${at}`);
    },
  });

  dropCalls(root, calendar, async (call, slot) => {
    try {
      const stored = await send("POST", eventsUrl, {
        call,
        starts_at: wall(slot.date),
        technicians: [Number(slot.resource?.id ?? chosen)],
      });
      if (stored.warnings.length) warn(stored.warnings.join(" "));
      document.querySelector(`[data-call="${call}"]`)?.remove();
    } catch (error) {
      warn(error.message);
    }
    refresh();
  });
  watch({
    address: () => query && `${stampUrl}?${query}`,
    known: () => stamp,
    changed: () => {
      refresh();
      refreshCalls();
    },
  });
  keepPlain(root);
  root.dataset.ready = "yes";
  return refresh;
}

function dropCalls(root, calendar, book) {
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-call]");
    if (card) event.dataTransfer.setData("text/plain", card.dataset.call);
  });
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    const slot = calendar.dateFromPoint(event.clientX, event.clientY);
    const call = Number(event.dataTransfer.getData("text/plain"));
    if (call && slot && (slot.resource || root.dataset.chosen)) book(call, slot);
  });
}

async function refreshCalls() {
  const part = document.querySelector("[data-waiting-url]");
  if (!part) return;
  try {
    part.innerHTML = await (await read(part.dataset.waitingUrl)).text(); // our own page
  } catch {
    // no connection: the next change asks again
  }
}
