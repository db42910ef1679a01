"""What it would take, and cost, to serve a project that got nothing: solved again, not guessed."""

from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.conflict import conflicting_rules
from landsim.allocation.planner import build_program, planners
from landsim.allocation.program import Program
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Plan
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem
from landsim.core.progress import ignore
from landsim.errors import Infeasible, PlanError

_SERVED = "served"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """The best plan that serves a project, against the best plan."""

    project: ProjectId
    """Project."""
    assignment: Assignment | None
    """What it would get; None if no plan can serve it."""
    loss_points: float
    """Points the plan would lose; NaN if no plan can serve it."""
    displaced: tuple[ProjectId, ...] = ()
    """Projects that would get nothing instead, in order of the plan."""
    rules: tuple[str, ...] = ()
    """Rules that keep every plan from serving it; empty if one can."""


def if_served(
    problem: AllocationProblem, project: ProjectId, *, choice: PlannerChoice | None = None
) -> Counterfactual:
    """Plan again with a project locked in.

    Parameters
    ----------
    problem
        What is decided.
    project
        A project that asks.
    choice
        Limits of both plans; None takes the policy's. The planner is always ``optimal``.

    Raises
    ------
    PlanError
        If the project does not ask, or there is no plan even without it.
    """
    if project not in {entry.project.id for entry in problem.asking}:
        raise PlanError(f"no counterfactual: {project} does not ask for land")
    choice = replace(choice or problem.policy.planner, name="optimal")
    program = build_program(problem)
    free = _plan(program, choice)
    _serve(program, project)
    try:
        forced = _plan(program, choice)
    except Infeasible:
        kept = conflicting_rules(program, choice)
        return Counterfactual(
            project=project,
            assignment=None,
            loss_points=float("nan"),
            rules=tuple(rule for rule in kept if rule != _SERVED),
        )
    served = {assignment.project for assignment in forced.assignments}
    return Counterfactual(
        project=project,
        assignment=next(a for a in forced.assignments if a.project == project),
        loss_points=max(0.0, free.report.objective - forced.report.objective),
        displaced=tuple(a.project for a in free.assignments if a.project not in served),
    )


def _plan(program: Program, choice: PlannerChoice) -> Plan:
    return planners.get(choice.name)(program, choice, ignore)


def _serve(program: Program, project: ProjectId) -> None:
    row = program.options.askers.row[project]
    column = np.flatnonzero(program.options.project == row)
    program.add_rows(_SERVED, column * 0, column, lower=[1.0])
