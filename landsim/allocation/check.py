"""Does a plan keep the rules? Asked of any plan, whoever made it."""

from landsim.allocation.rule import Violation, rules
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem


def check_plan(problem: AllocationProblem, plan: Plan) -> tuple[Violation, ...]:
    """Return every breach of a registered rule; empty if the plan keeps them all.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to check; who made it, and how, does not matter.
    """
    return tuple(
        violation
        for name in rules.names()
        for violation in rules.get(name)().violations(problem, plan)
    )
