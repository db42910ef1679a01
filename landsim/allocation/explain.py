"""Why a project got nothing: the first filter it failed, or the rule that kept it out."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.blocking import Blocking
from landsim.allocation.lacking import describe_lack
from landsim.allocation.objective import set_points
from landsim.allocation.options import STAGES, list_options
from landsim.allocation.program import Program
from landsim.allocation.rule import build_rows
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Plan, Refusal, RefusalCause
from landsim.core.problem import AllocationProblem, IntArray

_CAUSES = {
    "capacity": RefusalCause.OUTCOMPETED,
    "quota": RefusalCause.NO_QUOTA,
    "power": RefusalCause.NO_CAPACITY,
}


def explain_refusals(problem: AllocationProblem, plan: Plan) -> tuple[Refusal, ...]:
    """Return why each project that asked and got nothing was passed over.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to explain, whoever made it.
    """
    program = Program(list_options(problem))
    set_points(program)
    build_rows(program)
    return refusals(program, plan)


def refusals(program: Program, plan: Plan, *, only_now: bool = False) -> tuple[Refusal, ...]:
    """Return why projects got nothing in a plan, in order of filing.

    Parameters
    ----------
    program
        Options and rows of the problem.
    plan
        Plan to explain.
    only_now
        Whether only assignments of the first period count as served, as at a decision epoch.

    Notes
    -----
    A project without options fails at the first filter that leaves it no bundle. One with
    options is kept out by rows: of its options the one that fewest rules keep out tells the
    cause. A row keeps an option out if choosing it, on top of the plan, would break it.
    """
    options = program.options
    now = program.problem.first_period
    later = {a.project: a for a in plan.assignments if only_now and a.period != now}
    served = {a.project for a in plan.assignments} - set(later)
    begin = np.searchsorted(options.project, np.arange(len(options.askers.asking) + 1))
    passed_over = [
        row
        for row, entry in enumerate(options.askers.asking)
        if entry.project.id not in served and entry.phase_of is None
    ]
    blocking: Blocking | None = None
    found = []
    for row in passed_over:
        planned = _planned(program, later.get(options.askers.asking[row].project.id))
        mine = np.arange(begin[row], begin[row + 1])
        if only_now:
            mine = mine[options.period[mine] == now]
        if len(mine) == 0:
            found.append(_without_options(program, row, planned))
            continue
        blocking = blocking or Blocking(program, plan)
        found.append(_kept_out(blocking, plan, mine, planned))
    return tuple(found)


def _without_options(program: Program, row: int, planned: str) -> Refusal:
    options = program.options
    project = options.askers.asking[row].project.id
    failed = np.flatnonzero(options.n_left[row] == 0)
    if len(failed) == 0:
        return Refusal(project=project, cause=RefusalCause.NOT_FREE, detail=planned)
    stage = int(failed[0])
    rule, detail = describe_lack(options, row, stage)
    return Refusal(project=project, cause=STAGES[stage], rule=rule, detail=detail)


def _kept_out(blocking: Blocking, plan: Plan, mine: IntArray, planned: str) -> Refusal:
    program = blocking.program
    project = program.options[int(mine[0])].project.id
    points = program.tiers[0][mine]
    kept_out = blocking.families(mine)
    best = int(np.lexsort((-points, kept_out.sum(axis=1)))[0])
    if not kept_out[best].any():
        rule = "" if points[best] > 0 or planned else "objective"
        cause = RefusalCause.RULE if rule else RefusalCause.OUTCOMPETED
        return Refusal(project=project, cause=cause, rule=rule, detail=planned)
    rule = blocking.most_telling(kept_out[best])
    return Refusal(
        project=project,
        cause=_CAUSES.get(rule, RefusalCause.RULE),
        rule=rule,
        competitors=tuple(_competitors(program, plan, project, mine)),
        detail=planned or blocking.describe(int(mine[best]), rule),
    )


def _competitors(
    program: Program, plan: Plan, project: ProjectId, mine: IntArray
) -> Iterator[ProjectId]:
    """Yield the projects that got land this one could have used, in order of the plan."""
    options = program.options
    usable = np.zeros(len(options.land.area_m2), dtype=bool)
    is_mine = np.zeros(len(options), dtype=bool)
    is_mine[mine] = True
    usable[options.take_parcel[is_mine[options.take_option]]] = True
    for assignment in plan.assignments:
        rows = [options.land.parcel_row[parcel] for parcel in assignment.parcels]
        if assignment.project != project and usable[rows].any():
            yield assignment.project


def _planned(program: Program, assignment: Assignment | None) -> str:
    if assignment is None:
        return ""
    period = program.problem.horizon.period_label(assignment.period)
    return f"planned for {period} on {'+'.join(assignment.parcels)}"
