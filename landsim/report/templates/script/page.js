// The page: head, contents, sections; drawn anew when the language or the shown run changes.
let charts = [];
const hidden = new Set();

/** Fill-in texts of a figure in the reader's language. */
function spoken(value) {
  if (Array.isArray(value)) return value.map(spoken);
  if (value === null || typeof value !== "object") return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "w") return t(value);
  if (keys.length === 2 && "zh" in value && "en" in value) return value[chosen.language];
  return Object.fromEntries(keys.map((key) => [key, spoken(value[key])]));
}

const CHART = { responsive: true, displaylogo: false, modeBarButtons: [["toImage", "zoom2d", "pan2d", "resetScale2d"]] };

function drawChart([place, figure]) {
  if (place.data) return;
  const { data, layout } = spoken(figure);
  for (const trace of data) if (hidden.has(trace.meta)) trace.visible = false;
  const opening = data.filter((trace) => trace.customdata);
  for (const trace of opening) if (trace.type === "scatter") trace.selectedpoints = [chosen.run];
  window.Plotly.newPlot(place, data, layout, CHART);
  if (opening.length) place.on("plotly_click", (event) => openRun(Number(event.points[0].customdata)));
}

/** Show another run, or plan, everywhere on the page, and go to the map. */
function openRun(run) {
  stop();
  Object.assign(chosen, { run, parcel: null });
  render();
  const map = document.getElementById("map");
  if (map) map.scrollIntoView({ block: "start" });
}

/** Charts are drawn one by one while nothing else is to be done, so that the page answers at once. */
function drawCharts() {
  const [mine, waiting] = [charts, [...charts]];
  const next = () => {
    if (charts !== mine) return;
    if (!waiting.length) document.body.dataset.drawn = "yes";
    else {
      drawChart(waiting.shift());
      later(next);
    }
  };
  document.body.dataset.ready = "yes";
  later(next);
}

function later(act) {
  if (window.requestIdleCallback) window.requestIdleCallback(act, { timeout: 500 });
  else window.setTimeout(act, 1);
}

/** Patterns beside the colours of the states, so that no state is told by hue alone. */
function patterns() {
  const line = (d, stroke, width) => draw("path", { d, stroke, "stroke-width": width, fill: "none" });
  const tile = (id, colour, ...marks) => draw("pattern", { id: `p-${id}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" }, draw("rect", { width: 8, height: 8, fill: colour }), marks);
  const rising = "M-2 2L2 -2M0 8L8 0M6 10L10 6";
  const falling = "M-2 6L2 10M0 0L8 8M6 -2L10 2";
  const shades = getComputedStyle(document.documentElement);
  const colour = (id) => shades.getPropertyValue(`--${id}`).trim();
  return draw("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position:absolute" }, draw("defs", {},
    tile("unserviced", colour("unserviced"), draw("circle", { cx: 4, cy: 4, r: 1, fill: "#a9b5c3" })),
    tile("idle", colour("idle"), line(rising, "#ffffff", 1.6)),
    tile("construction", colour("construction"), line(falling, "#a98a12", 1.3)),
    tile("clearing", colour("clearing"), line("M0 4H8M4 0V8", "#cfc7d8", 1.1)),
    tile("reserved", colour("reserved"), line("M4 0V8", "#d9d0ff", 1.3)),
    tile("approval", colour("approval"), line("M0 4H8", "#7a5200", 1)),
    tile("leased", colour("leased"), line(rising, "#0c4f86", 1)),
    tile("granted", colour("granted"), draw("circle", { cx: 4, cy: 4, r: 1.2, fill: "#bfe0d2" }))));
}

function head() {
  const languages = [["zh", "中文"], ["en", "English"]].map(([code, name]) => make("button", { type: "button", lang: code, "aria-pressed": String(code === chosen.language), click: () => { chosen.language = code; render(); } }, name));
  const runs = make("select", { id: "shown-run", change: () => { stop(); chosen.run = Number(runs.value); chosen.parcel = null; render(); } },
    page.runs.map((run, n) => make("option", { value: n, selected: n === chosen.run }, t(run.name))));
  const picker = page.runs.length > 1 ? [make("label", { for: "shown-run" }, word("shown_policy")), runs] : null;
  return [make("h1", {}, t(page.title)), make("p", { title: t(page.subtitle) }, t(page.subtitle)),
    make("div", { class: "tools" }, picker, make("span", { class: "pair" }, languages), make("button", { type: "button", click: () => window.print() }, word("print")))];
}

/** Names and colours of the runs; a click hides a run in the charts or shows it again. */
function runKey() {
  const buttons = page.runs.map((run, n) => {
    const dot = make("i");
    dot.style.background = run.colour;
    return make("button", { type: "button", "aria-pressed": String(!hidden.has(n)), click: (event) => {
      if (!hidden.delete(n)) hidden.add(n);
      event.currentTarget.setAttribute("aria-pressed", String(!hidden.has(n)));
      hideRuns();
    } }, dot, t(run.name));
  });
  return make("div", { class: "run-key" }, buttons);
}

function hideRuns() {
  for (const [place] of charts) {
    const traces = (place.data || []).map((trace, n) => [trace, n]).filter(([trace]) => trace.meta !== undefined);
    if (traces.length) window.Plotly.restyle(place, { visible: traces.map(([trace]) => !hidden.has(trace.meta)) }, traces.map(([, n]) => n));
  }
}

function section(entry) {
  const lead = entry.lead ? make("small", {}, t(entry.lead)) : null;
  const key = entry.has_run_key && page.runs.length > 1 ? runKey() : null;
  return make("section", { id: entry.id }, make("h2", {}, t(entry.title), lead), key, make("div", { class: "grid" }, entry.blocks.map(card)));
}

function markContents() {
  const links = new Map([...document.querySelectorAll("#contents a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      for (const link of links.values()) link.classList.remove("here");
      links.get(entry.target.id).classList.add("here");
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  document.querySelectorAll("main section").forEach((part) => seen.observe(part));
}

function render() {
  charts.forEach(([place]) => window.Plotly.purge(place));
  charts = [];
  listeners = {};
  delete document.body.dataset.ready;
  delete document.body.dataset.drawn;
  document.documentElement.lang = chosen.language === "zh" ? "zh-CN" : "en";
  document.title = t(page.title);
  clear(document.getElementById("top")).append(...head());
  clear(document.getElementById("contents")).append(...page.sections.map((entry) => make("a", { href: `#${entry.id}` }, t(entry.title))));
  clear(document.getElementById("main")).append(...page.sections.map(section));
  markContents();
  drawCharts();
}

/** Paper is narrower than most screens: charts are drawn at its width while it prints. */
function fitPaper(isPaper) {
  document.body.style.width = isPaper ? "1030px" : "";
  for (const act of listeners.layout || []) act();
  for (const chart of charts) {
    drawChart(chart);
    window.Plotly.Plots.resize(chart[0]);
  }
}

window.addEventListener("beforeprint", () => fitPaper(true));
window.addEventListener("afterprint", () => fitPaper(false));
document.body.prepend(patterns());
chosen.step = Math.max(0, shownHistory().steps.length - 1);
render();
