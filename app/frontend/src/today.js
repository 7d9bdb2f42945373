// The technician's day. Starts on [data-today].
const root = document.querySelector("[data-today]");
if (root) root.dataset.ready = "yes";
