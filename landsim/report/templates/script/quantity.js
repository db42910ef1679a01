// Numbers, areas and days as people read them.
const GROUP = "\u202f";
const DAY_MS = 86400000;

/** A number with thin spaces between thousands. */
function number(value, digits = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const [whole, part] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP);
  const text = part ? `${grouped}.${part}` : grouped;
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `−${text}` : text;
}

/** An area: mu first where the reader is Chinese, hectares first otherwise. */
function area(m2) {
  const mu = `${number((m2 * 15) / 10000, 1)} ${word("mu")}`;
  const ha = `${number(m2 / 10000, 2)} ${word("ha")}`;
  return chosen.language === "zh" ? `${mu} (${ha})` : `${ha} (${mu})`;
}

function shortArea(m2) {
  return chosen.language === "zh"
    ? `${number((m2 * 15) / 10000, 0)} ${word("mu")}`
    : `${number(m2 / 10000, 1)} ${word("ha")}`;
}

/** The calendar date of a day of the simulation clock. */
function dateOf(history, day) {
  const start = Date.parse(`${history.start}T00:00:00Z`);
  return new Date(start + Math.floor(day) * DAY_MS).toISOString().slice(0, 10);
}

function quarterOf(date) {
  return `${date.slice(0, 4)}Q${Math.floor((Number(date.slice(5, 7)) + 2) / 3)}`;
}

function shownHistory() {
  return page.histories[chosen.run];
}

function shownDay() {
  const history = shownHistory();
  return Math.min(history.steps[chosen.step], history.days - 0.001);
}

/** Spans of every parcel, by parcel; filled once for each history. */
function spansByParcel(history) {
  if (!history.byParcel) {
    history.byParcel = page.parks[history.park].parcels.map(() => []);
    for (const [parcel, project, state, begin, end, m2, mode] of history.spans)
      history.byParcel[parcel].push({ parcel, project, state, begin, end, m2, mode });
  }
  return history.byParcel;
}

function spansAt(history, parcel, day) {
  return spansByParcel(history)[parcel].filter((span) => span.begin <= day && day < span.end);
}
