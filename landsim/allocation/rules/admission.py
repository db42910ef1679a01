"""Admission 准入: nobody gets land in a zone without meeting its standard."""

from collections.abc import Iterator

from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "admission"


@rules.register(NAME)
class Admitted:
    """A project meets the standard in force, score and thresholds, in the zone of its land."""

    label = Label(zh="准入标准", en="admission standard")

    def add_rows(self, program: Program) -> None:
        """Add nothing: options of projects that are not admitted are not listed."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every project in a zone it is not admitted to, once for each zone."""
        facts, standard = Facts(problem), problem.policy.admission
        for assignment in plan.assignments:
            project = facts.project(assignment)
            if project is None:
                continue
            zones = dict.fromkeys(facts.parcels[parcel].zone for parcel in assignment.parcels)
            for zone in zones:
                for shortfall in standard.shortfalls(project, zone)[:1]:
                    yield breach(
                        NAME,
                        "{project} in {zone}: {criterion} {promised}, standard {required}",
                        project=project.id,
                        zone=zone,
                        criterion=shortfall.criterion,
                        promised=f"{shortfall.promised:g}",
                        required=f"{shortfall.required:g}",
                    )
