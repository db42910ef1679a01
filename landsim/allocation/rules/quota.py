"""Land quota of the calendar year 用地指标."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import HA_PER_M2, About, about
from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.allocation.spread import spread
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, IntArray

NAME = "quota"


@rules.register(NAME)
class Quota:
    """New supply of a year stays within its quota, with what earlier years left if it is kept.

    The quota is of land: floor space in buildings takes none of it. Land reserved for a later
    phase counts when it is supplied.
    """

    label = Label(zh="用地指标", en="land quota")

    def add_rows(self, program: Program) -> None:
        """Add one row for each calendar year; sums run on where quota is carried over."""
        problem, options = program.problem, program.options
        if problem.quota_m2 is None:
            return
        first, limits = _limits(problem, problem.quota_m2)
        year = options.land.year[options.period] - first
        column, row = np.arange(len(options)), year
        if problem.policy.supply.has_carry_over:
            column, step = spread(len(limits) - year)
            row = year[column] + step
        is_phase = options.askers.is_phase[options.project]
        area_m2 = np.where(is_phase, 0, options.land_m2)[column]
        years, has_carry_over = problem.horizon.years, problem.policy.supply.has_carry_over

        def label(place: int) -> About:
            year = years[first + place]
            if has_carry_over:
                return about("quota up to {year}", unit="ha", scale=HA_PER_M2, year=year)
            return about("quota of {year}", unit="ha", scale=HA_PER_M2, year=year)

        program.add_rows(NAME, row, column, area_m2, upper=limits, n_rows=len(limits), label=label)

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every year in which more is supplied than the quota allows."""
        if problem.quota_m2 is None:
            return
        first, limits = _limits(problem, problem.quota_m2)
        facts, supplied = Facts(problem), [0] * len(limits)
        for assignment in plan.assignments:
            year = problem.horizon.year_of(assignment.period) - first
            if assignment.project not in facts.phases:
                supplied[year] += facts.land_m2(assignment)
        total = 0
        for place, area_m2 in enumerate(supplied):
            total = total + area_m2 if problem.policy.supply.has_carry_over else area_m2
            if total > limits[place]:
                yield breach(
                    NAME,
                    "{year}: {area} ㎡ supplied, quota {limit} ㎡",
                    year=problem.horizon.years[first + place],
                    area=total,
                    limit=limits[place],
                )


def _limits(problem: AllocationProblem, quota_m2: IntArray) -> tuple[int, IntArray]:
    """Return the first year of the plan and the limit of each year from it, in m²."""
    first = problem.horizon.year_of(problem.first_period)
    left = np.maximum(quota_m2[first:], 0)
    return first, np.cumsum(left) if problem.policy.supply.has_carry_over else left
