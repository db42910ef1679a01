"""What the projects at work yield on a day and over a span: output, tax, jobs, firms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.tenure import PriceRules
from landsim.core.trajectory import Production


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Level of everything the projects at work yield, on one day."""

    output_mcny_per_year: float
    """Yearly output, in million CNY."""
    tax_mcny_per_year: float
    """Yearly tax, in million CNY."""
    jobs: float
    """Jobs."""
    firms: float
    """Firms settled; a project at work counts as one firm at least."""


def ramp(production: Production, day: float) -> float:
    """Return the share of full production reached on a day: 0 before and after, linear between."""
    if not production.begin <= day < production.end:
        return 0.0
    if day >= production.full:
        return 1.0
    return (day - production.begin) / (production.full - production.begin)


def activity(productions: Iterable[Production], day: float) -> Activity:
    """Return the level of activity on a day."""
    output = tax = jobs = firms = 0.0
    for production in productions:
        if production.begin <= day < production.end:
            reached = ramp(production, day)
            output += reached * production.output_mcny_per_year
            tax += reached * production.tax_mcny_per_year
            jobs += reached * production.jobs
            firms += max(min(1.0, production.firms), reached * production.firms)
    return Activity(output_mcny_per_year=output, tax_mcny_per_year=tax, jobs=jobs, firms=firms)


def ramp_years(production: Production, begin: float, end: float) -> float:
    """Return the years of full production worth between two days, the ramp integrated exactly."""
    begin, end = max(begin, production.begin), min(end, production.end)
    if end <= begin:
        return 0.0
    turn = min(max(production.full, begin), end)
    rising = (ramp(production, begin) + _just_before(production, turn)) / 2 * (turn - begin)
    return (rising + (end - turn)) / DAYS_PER_YEAR


def discounted(
    productions: Iterable[Production],
    yearly: Callable[[Production], float],
    n_days: int,
    rules: PriceRules,
) -> float:
    """Return the present value of a yearly amount over the horizon.

    Parameters
    ----------
    productions
        Projects at work.
    yearly
        Amount a year at full production, such as output.
    n_days
        Length of the horizon, in calendar days.
    rules
        Gives the discount rate.

    Notes
    -----
    Each 30-day slice is discounted at its middle.
    """
    kept = tuple(productions)
    total = 0.0
    for first in range(0, n_days, 30):
        last = min(first + 30, n_days)
        factor = rules.discount_factor((first + last) / 2 / DAYS_PER_YEAR)
        total += factor * sum(yearly(p) * ramp_years(p, first, last) for p in kept)
    return total


def _just_before(production: Production, day: float) -> float:
    if production.full <= production.begin or day >= production.full:
        return 1.0
    return (day - production.begin) / (production.full - production.begin)
