// Users and permissions: ticks without effect turn grey as one goes, presets tick boxes, a new
// password is weighed. The server decides all three again.
import "./styles/accounts.css";

// A tick works when everything it needs is ticked in the same column.
function weighColumn(lines) {
  const ticked = new Set(
    lines.filter((line) => line.querySelector("input").checked).map((line) => line.dataset.code),
  );
  for (const line of lines) {
    const needs = line.dataset.needs.split(" ").filter(Boolean);
    const works = needs.every((code) => ticked.has(code) || !known(lines, code));
    line.classList.toggle("is-useless", ticked.has(line.dataset.code) && !works);
  }
}

// What is not offered (a technician's own day) is always there.
function known(lines, code) {
  return lines.some((line) => line.dataset.code === code);
}

function weigh(form) {
  const columns = Map.groupBy(form.querySelectorAll("[data-line]"), (line) => line.dataset.column);
  for (const lines of columns.values()) weighColumn(lines);
}

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-line]")) continue;
  weigh(form);
  form.addEventListener("change", () => weigh(form));
  for (const button of form.querySelectorAll("[data-preset]")) {
    button.addEventListener("click", () => {
      const codes = new Set(button.dataset.preset.split(" "));
      for (const box of form.querySelectorAll("[data-line] input:not(:disabled)")) {
        box.checked = codes.has(box.value);
      }
      form.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// What stands behind a company's name and is no part of it (as on the server).
const LEGAL_FORMS = new Set(["srl", "srls", "spa", "snc", "sas", "ss", "scarl", "soc", "coop", "&"]);

const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

// The names a password may not hold: the company's and the person's own user name.
function namesAround(hint) {
  const words = (hint.dataset.company || "").toLowerCase().replaceAll(".", "").split(/\s+/);
  const company = words.filter((word) => !LEGAL_FORMS.has(word)).join("");
  const own = document.querySelector("input[name=username]")?.value || hint.dataset.own || "";
  return [company, own].map(letters).filter((name) => name.length > 3);
}

// What is left of a password without the words that everybody tries (as on the server).
const withoutWords = (password, words) =>
  words.reduce((rest, word) => rest.replaceAll(word, ""), password.toLowerCase());

// Length, variety, names and guessable words.
function worth(password, names, { words, different, others }) {
  if (password.length < 12) return 0;
  const variety = new Set(password.toLowerCase()).size;
  const isGuessable =
    variety < different || withoutWords(password, [...words, ...names]).length < others;
  if (isGuessable || names.some((name) => letters(password).includes(name))) return 1;
  return password.length >= 16 && variety >= 9 ? 3 : 2;
}

for (const hint of document.querySelectorAll("[data-strength]")) {
  const field = document.getElementById(hint.dataset.strength);
  const words = JSON.parse(hint.dataset.words);
  const guessable = JSON.parse(hint.dataset.guessable);
  field?.addEventListener("input", () => {
    const found = worth(field.value, namesAround(hint), guessable);
    hint.textContent = field.value ? words[found] : "";
    hint.dataset.worth = found;
  });
}
