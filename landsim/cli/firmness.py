"""Tables of shadow prices and of how firm awards are, for the verbs that show them."""

import math
from collections.abc import Mapping
from typing import Any

from landsim.allocation.audit import Audit, Firmness
from landsim.allocation.perturb import Perturbation
from landsim.allocation.shadow import Price, ShadowPrices, zone_prices
from landsim.cli.console import Console
from landsim.core.problem import AllocationProblem

FIGURES = {
    "weight": "weight of {subject} {share}",
    "mark": "admission marks of {subject} {share}",
    "investment": "investment of {subject} {share}",
    "output": "output of {subject} {share}",
    "tax": "tax of {subject} {share}",
    "jobs": "jobs of {subject} {share}",
    "area": "area of {subject} {share}",
    "power": "power of {subject} {share}",
}
"""What each perturbation is called."""
_CAUSES_SHOWN = 2


def show_prices(
    console: Console, problem: AllocationProblem, prices: ShadowPrices
) -> Mapping[str, Any]:
    """Print what a unit more of each limit is worth, and return it as a document."""
    zones = zone_prices(problem, prices)
    console.table(
        ["Limit", "Rule", "Unit", "At", "LP price", "LP from", "LP to", "Fixed", "One more"],
        (
            [
                console.sentence(str(price.subject)),
                price.rule,
                console.text(price.unit) if price.unit else "",
                *map(_figure, _figures(price)),
            ]
            for price in prices.prices
        ),
        numbers=6,
        wrapping=(0,),
    )
    console.table(
        ["Zone", "LP price, points per ha"],
        ([zone, _figure(worth)] for zone, worth in zones.items()),
        numbers=1,
    )
    console.say(
        "LP price: points for a unit more if sites could be given in part, and the limits "
        "between which it holds; no plan is worth more than {points} points. Fixed: points lost "
        "for a unit less, winners and sites fixed. One more: points gained by a whole unit more, "
        "planned anew.",
        points=_figure(prices.relaxed_points),
    )
    return {
        "relaxed_points": prices.relaxed_points,
        "plan_points": prices.plan_points,
        "zones": zones,
        "prices": [
            {
                "rule": price.rule,
                "subject": str(price.subject),
                "unit": price.unit,
                "limit": price.limit,
                "relaxed_points": price.relaxed_points,
                "relaxed_low": price.relaxed_low,
                "relaxed_high": price.relaxed_high,
                "fixed_points": price.fixed_points,
                "fixed_low": price.fixed_low,
                "more_points": price.more_points,
            }
            for price in prices.prices
        ],
    }


def _figures(price: Price) -> tuple[float, ...]:
    return (
        price.limit,
        price.relaxed_points,
        price.relaxed_low,
        price.relaxed_high,
        price.fixed_points,
        price.more_points,
    )


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.4g}"


def show_audit(console: Console, audit: Audit, names: Mapping[str, str]) -> Mapping[str, Any]:
    """Print which awards flip when figures move a little, and return it as a document."""
    console.table(
        ["Project", "Name", "Outcome", "Flips", "Smallest", "Causes"],
        (
            [
                entry.project,
                names.get(entry.project, ""),
                console.text("Given land" if entry.is_served else "No land"),
                str(entry.n_flips),
                "" if entry.smallest is None else f"{entry.smallest:.2%}",
                "; ".join(_cause(console, cause) for cause in entry.causes[:_CAUSES_SHOWN]),
            ]
            for entry in audit.projects
            if entry.n_flips
        ),
        wrapping=(1, 5),
    )
    n_firm = sum(entry.n_flips == 0 for entry in audit.projects)
    console.say(
        "Moved by {share}: {tried} of {possible} figures; {flips} moves change who is served; "
        "{firm} of {projects} projects are firm.",
        share=f"±{audit.share:.0%}",
        tried=audit.n_tried,
        possible=audit.n_possible,
        flips=len(audit.flips),
        firm=n_firm,
        projects=len(audit.projects),
    )
    if not audit.is_exact:
        console.say(
            "The plan is too large to be planned anew as a whole: each move was tried in a "
            "neighbourhood, and further moves may change who is served."
        )
    return {
        "share": audit.share,
        "tried": audit.n_tried,
        "possible": audit.n_possible,
        "is_exact": audit.is_exact,
        "is_proven": audit.is_proven,
        "flips": [
            {**_move(flip.perturbation), "lost": flip.lost, "gained": flip.gained}
            for flip in audit.flips
        ],
        "projects": [_firm(entry) for entry in audit.projects],
    }


def _cause(console: Console, cause: Perturbation) -> str:
    return console.text(FIGURES[cause.figure], subject=cause.subject, share=f"{cause.share:+.2%}")


def _move(cause: Perturbation) -> dict[str, Any]:
    return {"figure": cause.figure, "subject": cause.subject, "share": cause.share}


def _firm(entry: Firmness) -> dict[str, Any]:
    return {
        "project": entry.project,
        "is_served": entry.is_served,
        "flips": entry.n_flips,
        "smallest": entry.smallest,
    }
