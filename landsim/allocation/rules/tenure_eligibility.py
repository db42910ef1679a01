"""Tenure: a mode that is on offer, that the firm would take and can pay."""

import itertools
from collections.abc import Iterator

from landsim.allocation.facts import Facts
from landsim.allocation.land import hold_days
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core import expansion
from landsim.core.contract import contract
from landsim.core.label import Label
from landsim.core.plan import Assignment, Plan
from landsim.core.problem import AllocationProblem, Asking

NAME = "tenure_eligibility"
_TOLERANCE = 1e-9


@rules.register(NAME)
class TenureEligibility:
    """The mode is on offer, not declined before, acceptable and affordable; its term is kept."""

    label = Label(zh="供地方式资格", en="eligible tenure mode")

    def add_rows(self, program: Program) -> None:
        """Add nothing: options under other modes are not listed."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every assignment under a mode it cannot have, with the first reason."""
        facts = Facts(problem)
        for assignment in plan.assignments:
            entry = facts.asking.get(assignment.project)
            if entry is None:
                continue
            for fault in itertools.islice(_faults(facts, entry, assignment), 1):
                yield breach(NAME, fault, project=assignment.project, mode=assignment.mode)


def _faults(facts: Facts, entry: Asking, assignment: Assignment) -> Iterator[str]:
    problem, project = facts.problem, entry.project
    modes = problem.policy.modes_for(problem.park.kinds)
    offered = {terms.mode: terms for terms in modes}
    terms = offered.get(assignment.mode)
    if terms is None:
        yield "{project}: mode {mode} is not on offer"
        return
    if any(facts.parcels[parcel].supply is not terms.supply for parcel in assignment.parcels):
        yield "{project}: mode {mode} does not apply to what it gets"
    if terms.mode in entry.excluded_modes:
        yield "{project} declined mode {mode} before"
    if project.accepts(terms.mode) <= 0:
        yield "{project} never accepts mode {mode}"
    price = contract(terms, problem.policy.price, assignment.bundle, facts.parcels)
    ability_mcny = project.ability_to_pay_mcny
    if ability_mcny is not None and price.first_year_cny > ability_mcny * 1e6 * (1 + _TOLERANCE):
        yield "{project} cannot pay the first year under mode {mode}"
    begin = problem.horizon.first_day(assignment.period)
    phase = None if entry.phase_of is None else entry.phase_of.later_phase
    days = hold_days(terms, problem.policy) if phase is None else expansion.hold_days(phase)
    end = problem.horizon.first_period_from(begin + days)
    if assignment.end_period != end:
        yield "{project} does not hold its land for the term of mode {mode}"
