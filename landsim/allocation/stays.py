"""How long land given today may be held: exits, failed conversions and clearing, drawn by law."""

import math
from dataclasses import dataclass

import numpy as np

from landsim.allocation.land import LandTable
from landsim.allocation.options import Options
from landsim.allocation.outlook import VALUED_YEARS
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.policy import Policy
from landsim.core.problem import FloatArray, IntArray
from landsim.core.project import Project
from landsim.core.streams import Streams
from landsim.core.tenure import TenureTerms

MIDDLE = 0.5
"""Cumulative probability of the draw that stands for all others in an average future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How one project would turn out, whatever land it gets."""

    leaves_after_days: float
    """Days from the assignment after which it fails or moves away; infinite if it does not."""
    passes: bool
    """Whether it passes its appraisals, after a cure if need be."""
    clearing_days: float
    """Days to clear its site afterwards."""


def draw_stay(project: Project, policy: Policy, streams: Streams | None) -> Stay:
    """Draw how a project turns out.

    Parameters
    ----------
    project
        Project; its laws of conduct are drawn from.
    policy
        What passes an appraisal, and how long clearing takes.
    streams
        Keyed draws; None takes the middle of every law.
    """

    def luck(purpose: str) -> float:
        return MIDDLE if streams is None else streams.uniform(f"stay.{purpose}", project.id)

    conduct, rules = project.conduct, policy.lifecycle
    hazard = conduct.exit_hazard_per_year
    years = -math.log1p(-luck("failure")) / hazard if hazard > 0 else math.inf
    if conduct.stay_years is not None:
        years = min(years, conduct.stay_years.quantile(luck("stay")))
    ratio = conduct.delivery_ratio.quantile(luck("delivery_ratio"))
    if ratio < rules.pass_ratio and rules.cure_months > 0:
        ratio += conduct.cure_gain.quantile(luck("cure_gain"))
    clearing = conduct.clearing_months or rules.clearing_months
    return Stay(
        leaves_after_days=years * DAYS_PER_YEAR,
        passes=ratio >= rules.pass_ratio,
        clearing_days=clearing.quantile(luck("clearing")) * DAYS_PER_MONTH,
    )


def held_days(stay: Stay, project: Project, terms: TenureTerms, land: LandTable) -> float:
    """Return how long a project would hold land under a mode, clearing left out.

    Parameters
    ----------
    stay
        How it turns out.
    project
        Project.
    terms
        Tenure mode.
    land
        Policy, and how long projects take to production.

    Notes
    -----
    Who fails its appraisals leaves when the lease that was to convert ends, and under other
    modes a cure period after full production. Renewal is not reckoned with.
    """
    days = min(terms.total_years * DAYS_PER_YEAR, stay.leaves_after_days)
    if stay.passes:
        return days
    if terms.converts:
        return min(days, terms.lease_years * DAYS_PER_YEAR)
    mode = land.mode_row[terms.mode]
    full = land.lead_days(project.conduct)[mode]
    full += project.conduct.ramp_months.mean / 2 * DAYS_PER_MONTH
    return min(days, float(full) + land.policy.lifecycle.cure_months * DAYS_PER_MONTH)


def sampled_ends(options: Options, streams: Streams | None) -> tuple[IntArray, FloatArray]:
    """Return when the land of each option is free again, and what is left of its value.

    Parameters
    ----------
    options
        Options.
    streams
        Keyed draws; None takes the middle of every law.

    Returns
    -------
    end_period
        First period in which the land is free again, shape (n_options,).
    kept
        Discounted years held over those the contract foresees within `VALUED_YEARS`, shape
        (n_options,).
    """
    land, policy = options.land, options.problem.policy
    n_projects, n_modes = len(options.askers.asking), len(land.modes)
    held, clearing = np.zeros((n_projects, n_modes)), np.zeros(n_projects)
    for row, entry in enumerate(options.askers.asking):
        stay = draw_stay(entry.project, policy, streams)
        clearing[row] = stay.clearing_days
        for column, terms in enumerate(land.modes):
            held[row, column] = held_days(stay, entry.project, terms, land)
    stays = held[options.project, options.mode]
    firsts = land.first_day[:-1]
    ends = firsts[options.period] + stays + clearing[options.project]
    foreseen = np.array([min(terms.total_years, VALUED_YEARS) for terms in land.modes])
    planned = foreseen[options.mode] * DAYS_PER_YEAR
    rate = policy.price.discount_rate_per_year
    kept = _annuity(np.minimum(stays, planned), rate) / _annuity(planned, rate)
    return np.searchsorted(firsts, ends, side="left").astype(np.int64), kept


def _annuity(days: FloatArray, rate_per_year: float) -> FloatArray:
    """Return discounted years."""
    years = days / DAYS_PER_YEAR
    rate = math.log1p(rate_per_year)
    return np.asarray((1 - np.exp(-rate * years)) / rate if rate else years)
