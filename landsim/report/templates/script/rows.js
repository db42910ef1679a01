// Rows of the Gantt chart: their order, lanes for parts held at the same time, and what they say.
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
