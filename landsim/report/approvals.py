"""How far projects get, and how long each stage of approval takes."""

import pandas as pd

from landsim.core.approval import Stage, StageKind
from landsim.core.scenario import Scenario
from landsim.report.blocks import Block, Chapter
from landsim.report.figures import Flow, Times, flow_chart, stage_chart
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, joined, named, plain, say
from landsim.report.view import RunView, StudyView

GREEN, ORDINARY = "#2a7f5f", "#d97d0d"
"""Colours of the green channel and of ordinary cases."""
_STEPS = (
    ("filed", "Filed"),
    ("admitted", "Admitted"),
    ("assigned", "Given land"),
    ("contracted", "Contract"),
    ("permitted", "Permit"),
    ("started", "Construction"),
    ("producing", "Production"),
)
_ENDS = (
    ("refused", "Not admitted"),
    ("withdrawn", "Withdrew"),
    ("left", "Exited or reclaimed"),
    ("open", "Under way at the end"),
)
_LEFT = ("exited", "reclaimed", "expired")
_BLUES = ("#9fb4cc", "#7ea3c9", "#5d93c6", "#3f82bd", "#2a70ab", "#1d5f93", "#1d5f49")
_GREYS = ("#c9812f", "#b3361f", "#8b5a99", "#a9b5c3")
_RIGHT = (0.24, 0.44, 0.99, 0.99)
_SLOW = (StageKind.ENTERPRISE,)


def chapter(study: StudyView) -> Chapter:
    """Return the chapter on approvals."""
    return Chapter(
        id="approvals",
        title=say("Approvals"),
        lead=say("means over all replications"),
        blocks=(
            Block(
                kind="figure",
                title=say("How far projects get"),
                note=say("Projects in a replication, on average, by the furthest step reached."),
                width=6,
                data=study.each(_funnel),
                is_per_run=True,
            ),
            Block(
                kind="figure",
                title=say("Stage times"),
                note=say(
                    "Working days from the day a stage could begin to the day it ended, waiting "
                    "for a desk included; dots are medians, line ends the 90th percentile."
                ),
                width=6,
                data=study.each(_stage_times),
                is_per_run=True,
            ),
        ),
    )


def _funnel(view: RunView) -> Json | None:
    reached = _furthest(view)
    if reached.empty:
        return None
    n = view.n_replications
    ends = [name for name, _ in _ENDS]
    counts = reached.groupby(["step", "end"]).size() / n
    through = [float((reached["step"] >= step).sum()) / n for step in range(len(_STEPS))]
    flows = [Flow(source=k, target=k + 1, amount=through[k + 1]) for k in range(len(_STEPS) - 1)]
    flows += [
        Flow(source=int(step), target=len(_STEPS) + ends.index(end), amount=float(amount))
        for (step, end), amount in counts.items()
        if end
    ]
    flows = [flow for flow in flows if flow.amount > 0]
    lost = [float((reached["end"] == end).sum()) / n for end in ends]
    names = [say(name) for _, name in (*_STEPS, *_ENDS)]
    amounts = [*through, *lost]
    labels = [
        joined([name, plain(f"{amount:.1f}".removesuffix(".0"))])
        for name, amount in zip(names, amounts, strict=True)
    ]
    nodes = [
        (label, colour, x, y)
        for label, colour, (x, y) in zip(labels, (*_BLUES, *_GREYS), _places(), strict=True)
    ]
    unit = say(" projects")
    kept = _without_empty(nodes, amounts, flows)
    return {
        "label": say("Sankey diagram of projects from filing to production"),
        "height": 400,
        "figure": flow_chart(*kept, unit=unit),
        "table": table(
            (Column(name=say("Step")), Column(name=say("Projects"), kind="number", digits=1)),
            [row(name, amount) for name, amount in zip(names, amounts, strict=True)],
            is_plain=True,
        ),
    }


def _places() -> list[tuple[float, float]]:
    steps = [(0.01 + 0.98 * n / (len(_STEPS) - 1), 0.3) for n in range(len(_STEPS))]
    ends = [(x, y) for x, y in zip(_RIGHT, (0.9, 0.93, 0.72, 0.92), strict=True)]
    return [*steps, *ends]


