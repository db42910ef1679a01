"""How good the plans are known to be, and what foresight would be worth."""

import math
from typing import Any

import pandas as pd

from landsim.core.area import mu_from_m2
from landsim.metrics import units
from landsim.report.blocks import Block, Chapter
from landsim.report.figures import bar_chart
from landsim.report.quantities import measure_of
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, figure_of, plain, say, signed
from landsim.report.view import RunView, StudyView, rows_of
from landsim.study.foresight import REPLICATION

_PLANNERS = {
    "optimal": "Optimiser",
    "priced": "Optimiser",
    "fcfs": "First come, first served",
    "best_score": "Best score first",
    "regret_greedy": "Regret greedy",
}
_OPTIMISERS = ("optimal", "priced")
"""Planners that prove a bound."""
_TERMINATIONS = {
    "optimal": "proven optimal",
    "gap": "proven within the gap asked for",
    "limit": "stopped at its limit",
    "heuristic": "no proof",
}
_PROVEN = ("optimal", "gap")


def chapter(study: StudyView) -> Chapter:
    """Return the chapter on the quality of plans."""
    return Chapter(
        id="quality",
        title=say("Quality of the plan"),
        lead=say("what could have been done by one who knew every project from the first day"),
        blocks=(
            Block(
                kind="figure",
                title=say("Perfect foresight: the optimiser and the usual ways"),
                note=say("Points of the objective; the dashed line is the proven upper bound."),
                width=5,
                data=study.each(_planners_figure),
                is_per_run=True,
            ),
            Block(
                kind="table",
                title=say("Plans for replication 0"),
                width=7,
                data=study.each(_planners_table),
                is_per_run=True,
            ),
            Block(
                kind="prose",
                title=say("How to read this"),
                data=study.each(_remarks),
                is_per_run=True,
            ),
        ),
    )


def _planner(name: str) -> Text:
    return say(_PLANNERS[name]) if name in _PLANNERS else plain(name)


def _planners_figure(view: RunView) -> Json | None:
    frame = view.table("baselines")
    if frame.empty:
        return None
    bounds = frame["bound"].dropna()
    mark = (float(bounds.min()), say("proven bound")) if len(bounds) else None
    colours = ["#1c6dd0" if name in _OPTIMISERS else "#a9b5c3" for name in frame["planner"]]
    return {
        "label": say("Objective of each planner with perfect foresight"),
        "height": 70 + 46 * len(frame),
        "figure": bar_chart(
            [_planner(name) for name in frame["planner"]],
            frame["objective"].tolist(),
            colours,
            unit=say("points"),
            mark=mark,
        ),
    }


def _planners_table(view: RunView) -> Json | None:
    frame = view.table("baselines")
    if frame.empty:
        return None
    columns = (
        Column(name=say("Planner")),
        Column(name=say("Points"), kind="number", digits=2),
        Column(name=say("Proven bound"), kind="number", digits=2),
        Column(name=say("Gap, %"), kind="number", digits=2),
        Column(name=say("How it ended")),
        Column(name=say("Projects served"), kind="number"),
        Column(name=say("Land, mu"), kind="number"),
        Column(name=say("Rules broken"), kind="number"),
    )
    rows = [_planner_row(plan) for plan in rows_of(frame)]
    if len(_first(view, "projects")):
        rows.append(_simulated_row(view))
    return table(columns, rows, is_plain=True)


def _planner_row(plan: Any) -> Json:  # noqa: ANN401 - a row of a frame
    return row(
        _planner(plan.planner),
        plan.objective,
        plan.bound,
        100 * plan.gap,
        say(_TERMINATIONS[plan.termination]),
        plan.n_served,
        mu_from_m2(plan.area_m2),
        plan.n_violations,
    )


def _first(view: RunView, name: str) -> pd.DataFrame:
    """Return the rows of the replication that was planned with foresight."""
    frame = view.table(name)
    return frame[frame["replication"] == REPLICATION]


def _simulated_row(view: RunView) -> Json:
    given = _first(view, "assignments")
    return row(
        say("Simulated: decided as projects came"),
        None,
        None,
        None,
        say("closed loop"),
        len(given),
        float(given["area_mu"].sum()),
        None,
        is_marked=True,
    )


def _remarks(view: RunView) -> list[Text]:
    texts = [
        say(
            "The rows with perfect foresight know all projects of replication 0 in advance and "
            "count no refused offer, delay or exit: they are a yardstick, not a forecast."
        )
    ]
    found = view.table("baselines")
    best = found[found["planner"].isin(_OPTIMISERS)]
    if len(best):
        texts.append(_honesty(rows_of(best)[0]))
    if len(best) and len(_first(view, "projects")):
        texts.append(_foresight_value(view))
    epochs = view.table("epochs")
    if len(epochs):
        texts.append(_epochs(view))
    return texts


def _honesty(plan: Any) -> Text:  # noqa: ANN401 - a row of a frame
    if math.isnan(plan.gap):
        return say("No bound is known for this plan.")
    percent = figure_of(100 * plan.gap, 2)
    if plan.termination in _PROVEN:
        return say("No plan can be more than {gap} % better than the optimiser's.", gap=percent)
    return say(
        "The optimiser stopped at its limit: not proven best; no plan can be more than {gap} % "
        "better.",
        gap=percent,
    )


def _foresight_value(view: RunView) -> Text:
    """Return what the foresight plan has over the simulated decisions, in natural amounts."""
    output = _first(view, "projects").set_index("project")["output_mcny_per_year"]
    plan, given = view.table("plan"), _first(view, "assignments")
    plan = plan[plan["project"].isin(output.index)]  # land reserved for a phase 2 aside
    more = plan["project"].nunique() - given["project"].nunique()
    floors = view.scenario.park.floors
    planned_m2 = plan.loc[~plan["parcel"].isin(floors), "area_m2"].sum()
    land_mu = mu_from_m2(planned_m2 - given.loc[given["area_mu"].notna(), "area_m2"].sum())
    promised = output[plan["project"].unique()].sum() - output[given["project"].unique()].sum()
    measure = measure_of(units.MCNY_PER_YEAR)
    return say(
        "The optimiser with foresight minus the simulation: {projects} projects, {mu} mu of land, "
        "{output} {unit} of promised output. The simulation decides as projects come, meets "
        "declined offers, delays and exits, and supplies again the land that comes back.",
        projects=signed(more),
        mu=signed(land_mu),
        output=measure.difference(promised, promised),
        unit=measure.unit,
    )


def _epochs(view: RunView) -> Text:
    epochs = view.table("epochs")
    planned = epochs[epochs["termination"] != ""]
    proven = float(planned["termination"].isin(_PROVEN).mean()) if len(planned) else math.nan
    return say(
        "In the simulation {n} decisions were taken in a replication on average; {share} % of "
        "the plans behind them were proven best within the gap asked for.",
        n=figure_of(len(epochs) / view.n_replications, 1),
        share=measure_of(units.SHARE).amount(proven),
    )
