"""Why there is no plan: the smallest set of rules found that cannot hold together."""

from dataclasses import replace

import numpy as np

from landsim.allocation.highs import solve_with_highs
from landsim.allocation.program import Program
from landsim.core.planning import PlannerChoice
from landsim.errors import Infeasible, SolverFailed


def conflict(program: Program, choice: PlannerChoice) -> Infeasible:
    """Return the error that names the rules in conflict.

    Parameters
    ----------
    program
        A program without a solution.
    choice
        Limits of each trial.
    """
    kept = conflicting_rules(program, choice)
    names = " and ".join(kept)
    if len(kept) == 1:
        return Infeasible(f"no plan: infeasible; {names} cannot hold", kept)
    return Infeasible(f"no plan: infeasible; {names} conflict", kept)


def conflicting_rules(program: Program, choice: PlannerChoice) -> tuple[str, ...]:
    """Return row families that cannot hold together, and no part of which conflicts.

    Parameters
    ----------
    program
        A program without a solution.
    choice
        Limits of each trial.

    Notes
    -----
    A deletion filter: each family is left out in turn, and stays out if the rest is still
    infeasible. A trial that reaches its limit counts as feasible, so the set may then be
    larger than necessary.
    """
    kept = sorted(program.families)
    for family in sorted(program.families):
        rest = [name for name in kept if name != family]
        if _is_infeasible(program, rest, choice):
            kept = rest
    return tuple(kept)


def _is_infeasible(program: Program, families: list[str], choice: PlannerChoice) -> bool:
    matrix = program.matrix(np.zeros(program.n_columns), families)
    try:
        return solve_with_highs(matrix, replace(choice, gap=0.0)) is None
    except SolverFailed:
        return False
