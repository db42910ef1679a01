"""``landsim tradeoff SCENARIO alternatives``: other plans nearly as good as the best."""

import threading
from collections.abc import Mapping
from typing import Any

from landsim.allocation.alternatives import Alternatives, Difference, alternatives
from landsim.cli.console import Console
from landsim.cli.plan import assignment_document
from landsim.cli.question import Question
from landsim.core.progress import Listener
from landsim.core.scenario import Scenario


def solve(
    question: Question,
    options: Mapping[str, Any],
    *,
    listener: Listener,
    cancel: threading.Event,
) -> Alternatives:
    """Find the alternatives."""
    return alternatives(
        question.problem,
        options["plans"],
        loss_share=options["within"],
        difference=Difference(options["differ"]),
        choice=question.choice,
        listener=listener,
        cancel=cancel,
    )


def document(scenario: Scenario, found: Alternatives) -> dict[str, object]:
    """Return alternatives as ``--json`` and the file show them."""
    best = found.best.report
    return {
        "best": {
            "objective": best.objective,
            "bound": best.bound,
            "gap": best.gap,
            "assignments": [assignment_document(scenario, e) for e in found.best.assignments],
        },
        "loss_share_allowed": found.loss_share,
        "is_exhausted": found.is_exhausted,
        "is_cancelled": found.is_cancelled,
        "alternatives": [
            {
                "objective": other.plan.report.objective,
                "loss_points": other.loss_points,
                "loss_share": other.loss_share,
                "loss_share_max": other.loss_share_max,
                "differences": other.differences,
                "differences_max": other.differences_max,
                "winners_in": other.winners_in,
                "winners_out": other.winners_out,
                "moved": other.moved,
                "violations": [str(violation) for violation in other.violations],
                "assignments": [assignment_document(scenario, e) for e in other.plan.assignments],
            }
            for other in found.alternatives
        ],
    }


def show(console: Console, scenario: Scenario, found: Alternatives) -> None:  # noqa: ARG001
    """Print alternatives."""
    report = found.best.report
    rows = [
        [
            console.text("best"),
            f"{report.objective:.2f}",
            "-",
            "-" if report.gap is None else f"{report.gap:.2%}",
            "-",
            "",
            "",
            "",
        ]
    ]
    rows += [
        [
            str(place),
            f"{other.plan.report.objective:.2f}",
            f"{other.loss_share:.2%}",
            "-" if other.loss_share_max is None else f"{other.loss_share_max:.2%}",
            str(other.differences),
            " ".join(other.winners_in),
            " ".join(other.winners_out),
            " ".join(other.moved),
        ]
        for place, other in enumerate(found.alternatives, start=1)
    ]
    console.table(
        ["Plan", "Points", "Loss", "At most", "Differs in", "Served", "Not served", "Moved"],
        rows,
        wrapping=(5, 6, 7),
    )
    if found.is_exhausted:
        console.say(
            "There are no more: every plan that differs from these loses more than allowed."
        )
    if found.is_cancelled:
        console.say("Stopped early: there may be more plans.")
