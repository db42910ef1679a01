"""``landsim tradeoff SCENARIO pareto``: points of a front, on the terminal and as JSON."""

import threading
from collections.abc import Mapping
from typing import Any

from landsim.allocation.front import Front
from landsim.allocation.frontier import pareto_front
from landsim.cli.console import Console
from landsim.cli.plan import assignment_document
from landsim.cli.question import Question
from landsim.core.area import mu_from_m2
from landsim.core.areas import assigned_m2
from landsim.core.progress import Listener
from landsim.core.scenario import Scenario


def solve(
    question: Question,
    options: Mapping[str, Any],
    *,
    listener: Listener,
    cancel: threading.Event,
) -> Front:
    """Find the points."""
    names = [name.strip() for name in options["objectives"].split(",") if name.strip()]
    return pareto_front(
        question.problem,
        names,
        n_points=None if options["whole"] else options["points"],
        choice=question.choice,
        listener=listener,
        cancel=cancel,
    )


def document(scenario: Scenario, front: Front) -> dict[str, object]:
    """Return a front as ``--json`` and the file show it."""
    return {
        "objectives": [
            {
                "objective": axis.objective,
                "unit": axis.unit,
                "best": axis.best,
                "bound": axis.bound,
                "worst": axis.worst,
                "step": axis.step,
            }
            for axis in front.axes
        ],
        "is_complete": front.is_complete,
        "is_cancelled": front.is_cancelled,
        "points": [
            {
                "amounts": point.amounts,
                "floors": point.floors,
                "bound": point.bound,
                "rest": point.rest,
                "rest_bound": point.rest_bound,
                "gap": point.gap,
                "is_proven": point.is_proven,
                "policy_points": point.plan.report.objective,
                "assignments": [
                    assignment_document(scenario, entry) for entry in point.plan.assignments
                ],
            }
            for point in front.points
        ],
    }


def show(console: Console, scenario: Scenario, front: Front) -> None:
    """Print a front."""
    heads = [
        f"{console.name(axis.label)} ({console.text(axis.unit)})" if axis.unit else axis.objective
        for axis in front.axes
    ]
    console.table(
        ["Point", *heads, "Projects", "Area (mu)", "Gap"],
        (
            [
                str(place),
                *(f"{amount:,.1f}" for amount in point.amounts),
                str(len(point.plan.assignments)),
                f"{mu_from_m2(assigned_m2(scenario.park, point.plan.assignments)):.0f}",
                console.text("unknown") if point.gap is None else f"{point.gap:.2%}",
            ]
            for place, point in enumerate(front.points, start=1)
        ),
        numbers=len(heads) + 3,
        wrapping=range(1, len(heads) + 1),
    )
    if front.is_complete:
        console.say("This is the whole front: no plan is better in one without loss in another.")
    elif all(point.is_proven for point in front.points):
        console.say(
            "Each point is proven within its gap: no plan is better in one without loss in another."
        )
    else:
        console.say("Not every point is proven within the gap asked for.")
    if front.is_cancelled:
        console.say("Stopped early: there are more points.")
