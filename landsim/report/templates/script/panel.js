// Who held the chosen parcel, since when, and why they got it.
function facts(pairs) {
  return make("dl", {}, pairs.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function parcelFacts(park, parcel) {
  const far = parcel.far.map((bound) => number(bound, 1)).join("–");
  return facts([
    [word("zone"), t(park.zones[parcel.zone].name)],
    [word("area"), area(parcel.area)],
    [word("far"), far],
    [word("ready"), parcel.ready],
    [word("price"), `${number(parcel.price)} ${word("cny_per_m2")}`],
    ...(parcel.block ? [[word("block"), parcel.block]] : []),
    ...(parcel.is_standard ? [[word("standard_land"), word("yes")]] : []),
  ]);
}

/** Successive spans of one holder become one stay. */
function stays(spans) {
  const found = [];
  for (const span of spans) {
    const last = found.find((stay) => stay.project === span.project && stay.end === span.begin);
    if (last && span.project >= 0) { last.end = span.end; last.states.push(span.state); if (span.mode >= 0) last.mode = span.mode; }
    else found.push({ ...span, states: [span.state] });
  }
  return found;
}

function eventList(history, project) {
  const rows = project.events.map(([day, text]) => [make("span", {}, dateOf(history, day)), make("span", {}, t(history.texts[text]))]);
  return make("div", { class: "events" }, rows);
}

function holder(history, stay) {
  const from = `${dateOf(history, stay.begin)} – ${stay.end >= history.days ? word("end") : dateOf(history, stay.end)}`;
  const state = page.states[stay.states[stay.states.length - 1]];
  const item = make("li", { class: "holder" });
  if (state.id !== "unserviced") item.style.borderColor = `var(--${state.id})`;
  if (stay.project < 0) return fill(item, {}, [make("b", {}, t(state.name)), make("span", {}, from)]);
  const project = history.projects[stay.project];
  return fill(item, {}, [
    make("b", {}, project.name),
    make("div", {}, [t(project.kind), stay.mode >= 0 ? t(history.modes[stay.mode]) : null].filter(Boolean).join(" · ")),
    make("div", {}, `${from} · ${area(stay.m2)}`),
    make("div", { class: "why" }, t(project.why)),
    eventList(history, project),
  ]);
}

function panel(park, history) {
  const box = make("aside", { class: "panel", "aria-live": "polite", tabindex: "0", "aria-label": word("panel_label") });
  const show = (index) => {
    clear(box);
    if (index === null) {
      box.append(make("h4", {}, word("panel_title")), make("p", { class: "empty" }, word("panel_empty")), make("p", {}, t(history.note)));
      return;
    }
    const parcel = park.parcels[index];
    const list = stays(spansByParcel(history)[index]).map((stay) => holder(history, stay));
    box.append(make("h4", {}, parcel.id), parcelFacts(park, parcel), make("ol", {}, list));
    box.scrollTop = 0;
  };
  on("parcel", show);
  show(chosen.parcel);
  return box;
}
