"""The best plan, with its proof."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.conflict import conflict
from landsim.allocation.matrix import Solution
from landsim.allocation.planner import planners
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.allocation.solver import solve
from landsim.allocation.ties import first_filed_first
from landsim.core.plan import Plan, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray, IntArray
from landsim.core.progress import Listener

_SETTLED = "settled"


@planners.register("optimal")
def optimal(program: Program, choice: PlannerChoice, listener: Listener) -> Plan:
    """Solve the program, tier by tier.

    Parameters
    ----------
    program
        Columns and rows.
    choice
        Solver, gap and limits.
    listener
        Told of incumbents and bounds.

    Raises
    ------
    Infeasible
        If no choice satisfies the rules.
    SolverFailed
        If the solver stops without a plan.
    """
    n_auxiliary = program.n_columns - len(program.priority)
    priority = np.concatenate([program.priority, np.zeros(n_auxiliary)])
    tiers = program.tiers
    columns = cache(partial(undominated, program, [priority, *tiers]))
    try:
        if priority.any():
            _settle(program, priority, columns, choice, listener)
        solutions = [_settle(program, tier, columns, choice, listener) for tier in tiers]
    finally:
        program.families.pop(_SETTLED, None)
    first, last = solutions[0], first_filed_first(program, solutions[-1].x)
    is_proven = all(solution.termination is Termination.OPTIMAL for solution in solutions)
    return read_plan(
        program,
        last,
        planner="optimal",
        termination=Termination.OPTIMAL if is_proven else Termination.LIMIT,
        bound=first.bound,
        bounds=tuple(solution.bound for solution in solutions),
        solver=first.solver,
        n_nodes=sum(solution.n_nodes for solution in solutions),
        seconds=sum(solution.seconds for solution in solutions),
    )


def _settle(
    program: Program,
    points: FloatArray,
    columns: Callable[[], IntArray],
    choice: PlannerChoice,
    listener: Listener,
) -> Solution:
    """Solve for some points and keep what was reached for the tiers that follow."""
    solution = solve(program, choice, points=points, columns=columns, listener=listener)
    if solution is None:
        raise conflict(program, choice)
    counted = np.flatnonzero(points)
    loss = choice.lexicographic_tolerance * abs(solution.objective)
    program.add_rows(
        _SETTLED, counted * 0, counted, points[counted], lower=[solution.objective - loss]
    )
    return solution
