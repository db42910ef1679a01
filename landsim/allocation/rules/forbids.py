"""Pairings that must not happen."""

from collections.abc import Iterator

from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "forbids"


@rules.register(NAME)
class Forbids:
    """No project gets what is forbidden to it, nor a parcel that it declined before."""

    label = Label(zh="禁配", en="forbidden pairings")

    def add_rows(self, program: Program) -> None:
        """Add nothing: forbidden options are not listed."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every forbidden assignment."""
        facts = Facts(problem)
        for assignment in plan.assignments:
            for forbid in problem.policy.land.forbids:
                if (
                    forbid.project in (None, assignment.project)
                    and (forbid.parcel is None or forbid.parcel in assignment.parcels)
                    and forbid.mode in (None, assignment.mode)
                ):
                    yield breach(
                        NAME,
                        "{project} on {parcels} under {mode} is forbidden",
                        project=assignment.project,
                        parcels="+".join(assignment.parcels),
                        mode=assignment.mode,
                    )
            entry = facts.asking.get(assignment.project)
            for parcel in entry.excluded_parcels if entry else ():
                if parcel in assignment.parcels:
                    yield breach(
                        NAME,
                        "{project} declined {parcel} before",
                        project=assignment.project,
                        parcel=parcel,
                    )
