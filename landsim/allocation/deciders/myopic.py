"""Plan with those who ask today, as if nobody else would come."""

from landsim.allocation.decider import MYOPIC, deciders
from landsim.allocation.rolling import every_epoch
from landsim.core.planning import PlannerChoice
from landsim.core.scenario import Scenario
from landsim.core.state import Decide


@deciders.register(MYOPIC)
def myopic(scenario: Scenario, choice: PlannerChoice) -> Decide:
    """Return the decider that plans anew at every epoch and forecasts nothing.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    choice
        Planner and its limits.
    """
    return every_epoch(scenario, choice)
