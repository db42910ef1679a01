"""Deciders: ways to decide today without knowing who will ask tomorrow."""

from collections.abc import Callable

from landsim.allocation.planner import BASELINES
from landsim.core.planning import PlannerChoice
from landsim.core.scenario import Scenario
from landsim.core.state import Decide
from landsim.registry import Registry

MakeDecide = Callable[[Scenario, PlannerChoice], Decide]
"""Makes the decider of a scenario; the choice says who plans at each epoch, and how hard."""

deciders: Registry[MakeDecide] = Registry("decider", "landsim.allocation.deciders")
"""Deciders by name."""

MYOPIC = "myopic"
"""The decider that expects nobody else to come."""

AUTO = "auto"
"""Stands for the decider that the evidence in ``docs/explanation/deciders.md`` speaks for."""


def usual_decider(scenario: Scenario, planner: str) -> str:
    """Return the name of the decider that a policy asks for.

    Parameters
    ----------
    scenario
        Policy, and whether its demand has a generator.
    planner
        Planner that decides; one of a committee forecasts nothing.
    """
    name = scenario.policy.decider.name
    if planner in BASELINES:
        return MYOPIC
    if name != AUTO:
        return name
    return MYOPIC if scenario.generator is None else "bid_price"
