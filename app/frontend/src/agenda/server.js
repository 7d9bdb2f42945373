// The agenda's conversation with the server.
const headers = () => ({
  "Content-Type": "application/json",
  "X-CSRFToken": document.querySelector("meta[name=csrf-token]")?.content ?? "",
  Accept: "application/json",
});

export async function send(method, url, body) {
  const answer = await fetch(url, { method, headers: headers(), body: JSON.stringify(body) });
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  throw new Error(content.detail ?? Object.values(content.fields ?? {}).join(" "));
}

export async function read(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error("");
  return answer;
}

// The rows of an answer by name, each with the words, sign and colour that the answer tells once.
export function appointmentsOf({ columns, appointments, states, kinds }) {
  return appointments.map((values) => {
    const row = Object.fromEntries(columns.map((name, at) => [name, values[at]]));
    const { label, mark } = states[row.state];
    const { label: kind, colour } = kinds[row.kind];
    const address = [row.street, row.place].filter(Boolean).join(", ");
    return { ...row, state_label: label, mark, kind, colour, address };
  });
}

const two = (number) => String(number).padStart(2, "0");
// The wall clock of the calendar, whatever the time zone of the computer.
export const wall = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
  `T${two(date.getHours())}:${two(date.getMinutes())}`;
export const plain = (text) => text.slice(0, 16);

// What changes of an appointment when it moves. With the offset of the server: in the night that
// has two o'clock twice, the plain hour would not say which one.
export const placeOf = (row) => ({
  starts_at: row.starts_at,
  ends_at: row.ends_at,
  technicians: row.technicians,
});
