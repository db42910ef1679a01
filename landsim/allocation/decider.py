"""Deciders: ways to decide today without knowing who will ask tomorrow."""

from collections.abc import Callable

from landsim.core.landrules import PlannerChoice
from landsim.core.scenario import Scenario
from landsim.core.state import Decide
from landsim.registry import Registry

MakeDecide = Callable[[Scenario, PlannerChoice], Decide]
"""Makes the decider of a scenario; the choice says who plans at each epoch, and how hard."""

deciders: Registry[MakeDecide] = Registry("decider", "landsim.allocation.deciders")
"""Deciders by name."""

MYOPIC = "myopic"
"""The decider that expects nobody else to come."""