def _without_empty(
    nodes: list[tuple[Text, str, float, float]], amounts: list[float], flows: list[Flow]
) -> tuple[list[tuple[Text, str, float, float]], list[Flow]]:
    kept = [place for place, amount in enumerate(amounts) if amount > 0]
    moved = {old: new for new, old in enumerate(kept)}
    return [nodes[place] for place in kept], [
        Flow(source=moved[flow.source], target=moved[flow.target], amount=flow.amount)
        for flow in flows
    ]


def _furthest(view: RunView) -> pd.DataFrame:
    """Return the furthest step of each project of each replication, and how it ended there."""
    frame = view.table("milestones")
    steps = {name: n for n, (name, _) in enumerate(_STEPS)}
    known = frame.assign(step=frame["kind"].map(steps))
    keys = ["replication", "project"]
    step = known.groupby(keys)["step"].max()
    ends = pd.Series("open", index=step.index)
    ends[step == len(_STEPS) - 1] = ""
    for name, kinds in (("left", _LEFT), ("withdrawn", ("withdrawn",)), ("refused", ("refused",))):
        happened = frame[frame["kind"].isin(kinds)].groupby(keys).size().index
        ends[ends.index.isin(happened)] = name
    return pd.DataFrame({"step": step, "end": ends}).dropna()


def _stage_times(view: RunView) -> Json | None:
    stages = [s for s in _stages_in_order(view.scenario) if s.kind not in _SLOW]
    times = _working_days(view)
    stages = [stage for stage in stages if stage.id in times.index.get_level_values("stage")]
    if not stages:
        return None
    names = [joined([plain(str(stage.id)), named(stage.name)]) for stage in stages]
    channels = []
    for is_green, name, colour in (
        (False, say("Ordinary cases"), ORDINARY),
        (True, say("Green channel"), GREEN),
    ):
        found = [_at(times, stage, is_green=is_green) for stage in stages]
        if any(entry is not None for entry in found):
            channels.append(
                Times(
                    name=name,
                    colour=colour,
                    medians=[None if entry is None else entry["median"] for entry in found],
                    p90s=[None if entry is None else entry["p90"] for entry in found],
                )
            )
    limits = [stage.limit_workdays for stage in stages]
    figure = stage_chart(
        names, channels, limits, unit=say("working days"), limit_name=say("Statutory limit")
    )
    return {
        "label": say("Median and 90th percentile of stage times against statutory limits"),
        "height": max(320, 90 + 27 * len(stages)),
        "figure": figure,
        "table": _stage_table(view.scenario, times),
    }


def _stages_in_order(scenario: Scenario) -> list[Stage]:
    approvals = scenario.policy.approvals
    order = [step.stage for step in approvals.route(approvals.ordinary_route).steps]
    rest = [stage.id for stage in approvals.stages if stage.id not in order]
    return [approvals.stage(name) for name in (*order, *rest)]


def _working_days(view: RunView) -> pd.DataFrame:
    frame = view.table("stage_log")
    ended = frame[frame["outcome"].isin(["passed", "deemed", "correction", "refused"])]
    days = ended.assign(total=ended["waited_workdays"] + ended["worked_workdays"])
    groups = days.groupby(["stage", "is_green"])
    return pd.DataFrame(
        {
            "n": groups.size() / view.n_replications,
            "median": groups["total"].median(),
            "p90": groups["total"].quantile(0.9),
            "waited": groups["waited_workdays"].mean(),
            "again": groups["round"].agg(lambda rounds: float((rounds > 0).mean())),
            "deemed": groups["outcome"].agg(lambda ends: float((ends == "deemed").mean())),
        }
    )


def _at(times: pd.DataFrame, stage: Stage, *, is_green: bool) -> pd.Series | None:  # type: ignore[type-arg]
    key = (str(stage.id), is_green)
    return times.loc[key] if key in times.index else None


def _stage_table(scenario: Scenario, times: pd.DataFrame) -> Json:
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
    rows = []
    for stage in _stages_in_order(scenario):
        for is_green, channel in ((False, say("Ordinary cases")), (True, say("Green channel"))):
            found = _at(times, stage, is_green=is_green)
            if found is not None:
                rows.append(
                    row(
                        joined([plain(str(stage.id)), named(stage.name)]),
                        channel,
                        float(found["n"]),
                        float(found["median"]),
                        float(found["p90"]),
                        stage.limit_workdays,
                        float(found["waited"]),
                        100 * float(found["again"]),
                        100 * float(found["deemed"]),
                    )
                )
    return table(columns, rows)
