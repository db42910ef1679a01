"""A plan that somebody made elsewhere: valued, checked, and carried out as time comes."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.blocking import chosen_options
from landsim.allocation.check import check_plan
from landsim.allocation.explain import refusals
from landsim.allocation.land import land_table
from landsim.allocation.planner import build_program
from landsim.core.ids import ParcelId
from landsim.core.plan import Assignment, Plan, SolveReport, Termination
from landsim.core.problem import AllocationProblem
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState
from landsim.errors import PlanError


def fixed_plan(problem: AllocationProblem, assignments: Iterable[Assignment]) -> Plan:
    """Return given assignments as a plan, with the points they earn.

    Parameters
    ----------
    problem
        What is decided.
    assignments
        Who gets which land, when and under which mode.

    Raises
    ------
    PlanError
        If an assignment is no option; the message says which rules are broken.
    """
    given = tuple(assignments)
    bare = Plan(
        assignments=given,
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="fixed", objective=0.0),
    )
    program = build_program(problem)
    chosen = chosen_options(program, bare)
    if len(chosen) < len(given):
        breaches = "; ".join(map(str, check_plan(problem, bare)))
        raise PlanError(f"no plan: {breaches or 'an assignment is no option'}")
    x = np.zeros(program.n_columns)
    x[chosen] = 1.0
    plan = read_plan(program, x, planner="fixed", termination=Termination.HEURISTIC)
    return replace(plan, refusals=refusals(program, plan, only_now=problem.is_epoch))


def follow(scenario: Scenario, plan: Plan) -> Decide:
    """Return a decider that carries out a plan as far as the world lets it.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    plan
        Plan, such as one made with perfect foresight.

    Notes
    -----
    An assignment is due from its period on. It is carried out at the first epoch at which its
    project waits and its land is free; nobody else ever gets that land, nor the project other
    land.
    """
    land = land_table(scenario.park, scenario.policy, scenario.horizon)

    def decide(state: LandState) -> Decision:
        waiting = {entry.project.id for entry in state.waiting}
        free: dict[ParcelId, int] = {}
        for part in state.free:
            if part.from_day <= state.day:
                free[part.parcel] = free.get(part.parcel, 0) + part.area_m2
        today = []
        for assignment in plan.assignments:
            is_due = assignment.period <= state.period and assignment.project in waiting
            if is_due and all(free.get(t.parcel, 0) >= t.area_m2 for t in assignment.bundle):
                for take in assignment.bundle:
                    free[take.parcel] -= take.area_m2
                end = int(land.end_period[state.period, land.mode_row[assignment.mode]])
                today.append(replace(assignment, period=state.period, end_period=end))
        return Decision(assignments=tuple(today), plan=plan)

    return decide


def follow_first(scenario: Scenario, plan: Plan, until_period: int, then: Decide) -> Decide:
    """Return a decider that carries out a plan for a while and decides otherwise afterwards.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    plan
        Plan of the first periods.
    until_period
        First supply period in which the plan no longer counts: what of it could not be carried
        out by then is decided anew.
    then
        Who decides from then on.
    """
    followed = follow(scenario, plan)

    def decide(state: LandState) -> Decision:
        return followed(state) if state.period < until_period else then(state)

    return decide
