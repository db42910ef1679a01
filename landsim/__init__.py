"""landsim: who gets which parcel of an industrial park, when, under which tenure, and then what.

The public names, each loaded from its home when it is first used, so that ``import landsim`` is
light. `read_scenario`, `make_plan`, `simulate`, `measure`, `run_study`, `compare`, `verify` and
`write_report` are the verbs; the rest are what they take and give, and where extensions are
filed (`rules`, `objectives`, `planners`, `disciplines`, `metric`).
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the only such block: type checkers see at once what users load lazily
    from landsim.allocation import baselines, check_plan, explain_refusals, make_plan, rolling
    from landsim.allocation.objective import objectives
    from landsim.allocation.planner import planners
    from landsim.allocation.rule import Violation, rules
    from landsim.core.plan import Assignment, Plan, Refusal, Take, Termination
    from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
    from landsim.core.result import Estimate, PairedDifference, Value
    from landsim.core.scenario import Scenario
    from landsim.core.state import Decide, Decision, LandState
    from landsim.core.trajectory import Trajectory
    from landsim.errors import (
        Infeasible,
        LandsimError,
        PlanError,
        Problem,
        ResultsError,
        ScenarioError,
        SolverFailed,
        UnknownNameError,
    )
    from landsim.files.export import export_run
    from landsim.files.loaded import Loaded
    from landsim.files.read import load_scenario, read_scenario
    from landsim.files.schema import scenario_schema
    from landsim.files.store import RunStore, StoredRun
    from landsim.files.templates import write_template
    from landsim.metrics.metric import measure, metric
    from landsim.report.page import write_report
    from landsim.simulation import simulate
    from landsim.simulation.discipline import disciplines
    from landsim.study.compare import compare
    from landsim.study.estimates import estimates
    from landsim.study.explain import explain
    from landsim.study.facts import scenario_facts
    from landsim.study.run import run_study
    from landsim.study.verify import verify

_HOMES = {
    "landsim.allocation": ("baselines", "check_plan", "explain_refusals", "make_plan", "rolling"),
    "landsim.allocation.objective": ("objectives",),
    "landsim.allocation.planner": ("planners",),
    "landsim.allocation.rule": ("Violation", "rules"),
    "landsim.core.plan": ("Assignment", "Plan", "Refusal", "Take", "Termination"),
    "landsim.core.problem": ("AllocationProblem", "epoch_problem", "foresight_problem"),
    "landsim.core.result": ("Estimate", "PairedDifference", "Value"),
    "landsim.core.scenario": ("Scenario",),
    "landsim.core.state": ("Decide", "Decision", "LandState"),
    "landsim.core.trajectory": ("Trajectory",),
    "landsim.errors": (
        "Infeasible",
        "LandsimError",
        "PlanError",
        "Problem",
        "ResultsError",
        "ScenarioError",
        "SolverFailed",
        "UnknownNameError",
    ),
    "landsim.files.export": ("export_run",),
    "landsim.files.loaded": ("Loaded",),
    "landsim.files.read": ("load_scenario", "read_scenario"),
    "landsim.files.schema": ("scenario_schema",),
    "landsim.files.store": ("RunStore", "StoredRun"),
    "landsim.files.templates": ("write_template",),
    "landsim.metrics.metric": ("measure", "metric"),
    "landsim.report.page": ("write_report",),
    "landsim.simulation": ("simulate",),
    "landsim.simulation.discipline": ("disciplines",),
    "landsim.study.compare": ("compare",),
    "landsim.study.estimates": ("estimates",),
    "landsim.study.explain": ("explain",),
    "landsim.study.facts": ("scenario_facts",),
    "landsim.study.run": ("run_study",),
    "landsim.study.verify": ("verify",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AllocationProblem",
    "Assignment",
    "Decide",
    "Decision",
    "Estimate",
    "Infeasible",
    "LandState",
    "LandsimError",
    "Loaded",
    "PairedDifference",
    "Plan",
    "PlanError",
    "Problem",
    "Refusal",
    "ResultsError",
    "RunStore",
    "Scenario",
    "ScenarioError",
    "SolverFailed",
    "StoredRun",
    "Take",
    "Termination",
    "Trajectory",
    "UnknownNameError",
    "Value",
    "Violation",
    "baselines",
    "check_plan",
    "compare",
    "disciplines",
    "epoch_problem",
    "estimates",
    "explain",
    "explain_refusals",
    "export_run",
    "foresight_problem",
    "load_scenario",
    "make_plan",
    "measure",
    "metric",
    "objectives",
    "planners",
    "read_scenario",
    "rolling",
    "rules",
    "run_study",
    "scenario_facts",
    "scenario_schema",
    "simulate",
    "verify",
    "write_report",
    "write_template",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load a public name from its home when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'landsim' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
