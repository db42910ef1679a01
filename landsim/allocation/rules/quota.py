"""Land quota of the calendar year 用地指标."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, IntArray


@rules.register("quota")
class Quota:
    """New supply of a year stays within its quota, unused quota of earlier years included."""

    label = Label(zh="用地指标", en="land quota")

    def add_rows(self, program: Program) -> None:
        """Add one row for each calendar year; sums run on where quota is carried over."""
        problem, options = program.problem, program.options
        if problem.quota_m2 is None:
            return
        first, limits = quota_limits(problem)
        year = options.land.year[options.period] - first
        column = np.arange(len(options))
        row, area = year, options.area_m2
        if problem.policy.supply.has_carry_over:
            counts = len(limits) - year
            column = np.repeat(column, counts)
            step = np.arange(len(column)) - np.repeat(np.cumsum(counts) - counts, counts)
            row, area = year[column] + step, area[column]
        program.add_rows("quota", row, column, area, upper=limits, n_rows=len(limits))

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every year in which more is supplied than its quota allows."""
        if problem.quota_m2 is None:
            return
        first, limits = quota_limits(problem)
        supplied = [0] * len(limits)
        for assignment in plan.assignments:
            supplied[problem.horizon.year_of(assignment.period) - first] += assignment.area_m2
        total = 0
        for place, area_m2 in enumerate(supplied):
            total = total + area_m2 if problem.policy.supply.has_carry_over else area_m2
            if total > limits[place]:
                yield Violation(
                    rule="quota",
                    message="{year}: {area} ㎡ supplied, quota {limit} ㎡",
                    values=(
                        ("year", str(problem.horizon.years[first + place])),
                        ("area", str(total)),
                        ("limit", str(limits[place])),
                    ),
                )


def quota_limits(problem: AllocationProblem) -> tuple[int, IntArray]:
    """Return the first year of the plan and the quota of each year from it, in m².

    Parameters
    ----------
    problem
        Must have a quota; carried-over quota is summed up.
    """
    first = problem.horizon.year_of(problem.first_period)
    if problem.quota_m2 is None:
        return first, np.zeros(0, dtype=np.int64)
    left = np.maximum(problem.quota_m2[first:], 0)
    return first, np.cumsum(left) if problem.policy.supply.has_carry_over else left
