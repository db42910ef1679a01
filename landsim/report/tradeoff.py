"""Plans weighed against each other, as one offline page: points open the plan behind them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from landsim.allocation.alternatives import Alternatives
from landsim.allocation.front import Front
from landsim.allocation.weighed import Weighed
from landsim.core.label import Language
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.errors import ResultsError
from landsim.files.atomic import write_text
from landsim.report.blocks import Block, Chapter
from landsim.report.map import park_json
from landsim.report.page import render
from landsim.report.plans import plan_history, plan_table
from landsim.report.states import states_json
from landsim.report.text import Json, joined, named, say
from landsim.report.tradeoff_futures import first_stage_view
from landsim.report.tradeoff_plans import alternatives_view, front_view
from landsim.report.tradeoff_weights import weighed_view
from landsim.report.view import RUN_COLOURS
from landsim.report.weighing import Weighing
from landsim.report.words import words
from landsim.study.first_stage import FirstStages

Found = Front | Alternatives | Weighed | FirstStages
"""What a page can be about."""
_VIEWS: dict[type, Callable[[Scenario, Any], Weighing]] = {
    Front: front_view,
    Alternatives: alternatives_view,
    Weighed: weighed_view,
    FirstStages: first_stage_view,
}


def write_tradeoff(
    scenario: Scenario,
    projects: Sequence[Project],
    found: Found,
    path: Path,
    *,
    language: Language = Language.ZH,
) -> Path:
    """Write one HTML file about a trade-off; it opens offline, in both languages.

    Parameters
    ----------
    scenario
        World.
    projects
        Projects that ask.
    found
        What was found.
    path
        File to write.
    language
        Language in which the page opens.

    Raises
    ------
    ResultsError
        If there is no plan to show.
    """
    shown = _VIEWS[type(found)](scenario, found)
    if not shown.plans:
        raise ResultsError("a trade-off page needs at least one plan")
    write_text(path, render(_page(scenario, projects, shown, language), language))
    return path


def _page(
    scenario: Scenario, projects: Sequence[Project], shown: Weighing, language: Language
) -> Json:
    tables = tuple(plan_table(scenario, projects, entry.plan) for entry in shown.plans)
    colours = [RUN_COLOURS[1 + n % (len(RUN_COLOURS) - 1)] for n in range(len(shown.plans))]
    return {
        "language": language.value,
        "shown": 0,
        "title": joined([named(scenario.title), shown.title], " · "),
        "subtitle": joined([named(scenario.policy.name), say("{n} plans", n=len(tables))], " · "),
        "words": words() | {"shown_policy": say("Shown plan")},
        "states": states_json(),
        "runs": [
            {"name": entry.name, "colour": colour}
            for entry, colour in zip(shown.plans, colours, strict=True)
        ],
        "parks": [park_json(scenario.park)],
        "histories": [plan_history(scenario, entry.plan) for entry in shown.plans],
        "sections": [chapter.as_json() for chapter in _chapters(shown, tables)],
    }


def _chapters(shown: Weighing, tables: tuple[Json, ...]) -> tuple[Chapter, ...]:
    return (
        Chapter(id="tradeoff", title=shown.title, blocks=shown.blocks),
        Chapter(
            id="map",
            title=say("Parcel map"),
            lead=say("of the chosen plan"),
            blocks=(Block(kind="map"),),
        ),
        Chapter(id="gantt", title=say("Occupancy by parcel"), blocks=(Block(kind="gantt"),)),
        Chapter(
            id="allocation",
            title=say("Allocation"),
            lead=say("of the chosen plan; a click on a row shows its parcel on the map"),
            blocks=(Block(kind="table", data=tables, is_per_run=True),),
        ),
        Chapter(
            id="method",
            title=say("Method"),
            blocks=(Block(kind="prose", data=(list(shown.method),)),),
        ),
    )
