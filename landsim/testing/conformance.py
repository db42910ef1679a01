"""What every rule, objective, planner, metric and law must keep, whoever wrote it.

Call the check of your component's kind in a test of your own; it raises `AssertionError` with
the first promise that is broken. Problems are drawn by `landsim.testing.drawn`; hand in a
function of your own where your component needs others.
"""

import functools
import itertools
import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from landsim.allocation.check import check_plan
from landsim.allocation.objective import Objective
from landsim.allocation.options import Options, list_options
from landsim.allocation.planner import Planner, build_program
from landsim.allocation.program import Program
from landsim.allocation.rows import Rows
from landsim.allocation.rule import Rule
from landsim.core.distribution import Distribution
from landsim.core.landrules import PlannerChoice
from landsim.core.plan import Plan, SolveReport, Termination
from landsim.core.problem import AllocationProblem, FloatArray, foresight_problem
from landsim.core.progress import ignore
from landsim.errors import PlanError
from landsim.testing import builders
from landsim.testing.drawn import drawn_problem

_N_STRATA = 4000
_TOLERANCE = 1e-6
_MOST_ENUMERATED = 3
_N_WALKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often a rule was kept and broken while it was checked."""

    kept: int
    """Choices that keep the rule."""
    broken: int
    """Choices that break it."""
    n_rows: int
    """Rows it added to all problems together; 0 where the options table alone ensures it."""


def check_rule(
    rule: type[Rule],
    *,
    draw: Callable[[random.Random], AllocationProblem] = drawn_problem,
    n_examples: int = 200,
    serves_twice: bool = False,
) -> Tally:
    """Assert that the rows and the check of a rule agree, with no other rule in force.

    Parameters
    ----------
    rule
        Rule to check.
    draw
        What draws a problem to try.
    n_examples
        Number of problems to try.
    serves_twice
        Whether to try choices that serve a project twice too, as only a rule that is about
        such choices needs to bear them.

    Returns
    -------
    Tally
        How many of the choices kept the rule; one that is never broken was not tested.

    Notes
    -----
    Options are chosen one after another, in a drawn order, so that the choices walk up to each
    limit and across it; at every step the rows hold if and only if the check finds nothing.
    """
    assert rule.__doc__, f"{rule.__name__} needs a docstring"
    assert rule.label.zh, f"{rule.__name__} needs a Chinese label"
    assert rule.label.en, f"{rule.__name__} needs an English label"
    nobody = builders.tiny_scenario(projects=())
    bare = _alone(rule, foresight_problem(nobody, ()))
    assert _agrees(rule, bare, []), f"{rule.__name__}: broken where nobody asks"
    seen: Counter[bool] = Counter()
    n_rows = 0
    shuffler = random.Random(n_examples)  # noqa: S311 - no secret
    for problem in some_problems(n_examples, draw):
        program = _alone(rule, problem)
        n_rows += program.n_rows
        for _ in range(_N_WALKS):
            order = _order(program.options, shuffler, repeats=serves_twice)
            for n_chosen in range(len(order) + 1):
                seen[_agrees(rule, program, order[:n_chosen])] += 1
    return Tally(kept=seen[True], broken=seen[False], n_rows=n_rows)


def _alone(rule: type[Rule], problem: AllocationProblem) -> Program:
    program = Program(list_options(problem))
    rule().add_rows(program)
    return program


def _order(options: Options, shuffler: random.Random, *, repeats: bool) -> list[int]:
    """Return options in a drawn order, one of each project, perhaps one more of one of them."""
    order = list(range(len(options)))
    shuffler.shuffle(order)
    firsts = list({int(options.project[index]): index for index in order}.values())
    return firsts + [index for index in order if index not in firsts][:repeats]


def _agrees(rule: type[Rule], program: Program, chosen: list[int]) -> bool:
    problem = program.problem
    plan = _plan(program.options, chosen)
    breaches = list(rule().violations(problem, plan))
    holds = _rows_hold(program, chosen)
    told = "; ".join(map(str, breaches)) or "nothing"
    assert holds == (not breaches), (
        f"{rule.__name__}: the rows {'hold' if holds else 'are broken'}, "
        f"the check finds {told}, for {plan.assignments}"
    )
    backwards = replace(plan, assignments=plan.assignments[::-1])
    turned = replace(problem, asking=problem.asking[::-1])
    again = sorted(map(str, rule().violations(turned, backwards)))
    assert again == sorted(map(str, breaches)), f"{rule.__name__}: the order of projects matters"
    return holds


def _rows_hold(program: Program, chosen: list[int]) -> bool:
    """Whether some values of the auxiliary columns satisfy the rows for a choice of options."""
    rows, n_options = program.rows(), len(program.options)
    x = np.zeros(program.n_columns)
    x[chosen] = 1.0
    n_auxiliary = program.n_columns - n_options
    for ends in itertools.product((0.0, 1.0), repeat=min(n_auxiliary, _MOST_ENUMERATED)):
        x[n_options : n_options + len(ends)] = ends * program.upper[n_options:][: len(ends)]
        scale = np.maximum(1.0, np.abs(rows.activity(x)))
        if (rows.excess(x) <= _TOLERANCE * scale).all():
            return True
    is_settled = n_auxiliary <= _MOST_ENUMERATED and program.is_integer.all()
    return not is_settled and _is_feasible(program, rows, chosen)


def _is_feasible(program: Program, rows: Rows, chosen: list[int]) -> bool:
    n_options = len(program.options)
    lower, upper = np.zeros(program.n_columns), program.upper
    lower[chosen] = 1.0
    upper[:n_options] = lower[:n_options]
    matrix = csr_array(
        (rows.coefficient, rows.column, rows.begin), shape=(len(rows), program.n_columns)
    )
    found = milp(
        np.zeros(program.n_columns),
        constraints=LinearConstraint(matrix, rows.lower - _TOLERANCE, rows.upper + _TOLERANCE),
        bounds=Bounds(lower, upper),
        integrality=program.is_integer.astype(int),
    )
    return bool(found.status == 0)


def _plan(options: Options, chosen: list[int]) -> Plan:
    assignments = [options.assignment(index) for index in chosen]
    return Plan(
        assignments=tuple(sorted(assignments, key=lambda a: (a.period, a.project))),
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="drawn", objective=0.0),
    )


def check_objective(objective: type[Objective], *, n_examples: int = 200) -> None:
    """Assert that an objective gives every option one finite amount, the same in any order.

    Parameters
    ----------
    objective
        Objective to check.
    n_examples
        Number of problems to try.
    """
    assert objective.__doc__, f"{objective.__name__} needs a docstring"
    assert objective.label.zh, f"{objective.__name__} needs a Chinese label"
    assert objective.label.en, f"{objective.__name__} needs an English label"
    assert objective.unit, f"{objective.__name__} needs a unit"
    for problem in some_problems(n_examples):
        options = list_options(problem)
        amounts = objective().amounts(options)
        assert amounts.shape == (len(options),), f"{objective.__name__}: one amount to an option"
        assert np.isfinite(amounts).all(), f"{objective.__name__}: an amount is not finite"
        turned = list_options(replace(problem, asking=problem.asking[::-1]))
        assert _by_option(turned, objective().amounts(turned)) == _by_option(options, amounts), (
            f"{objective.__name__}: the order of projects matters"
        )


def _by_option(options: Options, amounts: FloatArray) -> dict[object, float]:
    return {
        options.assignment(index): round(float(amount), 9) for index, amount in enumerate(amounts)
    }


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


def check_distribution(law: Distribution) -> None:
    """Assert that a law's draws rise with luck and average to its mean and variance.

    Parameters
    ----------
    law
        Law to check; its second moment must be finite.

    Notes
    -----
    Moments are integrals of the quantile function over the unit interval, taken by the
    midpoint rule in :math:`t` with :math:`u = t^3 (10 - 15 t + 6 t^2)`, which puts points
    densely into both tails.

    Examples
    --------
    >>> from landsim.core.distribution import Triangular
    >>> check_distribution(Triangular(low=3, mode=7, high=20))
    """
    steps = (np.arange(_N_STRATA) + 0.5) / _N_STRATA
    weights = 30 * steps**2 * (1 - steps) ** 2 / _N_STRATA
    luck = steps**3 * (10 - 15 * steps + 6 * steps**2)
    draws = np.array([law.quantile(float(u)) for u in luck])
    assert np.isfinite(draws).all(), f"{law}: a draw is not finite"
    slack = 1e-9 * max(1.0, float(np.abs(draws).max()))
    assert (np.diff(draws) >= -slack).all(), f"{law}: a draw falls as luck rises"
    spread = math.sqrt(law.variance)
    mean = float(weights @ draws)
    tolerance = 2e-3 * (spread + abs(law.mean)) + slack
    assert abs(mean - law.mean) <= tolerance, f"{law}: draws average {mean}, not {law.mean}"
    variance = float(weights @ (draws - mean) ** 2)
    allowed = 1e-2 * law.variance + slack**2 + 1e-12
    assert abs(variance - law.variance) <= allowed, (
        f"{law}: draws have variance {variance}, not {law.variance}"
    )
    ends = (law.quantile(0.0), law.quantile(math.nextafter(1.0, 0.0)))
    assert all(map(math.isfinite, ends)), f"{law}: an end of the law is not finite"
    assert law.quantile(0.3) == law.quantile(0.3), f"{law}: the same luck gives other draws"


@functools.cache
def some_problems(
    n_examples: int, draw: Callable[[random.Random], AllocationProblem] = drawn_problem
) -> tuple[AllocationProblem, ...]:
    """Return problems in which at least two projects have options; the same at every call.

    Parameters
    ----------
    n_examples
        How many to draw; those in which nobody competes are left out.
    draw
        What draws one.
    """
    chance = random.Random(n_examples)  # noqa: S311 - no secret
    drawn = (draw(chance) for _ in range(n_examples))
    return tuple(problem for problem in drawn if len(set(list_options(problem).project)) > 1)
