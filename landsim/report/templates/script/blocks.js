// One drawer for each kind of block; the sections are made of these.
function cards(data) {
  return make("div", { class: "cards" }, data.map((card) => {
    const range = t(card.range) ? make("div", { class: "range" }, word("interval", { range: t(card.range) })) : null;
    const versus = card.versus ? [`${word("versus")} `, make("span", { class: card.tone || null }, t(card.versus))] : t(card.note);
    return make("div", { class: "card kpi" }, make("div", { class: "name" }, t(card.name)),
      make("div", { class: "figure" }, t(card.figure), make("small", {}, t(card.unit))), range, make("div", { class: "versus" }, versus));
  }));
}

function verdict(data) {
  return [make("p", { class: "sentence" }, t(data.sentence)), data.points.length ? make("ul", {}, data.points.map((point) => make("li", {}, t(point)))) : null];
}

/** A Plotly figure with its numbers as a table behind it. */
function figureBlock(data) {
  const place = make("div", { class: "figure", role: "img", "aria-label": t(data.label) });
  place.style.height = `${data.height}px`;
  charts.push([place, data.figure]);
  return [place, data.table ? tableBehind(data.table) : null];
}

function tableBehind(table) {
  const details = make("details", {}, make("summary", {}, word("table_behind")));
  details.addEventListener("toggle", () => { if (details.childNodes.length === 1) details.append(dataTable(table)); });
  return details;
}

/** The history as a table, for readers who cannot see the map. */
function historyTable() {
  const history = shownHistory();
  const park = page.parks[history.park];
  const names = ["parcel", "state", "holder", "mode", "from", "until", "area_m2"];
  const columns = names.map((name) => ({ name: page.words[name], kind: name === "area_m2" ? "number" : "text", digits: 0 }));
  const rows = history.spans.map(([parcel, project, state, begin, end, m2, mode]) => ({
    cells: [park.parcels[parcel].id, page.states[state].name, project < 0 ? "" : history.projects[project].name,
      mode < 0 ? "" : history.modes[mode], dateOf(history, begin), dateOf(history, end), m2],
    parcel,
  }));
  return tableBehind({ columns, rows });
}

const DRAWERS = {
  verdict,
  cards,
  map: () => [mapBlock(), historyTable()],
  gantt: ganttBlock,
  funnel: funnelBlock,
  figure: figureBlock,
  table: dataTable,
  facts: (data) => make("dl", { class: "facts" }, data.map(([name, value]) => [make("dt", {}, t(name)), make("dd", {}, t(value))])),
  prose: (data) => make("div", { class: "prose" }, data.map((text) => make("p", {}, t(text)))),
};

function card(block) {
  const data = block.is_per_run ? block.data[chosen.run] : block.data[0];
  const content = data === null ? make("p", { class: "empty" }, word("nothing")) : DRAWERS[block.kind](data);
  if (block.kind === "cards") return make("div", { class: "w12" }, content);
  const long = ["table", "gantt"].includes(block.kind) ? "long" : "";
  const notice = [block.is_notice ? "notice" : "", block.prints_marked_only ? "print-marked" : ""].join(" ");
  return make("div", { class: ["card", `w${block.width}`, `r${block.rows}`, `is-${block.kind}`, long, notice].join(" ") },
    block.title ? make("h3", {}, t(block.title)) : null, block.note ? make("p", { class: "note" }, t(block.note)) : null, content);
}
