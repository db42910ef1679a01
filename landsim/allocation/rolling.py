"""A planner as a decider: at every epoch plan with what is known, carry out today's part."""

from dataclasses import replace

import numpy as np

from landsim.allocation.explain import refusals
from landsim.allocation.land import LandTable
from landsim.allocation.objective import set_points
from landsim.allocation.options import list_options
from landsim.allocation.planner import plan_program, planners
from landsim.allocation.program import Program
from landsim.allocation.rule import build_rows
from landsim.core.plan import Plan, SolveReport, Termination
from landsim.core.problem import AllocationProblem, epoch_problem
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState

_NOTHING = Plan(
    assignments=(),
    termination=Termination.HEURISTIC,
    report=SolveReport(planner="none", objective=0.0),
)


def rolling(scenario: Scenario, *, planner: str | None = None) -> Decide:
    """Return a decider that plans anew at every epoch.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    planner
        Registered planner; None takes the policy's.

    Notes
    -----
    The plan looks ahead as far as the policy says; only today's assignments are carried out,
    on land that is free today. Where nobody has an option today there is nothing to plan. The
    planner stops on nodes and gap, never on seconds, so that a history does not depend on the
    speed of the machine.
    """
    policy = scenario.policy
    choice = replace(policy.planner, name=planner or policy.planner.name, time_limit_seconds=None)
    planners.get(choice.name)
    land = LandTable(scenario.park, policy, scenario.horizon)

    def decide(state: LandState) -> Decision:
        problem = without_early_land(epoch_problem(scenario, state))
        program = Program(list_options(problem, land))
        if not (program.options.period == state.period).any():
            return Decision(assignments=(), refusals=refusals(program, _NOTHING, only_now=True))
        set_points(program)
        build_rows(program)
        plan = plan_program(program, choice)
        today = tuple(a for a in plan.assignments if a.period == state.period)
        return Decision(assignments=today, refusals=plan.refusals, plan=plan)

    return decide


def without_early_land(problem: AllocationProblem) -> AllocationProblem:
    """Return an epoch's problem without land that only early servicing could reach.

    Parameters
    ----------
    problem
        Problem of the epoch.
    """
    periods = np.arange(problem.horizon.n_periods)
    is_ready = periods >= problem.ready_period[:, None]
    return replace(problem, free_m2=np.where(is_ready, problem.free_m2, 0))
