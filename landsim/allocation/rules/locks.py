"""Projects locked in."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import RowLabel, about
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.ids import ProjectId
from landsim.core.label import Label
from landsim.core.landrules import Lock
from landsim.core.plan import Assignment, Plan
from landsim.core.problem import AllocationProblem

NAME = "locks"


@rules.register(NAME)
class Locks:
    """A locked project is served, on the parcel, mode and period its lock names.

    At a decision epoch it is served before all others, as soon as it can be.
    """

    label = Label(zh="锁定项目", en="projects locked in")

    def add_rows(self, program: Program) -> None:
        """Add one row for each locked project; at a decision epoch give it priority instead."""
        options = program.options
        for row in sorted({row for row, _ in options.askers.locks}):
            column = np.flatnonzero(options.project == row)
            if program.problem.is_epoch:
                program.priority[column] = 1.0
            else:
                program.add_rows(
                    NAME,
                    column * 0,
                    column,
                    lower=[1.0],
                    label=_label(options.askers.asking[row].project.id),
                )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every locked project that is not served, or not as its lock says."""
        asking = {entry.project.id for entry in problem.asking}
        for lock in problem.policy.land.locks:
            if lock.project not in asking:
                continue
            served = [a for a in plan.assignments if a.project == lock.project]
            if not served and not problem.is_epoch:
                yield breach(NAME, "{project} is locked in but not served", project=lock.project)
            for assignment in served:
                if not _agrees(lock, assignment):
                    yield breach(
                        NAME, "{project} is not served as its lock says", project=lock.project
                    )


def _agrees(lock: Lock, assignment: Assignment) -> bool:
    return (
        (lock.parcel is None or assignment.parcels == (lock.parcel,))
        and lock.mode in (None, assignment.mode)
        and lock.period in (None, assignment.period)
    )


def _label(project: ProjectId) -> RowLabel:
    return lambda _: about("{project} locked in", project=project)
