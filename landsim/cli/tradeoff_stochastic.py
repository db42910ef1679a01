"""``landsim tradeoff SCENARIO stochastic``: what to decide now, whatever may come."""

import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from landsim.allocation.extensive import Risk
from landsim.allocation.first_stage import Between
from landsim.allocation.stochastic import EXPECTED, KNOWN, STOCHASTIC, two_stage
from landsim.cli.console import Console
from landsim.cli.plan import assignment_document
from landsim.cli.question import Question
from landsim.core.progress import Listener
from landsim.core.scenario import Scenario
from landsim.metrics.metric import metrics
from landsim.study.first_stage import FirstStages, TriedStages, try_first_stages

NAMES = {
    STOCHASTIC: "against all futures",
    EXPECTED: "against the average future",
    KNOWN: "as if nobody came",
}
"""What each first stage is called: message ids."""


def solve(
    question: Question, options: Mapping[str, Any], *, listener: Listener, cancel: threading.Event
) -> FirstStages:
    """Plan the first periods, and try the plans if asked."""
    common: dict[str, Any] = {
        "n_first": options["stage"],
        "n_futures": options["futures"],
        "risk": Risk(weight=options["risk"], tail=options["tail"]),
        "seed": options["seed"],
        "choice": question.choice,
    }
    scenario = question.scenario
    if options["simulated"]:
        tried = try_first_stages(
            scenario, n_reps=options["simulated"], listener=listener, cancel=cancel, **common
        )
        if tried.replications:
            return FirstStages(model=tried.replications[0].model, tried=tried)
    return FirstStages(model=two_stage(scenario, question.projects, listener=listener, **common))


def document(scenario: Scenario, found: FirstStages) -> dict[str, object]:
    """Return what was found as ``--json`` and the file show it."""
    model = found.model
    answer: dict[str, object] = {
        "first_stage_periods": model.n_first,
        "risk": asdict(model.risk),
        "arrivals": model.n_arrivals,
        "is_proven": model.is_proven,
        "perfect": model.perfect,
        "value_of_stochastic_solution": asdict(model.stochastic_gain),
        "value_of_perfect_information": asdict(model.perfect_gain),
        "first_stages": [
            {
                "name": stage.name,
                "mean": stage.mean,
                "conditional_value_at_risk": stage.conditional,
                "objective": stage.objective,
                "bound": stage.bound,
                "values": stage.values,
                "assignments": [assignment_document(scenario, e) for e in stage.plan.assignments],
            }
            for stage in model.stages
        ],
    }
    if found.tried is not None:
        answer["simulation"] = {
            "metrics": found.tried.metrics,
            "replications": [
                {"replication": once.replication, "values": once.values}
                for once in found.tried.replications
            ],
            "differences": {
                other: [asdict(entry) for entry in entries]
                for other, entries in found.tried.differences.items()
            },
        }
    return answer


def show(console: Console, scenario: Scenario, found: FirstStages) -> None:  # noqa: ARG001
    """Print the first stages and what each comes to."""
    model = found.model
    console.table(
        ["First stage", "Projects", "Mean", "Worst", "Objective", "Bound"],
        (
            [
                console.text(NAMES[stage.name]),
                str(len(stage.plan.assignments)),
                *(
                    f"{figure:.2f}"
                    for figure in (stage.mean, stage.conditional, stage.objective, stage.bound)
                ),
            ]
            for stage in model.stages
        ),
        numbers=5,
        wrapping=(0,),
    )
    for message, gain in (
        (
            "Gain on planning against the average future (VSS): {value}, proven {low} to {high}.",
            model.stochastic_gain,
        ),
        (
            "Gain of knowing the future (EVPI): {value}, proven {low} to {high}.",
            model.perfect_gain,
        ),
    ):
        console.say(message, **_figures(gain))
    console.say(
        "{n} futures with {low} to {high} projects to come.",
        n=len(model.n_arrivals),
        low=min(model.n_arrivals),
        high=max(model.n_arrivals),
    )
    if found.tried is not None:
        _show_tried(console, found.tried)


def _figures(gain: Between) -> dict[str, str]:
    return {name: f"{amount:.3f}" for name, amount in asdict(gain).items()}


def _show_tried(console: Console, tried: TriedStages) -> None:
    """Print what simulation shows: the stochastic first stage against each other."""
    for other, entries in tried.differences.items():
        console.say(
            "Simulated, {n} replications: planned against all futures (here) and {other} (there)",
            n=len(tried.replications),
            other=console.text(NAMES[other]),
        )
        console.table(
            ["Metric", "There", "Here", "Difference", "95 % interval"],
            (
                [
                    console.name(metrics.get(entry.metric).label),
                    f"{entry.baseline.mean:,.2f}",
                    f"{entry.variant.mean:,.2f}",
                    f"{entry.difference.mean:+,.2f}",
                    f"{entry.difference.low:,.2f} … {entry.difference.high:,.2f}",
                ]
                for entry in entries
            ),
            numbers=4,
            wrapping=(0,),
        )
