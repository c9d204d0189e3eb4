// The dashboard's charts, drawn from the tables beside them: one source for both.
import {
  ArcElement, BarController, BarElement, CategoryScale, Chart, DoughnutController, Legend, LinearScale, LineController,
  LineElement, PointElement, Tooltip,
} from "chart.js";

Chart.register(
  ArcElement, BarController, BarElement, CategoryScale, DoughnutController, Legend, LinearScale, LineController,
  LineElement, PointElement, Tooltip,
);

const COLOURS = ["#1351b4", "#168821", "#c2570c", "#7a3e9d", "#555555"];
const SHARES = ["#1351b4", "#b50909", "#c2850c", "#168821", "#7a3e9d", "#555555", "#8794ab"];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

function read(table) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  return { heads, labels: rows.map((row) => row[0]), columns: heads.slice(1).map((_, i) => rows.map((row) => Number.parseFloat(row[i + 1]))) };
}

function days({ heads, labels, columns }) {
  const [opened, resolved, backlog] = columns;
  const bar = (label, data, colour) => ({ type: "bar", label, data, backgroundColor: colour, borderRadius: 3 });
  return {
    type: "bar",
    data: { labels, datasets: [
      { type: "line", label: heads[3], data: backlog, borderColor: COLOURS[2], backgroundColor: COLOURS[2], borderWidth: 2, pointRadius: 2, tension: 0.25 },
      bar(heads[1], opened, COLOURS[0]), bar(heads[2], resolved, COLOURS[1]),
    ] },
    options: { scales: { x: { grid: { display: false } }, y: { beginAtZero: true, ticks: { precision: 0 } } } },
  };
}

function scores({ heads, labels, columns }) {
  return {
    type: "bar",
    data: { labels, datasets: [{ label: heads[1], data: columns[0], backgroundColor: COLOURS[0], borderRadius: 3 }] },
    options: { indexAxis: "y", plugins: { legend: { display: false } }, scales: { x: { beginAtZero: true, ticks: { precision: 0 } }, y: { grid: { display: false } } } },
  };
}

function share({ labels, columns }) {
  return { type: "doughnut", data: { labels, datasets: [{ data: columns[0], backgroundColor: SHARES }] }, options: { cutout: "62%" } };
}

// Two columns that make one bar: what was kept and what was missed.
function kept({ heads, labels, columns }) {
  const bar = (i, colour) => ({ label: heads[i + 1], data: columns[i], backgroundColor: colour, borderRadius: 3 });
  return {
    type: "bar",
    data: { labels, datasets: [bar(0, COLOURS[1]), bar(1, SHARES[1])] },
    options: { indexAxis: "y", scales: { x: { stacked: true, beginAtZero: true, ticks: { precision: 0 } }, y: { stacked: true, grid: { display: false } } } },
  };
}

const KINDS = { days, scores, share, kept };

Chart.defaults.font.family = "Rawline, Raleway, sans-serif";
Chart.defaults.font.size = 13;
Chart.defaults.color = "#333";
Chart.defaults.maintainAspectRatio = false;
if (still) Chart.defaults.animation = false;
Chart.defaults.plugins.legend.position = "bottom";

document.querySelectorAll("canvas[data-chart]").forEach((canvas) => {
  const chart = KINDS[canvas.dataset.chart](read(document.getElementById(canvas.dataset.table)));
  new Chart(canvas, chart);
  canvas.dataset.drawn = "true";
});
