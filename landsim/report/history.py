"""The shown history: who held which parcel when, what happened to each project, and why."""

from datetime import date

import numpy as np

from landsim.core.horizon import Horizon
from landsim.metrics.series import OCCUPIED
from landsim.report import wording
from landsim.report.reasons import project_reasons
from landsim.report.states import STATES
from landsim.report.text import Json, Text, joined, say
from landsim.report.view import RunView, rows_of


def history_json(view: RunView, park: int) -> Json:
    """Return the history of the shown replication as map, Gantt chart and panel read it.

    Parameters
    ----------
    view
        Run.
    park
        Place of its park among the parks of the page.
    """
    horizon = view.scenario.horizon
    steps = month_days(horizon)
    projects = list(view.shown("projects")["project"])
    modes = [str(terms.mode) for terms in view.scenario.policy.tenure]
    names = wording.mode_names(view.scenario)
    texts = _Texts()
    return {
        "park": park,
        "start": horizon.start.isoformat(),
        "days": horizon.n_days,
        "steps": steps,
        "projects": _projects(view, texts),
        "texts": texts.all,
        "modes": [names[mode] for mode in modes],
        "spans": _spans(view, projects, modes),
        "occupied": occupied_percent(view, steps),
        "note": _note(view),
    }


def month_days(horizon: Horizon) -> list[int]:
    """Return the first day of each month, and the end."""
    months = horizon.n_periods * horizon.months_per_period
    start = horizon.start
    firsts = (
        date(start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, 1)
        for n in range(months + 1)
    )
    return [horizon.day_of(first) for first in firsts]


def occupied_percent(view: RunView, steps: list[int]) -> list[list[int]]:
    """Return how likely each parcel is built on or in use at each step, in percent.

    Notes
    -----
    Area occupied over area, averaged over replications.
    """
    parcels = {parcel.id: row for row, parcel in enumerate(view.scenario.park.parcels)}
    frame = view.table("parcel_timeline")
    held = frame[frame["state"].isin([state.value for state in OCCUPIED])]
    change = np.zeros((len(parcels), len(steps) + 1))
    rows = held["parcel"].map(parcels).to_numpy(dtype=int)
    instants = np.asarray(steps, dtype=float)
    instants[-1] -= 0.001  # the last step shows the last day, not the day after
    areas = held["area_m2"].to_numpy(dtype=float)
    np.add.at(change, (rows, np.searchsorted(instants, held["begin_day"])), areas)
    np.add.at(change, (rows, np.searchsorted(instants, held["end_day"])), -areas)
    whole = np.array([parcel.area_m2 for parcel in view.scenario.park.parcels], dtype=float)
    share = np.cumsum(change, axis=1)[:, :-1] / (whole[:, None] * max(view.n_replications, 1))
    return [[int(cell) for cell in line] for line in np.rint(100 * share)]


def _spans(view: RunView, projects: list[str], modes: list[str]) -> list[list[float]]:
    frame = view.shown("parcel_timeline")
    parcels = {parcel.id: row for row, parcel in enumerate(view.scenario.park.parcels)}
    holders = {name: row for row, name in enumerate(projects)}
    states = {state.value: row for row, state in enumerate(STATES)}
    tenures = {mode: row for row, mode in enumerate(modes)}
    columns = (
        frame["parcel"].map(parcels),
        frame["project"].map(holders).fillna(-1).astype(int),
        frame["state"].map(states),
        frame["begin_day"].round(2),
        frame["end_day"].round(2),
        frame["area_m2"],
        frame["mode"].map(tenures).fillna(-1).astype(int),
    )
    return [list(cells) for cells in zip(*(column.tolist() for column in columns), strict=True)]


class _Texts:
    """Texts that recur, each kept once; events name them by place."""

    def __init__(self) -> None:
        self.all: list[Text] = []
        self._places: dict[tuple[str, ...], int] = {}

    def place(self, text: Text) -> int:
        """Return the place of a text."""
        key = tuple(text.values())
        if key not in self._places:
            self._places[key] = len(self.all)
            self.all.append(text)
        return self._places[key]


def _projects(view: RunView, texts: _Texts) -> list[Json]:
    frame = view.shown("projects")
    kinds = wording.archetype_names(view.scenario)
    reasons = project_reasons(view)
    events = _events(view, texts)
    return [
        {
            "id": project.project,
            "name": project.name,
            "kind": wording.kind(kinds, project),
            "why": reasons[project.project],
            "events": events.get(project.project, []),
        }
        for project in rows_of(frame)
    ]


def _events(view: RunView, texts: _Texts) -> dict[str, list[list[float]]]:
    found: dict[str, list[list[float]]] = {}
    for milestone in rows_of(view.shown("milestones")):
        text = wording.event(milestone.kind)
        detail = wording.detail(milestone.detail)
        if detail is not None:
            text = joined([text, detail], " · ")
        found.setdefault(milestone.project, []).append([round(milestone.day, 2), texts.place(text)])
    return found


def _note(view: RunView) -> Text:
    if view.n_replications == 1:
        return say("The map shows the only replication of this run.")
    return say(
        "The map, the Gantt chart and the allocation table show the history of replication "
        "{shown}, one of {n}; figures with intervals are means over all of them.",
        shown=view.shown_replication,
        n=view.n_replications,
    )


def parcel_places(view: RunView) -> dict[str, int]:
    """Return the place of each parcel on the map."""
    return {str(parcel.id): row for row, parcel in enumerate(view.scenario.park.parcels)}
