"""A rule's rows and its check say the same."""

import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from landsim.allocation.options import Options, list_options
from landsim.allocation.program import Program
from landsim.allocation.rows import Rows
from landsim.allocation.rule import Rule
from landsim.core.plan import Plan, SolveReport, Termination
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.testing import builders
from landsim.testing.conformance.problems import some_problems
from landsim.testing.drawn import drawn_problem

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
