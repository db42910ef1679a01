// Tables: sort by a click, filter by words, copy to a spreadsheet.
function cellText(column, value) {
  if (column.kind === "list") return (value || []).join("+");
  if (value === null || value === undefined) return column.kind === "number" ? "–" : "";
  return column.kind === "number" ? number(value, column.digits) : t(value.text === undefined ? value : value.text);
}

function cell(column, value) {
  if (column.kind === "dots") return make("td", {}, value ? dots(value) : null);
  const text = cellText(column, value);
  if (column.kind === "list") return make("td", { class: "list" }, (value || []).map((part) => make("span", {}, part)));
  if (column.kind === "estimate") return make("td", { class: "number" }, text, value && value.sub ? make("div", { class: `sub ${value.tone || ""}` }, t(value.sub)) : null);
  if (column.kind === "pill" && text) return make("td", {}, make("span", { class: `pill ${value.tone || ""}` }, text));
  return make("td", { class: column.kind === "text" ? null : column.kind }, text);
}

function compareCells(column, a, b) {
  if (column.kind === "number") return (a ?? -Infinity) - (b ?? -Infinity);
  if (column.kind === "estimate") return (a?.value ?? -Infinity) - (b?.value ?? -Infinity);
  return cellText(column, a).localeCompare(cellText(column, b), chosen.language, { numeric: true });
}

function copied(column, value) {
  const text = cellText(column, value);
  return column.kind === "estimate" && value && value.sub ? `${text} (${t(value.sub)})` : text;
}

function tabText(columns, rows) {
  const clean = (text) => String(text).replace(/[\t\r\n]+/g, " ");
  const plain = columns.map((column) => column.kind !== "dots");
  const cells = (row) => row.filter((_, n) => plain[n]).join("\t");
  const head = columns.map((column) => clean(t(column.name)));
  const body = rows.map((row) => columns.map((column, n) =>
    column.kind === "number" ? (row.cells[n] ?? "") : clean(copied(column, row.cells[n]))));
  return [head, ...body].map(cells).join("\r\n");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.body.appendChild(make("textarea", {}, text));
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** A table of the data; rows are `{cells, parcel?}`. */
function dataTable(data) {
  let sort = { column: null, down: false };
  let needle = "";
  let only = "";
  const colour = (column) => {
    if (column.run === undefined) return null;
    const dot = make("i", { class: "dot" });
    dot.style.background = page.runs[column.run].colour;
    return dot;
  };
  const head = data.columns.map((column, n) => make("th", { scope: "col", class: ["number", "estimate"].includes(column.kind) ? "number" : "text", title: column.help ? t(column.help) : null },
    column.kind === "dots" ? t(column.name) : make("button", { type: "button", click: () => { sort = { column: n, down: sort.column === n && !sort.down }; refresh(); } }, colour(column), t(column.name))));
  const body = make("tbody");
  const count = make("span", { class: "push", role: "status" });
  const texts = data.rows.map((row) => data.columns.map((column, n) => cellText(column, row.cells[n])).join(" ").toLowerCase());

  function visible() {
    const rows = data.rows.filter((row, n) => texts[n].includes(needle) && (!only || t(row.cells[data.filter].text) === only));
    if (sort.column === null) return rows;
    const column = data.columns[sort.column];
    const sorted = [...rows].sort((a, b) => compareCells(column, a.cells[sort.column], b.cells[sort.column]));
    return sort.down ? sorted.reverse() : sorted;
  }

  function refresh() {
    const rows = visible();
    head.forEach((th, n) => th.setAttribute("aria-sort", n !== sort.column ? "none" : sort.down ? "descending" : "ascending"));
    clear(body).append(...rows.map((row) => {
      const linked = row.parcel !== undefined && row.parcel !== null;
      const opens = row.opens !== undefined;
      const look = [linked || opens ? "linked" : "", row.mark || row.opens === chosen.run ? "mark" : ""].join(" ").trim();
      const line = make("tr", { class: look || null }, data.columns.map((column, n) => cell(column, row.cells[n])));
      if (opens) line.addEventListener("click", () => openRun(row.opens));
      if (linked) line.addEventListener("click", () => { choose("parcel", row.parcel); document.querySelector("svg.park").scrollIntoView({ block: "center" }); });
      return line;
    }));
    count.textContent = word("row_count", { shown: rows.length, all: data.rows.length });
  }

  const table = make("table", {}, make("thead", {}, make("tr", {}, head)), body);
  refresh();
  if (data.is_plain) return make("div", { class: "scroll" }, table);
  const search = make("input", { type: "search", placeholder: word("filter"), "aria-label": word("filter"), input: () => { needle = search.value.trim().toLowerCase(); refresh(); } });
  const controls = make("div", { class: "controls" }, search, data.filter === undefined || data.filter === null ? null : picker(), count,
    make("button", { type: "button", class: "copy", click: async (event) => {
      await copy(tabText(data.columns, visible()));
      event.target.textContent = word("copied");
      window.setTimeout(() => { event.target.textContent = word("copy"); }, 1500);
    } }, word("copy")));
  return make("div", {}, controls, make("div", { class: "scroll" }, table));

  function picker() {
    const kinds = [...new Set(data.rows.map((row) => t(row.cells[data.filter].text)))];
    const select = make("select", { "aria-label": t(data.columns[data.filter].name), change: () => { only = select.value; refresh(); } },
      make("option", { value: "" }, `${t(data.columns[data.filter].name)}: ${word("all")}`), kinds.map((kind) => make("option", { value: kind }, kind)));
    return select;
  }
}

/** Means and intervals of all runs on one line. */
function dots(data) {
  const [low, high] = data.range;
  const x = (value) => 6 + ((value - low) / (high - low || 1)) * 228;
  const marks = data.runs.flatMap((run, n) => {
    if (run === null) return [];
    const [mean, lower, upper] = run;
    const y = 4 + (14 * (n + 0.5)) / data.runs.length;
    const colour = page.runs[n].colour;
    return [lower === null ? null : draw("line", { x1: x(lower), x2: x(upper), y1: y, y2: y, stroke: colour, "stroke-width": 2.5, opacity: 0.55 }),
      draw("circle", { cx: x(mean), cy: y, r: 3.4, fill: colour })].filter(Boolean);
  });
  return draw("svg", { class: "dots", viewBox: "0 0 240 22", "aria-hidden": "true" }, draw("line", { x1: 0, x2: 240, y1: 21, y2: 21, stroke: "#e1e7ee" }), marks);
}
