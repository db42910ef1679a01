// The park in true proportions, at the day of the slider.
const OCCUPIED = ["#eef3f8", "#c6dcef", "#8fbde0", "#4f97cd", "#1d6bb0", "#0b4479"];
const ZONE_FILLS = ["#cfe3f5", "#f7ddb0", "#d9ead3", "#ead1dc", "#e6e6e6", "#fff2cc"];

function stateFill(state) {
  return `s-${state.id}`;
}

function swatch(className, fillColour) {
  const box = draw("rect", { width: 20, height: 13, class: className, fill: fillColour });
  return draw("svg", { viewBox: "0 0 20 13", "aria-hidden": "true" }, box);
}

/** The polygons, and under one class each the slices of parcels with several holders. */
function parcelShapes(park, history) {
  return park.parcels.map((parcel, index) => {
    const shape = draw("path", {
      d: parcel.path, class: "parcel", "stroke-width": 1.2, "fill-rule": "evenodd",
      click: () => choose("parcel", index),
      mousemove: (event) => showTip(event, parcelTip(history, park, index)),
      mouseleave: hideTip,
    });
    return draw("g", {}, shape);
  });
}

function parcelTip(history, park, index) {
  const parcel = park.parcels[index];
  const lines = [`${parcel.id} · ${t(park.zones[parcel.zone].name)} · ${area(parcel.area)}`];
  for (const span of spansAt(history, index, shownDay())) {
    const holder = span.project >= 0 ? ` · ${history.projects[span.project].name}` : "";
    const mode = span.mode >= 0 ? ` · ${t(history.modes[span.mode])}` : "";
    lines.push(`${t(page.states[span.state].name)}${holder}${mode}`);
  }
  return lines.join("\n");
}

function paintStates(park, history, groups) {
  const day = shownDay();
  groups.forEach((group, index) => {
    const spans = spansAt(history, index, day);
    while (group.childNodes.length > 1) group.lastChild.remove();
    const shape = group.firstChild;
    const largest = spans.reduce((most, span) => (span.m2 > most.m2 ? span : most), spans[0]);
    shape.removeAttribute("fill");
    shape.setAttribute("class", `parcel ${largest ? stateFill(page.states[largest.state]) : "s-free"}`);
    if (new Set(spans.map((span) => span.state)).size > 1) slice(group, park.parcels[index], spans);
  });
}

/** A parcel held in parts: one vertical slice to each part, wide as its share of the area. */
function slice(group, parcel, spans) {
  const [x, y, width, height] = parcel.box;
  const clip = draw("clipPath", { id: `clip-${parcel.id}` }, draw("path", { d: parcel.path }));
  const cut = draw("g", { "clip-path": `url("#clip-${parcel.id}")`, "pointer-events": "none" });
  let at = x;
  for (const span of spans) {
    const wide = (width * span.m2) / parcel.area;
    const className = stateFill(page.states[span.state]);
    cut.append(draw("rect", { x: at, y, width: wide, height, class: className }));
    at += wide;
  }
  group.append(clip, cut);
}

function paintOccupied(history, groups) {
  groups.forEach((group, index) => {
    while (group.childNodes.length > 1) group.lastChild.remove();
    const percent = history.occupied[index][chosen.step];
    group.firstChild.setAttribute("class", "parcel");
    group.firstChild.setAttribute("fill", OCCUPIED[Math.min(5, Math.floor(percent / 100 * 6))]);
  });
}

function paintZones(park, groups) {
  groups.forEach((group, index) => {
    while (group.childNodes.length > 1) group.lastChild.remove();
    group.firstChild.setAttribute("class", "parcel");
    group.firstChild.setAttribute("fill", ZONE_FILLS[park.parcels[index].zone % ZONE_FILLS.length]);
  });
}

