"""First stages and what each comes to in every future, as cards of a page."""

from collections.abc import Sequence

from landsim.allocation.first_stage import TwoStage
from landsim.allocation.stochastic import EXPECTED, KNOWN, STOCHASTIC
from landsim.core.result import PairedDifference
from landsim.core.scenario import Scenario
from landsim.metrics.metric import metrics
from landsim.report.blocks import Block
from landsim.report.figures import future_chart
from landsim.report.plans import NamedPlan
from landsim.report.tables import Column, row, table
from landsim.report.text import Text, figure_of, named, say
from landsim.report.weighing import Weighing, figure_card
from landsim.study.first_stage import FirstStages

_STAGES = {
    STOCHASTIC: "against all futures",
    EXPECTED: "against the average future",
    KNOWN: "as if nobody came",
}


def first_stage_view(scenario: Scenario, found: FirstStages) -> Weighing:  # noqa: ARG001
    """Return first stages: what each comes to in every future."""
    model = found.model
    plans = tuple(NamedPlan(name=say(_STAGES[e.name]), plan=e.plan) for e in model.stages)
    futures = [str(number) for number in range(1, len(model.perfect) + 1)]
    series = [(name.name, stage.values) for name, stage in zip(plans, model.stages, strict=True)]
    chart = future_chart(
        futures, [*series, (say("knowing the future"), model.perfect)], unit=say("points")
    )
    columns = [
        Column(name=say("First stage")),
        Column(name=say("Projects"), kind="number"),
        Column(name=say("Mean"), kind="number", digits=2),
        Column(name=say("Worst"), kind="number", digits=2),
        Column(name=say("Objective"), kind="number", digits=2),
        Column(name=say("Bound"), kind="number", digits=2),
    ]
    rows = [
        row(
            plans[n].name,
            float(len(stage.plan.assignments)),
            stage.mean,
            stage.conditional,
            stage.objective,
            stage.bound,
            opens=n,
        )
        for n, stage in enumerate(model.stages)
    ]
    note = say("Points of the policy in each sampled future, the rest decided when it shows.")
    blocks = [
        figure_card(say("What each first stage comes to"), chart, note, height=360),
        Block(
            kind="table",
            title=say("First stages"),
            note=say("A click on a row opens the plan."),
            data=(table(columns, rows, is_plain=True),),
        ),
    ]
    if found.tried is not None:
        blocks += [
            _tried_view(other, entries) for other, entries in found.tried.differences.items()
        ]
    return Weighing(
        plans=plans,
        title=say("What to decide now"),
        blocks=tuple(blocks),
        method=_stochastic_method(model),
    )


def _stochastic_method(model: TwoStage) -> tuple[Text, ...]:
    gains = (
        (
            "Gain on planning against the average future (VSS): {value}, proven {low} to {high}.",
            model.stochastic_gain,
        ),
        (
            "Gain of knowing the future (EVPI): {value}, proven {low} to {high}.",
            model.perfect_gain,
        ),
    )
    return (
        say(
            "The assignments of the first {n} supply periods are the same in all futures; "
            "arrivals, exits and failed conversions differ, and the rest is decided in each.",
            n=model.n_first,
        ),
        *(
            say(
                message,
                value=figure_of(gain.value, 3),
                low=figure_of(gain.low, 3),
                high=figure_of(gain.high, 3),
            )
            for message, gain in gains
        ),
    )


def _tried_view(other: str, entries: Sequence[PairedDifference]) -> Block:
    columns = [
        Column(name=say("Metric")),
        Column(name=say("There"), kind="number", digits=2),
        Column(name=say("Here"), kind="number", digits=2),
        Column(name=say("Difference"), kind="number", digits=2),
        Column(name=say("95 % interval")),
    ]
    rows = [
        row(
            named(metrics.get(entry.metric).label),
            entry.baseline.mean,
            entry.variant.mean,
            entry.difference.mean,
            f"{figure_of(entry.difference.low, 2)} … {figure_of(entry.difference.high, 2)}",
        )
        for entry in entries
    ]
    title = say(
        "Simulated, {n} replications: planned against all futures (here) and {other} (there)",
        n=entries[0].difference.n,
        other=say(_STAGES[other]),
    )
    return Block(kind="table", title=title, data=(table(columns, rows, is_plain=True),))
