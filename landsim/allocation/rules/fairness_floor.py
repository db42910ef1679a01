"""Fairness floor: a firm class gets its share of the projects served."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.options import list_options
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.landrules import FairnessFloor
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "fairness_floor"
_FRACTION = 1e-4
"""Fractions of a project below this are rounding."""


@rules.register(NAME)
class Fairness:
    """Of all projects served, a class has at least its share, rounded down to whole projects.

    The floor is waived once everybody of the class who asks and could be served is served; a
    floor that history has broken asks of new supply alone.
    """

    label = Label(zh="公平保底", en="fairness floor")

    def add_rows(self, program: Program) -> None:
        """Add two rows and one auxiliary column, *everybody of the class is served*."""
        options = program.options
        column = np.arange(len(options))
        for floor in program.problem.policy.land.fairness:
            is_class = ~options.askers.is_phase & np.array(
                [a.project.firm_class is floor.firm_class for a in options.askers.asking], bool
            )
            served = np.unique(options.project)
            n_class = int(is_class[served].sum())
            if n_class == 0:
                continue
            everybody = program.add_column(is_integer=True)
            of_class = np.flatnonzero(is_class[options.project])
            program.add_rows(
                NAME,
                np.zeros(len(of_class) + 1, dtype=np.int64),
                np.append(of_class, everybody),
                np.append(np.ones(len(of_class)), -n_class),
                lower=[0.0],
                label=_label(floor),
            )
            counts = ~options.askers.is_phase[options.project]
            weight = (is_class[options.project] - floor.min_share) * counts
            program.add_rows(
                NAME,
                np.zeros(len(column) + 1, dtype=np.int64),
                np.append(column, everybody),
                np.append(weight, floor.min_share * len(column)),
                lower=[_limit(program.problem, floor)],
                label=_label(floor),
            )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every class that gets less than its share while more of it could be served."""
        if not problem.policy.land.fairness:
            return
        facts, options = Facts(problem), list_options(problem)
        served = np.unique(options.project)
        able = [options.askers.asking[r].project for r in served if not options.askers.is_phase[r]]
        firsts = [a for a in plan.assignments if a.project not in facts.phases]
        for floor in problem.policy.land.fairness:
            n_able = sum(project.firm_class is floor.firm_class for project in able)
            projects = [facts.project(assignment) for assignment in firsts]
            n_class = sum(p is not None and p.firm_class is floor.firm_class for p in projects)
            missing = _limit(problem, floor) - (n_class - floor.min_share * len(projects))
            if n_class < n_able and missing > _FRACTION / 2:
                yield breach(
                    NAME,
                    "{firm_class}: {served} of {total} projects served; share must be {share}",
                    firm_class=floor.firm_class,
                    served=n_class,
                    total=len(projects),
                    share=f"{floor.min_share:.0%}",
                )


def _limit(problem: AllocationProblem, floor: FairnessFloor) -> float:
    """Return the least surplus of the class over its share that the plan must keep."""
    served = {held.project.id: held.project for held in problem.holdings}
    n_class = sum(project.firm_class is floor.firm_class for project in served.values())
    return min(0.0, floor.min_share * len(served) - n_class - 1 + _FRACTION)


def _label(floor: FairnessFloor) -> RowLabel:
    subject = about("share of {firm_class} firms", unit="projects", firm_class=floor.firm_class)
    return lambda _: subject
