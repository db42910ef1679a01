"""Yearly budget for readying parcels early."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import About, RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, IntArray

NAME = "budget"
_TOLERANCE_MCNY = 1e-6


@rules.register(NAME)
class Budget:
    """Early servicing of a calendar year stays within its budget.

    At a decision epoch what the plan readies early is ordered today, parcel by whole parcel.
    """

    label = Label(zh="提前整备预算", en="early-servicing budget")

    def add_rows(self, program: Program) -> None:
        """Add one row for each year in which an option costs something."""
        options, problem = program.options, program.problem
        column = np.flatnonzero(options.early_cost_mcny)
        year = options.land.year[options.period[column]]
        if problem.is_epoch:
            year = np.full(len(column), problem.servicing_year(problem.first_period))
        years, row = np.unique(year, return_inverse=True)
        program.add_rows(
            NAME,
            row,
            column,
            options.early_cost_mcny[column],
            upper=problem.budget_mcny[years],
            n_rows=len(years),
            label=_label(program.problem, years),
        )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every year in which more is spent than the budget allows."""
        facts = Facts(problem)
        spent = [0.0] * len(problem.horizon.years)
        for assignment in plan.assignments:
            year = problem.servicing_year(assignment.period)
            for take in assignment.bundle:
                parcel = facts.parcels[take.parcel]
                months = facts.early_months(take.parcel, assignment.period)
                share = 1.0 if problem.is_epoch else take.area_m2 / parcel.area_m2
                spent[year] += months * parcel.early_cost_mcny_per_month * share
        for place, cost_mcny in enumerate(spent):
            left_mcny = float(problem.budget_mcny[place])
            if cost_mcny > left_mcny + _TOLERANCE_MCNY:
                yield breach(
                    NAME,
                    "{year}: early servicing costs {cost} million CNY, budget {limit}",
                    year=problem.horizon.years[place],
                    cost=f"{cost_mcny:g}",
                    limit=f"{left_mcny:g}",
                )


def _label(problem: AllocationProblem, years: IntArray) -> RowLabel:
    def label(place: int) -> About:
        year = problem.horizon.years[years[place]]
        return about("budget of {year}", unit="million CNY", year=year)

    return label
