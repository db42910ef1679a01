"""One site to a project 一项目一供地."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import About, about
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "matching"


@rules.register(NAME)
class Matching:
    """A project is served once or not at all."""

    label = Label(zh="一项目一供地", en="one site to a project")

    def add_rows(self, program: Program) -> None:
        """Add one row for each project that has options."""
        project = program.options.project
        is_next = np.diff(project, prepend=-1) > 0
        row = np.cumsum(is_next) - 1
        n_rows = int(is_next.sum())
        askers, first = program.options.askers, np.flatnonzero(is_next)

        def label(place: int) -> About:
            entry = askers.asking[project[first[place]]]
            return about("one site for {project}", project=entry.project.id)

        program.add_rows(NAME, row, np.arange(len(project)), upper=1.0, n_rows=n_rows, label=label)

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every project that is served twice, or did not ask."""
        asking = {entry.project.id for entry in problem.asking}
        times = Counter(assignment.project for assignment in plan.assignments)
        for project, n_times in times.items():
            if n_times > 1:
                yield breach(
                    NAME, "{project} is served {times} times", project=project, times=n_times
                )
            if project not in asking:
                yield breach(NAME, "{project} is served but does not ask", project=project)
