// The form of an appointment: the plant's devices as soon as the client is chosen, the usual
// length of the kind of visit, warnings about the slot, and a notice when somebody else saved.
const form = document.querySelector("[data-booking]");
const POLL = 20_000;

const minutesOf = (clock) => {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};
const clockOf = (minutes) => {
  const kept = Math.max(0, Math.min(minutes, 24 * 60 - 1));
  return `${String(Math.floor(kept / 60)).padStart(2, "0")}:${String(kept % 60).padStart(2, "0")}`;
};

async function read(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer;
}

function show(box, text) {
  box.replaceChildren(...text.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
  box.classList.toggle("d-none", !text.length);
}

function keepLength() {
  const { kind, from, to } = form.elements;
  let length = to.value && from.value ? minutesOf(to.value) - minutesOf(from.value) : 60;
  kind?.addEventListener("change", () => {
    length = Number(kind.selectedOptions[0]?.dataset.minutes) || 60;
    if (from.value) to.value = clockOf(minutesOf(from.value) + length);
  });
  from.addEventListener("change", () => {
    if (from.value && length > 0) to.value = clockOf(minutesOf(from.value) + length);
  });
  to.addEventListener("change", () => {
    if (from.value && to.value) length = minutesOf(to.value) - minutesOf(from.value);
  });
}

function showPlant() {
  const { client } = form.elements;
  const part = form.querySelector("[data-plant]");
  client?.addEventListener("change", async () => {
    if (!client.value) return part.replaceChildren();
    try {
      const answer = await read(`${form.dataset.plantUrl}?client=${encodeURIComponent(client.value)}`);
      part.innerHTML = await answer.text(); // our own page, escaped by the server
    } catch {
      part.replaceChildren(); // the devices can still be chosen after saving
    }
  });
}

function warnBefore() {
  const box = form.querySelector("[data-warnings]");
  const { day, from, to, kind, client, team } = form.elements;
  let turn = 0;
  async function ask() {
    const query = new URLSearchParams({
      day: day.value,
      from: from.value,
      to: to.value,
      minutes: kind?.selectedOptions[0]?.dataset.minutes ?? "60",
      client: client?.value ?? "",
      but: form.dataset.appointment ?? "",
    });
    for (const one of team.selectedOptions) query.append("team", one.value);
    const mine = (turn += 1);
    try {
      const { warnings } = await (await read(`${form.dataset.warningsUrl}?${query}`)).json();
      if (mine === turn) show(box, warnings);
    } catch {
      if (mine === turn) show(box, []); // the server says it again when the form is saved
    }
  }
  for (const field of [day, from, to, kind, client, team]) field?.addEventListener("change", ask);
  ask();
}

function watchOthers() {
  const { latestUrl, stale } = form.dataset;
  if (!latestUrl) return;
  const box = form.querySelector("[data-stale-notice]");
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const { version, detail } = await (await read(latestUrl)).json();
      if (String(version) === form.elements.version.value) return;
      show(box, [`${stale} ${detail}`.trim()]);
      clearInterval(timer);
    } catch {
      // no connection: asked again next time
    }
  }, POLL);
}

if (form) {
  keepLength();
  showPlant();
  warnBefore();
  watchOthers();
}