/** Scale bar, north arrow, names of blocks and stations. */
function furniture(park) {
  const [width, height] = park.size;
  const parts = draw("g", { "font-size": 13 });
  for (const parcel of park.parcels.filter((one) => one.box[2] > 68 && one.box[3] > 30))
    parts.append(draw("text", { x: parcel.box[0] + parcel.box[2] / 2, y: parcel.box[1] + parcel.box[3] / 2 + 4, class: "halo", "stroke-width": 3, "font-size": 11, "text-anchor": "middle" }, parcel.id));
  for (const block of park.blocks)
    parts.append(draw("text", { x: block.x, y: block.y, class: "halo", "stroke-width": 3.5, "font-size": 12.5, "text-anchor": "middle", "font-weight": 600 }, t(block.name)));
  for (const station of park.stations) {
    const mark = draw("g", { transform: `translate(${station.x} ${station.y})` });
    mark.append(draw("circle", { r: 8, fill: "#fff", stroke: "#12263f", "stroke-width": 3 }), draw("circle", { r: 3, fill: "#12263f" }));
    const distance = station.beyond ? ` · ${number(station.beyond / 1000, 1)} km` : "";
    mark.append(draw("text", { x: station.left ? -13 : 13, y: 4.5, class: "halo", "stroke-width": 4, "font-weight": 700, "text-anchor": station.left ? "end" : "start" }, t(station.name) + distance));
    parts.append(mark);
  }
  const bar = draw("g", { transform: `translate(14 ${height - 16})` });
  bar.append(draw("path", { d: `M0 -6V0H${park.scale.units}V-6`, fill: "none", stroke: "#3c4859", "stroke-width": 1.6 }));
  bar.append(draw("text", { x: park.scale.units / 2, y: -6, "text-anchor": "middle" }, `${number(park.scale.metres)} m`));
  const north = draw("g", { transform: `translate(${width - 24} 34)` });
  north.append(draw("path", { d: "M0 -22L8 8L0 2L-8 8Z", fill: "#3c4859" }), draw("text", { y: 24, "text-anchor": "middle", "font-weight": 700 }, word("north")));
  parts.append(park.is_schematic ? bar : draw("g", {}, bar, north));
  return parts;
}

/** How much land is in each state on the shown day: a bar, and a key with figures. */
function areaKey(park, history, bar, key) {
  const day = shownDay();
  const sums = page.states.map(() => 0);
  for (const span of history.spans) if (span[3] <= day && day < span[4]) sums[span[2]] += span[5];
  const total = sums.reduce((sum, part) => sum + part, 0) || 1;
  clear(bar);
  clear(key);
  let at = 0;
  page.states.forEach((state, index) => {
    const wide = (1000 * sums[index]) / total;
    bar.append(draw("rect", { x: at, width: wide, height: 13, class: stateFill(state) }));
    at += wide;
    key.append(make("span", {}, swatch(stateFill(state)), t(state.name), make("b", {}, shortArea(sums[index]))));
  });
}

function shadeKey(key, entries) {
  clear(key);
  for (const [name, colour] of entries) key.append(make("span", {}, swatch("", colour), name));
}

/** Type or pick a parcel: the way to the panel without a pointer. */
function finder(park) {
  const list = make("datalist", { id: "parcel-names" }, park.parcels.map((parcel) => make("option", { value: parcel.id })));
  const box = make("input", { type: "search", list: "parcel-names", placeholder: word("find_parcel"), "aria-label": word("find_parcel"), change: () => {
    const found = park.parcels.findIndex((parcel) => parcel.id === box.value.trim());
    if (found >= 0) choose("parcel", found);
  } });
  return make("span", { class: "push" }, box, list);
}

const MAP_VIEWS = ["states", "occupied", "zones"];

function mapBlock() {
  const history = shownHistory();
  const park = page.parks[history.park];
  let look = MAP_VIEWS[0];
  const groups = parcelShapes(park, history);
  const ring = draw("path", { class: "chosen", "stroke-width": 3 });
  const picture = draw("svg", { class: "park", viewBox: `0 0 ${park.size.join(" ")}`, role: "img", "aria-label": word("map_label") }, groups, furniture(park), ring);
  const bar = draw("svg", { class: "shares", viewBox: "0 0 1000 13", preserveAspectRatio: "none", "aria-hidden": "true" });
  const key = make("div", { class: "key" });
  const paint = () => {
    bar.style.display = look === "states" ? "" : "none";
    if (look === "states") { paintStates(park, history, groups); areaKey(park, history, bar, key); }
    if (look === "occupied") { paintOccupied(history, groups); shadeKey(key, OCCUPIED.map((c, n) => [`${Math.round(n * 100 / 6)}–${Math.round((n + 1) * 100 / 6)} %`, c])); }
    if (look === "zones") { paintZones(park, groups); shadeKey(key, park.zones.map((zone, n) => [t(zone.name), ZONE_FILLS[n % ZONE_FILLS.length]])); }
  };
  const buttons = MAP_VIEWS.map((view) => make("button", {
    type: "button", "aria-pressed": String(view === look), "data-view": view,
    click: () => { look = view; for (const b of buttons) b.setAttribute("aria-pressed", String(b.dataset.view === view)); paint(); },
  }, word(`view_${view}`)));
  on("step", paint);
  on("parcel", (index) => ring.setAttribute("d", index === null ? "" : park.parcels[index].path));
  paint();
  ring.setAttribute("d", chosen.parcel === null ? "" : park.parcels[chosen.parcel].path);
  const left = make("div", {}, make("div", { class: "controls" }, buttons, finder(park)), player(history), picture, bar, key);
  return make("div", { class: "map" }, left, panel(park, history));
}
