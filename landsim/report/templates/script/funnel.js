// A funnel: the ribbon of projects from step to step, and below it where the others leave.
const FUNNEL = { top: 46, height: 118, rows: [196, 232, 268], node: 12 };
const STEP_COLOURS = ["#9fb4cc", "#7ea3c9", "#5d93c6", "#3f82bd", "#2a70ab", "#1d5f93", "#1d5f49"];

function amountOf(value) {
  return number(value, Math.abs(value - Math.round(value)) < 0.05 ? 0 : 1);
}

/** A ribbon of constant height from one place to another. */
function ribbon(x0, y0, x1, y1, height) {
  const middle = (x0 + x1) / 2;
  return `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}V${y1 + height}C${middle} ${y1 + height} ${middle} ${y0 + height} ${x0} ${y0 + height}Z`;
}

function funnelBlock(data) {
  const frame = make("div", { class: "funnel" });
  const picture = draw("svg", { role: "img", "aria-label": word("funnel_label") });
  frame.append(picture);
  const paint = () => paintFunnel(picture, data, Math.max(560, frame.clientWidth || 900));
  new ResizeObserver(paint).observe(frame);
  on("layout", paint);
  paint();
  return [frame, tableBehind(data.table)];
}

function paintFunnel(picture, data, width) {
  const deepest = Math.max(0, ...data.steps.map((_, n) => data.exits.filter((exit) => exit.step === n).length));
  const height = deepest ? FUNNEL.rows[Math.min(deepest, 3) - 1] + 26 : FUNNEL.top + FUNNEL.height + 8;
  const most = Math.max(...data.steps.map((step) => step.amount), 1e-9);
  const tall = (amount) => (FUNNEL.height * amount) / most;
  const gap = (width - 150) / Math.max(1, data.steps.length - 1);
  const x = (n) => 1 + n * gap;
  clear(picture);
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.setAttribute("height", height);
  data.steps.forEach((step, n) => {
    const colour = STEP_COLOURS[n % STEP_COLOURS.length];
    const next = data.steps[n + 1];
    if (next && next.amount > 0)
      picture.append(draw("path", { d: ribbon(x(n) + FUNNEL.node, FUNNEL.top, x(n + 1), FUNNEL.top, tall(next.amount)), fill: colour, opacity: 0.35 }));
    picture.append(draw("rect", { x: x(n), y: FUNNEL.top, width: FUNNEL.node, height: Math.max(1, tall(step.amount)), fill: colour }));
    picture.append(draw("text", { x: x(n), y: 16, class: "step" }, t(step.name)));
    picture.append(draw("text", { x: x(n), y: 37, class: "amount" }, amountOf(step.amount)));
    if (n > 0 && data.steps[0].amount > 0)
      picture.append(draw("text", { x: x(n) + 8 + 10 * amountOf(step.amount).length, y: 37, class: "percent" }, `${number((100 * step.amount) / data.steps[0].amount)} %`));
    paintExits(picture, data.exits.filter((exit) => exit.step === n), x(n) + FUNNEL.node, FUNNEL.top + (next ? tall(next.amount) : 0), tall);
  });
}

/** Exits of one step, the lowest part of its node first, one row each. */
function paintExits(picture, exits, x, bottom, tall) {
  const thicknesses = exits.map((exit) => Math.max(1.2, tall(exit.amount)));
  const drawnWidths = thicknesses.map((thick) => Math.min(thick, 24));
  let from = bottom;
  exits.forEach((exit, row) => {
    const y = FUNNEL.rows[Math.min(row, 2)];
    const [thick, drawn] = [thicknesses[row], drawnWidths[row]];
    const right = x + 10 + drawnWidths.slice(row + 1).reduce((sum, width) => sum + width + 5, 0);
    picture.append(draw("path", { d: `M${x} ${from}C${right} ${from} ${right} ${from} ${right} ${y - 12}H${right + drawn}C${right + drawn} ${from + thick} ${right} ${from + thick} ${x} ${from + thick}Z`, fill: exit.colour, opacity: 0.4 }));
    picture.append(draw("rect", { x: right, y: y - 12, width: Math.max(3, drawn), height: 5, fill: exit.colour }));
    picture.append(draw("text", { x: right, y: y + 8, class: "exit" }, `${t(exit.name)} ${amountOf(exit.amount)}`));
    from += thick;
  });
}
