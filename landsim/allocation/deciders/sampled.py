"""Leave what projects to come would use better, on the mean over sampled futures."""

from landsim.allocation.decider import deciders
from landsim.allocation.lookout import Lookout, plan_sparingly
from landsim.allocation.program import Program
from landsim.allocation.rolling import every_epoch
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, LandState

_MOST_CUTS = 2


@deciders.register("sampled")
def sampled(scenario: Scenario, choice: PlannerChoice) -> Decide:
    """Return the decider that solves a two-stage program over sampled futures.

    Parameters
    ----------
    scenario
        Park, policy, horizon, and what may be expected of demand.
    choice
        Planner and its limits.
    """
    lookout = Lookout(scenario)
    n_samples = scenario.policy.decider.n_samples

    def plan(program: Program, state: LandState) -> Plan:
        future = lookout.future(program.problem, state)
        numbers = lookout.samples(future, state, n_samples)
        return plan_sparingly(program, choice, future, numbers, most_cuts=_MOST_CUTS)

    return every_epoch(scenario, choice, plan)
