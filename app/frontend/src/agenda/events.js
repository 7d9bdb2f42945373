// How an appointment looks on the calendar.
import { plain } from "./server.js";

// Black or white, whichever reads better on a colour that the company chose.
export function inkOn(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

export function asEvent(row) {
  return {
    id: row.id,
    resourceIds: row.technicians,
    title: row.title,
    start: plain(row.starts_at),
    end: plain(row.ends_at),
    backgroundColor: row.colour,
    textColor: inkOn(row.colour),
    extendedProps: { row },
    classNames: [`state-${row.state}`],
  };
}

export function asAbsence(row, title) {
  return {
    id: `away-${row.technician}-${row.starts_at}`,
    resourceIds: [row.technician],
    title,
    start: plain(row.starts_at),
    end: plain(row.ends_at),
    display: "background",
    classNames: ["is-absence"],
  };
}

// A day on which nobody works, in every column.
export function asClosed(day, title, resourceIds) {
  return {
    id: `closed-${day}`,
    resourceIds,
    title,
    start: `${day}T00:00`,
    end: `${day}T23:59`,
    display: "background",
    classNames: ["is-absence"],
  };
}

function line(tag, text, className = "") {
  return Object.assign(document.createElement(tag), { textContent: text, className });
}

// Hour and sign of the state, who, what and where; the sign is read aloud as its words.
// A list has no columns: there the technicians are named.
export const contentWith = (names) => ({ event, timeText, view }) => {
  const { row } = event.extendedProps;
  if (!row) return { domNodes: [line("span", event.title)] };
  const head = line("div", "", "event-head");
  const mark = line("span", row.mark, "state-mark");
  mark.setAttribute("aria-hidden", "true");
  head.append(mark, line("span", row.state_label, "visually-hidden"), ` ${timeText}`);
  const who = line("div", row.attention ? `⚠ ${row.title}` : row.title, "event-who");
  const team = row.technicians.map((key) => names[key]).join(", ");
  const isList = view.type.startsWith("list");
  const what = line("div", [row.place, row.kind, isList ? team : ""].filter(Boolean).join(" · "), "event-what");
  // Elsewhere the column says it, to who sees the screen.
  return { domNodes: isList ? [head, who, what] : [head, who, what, line("div", team, "visually-hidden")] };
};
