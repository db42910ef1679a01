"""Who got which parcel, when and under which tenure; who did not, and why."""

import math
from typing import Any

from landsim.core.area import mu_from_m2
from landsim.report import wording
from landsim.report.blocks import Block, Chapter
from landsim.report.history import parcel_places
from landsim.report.reasons import project_reasons
from landsim.report.tables import Column, pill, row, table
from landsim.report.text import Json, joined, plain, say
from landsim.report.view import RunView, StudyView, rows_of

_STANDINGS = {
    "served": "Given land",
    "refused": "Not admitted",
    "withdrawn": "Withdrew",
    "open": "Waiting at the end",
}
_ENDED = {
    "exited": "Given land, later exited",
    "reclaimed": "Given land, later reclaimed",
    "expired": "Given land, term expired",
}


def chapter(study: StudyView) -> Chapter:
    """Return the chapter with the allocation table."""
    return Chapter(
        id="allocation",
        title=say("Allocation"),
        lead=say(
            "every project of the shown history; a click on a row shows its parcel on the map"
        ),
        blocks=(Block(kind="table", data=study.each(_projects), is_per_run=True),),
    )


def _projects(view: RunView) -> Json:
    columns = (
        Column(name=say("Project")),
        Column(name=say("Kind, firm, channel")),
        Column(name=say("Filed"), kind="tight"),
        Column(name=say("Needs, mu"), kind="number", digits=1),
        Column(name=say("Mark"), kind="number", help=say("Weighted admission mark, 0 to 100")),
        Column(name=say("Outcome"), kind="pill"),
        Column(name=say("Parcel"), kind="list"),
        Column(name=say("Area, mu"), kind="number", digits=1),
        Column(name=say("Decided"), kind="tight"),
        Column(name=say("Tenure")),
        Column(name=say("Days from filing"), kind="number"),
        Column(name=say("Reason"), kind="wide"),
    )
    frame = view.shown("projects")
    given = {entry.project: entry for entry in rows_of(view.shown("assignments"))}
    context = _Context(view)
    rows = [_row(context, project, given.get(project.project)) for project in rows_of(frame)]
    return table(columns, rows, filter_column=5)


class _Context:
    """Names that rows look up."""

    def __init__(self, view: RunView) -> None:
        self.horizon = view.scenario.horizon
        self.kinds = wording.archetype_names(view.scenario)
        self.modes = wording.mode_names(view.scenario)
        self.places = parcel_places(view)
        self.reasons = project_reasons(view)


def _row(context: _Context, project: Any, given: Any) -> Json:  # noqa: ANN401 - rows
    cells: list[object] = [
        project.name,
        wording.kind(context.kinds, project),
        context.horizon.date_of(project.filed_day).isoformat(),
        mu_from_m2(project.area_min_m2),
        float(project.score),
        _outcome(project.standing, given),
    ]
    if given is None:
        return row(*cells, None, None, "", "", None, context.reasons[project.project])
    mode = wording.name_or_id(context.modes, given.mode)
    is_floor = math.isnan(given.area_mu)
    return row(
        *cells,
        given.parcel.split("+"),
        None if is_floor else float(given.area_mu),
        context.horizon.date_of(given.assigned_day).isoformat(),
        joined([mode, plain(f"{given.area_m2:,} m²")]) if is_floor else mode,
        float(given.assigned_day - project.filed_day),
        context.reasons[project.project],
        parcel=context.places.get(given.parcel.split("+")[0]),
    )


def _outcome(standing: str, given: Any) -> Json:  # noqa: ANN401 - a row
    if given is not None and given.end_cause:
        return pill(say(_ENDED[given.end_cause]), "warn")
    return pill(say(_STANDINGS[standing]), _tone(standing))


def _tone(standing: str) -> str:
    match standing:
        case "served":
            return "good"
        case "refused":
            return "bad"
        case "withdrawn":
            return "warn"
        case _:
            return ""
