"""landsim: who gets which parcel of an industrial park, when, under which tenure, and then what.

The public names; each is loaded when it is first used, so that ``import landsim`` is light.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the only such block: type checkers see at once what users load lazily
    from landsim.allocation.check import check_plan
    from landsim.allocation.objective import objectives
    from landsim.allocation.planner import baselines, make_plan, planners
    from landsim.allocation.rolling import rolling
    from landsim.allocation.rule import rules
    from landsim.core.plan import Plan
    from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
    from landsim.core.scenario import Scenario
    from landsim.core.state import Decide, Decision, LandState
    from landsim.core.trajectory import Trajectory
    from landsim.errors import LandsimError, Problem, ScenarioError
    from landsim.files.export import export_run
    from landsim.files.read import load_scenario, read_scenario
    from landsim.files.store import RunStore, StoredRun
    from landsim.metrics.metric import measure
    from landsim.report.page import write_report
    from landsim.simulation.discipline import disciplines
    from landsim.simulation.run import simulate
    from landsim.study.compare import compare
    from landsim.study.explain import explain
    from landsim.study.run import run_study
    from landsim.study.verify import verify

__all__ = [
    "AllocationProblem",
    "Decide",
    "Decision",
    "LandState",
    "LandsimError",
    "Plan",
    "Problem",
    "RunStore",
    "Scenario",
    "ScenarioError",
    "StoredRun",
    "Trajectory",
    "baselines",
    "check_plan",
    "compare",
    "disciplines",
    "epoch_problem",
    "explain",
    "export_run",
    "foresight_problem",
    "load_scenario",
    "make_plan",
    "measure",
    "objectives",
    "planners",
    "read_scenario",
    "rolling",
    "rules",
    "run_study",
    "simulate",
    "verify",
    "write_report",
]

_HOMES = {
    "AllocationProblem": "landsim.core.problem",
    "Decide": "landsim.core.state",
    "Decision": "landsim.core.state",
    "LandState": "landsim.core.state",
    "LandsimError": "landsim.errors",
    "Plan": "landsim.core.plan",
    "Problem": "landsim.errors",
    "RunStore": "landsim.files.store",
    "Scenario": "landsim.core.scenario",
    "ScenarioError": "landsim.errors",
    "StoredRun": "landsim.files.store",
    "Trajectory": "landsim.core.trajectory",
    "baselines": "landsim.allocation.planner",
    "check_plan": "landsim.allocation.check",
    "compare": "landsim.study.compare",
    "disciplines": "landsim.simulation.discipline",
    "epoch_problem": "landsim.core.problem",
    "explain": "landsim.study.explain",
    "export_run": "landsim.files.export",
    "foresight_problem": "landsim.core.problem",
    "load_scenario": "landsim.files.read",
    "make_plan": "landsim.allocation.planner",
    "measure": "landsim.metrics.metric",
    "objectives": "landsim.allocation.objective",
    "planners": "landsim.allocation.planner",
    "read_scenario": "landsim.files.read",
    "rolling": "landsim.allocation.rolling",
    "rules": "landsim.allocation.rule",
    "run_study": "landsim.study.run",
    "simulate": "landsim.simulation.run",
    "verify": "landsim.study.verify",
    "write_report": "landsim.report.page",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load a public name from its home when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'landsim' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
