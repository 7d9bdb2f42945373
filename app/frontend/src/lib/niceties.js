// Small helps: data-print, data-copy, data-reveal (password), data-fill (sign-in of the demo),
// tabs that remember themselves in the address.
function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

function fill(button) {
  for (const [id, value] of Object.entries(JSON.parse(button.dataset.fill))) {
    document.getElementById(id).value = value;
  }
  button.form?.requestSubmit();
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const status = document.getElementById("app-status");
  if (status) status.textContent = button.dataset.copied || "";
}

const ACTIONS = { print: () => window.print(), reveal, fill, copy };

function onClick(event) {
  for (const [name, act] of Object.entries(ACTIONS)) {
    const element = event.target.closest(`[data-${name}]`);
    if (element) {
      event.preventDefault();
      act(element);
    }
  }
}

function openTabOfAddress() {
  if (location.hash.length < 2) return;
  const name = CSS.escape(decodeURIComponent(location.hash.slice(1)));
  document.querySelector(`[data-bs-toggle="tab"][data-bs-target="#${name}"]`)?.click();
}

// A strip with many tabs scrolls sideways: the page one is on must not hide beyond its edge.
function showCurrentTab() {
  for (const strip of document.querySelectorAll(".tab-strip")) {
    const current = strip.querySelector('[aria-current], [aria-selected="true"]');
    if (!current) continue;
    const [bounds, tab] = [strip.getBoundingClientRect(), current.getBoundingClientRect()];
    if (tab.left < bounds.left || tab.right > bounds.right) {
      strip.scrollLeft += tab.left - bounds.left - (bounds.width - tab.width) / 2;
    }
  }
}

export function startNiceties() {
  document.addEventListener("click", onClick);
  document.addEventListener("shown.bs.tab", (event) => {
    const target = event.target.dataset.bsTarget;
    if (target) history.replaceState(null, "", target);
  });
  openTabOfAddress();
  showCurrentTab();
}
