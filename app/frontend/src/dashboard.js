// Charts of the dashboard. Starts on [data-chart]: each is drawn from the table beside it
// (data-table), so that what is read aloud, printed and drawn is the same. A bar or a point opens
// the list behind its number.
import {
  BarController, BarElement, CategoryScale, Chart, Legend, LineController, LineElement, LinearScale, PointElement, Tooltip,
} from "chart.js";
import "./styles/dashboard.css";

Chart.register(
  BarController, BarElement, CategoryScale, Legend, LineController, LineElement, LinearScale, PointElement, Tooltip,
);

// The browser resolves light-dark() for us: a canvas knows no variables.
function colour(root, name) {
  const probe = document.createElement("span");
  probe.className = `chart-${name}`;
  root.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function readTable(table) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells].slice(1);
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    series: heads.map((head, index) => ({
      label: head.textContent.trim(),
      cells: rows.map((row) => row.cells[index + 1]),
    })),
  };
}

function draw(root) {
  const { labels, series } = readTable(document.getElementById(root.dataset.table));
  const isLine = root.dataset.chart === "line";
  const tones = [colour(root, "now"), colour(root, "before")];
  const ink = colour(root, "ink");
  const grid = colour(root, "grid");
  const canvas = document.createElement("canvas");
  root.replaceChildren(canvas);
  if (!isLine) root.style.height = `${Math.max(9, labels.length * (series.length > 1 ? 3.2 : 2.2) + 3)}rem`;
  const counts = { ticks: { color: ink, precision: 0 }, grid: { color: grid }, beginAtZero: true };
  const names = { ticks: { color: ink, autoSkip: false }, grid: { display: false } };
  return new Chart(canvas, {
    type: isLine ? "line" : "bar",
    data: {
      labels,
      datasets: series.map((one, index) => ({
        label: one.label,
        data: one.cells.map((cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value))),
        backgroundColor: tones[index],
        borderColor: tones[index],
        borderDash: isLine && index > 0 ? [6, 4] : [],
        pointStyle: index > 0 ? "rect" : "circle",
        pointRadius: 4,
        maxBarThickness: 26,
      })),
    },
    options: {
      indexAxis: isLine ? "x" : "y",
      maintainAspectRatio: false,
      animation: false,
      scales: isLine ? { x: { ...names, ticks: { color: ink } }, y: counts } : { x: counts, y: names },
      plugins: { legend: { display: series.length > 1, labels: { color: ink } } },
      onHover: (event, hits) => { event.native.target.style.cursor = hits.length ? "pointer" : ""; },
      onClick: (_event, hits) => {
        const link = hits.length && series[hits[0].datasetIndex].cells[hits[0].index].querySelector("a");
        if (link) window.location.assign(link.href);
      },
    },
  });
}

const charts = [...document.querySelectorAll("[data-chart]")].map(draw);
window.addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize(560, chart.height)));
window.addEventListener("afterprint", () => charts.forEach((chart) => chart.resize()));
