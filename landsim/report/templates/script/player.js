// The slider of time, and play.
let playing = null;

function stop() {
  window.clearInterval(playing);
  playing = null;
}

function player(history) {
  const last = history.steps.length - 1;
  const slider = make("input", { type: "range", min: 0, max: last, value: chosen.step, "aria-label": word("slider_label"), input: () => choose("step", Number(slider.value)) });
  const shown = make("output", { "aria-live": "off" });
  const button = make("button", { type: "button", "aria-label": word("play"), title: word("play"), click: toggle }, "▶");
  const refresh = () => {
    const date = dateOf(history, shownDay());
    slider.value = String(chosen.step);
    shown.textContent = `${quarterOf(date)} · ${date.slice(0, 7)}`;
    slider.setAttribute("aria-valuetext", date);
    button.textContent = playing ? "❚❚" : "▶";
  };
  function toggle() {
    if (playing) stop();
    else {
      if (chosen.step >= last) choose("step", 0);
      playing = window.setInterval(() => {
        if (chosen.step >= last) stop();
        else choose("step", chosen.step + 1);
        refresh();
      }, 140);
    }
    refresh();
  }
  on("step", refresh);
  refresh();
  return make("div", { class: "player" }, button, slider, shown);
}
