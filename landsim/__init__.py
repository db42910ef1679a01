"""landsim: who gets which parcel of an industrial park, when, under which tenure, and then what.

The public names; each is loaded when it is first used, so that ``import landsim`` is light.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the only such block: type checkers see at once what users load lazily
    from landsim.core.plan import Plan
    from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
    from landsim.core.scenario import Scenario
    from landsim.core.state import Decide, Decision, LandState
    from landsim.core.trajectory import Trajectory
    from landsim.errors import LandsimError, Problem, ScenarioError

__all__ = [
    "AllocationProblem",
    "Decide",
    "Decision",
    "LandState",
    "LandsimError",
    "Plan",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Trajectory",
    "epoch_problem",
    "foresight_problem",
]

_HOMES = {
    "AllocationProblem": "landsim.core.problem",
    "Decide": "landsim.core.state",
    "Decision": "landsim.core.state",
    "LandState": "landsim.core.state",
    "LandsimError": "landsim.errors",
    "Plan": "landsim.core.plan",
    "Problem": "landsim.errors",
    "Scenario": "landsim.core.scenario",
    "ScenarioError": "landsim.errors",
    "Trajectory": "landsim.core.trajectory",
    "epoch_problem": "landsim.core.problem",
    "foresight_problem": "landsim.core.problem",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load a public name from its home when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'landsim' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
