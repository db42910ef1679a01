"""Readiness 净地: no land before it is free and ready, or readied early."""

from collections.abc import Iterator

from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "readiness"


@rules.register(NAME)
class Readiness:
    """Land is ready, or can be readied early, in the period in which it is given."""

    label = Label(zh="净地", en="ready land")

    def add_rows(self, program: Program) -> None:
        """Add nothing: options on land that is not ready are not listed."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every parcel given before it is ready."""
        facts = Facts(problem)
        for assignment in plan.assignments:
            for take in assignment.bundle:
                row = facts.rows[take.parcel]
                is_late = assignment.period < problem.ready_period[row]
                can_be_early = facts.parcels[take.parcel].early_months_max > 0
                free_m2 = problem.free_m2[row, assignment.period]
                if take.area_m2 > free_m2 or (is_late and not can_be_early):
                    yield breach(
                        NAME,
                        "{parcel} is not ready in {period} for {project}",
                        parcel=take.parcel,
                        period=problem.horizon.period_label(assignment.period),
                        project=assignment.project,
                    )
