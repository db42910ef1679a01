"""How far projects get between filing and production, and where the others leave."""

import pandas as pd

from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, say
from landsim.report.view import RunView

_STEPS = {
    "filed": "Filed",
    "admitted": "Admitted",
    "assigned": "Given land",
    "contracted": "Contract",
    "permitted": "Permit",
    "started": "Construction",
    "producing": "Production",
}
"""Milestones that are steps, in order."""
_EXITS = {
    "refused": "Not admitted",
    "withdrawn": "Withdrew",
    "left": "Exited or reclaimed",
    "open": "Under way at the end",
}
_COLOURS = ("#c9812f", "#c23b22", "#8b5a99", "#8a97a8")
"""Colours of the exits."""
_LEFT = ("exited", "reclaimed", "expired")


def funnel(view: RunView) -> Json | None:
    """Return steps with the projects that reach them, and the exits between them.

    Parameters
    ----------
    view
        Run; counts are means over its replications.
    """
    reached = furthest_steps(view)
    if reached.empty:
        return None
    n = view.n_replications
    through = [float((reached["step"] >= step).sum()) / n for step in range(len(_STEPS))]
    steps = [
        {"name": say(name), "amount": amount}
        for name, amount in zip(_STEPS.values(), through, strict=True)
    ]
    exits = []
    for step in range(len(_STEPS)):
        for (key, name), colour in zip(_EXITS.items(), _COLOURS, strict=True):
            amount = float(((reached["step"] == step) & (reached["end"] == key)).sum()) / n
            if amount > 0:
                exits.append({"step": step, "name": say(name), "amount": amount, "colour": colour})
    return {"steps": steps, "exits": exits, "table": _table(through, exits)}


def furthest_steps(view: RunView) -> pd.DataFrame:
    """Return the furthest step of each project of each replication, and how it ended there.

    Notes
    -----
    ``end`` is ``refused``, ``withdrawn``, ``left`` (after land was given), ``open`` where the
    horizon ended first, or empty for projects in production that stayed.
    """
    frame = view.table("milestones")
    places = {name: place for place, name in enumerate(_STEPS)}
    keys = ["replication", "project"]
    step = frame.assign(step=frame["kind"].map(places)).groupby(keys)["step"].max()
    found = step.dropna().rename("step").reset_index()
    found["end"] = "open"
    found.loc[found["step"] == len(_STEPS) - 1, "end"] = ""
    members = pd.MultiIndex.from_frame(found[keys])
    for name, kinds in (("left", _LEFT), ("withdrawn", ("withdrawn",)), ("refused", ("refused",))):
        happened = pd.MultiIndex.from_frame(frame.loc[frame["kind"].isin(kinds), keys])
        found.loc[members.isin(happened), "end"] = name
    return found


def _table(through: list[float], exits: list[Json]) -> Json:
    columns = (
        Column(name=say("Step")),
        Column(name=say("Projects that reach it"), kind="number", digits=1),
        *(Column(name=say(name), kind="number", digits=1) for name in _EXITS.values()),
    )
    names: list[Text] = [say(name) for name in _EXITS.values()]
    lost = {(e["step"], str(e["name"])): e["amount"] for e in exits}
    rows = [
        row(say(name), through[step], *(lost.get((step, str(end)), 0.0) for end in names))
        for step, name in enumerate(_STEPS.values())
    ]
    return table(columns, rows, is_plain=True)
