"""Window: land is given when the project wants it and when land may be released."""

from collections.abc import Iterator

from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "window"


@rules.register(NAME)
class Window:
    """The period lies in the project's window and, under batch supply, in a round."""

    label = Label(zh="供地时间窗", en="supply window")

    def add_rows(self, program: Program) -> None:
        """Add nothing: options outside the window are not listed."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every assignment at a time at which it cannot be."""
        facts = Facts(problem)
        for assignment in plan.assignments:
            entry, period = facts.asking.get(assignment.project), assignment.period
            may_supply = period >= problem.first_period and bool(problem.may_supply[period])
            if not may_supply or (entry and not entry.first_period <= period <= entry.last_period):
                yield breach(
                    NAME,
                    "{project} cannot be given land in {period}",
                    project=assignment.project,
                    period=problem.horizon.period_label(period),
                )
