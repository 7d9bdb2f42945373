// The technician's day. Addresses open the map of the phone: whichever app was chosen on Android
// (geo:), Apple's on an iPhone, Google's page elsewhere. Reports begun on this phone and not sent
// yet are listed in [data-drafts].
import { draftsOf } from "./report/store.js";
import "./styles/today.css";

const ADDRESSES = { appointment: "appuntamento", client: "cliente", intervention: "intervento" };
const agent = navigator.userAgent;
const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);

for (const link of document.querySelectorAll("a[data-geo]")) {
  if (/Android/.test(agent)) {
    link.href = link.dataset.geo;
    link.removeAttribute("target");
  } else if (isApple) link.href = link.dataset.apple;
}

async function listDrafts(box) {
  const drafts = await draftsOf(box.dataset.owner);
  for (const draft of drafts.filter((one) => one.saved_at)) {
    const [kind, id] = draft.key.split("|")[1].split("=");
    const link = document.createElement("a");
    link.href = `/interventi/nuovo?${ADDRESSES[kind]}=${id}`;
    link.textContent = draft.content.heading.name;
    const row = document.createElement("li");
    row.append(link);
    box.querySelector("ul").append(row);
    box.hidden = false;
  }
}

const box = document.querySelector("[data-drafts]");
if (box) listDrafts(box).catch(() => {}); // no store in this browser: nothing is kept in it either
