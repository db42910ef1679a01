"""A planner as a decider: at every epoch plan with what is known, carry out today's part."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from landsim.allocation.decider import deciders, usual_decider
from landsim.allocation.explain import refusals
from landsim.allocation.land import land_table
from landsim.allocation.objective import set_points
from landsim.allocation.options import list_options
from landsim.allocation.planner import plan_program, planners
from landsim.allocation.program import Program
from landsim.allocation.rule import build_rows
from landsim.allocation.servicing import servicing_orders
from landsim.core.plan import Assignment, Plan, Refusal, RefusalCause, SolveReport, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import epoch_problem
from landsim.core.scenario import Scenario
from landsim.core.spent import Work, spending
from landsim.core.state import Decide, Decision, LandState

_NOTHING = Plan(
    assignments=(),
    termination=Termination.HEURISTIC,
    report=SolveReport(planner="none", objective=0.0),
)


MakePlan = Callable[[Program, LandState], Plan]
"""Plans with the options, points and rows of an epoch; refusals are left to the caller."""


def rolling(
    scenario: Scenario, *, planner: str | None = None, decider: str | None = None
) -> Decide:
    """Return a decider that plans anew at every epoch.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    planner
        Registered planner; None takes the policy's.
    decider
        Registered decider: how it allows for projects to come; None takes the policy's, and
        the myopic one for planners of a committee.

    Notes
    -----
    The plan looks ahead as far as the policy says; only today's assignments are carried out,
    on land that is free today; where the policy lets decisions order early servicing, land that
    the plan means to give before its date is ordered at once. Where nobody has an option today
    and there is nothing to order there is nothing to plan, and what was announced stands. What
    the plan means for later periods is announced; objective ``stability`` keeps to it. The
    planner stops on nodes and gap, never on seconds, so that a history does not depend on the
    speed of the machine.
    """
    policy = scenario.policy
    choice = replace(policy.planner, name=planner or policy.planner.name, time_limit_seconds=None)
    planners.get(choice.name)
    name = decider or usual_decider(scenario, choice.name)
    return deciders.get(name)(scenario, choice)


def every_epoch(
    scenario: Scenario, choice: PlannerChoice, make_plan: MakePlan | None = None
) -> Decide:
    """Return what decides by planning anew at every epoch.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    choice
        Planner and its limits.
    make_plan
        Makes the plan of an epoch; None lets the planner do it, forecasting nothing.
    """
    land = land_table(scenario.park, scenario.policy, scenario.horizon)

    def decide(state: LandState) -> Decision:
        with spending(Work.BUILDING):
            problem = epoch_problem(scenario, state)
            program = Program(list_options(problem, land))
        options = program.options
        if not (options.period == state.period).any() and not options.early_months.any():
            with spending(Work.EXPLAINING):
                passed_over = refusals(program, _NOTHING, only_now=True)
            return Decision(
                assignments=(),
                refusals=passed_over,
                announced=later_than(state.period, state.announced),
            )
        with spending(Work.BUILDING):
            set_points(program)
            build_rows(program)
        if make_plan is None:
            plan = plan_program(program, choice)
        else:
            with spending(Work.SOLVING):
                plan = make_plan(program, state)
            with spending(Work.EXPLAINING):
                found = refusals(program, plan, only_now=True)
                plan = replace(plan, refusals=tuple(map(_kept_back, found)))
        today = tuple(a for a in plan.assignments if a.period == state.period)
        return Decision(
            assignments=today,
            refusals=plan.refusals,
            plan=plan,
            orders=servicing_orders(problem, plan),
            announced=later_than(state.period, plan.assignments),
            look_again_day=None if make_plan is None else _next_period(scenario, state),
        )

    return decide


def _kept_back(refusal: Refusal) -> Refusal:
    """Say of a project that nothing known today keeps out what does."""
    is_open = refusal.cause is RefusalCause.OUTCOMPETED and not refusal.competitors
    if not is_open or refusal.rule or refusal.detail:
        return refusal
    return replace(refusal, detail="kept for projects to come")


def _next_period(scenario: Scenario, state: LandState) -> float | None:
    """Return the first day of the next supply period: what is kept back today is weighed anew."""
    horizon = scenario.horizon
    last = horizon.n_periods - 1
    return float(horizon.first_day(state.period + 1)) if state.period < last else None


def later_than(period: int, assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return the assignments of periods after one: what a decision announces.

    Parameters
    ----------
    period
        The present supply period.
    assignments
        Those of a plan, or what was announced before where nothing is planned anew.
    """
    return tuple(entry for entry in assignments if entry.period > period)
