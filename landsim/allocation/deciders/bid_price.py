"""Accept whoever is worth more than the prices of what it uses."""

from landsim.allocation.decider import deciders
from landsim.allocation.lookout import Lookout, plan_at_prices
from landsim.allocation.program import Program
from landsim.allocation.rolling import every_epoch
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, FloatArray
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
    lookout, prices = Lookout(scenario), _Prices(scenario)

    def plan(program: Program, state: LandState) -> Plan:
        stock = lookout.stock(program.problem)
        return plan_at_prices(
            program, choice, stock, prices.of(state, program.problem, lookout, stock.first_year)
        )

    return every_epoch(scenario, choice, plan)


class _Prices:
    """Bid prices, kept for some days of one replication.

    Parameters
    ----------
    scenario
        Says for how long, and over how many futures prices are averaged.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._settings = scenario.policy.decider
        self._replication = (0, 0)
        self._day = float("inf")
        self._first_year = 0
        self._kept: FloatArray | None = None

    def of(
        self, state: LandState, problem: AllocationProblem, lookout: Lookout, first_year: int
    ) -> FloatArray:
        """Return the prices of a day, shape (n_rows, n_years); years that are over fall away."""
        replication = state.seed, state.replication
        age_days = state.day - self._day
        is_fresh = 0 <= age_days < self._settings.refresh_days and self._replication == replication
        if self._kept is None or not is_fresh:
            future = lookout.future(problem, state)
            numbers = lookout.samples(future, state, self._settings.n_samples)
            self._kept = future.cut(future.stock.left * (1 - _SHORT), numbers).prices
            self._day, self._first_year = state.day, first_year
            self._replication = replication
        return self._kept[:, first_year - self._first_year :]
