// Asks the server what a card being typed looks like; shows hints beside the fields and the cards
// that may be the same. Nothing here stops anybody from saving.
const WAIT = 350; // ms after the last key
const HINTED = ["tax_code", "vat_number", "recipient_code", "pec", "postcode"];
const SENT = [
  "is_firm", "last_name", "first_name", "company_name", "tax_code", "vat_number", "recipient_code",
  "pec", "street", "street_number", "postcode", "municipality", "province", "staircase", "floor",
  "unit", "phones",
];

function hintOf(field, name) {
  const known = document.getElementById(`${field.id}-${name}`);
  if (known) return known;
  const hint = Object.assign(document.createElement("small"), { id: `${field.id}-${name}`, className: "live-hint" });
  hint.setAttribute("role", "status");
  field.closest(".mb-3").append(hint);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${hint.id}`.trim());
  return hint;
}

function tell(field, tone, text) {
  const hint = hintOf(field, "live");
  hint.textContent = text;
  hint.className = text ? `live-hint tone-${tone}` : "live-hint";
}

function showHints(form, hints, active) {
  for (const name of HINTED) {
    const field = form.elements[name];
    if (!field) continue;
    // Half a code is not a wrong code: what is wrong is said once the field is left.
    if (field === active && hints[name]?.tone === "danger") continue;
    tell(field, hints[name]?.tone, hints[name]?.text || "");
  }
}

function showSubject(form, subject) {
  const kind = form.elements.subject_kind;
  if (kind) tell(kind, "info", kind.value ? "" : subject.text);
  const code = form.elements.recipient_code;
  if (code) code.placeholder = subject.recipient_code;
}

function lineOf(card) {
  const line = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: card.url, target: "_blank", textContent: card.name });
  const facts = [`n. ${card.number}`, card.address, card.phone].filter(Boolean).join(" · ");
  line.append(link, ` ${facts} (${card.reason})`);
  return line;
}

function showCards(box, cards) {
  box.querySelector("ul").replaceChildren(...cards.map(lineOf));
  box.hidden = cards.length === 0;
}

function bodyOf(form, id) {
  const body = new URLSearchParams({ id });
  const typed = new FormData(form);
  for (const name of SENT) for (const value of typed.getAll(name)) if (value) body.append(name, value);
  return body;
}

export function startChecks(form, box, { checkUrl, clientId }) {
  form.prepend(box);
  let timer;
  let asked = 0;
  let last = "";
  const check = async () => {
    const body = bodyOf(form, clientId);
    const active = document.activeElement;
    const mine = ++asked;
    const token = document.querySelector("meta[name=csrf-token]")?.content || "";
    const answer = await fetch(checkUrl, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
    // A slower answer to older words is thrown away.
    if (!answer?.ok || answer.redirected || mine !== asked) return;
    const found = await answer.json();
    showHints(form, found.hints, active);
    showSubject(form, found.subject);
    showCards(box, found.duplicates);
    last = body.toString();
  };
  const soon = (event) => {
    clearTimeout(timer);
    const isOver = event.type !== "input";
    if (isOver || bodyOf(form, clientId).toString() !== last) timer = setTimeout(check, isOver ? 50 : WAIT);
  };
  for (const kind of ["input", "change", "placechosen"]) form.addEventListener(kind, soon);
  if (bodyOf(form, clientId).size > 2) check();
}
