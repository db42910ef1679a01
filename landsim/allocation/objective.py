"""What a plan is for: criteria in their natural units, blended into points by tier."""

from typing import Protocol

import numpy as np

from landsim.allocation.options import Options
from landsim.allocation.program import Program
from landsim.core.label import Label
from landsim.core.problem import FloatArray
from landsim.registry import Registry


class Objective(Protocol):
    """One criterion: an amount for every option, in a unit of its own."""

    label: Label
    """Name for people."""
    unit: str
    """Unit of the amounts."""

    def amounts(self, options: Options) -> FloatArray:
        """Return the amount of each option, shape (n_options,); costs are negative."""


objectives: Registry[type[Objective]] = Registry("objective", "landsim.allocation.objectives")
"""Criteria that a policy's objective may name."""


def expected_amounts(options: Options, name: str) -> FloatArray:
    """Return the amount of each option under a criterion, times the chance that it is taken.

    Parameters
    ----------
    options
        Options to value.
    name
        Registered objective.
    """
    taken = options.askers.acceptance[options.project, options.mode]
    return objectives.get(name)().amounts(options) * taken


def tier_points(options: Options) -> list[FloatArray]:
    r"""Return the points of each option in each lexicographic tier, shape (n_options,) each.

    Parameters
    ----------
    options
        Options to value.

    Notes
    -----
    :math:`p_o = a_o \sum_k w_k \, c_{ko} / r_k` over the criteria *k* of a tier: weight,
    amount, reference. :math:`a_o` is the chance that the project takes the mode: an offer
    that is declined gives nothing. Where the policy minimises, the sum is a cost and the points
    are its negative.
    """
    criteria, sense = options.problem.policy.objective, options.problem.policy.sense
    taken = options.askers.acceptance[options.project, options.mode]
    tiers = sorted({criterion.tier for criterion in criteria}) or [0]
    points = {tier: np.zeros(len(options)) for tier in tiers}
    for criterion in criteria:
        amounts = objectives.get(criterion.objective)().amounts(options)
        points[criterion.tier] += criterion.weight / criterion.reference * amounts
    sign = sense.own(1.0)
    return [sign * points[tier] * taken for tier in tiers]


def set_points(program: Program) -> None:
    """Value every option of a program by the policy's objective."""
    program.points = tier_points(program.options)
