"""``landsim tradeoff SCENARIO weightings``: what holds whatever the criteria weigh."""

import threading
from collections.abc import Mapping
from typing import Any

from landsim.allocation.no_regret import weigh
from landsim.allocation.weighed import Candidate, Standing, Weighed
from landsim.cli.console import Console
from landsim.cli.plan import assignment_document
from landsim.cli.question import Question
from landsim.core.progress import Listener
from landsim.core.scenario import Scenario

_SEED = 1
_SHOWN = 8


def solve(
    question: Question,
    options: Mapping[str, Any],
    *,
    listener: Listener,
    cancel: threading.Event,
) -> Weighed:
    """Plan under many weightings."""
    seed = options["seed"]
    return weigh(
        question.problem,
        n_samples=options["samples"],
        seed=_SEED if seed is None else seed,
        spread=options["spread"],
        choice=question.choice,
        listener=listener,
        cancel=cancel,
    )


def document(scenario: Scenario, found: Weighed) -> dict[str, object]:
    """Return what was found as ``--json`` and the file show it."""
    return {
        "criteria": [
            {"objective": entry.objective, "unit": entry.unit, "extent": entry.extent}
            for entry in found.measures
        ],
        "weightings": [
            {"name": weighting.name, "shares": weighting.shares, "value": value, "bound": bound}
            for weighting, value, bound in zip(
                found.weightings, found.values, found.bounds, strict=True
            )
        ],
        "is_cancelled": found.is_cancelled,
        "least_regret_bound": found.least_regret_bound,
        "plans": [
            {
                "best_under": plan.best_under,
                "amounts": plan.amounts,
                "regret": plan.regret,
                "regret_max": plan.regret_max,
                "regret_bound": plan.regret_bound,
                "policy_points": plan.plan.report.objective,
                "assignments": [assignment_document(scenario, e) for e in plan.plan.assignments],
            }
            for plan in found.candidates
        ],
        "projects": [_standing(entry) for entry in found.projects],
        "parcels": [_standing(entry) for entry in found.parcels],
        "pairings": [_standing(entry) for entry in found.pairings],
    }


def _standing(entry: Standing) -> Mapping[str, object]:
    keys = {"project": entry.project, "parcel": entry.parcel}
    named = {name: key for name, key in keys.items() if key is not None}
    return named | {"share": entry.share, "is_no_regret": entry.is_no_regret}


def show(console: Console, scenario: Scenario, found: Weighed) -> None:  # noqa: ARG001 - as all do
    """Print the plans by their regret, and what is in all best plans."""
    console.table(
        ["Plan", "Best under", "Projects", "Regret", "At most", "Points"],
        (
            [
                str(place),
                _under(console, plan),
                str(len(plan.plan.assignments)),
                f"{plan.regret_max:.3f}",
                "-" if plan.regret_bound is None else f"{plan.regret_bound:.3f}",
                f"{plan.plan.report.objective:.2f}",
            ]
            for place, plan in enumerate(found.candidates, start=1)
            if place <= _SHOWN or "policy" in plan.best_under
        ),
        numbers=4,
        wrapping=(1,),
    )
    if len(found.candidates) > _SHOWN:
        console.say("{n} plans in all, each best under some weighting.", n=len(found.candidates))
    for message, entries in (
        ("Served whatever the weights: {names}", found.projects),
        ("Used whatever the weights: {names}", found.parcels),
        ("On the same land whatever the weights: {names}", found.pairings),
    ):
        console.say(message, names=_names(entries) or console.text("none"))
    depends = [entry for entry in found.projects if not entry.is_no_regret]
    if depends:
        listed = ", ".join(f"{entry.project} {entry.share:.0%}" for entry in depends)
        console.say("Depends on the weights: {names}", names=listed)
    if found.is_cancelled:
        console.say("Stopped early: {n} weightings.", n=len(found.weightings))


def _names(entries: tuple[Standing, ...]) -> str:
    kept = [entry for entry in entries if entry.is_no_regret]
    return ", ".join("-".join(filter(None, (e.project, e.parcel))) for e in kept)


def _under(console: Console, plan: Candidate) -> str:
    """Return the weightings under which a plan is best, samples counted."""
    named = [name for name in plan.best_under if not name.startswith("sample")]
    n_samples = len(plan.best_under) - len(named)
    samples = [console.text("{n} samples", n=n_samples)] if n_samples else []
    return ", ".join(named + samples) or console.text("none: the least regretted")
