"""One option to a project at most."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem


@rules.register("matching")
class Matching:
    """A project is served once or not at all."""

    label = Label(zh="一项目一供地", en="one site to a project")

    def add_rows(self, program: Program) -> None:
        """Add one row for each project that has options."""
        project = program.options.project
        _, row = np.unique(project, return_inverse=True)
        n_rows = int(row.max(initial=-1)) + 1
        program.add_rows(
            "matching", row, np.arange(len(project)), upper=np.ones(n_rows), n_rows=n_rows
        )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every project served twice, or that did not ask."""
        asking = {entry.project.id for entry in problem.asking}
        for project, times in Counter(a.project for a in plan.assignments).items():
            if times > 1:
                yield Violation(
                    rule="matching",
                    message="{project} is served {times} times",
                    values=(("project", project), ("times", str(times))),
                )
            if project not in asking:
                yield Violation(
                    rule="matching",
                    message="{project} is served but does not ask",
                    values=(("project", project),),
                )
