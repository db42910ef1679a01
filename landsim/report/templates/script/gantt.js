// Occupancy of every parcel over time; wheel with Ctrl or the buttons zoom, dragging moves.
const ROW = 16;
const NAMES = 92;

/** Rows in the order the reader asks for. */
const GANTT_ORDERS = {
  first: (history, spans) => ranked(spans, (list) => Math.min(...list.filter((s) => s.project >= 0).map((s) => s.begin))),
  parcel: (history, spans) => spans.map((_, index) => index),
  vacant: (history, spans) => ranked(spans, (list) => -list.filter((s) => s.project < 0).reduce((sum, s) => sum + (s.end - s.begin) * s.m2, 0)),
};

function ranked(spans, value) {
  const values = spans.map(value);
  return spans.map((_, index) => index).sort((a, b) => values[a] - values[b] || a - b);
}

/** Parts of a divisible parcel that are held at the same time get lanes of the row. */
function lanes(spans) {
  const ends = [];
  for (const span of spans) {
    let lane = ends.findIndex((end) => end <= span.begin);
    if (lane < 0) lane = ends.length;
    ends[lane] = span.end;
    span.lane = lane;
  }
  return Math.max(1, ends.length);
}

function spanTip(history, span) {
  const dates = `${dateOf(history, span.begin)} – ${dateOf(history, span.end)}`;
  const holder = span.project >= 0 ? `\n${history.projects[span.project].name}` : "";
  const mode = span.mode >= 0 ? ` · ${t(history.modes[span.mode])}` : "";
  return `${t(page.states[span.state].name)}${mode}${holder}\n${dates} · ${area(span.m2)}`;
}

function ganttBlock() {
  const history = shownHistory();
  const park = page.parks[history.park];
  const spans = spansByParcel(history);
  const laneCounts = spans.map(lanes);
  let [from, to] = [0, history.days];
  let order = GANTT_ORDERS.first(history, spans);
  const rows = make("div", { class: "rows", tabindex: "0", "aria-label": word("gantt_label") });
  const axis = draw("svg", { class: "axis", height: 24, role: "presentation" });
  const chart = draw("svg", { role: "img", "aria-label": word("gantt_label") });
  rows.append(chart);
  const frame = make("div", { class: "gantt" }, axis, rows);
  const wide = () => Math.max(300, rows.clientWidth || 900);
  const x = (day) => NAMES + ((day - from) / (to - from)) * (wide() - NAMES - 8);
  const dayAt = (px) => from + ((px - NAMES) / (wide() - NAMES - 8)) * (to - from);

  function ticks() {
    const marks = [];
    const years = (to - from) / 365.25;
    const months = years > 6 ? 12 : years > 2 ? 6 : years > 0.8 ? 3 : 1;
    for (const day of history.months) {
      const date = dateOf(history, day);
      if (day >= from && day <= to && (Number(date.slice(5, 7)) - 1) % months === 0)
        marks.push([day, months === 12 ? date.slice(0, 4) : date.slice(0, 7)]);
    }
    return marks;
  }

  function paint() {
    const width = wide();
    const height = order.length * ROW + 4;
    clear(axis);
    clear(chart);
    axis.setAttribute("viewBox", `0 0 ${width} 24`);
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.setAttribute("height", height);
    const clip = draw("clipPath", { id: "gantt-clip" }, draw("rect", { x: NAMES, y: 0, width: width - NAMES, height }));
    const bars = draw("g", { "clip-path": "url(#gantt-clip)" });
    for (const [day, label] of ticks()) {
      axis.append(draw("text", { x: x(day), y: 16, "text-anchor": "middle" }, label));
      bars.append(draw("line", { x1: x(day), x2: x(day), y1: 0, y2: height, class: "grid-line" }));
    }
    order.forEach((index, row) => paintRow(index, row * ROW + 2, bars));
    chart.append(clip, bars, draw("line", { class: "now", y1: 0, y2: height }));
    moveNow();
  }

  function paintRow(index, y, bars) {
    const id = park.parcels[index].id;
    if (index === chosen.parcel) bars.append(draw("rect", { class: "stripe", x: NAMES, y: y - 1, width: wide() - NAMES, height: ROW }));
    chart.append(draw("text", { class: "row-name", x: NAMES - 7, y: y + 11, "text-anchor": "end", "font-weight": index === chosen.parcel ? 700 : 400, click: () => choose("parcel", index) }, id));
    const tall = (ROW - 4) / laneCounts[index];
    for (const span of spans[index]) {
      const state = page.states[span.state];
      if (state.id === "free" || span.end <= from || span.begin >= to) continue;
      bars.append(draw("rect", {
        class: `bar ${stateFill(state)}`, x: x(span.begin), y: y + 1 + span.lane * tall,
        width: Math.max(0.8, x(span.end) - x(span.begin)), height: tall,
        mousemove: (event) => showTip(event, `${id} · ${spanTip(history, span)}`), mouseleave: hideTip,
        click: () => choose("parcel", index),
      }));
    }
  }

  function moveNow() {
    const line = chart.querySelector(".now");
    const at = x(shownDay());
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
    line.setAttribute("visibility", at < NAMES ? "hidden" : "visible");
  }

  function zoom(factor, middle) {
    const span = Math.min(history.days, Math.max(60, (to - from) * factor));
    from = Math.max(0, Math.min(history.days - span, middle - (middle - from) * (span / (to - from))));
    to = from + span;
    paint();
  }

  rows.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, dayAt(event.clientX - rows.getBoundingClientRect().left));
  }, { passive: false });
  rows.addEventListener("pointerdown", (event) => {
    const [startX, startFrom] = [event.clientX, from];
    const move = (later) => {
      const shift = ((later.clientX - startX) / (wide() - NAMES)) * (to - from);
      const span = to - from;
      from = Math.max(0, Math.min(history.days - span, startFrom - shift));
      to = from + span;
      if (Math.abs(later.clientX - startX) > 3) paint();
    };
    const done = () => { window.removeEventListener("pointermove", move); window.removeEventListener("pointerup", done); };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", done);
  });
  on("step", moveNow);
  on("layout", paint);
  on("parcel", (index) => {
    paint();
    const row = order.indexOf(index);
    if (row >= 0) rows.scrollTop = Math.max(0, row * ROW - rows.clientHeight / 2);
  });
  const sorter = make("select", { "aria-label": word("order"), change: () => { order = GANTT_ORDERS[sorter.value](history, spans); paint(); } },
    Object.keys(GANTT_ORDERS).map((name) => make("option", { value: name }, word(`order_${name}`))));
  const tool = (name, text, act) => make("button", { type: "button", title: word(name), "aria-label": word(name), click: act }, text);
  const controls = make("div", { class: "controls" }, word("order"), sorter,
    make("span", { class: "push" }, word("gantt_hint")),
    tool("zoom_in", "+", () => zoom(0.6, (from + to) / 2)), tool("zoom_out", "−", () => zoom(1.6, (from + to) / 2)),
    tool("zoom_all", "⟲", () => { [from, to] = [0, history.days]; paint(); }));
  const key = make("div", { class: "key" }, page.states.filter((s) => s.id !== "free").map((s) => make("span", {}, swatch(stateFill(s)), t(s.name))));
  new ResizeObserver(() => paint()).observe(frame);
  return make("div", {}, controls, frame, key);
}
