"""How long approvals take: the stages, by channel, against their statutory limits."""

from typing import Any

import pandas as pd

from landsim.core.approval import Stage, StageKind
from landsim.core.scenario import Scenario
from landsim.metrics.estimate import estimate
from landsim.metrics.lead_times import LEAD_TIMES
from landsim.metrics.metric import metrics
from landsim.report.blocks import Block, Chapter
from landsim.report.desks import desk_waits
from landsim.report.figures import Times, stage_chart
from landsim.report.funnel import funnel
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, joined, named, plain, say
from landsim.report.view import RunView, StudyView, rows_of

ORDINARY, GREEN = "#d97d0d", "#2a7f5f"
"""Colours of ordinary cases and of the green channel."""
_ENDED = ("passed", "deemed", "correction", "refused")
_CHANNELS = (False, True)
_COHORTS = ("", "p90_", "green_", "ordinary_")


def chapter(study: StudyView) -> Chapter:
    """Return the chapter on approvals."""
    return Chapter(
        id="approvals",
        title=say("Approvals"),
        lead=say("means over all replications"),
        blocks=(
            Block(
                kind="funnel",
                title=say("How far projects get"),
                note=say("Projects in a replication, on average, by the furthest step reached."),
                data=study.each(funnel),
                is_per_run=True,
            ),
            Block(
                kind="figure",
                title=say("Stage times"),
                note=say(
                    "Working days from the day a stage could begin to the day it ended, waiting "
                    "for a desk included; dots are medians, line ends the 90th percentile."
                ),
                width=7,
                rows=2,
                data=study.each(_stage_times),
                is_per_run=True,
            ),
            Block(
                kind="table",
                title=say("Lead times, working days"),
                note=say("Of projects that completed; P90: nine in ten take no longer."),
                width=5,
                data=study.each(_lead_times),
                is_per_run=True,
            ),
            Block(
                kind="table",
                title=say("Waiting at the desks, working days a review"),
                note=say("What priority for the green channel costs the ordinary cases."),
                width=5,
                data=study.each(desk_waits),
                is_per_run=True,
            ),
        ),
    )


def _lead_times(view: RunView) -> Json:
    columns = (
        Column(name=say("From – to")),
        Column(name=say("Mean"), kind="number", digits=1),
        Column(name=say("P90"), kind="number", digits=1),
        Column(name=say("Green channel"), kind="number", digits=1),
        Column(name=say("Ordinary cases"), kind="number", digits=1),
    )
    rows = []
    for name, *_ in LEAD_TIMES:
        means = [_mean(view, f"{name}_{cohort}workdays") for cohort in _COHORTS]
        rows.append(row(named(metrics.get(f"{name}_workdays").label), *means))
    return table(columns, rows, is_plain=True)


def _mean(view: RunView, metric: str) -> float | None:
    if metric not in view.metrics:
        return None
    return estimate(metric, view.metrics[metric].tolist()).mean


def _stage_times(view: RunView) -> Json | None:
    times = _working_days(view)
    stages = [
        stage
        for stage in _stages_in_order(view.scenario)
        if stage.kind is not StageKind.ENTERPRISE and any((stage.id, g) in times for g in _CHANNELS)
    ]
    if not stages:
        return None
    channels = [
        Times(
            name=name,
            colour=colour,
            medians=[_value(times, stage, is_green, "median") for stage in stages],
            p90s=[_value(times, stage, is_green, "p90") for stage in stages],
        )
        for is_green, (name, colour) in _channels().items()
        if any((stage.id, is_green) in times for stage in stages)
    ]
    figure = stage_chart(
        [_stage_name(stage) for stage in stages],
        channels,
        [stage.limit_workdays for stage in stages],
        unit=say("working days"),
        limit_name=say("Statutory limit"),
    )
    return {
        "label": say("Median and 90th percentile of stage times against statutory limits"),
        "height": max(300, 90 + 26 * len(stages)),
        "figure": figure,
        "table": _stage_table(view.scenario, times),
    }


def _channels() -> dict[bool, tuple[Text, str]]:
    return {False: (say("Ordinary cases"), ORDINARY), True: (say("Green channel"), GREEN)}


def _stage_name(stage: Stage) -> Text:
    return joined([plain(str(stage.id)), named(stage.name)])


def _stages_in_order(scenario: Scenario) -> list[Stage]:
    approvals = scenario.policy.approvals
    order = [step.stage for step in approvals.route(approvals.ordinary_route).steps]
    rest = [stage.id for stage in approvals.stages if stage.id not in order]
    return [approvals.stage(name) for name in (*order, *rest)]


def _working_days(view: RunView) -> dict[tuple[str, bool], Any]:
    """Return figures of every stage and channel, over all replications."""
    frame = view.table("stage_log")
    ended = frame[frame["outcome"].isin(_ENDED)]
    days = ended.assign(
        total=ended["waited_workdays"] + ended["worked_workdays"],
        again=ended["round"] > 0,
        deemed=ended["outcome"] == "deemed",
    )
    groups = days.groupby(["stage", "is_green"])
    figures = pd.DataFrame(
        {
            "n": groups.size() / view.n_replications,
            "median": groups["total"].median(),
            "p90": groups["total"].quantile(0.9),
            "waited": groups["waited_workdays"].mean(),
            "again": 100 * groups["again"].mean(),
            "deemed": 100 * groups["deemed"].mean(),
        }
    ).reset_index()
    return {(entry.stage, bool(entry.is_green)): entry for entry in rows_of(figures)}


def _value(
    times: dict[tuple[str, bool], Any],
    stage: Stage,
    is_green: bool,  # noqa: FBT001 - part of the key
    field: str,
) -> float | None:
    found = times.get((stage.id, is_green))
    return None if found is None else round(float(getattr(found, field)), 2)


def _stage_table(scenario: Scenario, times: dict[tuple[str, bool], Any]) -> Json:
    columns = (
        Column(name=say("Stage")),
        Column(name=say("Channel")),
        Column(name=say("Reviews a replication"), kind="number", digits=1),
        Column(name=say("Median, working days"), kind="number", digits=1),
        Column(name=say("P90, working days"), kind="number", digits=1),
        Column(name=say("Statutory limit, working days"), kind="number"),
        Column(name=say("Mean wait for a desk, working days"), kind="number", digits=1),
        Column(name=say("Repeated reviews, %"), kind="number", digits=1),
        Column(name=say("Deemed approvals, %"), kind="number", digits=1),
    )
    fields = ("waited", "again", "deemed")
    rows = [
        row(
            _stage_name(stage),
            name,
            *(_value(times, stage, is_green, field) for field in ("n", "median", "p90")),
            stage.limit_workdays,
            *(_value(times, stage, is_green, field) for field in fields),
        )
        for stage in _stages_in_order(scenario)
        for is_green, (name, _) in _channels().items()
        if (stage.id, is_green) in times
    ]
    return table(columns, rows)
