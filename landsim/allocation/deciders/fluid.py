"""Leave what projects to come would use better, if they came as expected, in fractions."""

from landsim.allocation.decider import deciders
from landsim.allocation.lookout import Lookout, plan_sparingly
from landsim.allocation.program import Program
from landsim.allocation.rolling import every_epoch
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, LandState

_MOST_CUTS = 3


@deciders.register("fluid")
def fluid(scenario: Scenario, choice: PlannerChoice) -> Decide:
    """Return the decider that solves today's program with a certainty-equivalent future.

    Parameters
    ----------
    scenario
        Park, policy, horizon, and what may be expected of demand.
    choice
        Planner and its limits.
    """
    lookout = Lookout(scenario)

    def plan(program: Program, state: LandState) -> Plan:
        future = lookout.future(program.problem, state)
        return plan_sparingly(program, choice, future, (future.expected,), most_cuts=_MOST_CUTS)

    return every_epoch(scenario, choice, plan)
