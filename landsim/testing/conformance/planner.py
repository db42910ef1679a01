"""A planner's plans keep the rules."""

import random
from collections.abc import Callable
from dataclasses import replace

from landsim.allocation.check import check_plan
from landsim.allocation.planner import Planner, build_program
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem
from landsim.core.progress import ignore
from landsim.errors import PlanError
from landsim.testing.conformance.problems import some_problems
from landsim.testing.drawn import drawn_problem

_TOLERANCE = 1e-6


def check_planner(
    planner: Planner,
    *,
    draw: Callable[[random.Random], AllocationProblem] = drawn_problem,
    n_examples: int = 200,
) -> None:
    """Assert that a planner's plans keep every rule, add up, and come out the same twice.

    Parameters
    ----------
    planner
        Planner to check.
    draw
        What draws a problem to try.
    n_examples
        Number of problems to try.

    Notes
    -----
    A planner may give up with a `PlanError`; what it must never do is to hand out a plan that
    breaks a rule, or to claim a bound below its own plan. A heuristic may fall short of what a
    rule asks for at least, where serving nobody falls short too.
    """
    assert planner.__doc__, "a planner needs a docstring"
    choice = PlannerChoice(max_nodes=200)
    for problem in some_problems(n_examples, draw):
        program = build_program(problem)
        try:
            plan = planner(program, choice, ignore)
        except PlanError:
            continue
        breaches = {breach.rule: str(breach) for breach in check_plan(problem, plan)}
        if plan.termination is Termination.HEURISTIC:
            for breach in check_plan(problem, replace(plan, assignments=())):
                breaches.pop(breach.rule, None)
        assert not breaches, f"the plan breaks a rule: {'; '.join(breaches.values())}"
        listed = {program.options.assignment(index) for index in range(len(program.options))}
        chosen = [replace(assignment, value=0.0) for assignment in plan.assignments]
        assert listed >= set(chosen), "the plan holds what is no option"
        assert chosen == sorted(chosen, key=lambda a: (a.period, a.project)), "plans are sorted"
        report = plan.report
        slack = _TOLERANCE * max(1.0, abs(report.objective))
        assert report.bound is None or report.bound >= report.objective - slack, "bound too low"
        again = planner(build_program(problem), choice, ignore)
        assert again.assignments == plan.assignments, "the same problem gives another plan"
