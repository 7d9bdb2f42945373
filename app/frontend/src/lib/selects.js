// Searchable selects.
//
//   select[data-remote-url]   options come from the server: GET url?q=text&page=n answers
//                             {"items": [{"value", "text", "subtext"}], "more": true}
//   data-create-url           a link under the list opens this page, with ?name=text
//   data-create-label         its words
//   data-remove               what the cross of a chosen row is called
//   data-depends-on="name"    the value of that field goes along as ?name=…; a change empties this
//   select[data-enhance], select[multiple], select.my_select2: the options are in the page
import TomSelect from "tom-select/base";
import clearButton from "tom-select/dist/esm/plugins/clear_button/plugin.js";
import removeButton from "tom-select/dist/esm/plugins/remove_button/plugin.js";
import { withTyped } from "./typed.js";

TomSelect.define("clear_button", clearButton);
TomSelect.define("remove_button", removeButton);

const MANY = 12; // with fewer options the browser's own list is quicker

function addressOf(select, query) {
  const address = new URL(select.dataset.remoteUrl, location.origin);
  address.searchParams.set("q", query);
  const other = select.form?.elements[select.dataset.dependsOn];
  if (other) address.searchParams.set(select.dataset.dependsOn, other.value);
  return address;
}

async function load(control, select, query, done) {
  try {
    const answer = await fetch(addressOf(select, query), { headers: { Accept: "application/json" } });
    const { items } = answer.ok ? await answer.json() : { items: [] };
    control.clearOptions(); // what an earlier text found would stay above; the chosen ones are kept
    done(items);
  } catch {
    done(); // no connection: the list stays as it is and the next key tries again
  }
}

function line(item, escape) {
  const below = item.subtext ? `<small>${escape(item.subtext)}</small>` : "";
  return `<div class="option">${escape(item.text)}${below}</div>`;
}

function addCreateLink(control, select) {
  const link = document.createElement("a");
  link.className = "create-link";
  link.textContent = select.dataset.createLabel || "+";
  link.href = select.dataset.createUrl;
  control.dropdown.append(link);
  let typed = "";
  control.on("type", (text) => { typed = text; });
  link.addEventListener("click", () => {
    const address = new URL(select.dataset.createUrl, location.origin);
    if (typed) address.searchParams.set("name", typed);
    link.href = withTyped(address, select.form, select.name);
  });
}

function pluginsOf(select) {
  if (select.multiple) return { remove_button: { title: select.dataset.remove || "" } };
  return select.required ? {} : { clear_button: { title: select.dataset.remove || "" } };
}

function settingsOf(select) {
  const remote = Boolean(select.dataset.remoteUrl);
  const nothing = select.dataset.nothing;
  return {
    plugins: pluginsOf(select),
    maxOptions: remote ? 50 : null,
    placeholder: select.dataset.placeholder || "",
    dropdownParent: select.closest(".table-responsive") ? "body" : null,
    valueField: "value",
    labelField: "text",
    searchField: remote ? [] : ["text"],
    preload: remote ? "focus" : false,
    loadThrottle: 200,
    ...(remote && { load(query, done) { load(this, select, query, done); }, shouldLoad: () => true }),
    render: {
      option: line,
      item: (item, escape) => `<div>${escape(item.text)}</div>`,
      no_results: () => (nothing ? Object.assign(document.createElement("div"), { className: "no-results", textContent: nothing }) : null),
    },
  };
}

function enhance(select) {
  const control = new TomSelect(select, settingsOf(select));
  select.setAttribute("aria-hidden", "true"); // the control has taken its label
  const described = select.getAttribute("aria-describedby");
  if (described) control.control_input.setAttribute("aria-describedby", described);
  if (select.dataset.createUrl) addCreateLink(control, select);
  // A click into a field that has the focus must not close it: what is typed next would be lost.
  if (select.dataset.remoteUrl) control.hook("instead", "onClick", () => control.focus());
  if (select.autofocus) control.focus();
  const other = select.form?.elements[select.dataset.dependsOn];
  other?.addEventListener("change", () => {
    control.clear();
    control.clearOptions();
  });
}

const wanted = (select) =>
  !select.tomselect &&
  (select.dataset.remoteUrl || select.hasAttribute("data-enhance") || select.multiple || select.options.length > MANY);

export function enhanceSelects(root) {
  const selects = root.querySelectorAll(
    "select[data-remote-url], select[data-enhance], select[multiple], select.my_select2",
  );
  [...selects].filter(wanted).forEach(enhance);
}
