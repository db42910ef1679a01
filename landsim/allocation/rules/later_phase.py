"""Land for phase 2 is reserved beside phase 1, with it, under the same mode 一次规划分期供地."""

from collections.abc import Callable, Iterator

import numpy as np

from landsim.allocation.about import About, about
from landsim.allocation.facts import Facts
from landsim.allocation.options import Options
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.ids import ProjectId
from landsim.core.label import Label
from landsim.core.plan import Assignment, Plan
from landsim.core.problem import AllocationProblem, BoolArray, IntArray

NAME = "later_phase"


@rules.register(NAME)
class LaterPhases:
    """Land is reserved for a phase 2 only if phase 1 gets land on or next to it.

    Both are given in the same period and under the same mode.
    """

    label = Label(zh="分期预留", en="land for a later phase")

    def add_rows(self, program: Program) -> None:
        """Add a row for each option of a phase 2: it needs one of phase 1 that goes with it."""
        options, asking = program.options, program.options.askers.asking
        row_of = options.askers.row
        for row, entry in enumerate(asking):
            if entry.phase_of is None:
                continue
            later = np.flatnonzero(options.project == row)
            first = np.flatnonzero(options.project == row_of[entry.phase_of.id])
            one, other = np.nonzero(_goes_with(options, later, first))
            n_rows, name = len(later), entry.phase_of.id
            program.add_rows(
                NAME,
                np.concatenate([np.arange(n_rows), one]),
                np.concatenate([later, first[other]]),
                np.concatenate([np.ones(n_rows), -np.ones(len(one))]),
                upper=0.0,
                n_rows=n_rows,
                label=_label(name),
            )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield land reserved for a phase 2 without land for phase 1 beside it."""
        facts = Facts(problem)
        given = {assignment.project: assignment for assignment in plan.assignments}
        for assignment in plan.assignments:
            first = facts.phases.get(assignment.project)
            if first is not None and not _is_beside(facts, assignment, given.get(first)):
                yield breach(
                    NAME,
                    "{parcel} is reserved for phase 2 of {project}, which gets no land beside it",
                    parcel="+".join(assignment.parcels),
                    project=first,
                )


def _label(project: ProjectId) -> Callable[[int], About]:
    return lambda _: about("land for phase 2 of {project}", project=project)


def _goes_with(options: Options, later: IntArray, first: IntArray) -> BoolArray:
    """Return which options of phase 2 go with which of phase 1, shape (n_later, n_first)."""
    reach = options.land.neighbours | np.eye(len(options.land.area_m2), dtype=bool)
    near = _sites(options, later) @ reach.astype(np.int64) @ _sites(options, first).T > 0
    is_same = options.period[later][:, None] == options.period[first]
    return np.asarray(near & is_same & (options.mode[later][:, None] == options.mode[first]))


def _sites(options: Options, rows: IntArray) -> IntArray:
    """Return whether options of one project, a run of the table, use parcels: 0 or 1."""
    sites = np.zeros((len(rows), len(options.land.area_m2)), dtype=np.int64)
    if len(rows):
        takes = slice(options.take_begin[rows[0]], options.take_begin[rows[-1] + 1])
        sites[options.take_option[takes] - rows[0], options.take_parcel[takes]] = 1
    return sites


def _is_beside(facts: Facts, later: Assignment, first: Assignment | None) -> bool:
    if first is None or (first.period, first.mode) != (later.period, later.mode):
        return False
    site = set(later.parcels)
    near = site.union(*(facts.neighbours[parcel] for parcel in site))
    return any(parcel in near for parcel in first.parcels)
