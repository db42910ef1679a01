"""Linear programs with their duals, and how far the duals hold."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landsim.allocation import highs
from landsim.allocation.matrix import Matrix
from landsim.core.problem import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Duals:
    """What a linear program says of its rows."""

    objective: float
    """Points of the optimum."""
    row: FloatArray
    """Points for one more unit of each row's bound, shape (n_rows,)."""
    low: FloatArray
    """Least bound for which the dual holds, shape (n_rows,); meaningful where it is not 0."""
    high: FloatArray
    """Largest bound for which it holds, the same."""


def relaxed_duals(matrix: Matrix) -> Duals | None:
    """Solve a program without integrality and return its duals; None if it has no optimum.

    Parameters
    ----------
    matrix
        Program.
    """
    solved = _solved(matrix)
    if solved is None:
        return None
    solver, scale = solved
    _, ranging = solver.getRanging()
    return Duals(
        objective=solver.getInfo().objective_function_value / scale,
        row=np.asarray(solver.getSolution().row_dual) / scale,
        low=np.asarray(ranging.row_bound_dn.value_),
        high=np.asarray(ranging.row_bound_up.value_),
    )


def relaxed_points(matrix: Matrix) -> float | None:
    """Solve a program without integrality and return its points; None if it has no optimum.

    Parameters
    ----------
    matrix
        Program.
    """
    solved = _solved(matrix)
    return (
        None if solved is None else float(solved[0].getInfo().objective_function_value / solved[1])
    )


def _solved(matrix: Matrix) -> tuple[Any, float] | None:
    """Return a HiGHS that has solved the relaxation, and the factor on its points."""
    solver, scale = highs.quiet_highs({}), highs.points_scale(matrix.points)
    continuous = replace(matrix, is_integer=np.zeros(len(matrix.points), dtype=bool))
    highs.hand_over(solver, continuous, scale)
    highs.run_highs(solver)
    is_solved = solver.modelStatusToString(solver.getModelStatus()) == "Optimal"
    return (solver, scale) if is_solved else None
