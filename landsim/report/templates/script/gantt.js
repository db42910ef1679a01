// Occupancy of every parcel over time; wheel with Ctrl or the buttons zoom, dragging moves.
function ganttBlock() {
  const history = shownHistory();
  const park = page.parks[history.park];
  const spans = spansByParcel(history);
  const laneCounts = spans.map(lanes);
  let [from, to] = [0, history.days];
  let isDragged = false;
  let order = GANTT_ORDERS.first(history, spans);
  const rows = make("div", { class: "rows", tabindex: "0", "aria-label": word("gantt_label") });
  const axis = draw("svg", { class: "axis", height: 24, role: "presentation" });
  const chart = draw("svg", { role: "img", "aria-label": word("gantt_label") });
  rows.append(chart);
  const frame = make("div", { class: "gantt" }, axis, rows);
  const wide = () => Math.max(300, rows.clientWidth || 900);
  const x = (day) => NAMES + ((day - from) / (to - from)) * (wide() - NAMES - 8);
  const rightEdge = () => wide() - 6;
  const dayAt = (px) => from + ((px - NAMES) / (wide() - NAMES - 8)) * (to - from);

  function ticks() {
    const marks = [];
    const years = (to - from) / 365.25;
    const months = years > 6 ? 12 : years > 2 ? 6 : years > 0.8 ? 3 : 1;
    for (const day of history.steps) {
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
    const outlines = page.states.map(() => []);
    for (const [day, label] of ticks()) {
      axis.append(draw("text", { x: x(day), y: 16, "text-anchor": "middle" }, label));
      bars.append(draw("line", { x1: x(day), x2: x(day), y1: 0, y2: height, class: "grid-line" }));
    }
    order.forEach((index, row) => paintRow(index, row * ROW + 2, bars, outlines));
    page.states.forEach((state, n) => {
      if (outlines[n].length) bars.append(draw("path", { class: `bar ${stateFill(state)}`, d: outlines[n].join("") }));
    });
    chart.append(clip, bars, draw("line", { class: "now", y1: 0, y2: height }));
    moveNow();
  }

  /** One outline for all bars of a state: light to draw, and light on paper. */
  function paintRow(index, y, bars, outlines) {
    const id = park.parcels[index].id;
    if (index === chosen.parcel) bars.append(draw("rect", { class: "stripe", x: NAMES, y: y - 1, width: wide() - NAMES, height: ROW }));
    chart.append(draw("text", { class: "row-name", x: NAMES - 7, y: y + 11, "text-anchor": "end", "font-weight": index === chosen.parcel ? 700 : 400 }, id));
    const tall = (ROW - 4) / laneCounts[index];
    for (const span of spans[index]) {
      const state = page.states[span.state];
      if (state.id === "free" || span.end <= from || span.begin >= to) continue;
      const left = Math.max(x(span.begin), NAMES - 2);
      const length = Math.max(0.8, Math.min(x(span.end), rightEdge()) - left);
      outlines[span.state].push(`M${left.toFixed(1)} ${y + 1 + span.lane * tall}h${length.toFixed(1)}v${tall}h${(-length).toFixed(1)}z`);
    }
  }

  /** The parcel, and the span if there is one, under the pointer. */
  function under(event) {
    const frame = chart.getBoundingClientRect();
    const row = Math.floor((event.clientY - frame.top) / ROW);
    const index = order[row];
    if (index === undefined) return {};
    const [day, inRow] = [dayAt(event.clientX - frame.left), event.clientY - frame.top - row * ROW - 3];
    const lane = Math.floor(inRow / ((ROW - 4) / laneCounts[index]));
    return { index, span: event.clientX - frame.left < NAMES ? undefined : spans[index].find((s) => s.begin <= day && day < s.end && s.lane === lane) };
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

  chart.addEventListener("mousemove", (event) => {
    const { index, span } = under(event);
    if (span) showTip(event, `${park.parcels[index].id} · ${spanTip(history, span)}`);
    else hideTip();
  });
  chart.addEventListener("mouseleave", hideTip);
  chart.addEventListener("click", (event) => {
    const { index } = under(event);
    if (index !== undefined && !isDragged) choose("parcel", index);
  });
  rows.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, dayAt(event.clientX - rows.getBoundingClientRect().left));
  }, { passive: false });
  rows.addEventListener("pointerdown", (event) => {
    const [startX, startFrom] = [event.clientX, from];
    isDragged = false;
    const move = (later) => {
      const shift = ((later.clientX - startX) / (wide() - NAMES)) * (to - from);
      const span = to - from;
      from = Math.max(0, Math.min(history.days - span, startFrom - shift));
      to = from + span;
      if (Math.abs(later.clientX - startX) > 3) { isDragged = true; paint(); }
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
