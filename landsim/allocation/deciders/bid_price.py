"""Accept whoever is worth more than the prices of what it uses."""

from landsim.allocation.decider import deciders
from landsim.allocation.lookout import Lookout, plan_at_prices
from landsim.allocation.program import Program
from landsim.allocation.rolling import every_epoch
from landsim.core.landrules import PlannerChoice
from landsim.core.plan import Plan
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, LandState

_SHORT = 1e-3
"""What is left is priced a little short of it, so that the last unit has the price of giving it
away, not of getting one more."""


@deciders.register("bid_price")
def bid_price(scenario: Scenario, choice: PlannerChoice) -> Decide:
    """Return the decider that charges every option the bid prices of what it uses.

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
        cut = future.cut(future.stock.left * (1 - _SHORT), numbers)
        return plan_at_prices(program, choice, future.stock, cut)

    return every_epoch(scenario, choice, plan)
