// A signature drawn on the screen.
//
//   [data-signature]              the container
//     canvas                      where one signs
//     input[data-signature-strokes]  receives the strokes as JSON (points with pressure and time)
//     input[data-signature-svg]      receives the same drawing as SVG text
//     button[data-signature-clear], button[data-signature-undo]
// The container gets the event "signaturechange" after each stroke.
import SignaturePad from "signature_pad";

function fit(canvas, pad) {
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  const strokes = pad.toData();
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  pad.fromData(strokes);
}

function store(root, pad) {
  const strokes = root.querySelector("[data-signature-strokes]");
  const svg = root.querySelector("[data-signature-svg]");
  if (strokes) strokes.value = pad.isEmpty() ? "" : JSON.stringify(pad.toData());
  if (svg) svg.value = pad.isEmpty() ? "" : pad.toSVG();
  root.dispatchEvent(new CustomEvent("signaturechange", { bubbles: true, detail: pad }));
}

function undo(pad) {
  pad.fromData(pad.toData().slice(0, -1));
}

export function startSignature(root) {
  const canvas = root.querySelector("canvas");
  const pad = new SignaturePad(canvas, { minWidth: 0.8, maxWidth: 2.6, penColor: "#1d1a18" });
  new ResizeObserver(() => fit(canvas, pad)).observe(canvas);
  pad.addEventListener("endStroke", () => store(root, pad));
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-signature-clear]")) pad.clear();
    else if (event.target.closest("[data-signature-undo]")) undo(pad);
    else return;
    store(root, pad);
  });
  return pad;
}

for (const root of document.querySelectorAll("[data-signature]")) startSignature(root);
