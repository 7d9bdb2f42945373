// The agenda as a calendar. Starts on [data-agenda]; appointments move by dragging, calls of the
// side list are dropped on a technician's hour. The server answers with what it stored.
import {
  createCalendar, DayGrid, Interaction, List, ResourceTimeGrid, TimeGrid,
} from "@event-calendar/core";
import "@event-calendar/core/index.css";
import "./styles/agenda.css";

const root = document.querySelector("[data-agenda]");
const two = (number) => String(number).padStart(2, "0");
// The wall clock of the calendar, whatever the time zone of the computer.
const wall = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
  `T${two(date.getHours())}:${two(date.getMinutes())}`;
const plain = (text) => text.slice(0, 16);

function say(sentences) {
  const box = document.getElementById("agenda-says");
  box.textContent = sentences.join(" ");
  box.classList.toggle("d-none", !sentences.length);
}

async function send(method, url, body) {
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  const answer = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  throw new Error(content.detail ?? Object.values(content.fields ?? {}).join(" "));
}

// Black or white, whichever reads better on a colour that the company chose.
function inkOn(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

function asEvent(row) {
  return {
    id: row.id,
    resourceIds: row.technicians,
    title: [row.attention ? `⚠ ${row.title}` : row.title, row.kind, row.attention].filter(Boolean).join(" · "),
    start: plain(row.starts_at),
    end: plain(row.ends_at),
    backgroundColor: row.colour,
    textColor: inkOn(row.colour),
    extendedProps: { version: row.version, technicians: row.technicians },
    classNames: [`state-${row.state}`],
  };
}

function start() {
  const { eventsUrl, openUrl, newUrl, locale, failed } = root.dataset;
  const writable = root.dataset.writable === "yes";
  const labels = JSON.parse(root.dataset.labels);
  const isNarrow = window.matchMedia("(max-width: 767px)").matches;

  async function load(span) {
    const query = new URLSearchParams({ from: span.startStr, to: span.endStr });
    const answer = await fetch(`${eventsUrl}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(failed);
    return (await answer.json()).appointments.map(asEvent);
  }

  async function store(info) {
    const { event, newResource, oldResource } = info;
    const { version, technicians } = event.extendedProps;
    const swap = (key) => (newResource && key === Number(oldResource.id) ? Number(newResource.id) : key);
    try {
      const stored = await send("PATCH", `${eventsUrl}${event.id}`, {
        starts_at: wall(event.start),
        ends_at: wall(event.end),
        technicians: technicians.map(swap),
        version,
      });
      say(stored.warnings);
    } catch (error) {
      info.revert();
      say([error.message || failed]);
    }
    calendar.refetchEvents();
  }

  const calendar = createCalendar(root, [ResourceTimeGrid, TimeGrid, DayGrid, List, Interaction], {
    view: isNarrow ? "listWeek" : "resourceTimeGridDay",
    locale,
    firstDay: 1,
    height: "70vh",
    slotMinTime: "06:00:00",
    slotMaxTime: "22:00:00",
    scrollTime: "07:30:00",
    allDaySlot: false,
    nowIndicator: true,
    buttonText: labels,
    headerToolbar: {
      start: "prev,next today",
      center: "title",
      end: "resourceTimeGridDay,timeGridWeek,dayGridMonth,listWeek",
    },
    resources: JSON.parse(root.dataset.resources),
    eventSources: [{ events: load }],
    editable: writable,
    eventDrop: store,
    eventResize: store,
    eventClick: ({ event }) => window.location.assign(`${openUrl}${event.id}`),
    dateClick: ({ date, resource }) => {
      if (!writable) return;
      const query = new URLSearchParams({ giorno: wall(date).slice(0, 10), ora: wall(date).slice(11) });
      if (resource) query.set("tecnico", resource.id);
      window.location.assign(`${newUrl}?${query}`);
    },
  });

  for (const card of document.querySelectorAll("[data-call]")) {
    card.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", card.dataset.call));
  }
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", async (event) => {
    event.preventDefault();
    const slot = calendar.dateFromPoint(event.clientX, event.clientY);
    const call = Number(event.dataTransfer.getData("text/plain"));
    if (!slot?.resource || !call) return;
    try {
      const stored = await send("POST", eventsUrl, {
        call,
        starts_at: wall(slot.date),
        technicians: [Number(slot.resource.id)],
      });
      say(stored.warnings);
      document.querySelector(`[data-call="${call}"]`)?.remove();
    } catch (error) {
      say([error.message || failed]);
    }
    calendar.refetchEvents();
  });
  setInterval(() => document.hidden || calendar.refetchEvents(), 20_000);
  root.dataset.ready = "yes";
}

if (root) start();
