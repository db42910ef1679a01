"""The plan of one who knows every project from the first day: the yardstick of a run."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import pyarrow as pa

from landsim.allocation import baselines, check_plan, make_plan
from landsim.core.areas import assigned_m2
from landsim.core.park import Park
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.progress import Listener, Note
from landsim.core.scenario import Scenario
from landsim.errors import PlanError
from landsim.files.columns import BY_NAME
from landsim.files.frames import arrow_table

REPLICATION = 0
"""Whose projects are known."""
_NODES_MAX = 200
_GAP_MIN = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """The stored tables of the plan, and what the manifest says about it."""

    tables: Mapping[str, pa.Table]
    """Tables ``plan``, ``plan_refusals`` and ``baselines``."""
    summary: dict[str, Any]
    """True status, bound and gap."""
    notes: tuple[Note, ...] = ()
    """Rules that the independent check found broken, or why there is no plan."""


def foresight_choice(scenario: Scenario) -> PlannerChoice:
    """Return the planner of the foresight plan, limited by nodes and rounds, never by seconds.

    Planner ``auto`` proves its plan as the exact one does, and is quicker where there are many
    options.
    """
    choice = scenario.policy.planner
    return replace(
        choice,
        name="auto",
        gap=max(choice.gap, _GAP_MIN),
        max_nodes=min(choice.max_nodes, _NODES_MAX),
        time_limit_seconds=None,
    )


def make_foresight(scenario: Scenario, seed: int, listener: Listener) -> Foresight:
    """Plan replication 0 with every project known, beside the baselines, all of them checked.

    Parameters
    ----------
    scenario
        The world.
    seed
        Root seed.
    listener
        Told how the optimiser gets on.
    """
    problem = foresight_problem(scenario, scenario.demand(REPLICATION, seed))
    try:
        plan = make_plan(problem, choice=foresight_choice(scenario), listener=listener)
    except PlanError as fault:
        return _without_plan(scenario, fault)
    plans = {plan.report.planner: plan} | baselines(problem)
    checked = [(name, other, _violations(problem, other)) for name, other in plans.items()]
    own, park = scenario.policy.sense.own, scenario.park
    rows = [_baseline_row(name, other, len(broken), own, park) for name, other, broken in checked]
    tables = {
        name: arrow_table(BY_NAME[name], kept, scenario.horizon)
        for name, kept in (
            ("plan", _plan_rows(scenario, plan)),
            ("plan_refusals", _refusal_rows(plan)),
            ("baselines", rows),
        )
    }
    notes = tuple(_broken_note(name, text) for name, _, broken in checked for text in broken)
    notes = (*plan.report.notes, *notes)
    return Foresight(tables=tables, summary=_summary(scenario, plan), notes=notes)


def _violations(problem: AllocationProblem, plan: Plan) -> tuple[str, ...]:
    return tuple(str(violation) for violation in check_plan(problem, plan))


def _broken_note(planner: str, violation: str) -> Note:
    return Note(
        message="the plan of {planner} breaks a rule: {violation}",
        values=(("planner", planner), ("violation", violation)),
    )


def _without_plan(scenario: Scenario, fault: PlanError) -> Foresight:
    specs = [BY_NAME[name] for name in ("plan", "plan_refusals", "baselines")]
    return Foresight(
        tables={spec.name: arrow_table(spec, (), scenario.horizon) for spec in specs},
        summary={"termination": "no plan", "cause": str(fault)},
        notes=(
            Note(
                message="no plan with perfect foresight: {cause}", values=(("cause", str(fault)),)
            ),
        ),
    )


def _summary(scenario: Scenario, plan: Plan) -> dict[str, Any]:
    report, own = plan.report, scenario.policy.sense.own
    return {
        "replication": REPLICATION,
        "planner": report.planner,
        "solver": report.solver,
        "termination": plan.termination,
        "objective": own(report.objective),
        "bound": None if report.bound is None else own(report.bound),
        "gap": report.gap,
        "nodes": report.n_nodes,
        "seconds": round(report.seconds, 3),
        "stages": [asdict(note) for note in report.stages],
    }


def _plan_rows(scenario: Scenario, plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (
            assignment.project,
            take.parcel,
            take.area_m2,
            assignment.period,
            float(scenario.horizon.first_day(assignment.period)),
            assignment.mode,
            assignment.end_period,
            scenario.policy.sense.own(assignment.value),
        )
        for assignment in plan.assignments
        for take in assignment.bundle
    ]


def _refusal_rows(plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (
            refusal.project,
            refusal.cause,
            refusal.rule,
            "+".join(refusal.competitors),
            refusal.detail,
        )
        for refusal in plan.refusals
    ]


def _baseline_row(
    name: str, plan: Plan, n_violations: int, own: Callable[[float], float], park: Park
) -> tuple[Any, ...]:
    report, nan = plan.report, float("nan")
    return (
        name,
        own(report.objective),
        nan if report.bound is None else own(report.bound),
        nan if report.gap is None else report.gap,
        plan.termination,
        len(plan.assignments),
        assigned_m2(park, plan.assignments),
        report.n_options,
        report.n_rows,
        report.n_nodes,
        n_violations,
    )
