"""What a solver is handed, and what it hands back."""

from dataclasses import dataclass

import numpy as np

from landsim.allocation.rows import Rows
from landsim.core.plan import Termination
from landsim.core.problem import BoolArray, FloatArray, IntArray
from landsim.errors import SolverFailed

TOLERANCE = 1e-6
"""How far from whole a value may be."""
_BROKEN = 2 * TOLERANCE
"""What a solver that keeps rows to the tolerance may come to once values are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """A program for a solver: maximise ``points · x`` over rows and column bounds."""

    points: FloatArray
    """Points of the columns."""
    upper: FloatArray
    """Upper bounds of the columns; lower bounds are 0."""
    is_integer: BoolArray
    """Which columns are whole numbers."""
    rows: Rows
    """Rows."""

    def of(self, columns: IntArray) -> "Matrix":
        """Return the matrix of some columns; the others are 0."""
        return Matrix(
            points=self.points[columns],
            upper=self.upper[columns],
            is_integer=self.is_integer[columns],
            rows=self.rows.of(columns, len(self.points)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """What a solver found."""

    x: FloatArray
    """Values of the columns, whole numbers where they must be."""
    objective: float
    """Points."""
    bound: float | None
    """Proven upper bound; None where the solver tells none."""
    termination: Termination
    """How it stopped."""
    solver: str
    """Solver and version."""
    n_nodes: int = 0
    """Branch-and-bound nodes."""
    seconds: float = 0.0
    """Time taken."""


def checked_solution(
    matrix: Matrix,
    values: FloatArray,
    *,
    bound: float | None,
    termination: Termination,
    solver: str,
    n_nodes: int = 0,
) -> Solution:
    """Round what must be whole, and see that every row holds with the rounded values.

    Parameters
    ----------
    matrix
        Program that was solved.
    values
        Values of the columns as the solver gave them.
    bound
        Proven upper bound; None without one.
    termination
        How the solver stopped.
    solver
        Solver and version.
    n_nodes
        Branch-and-bound nodes.

    Raises
    ------
    SolverFailed
        If a row is broken.
    """
    nearest = np.round(values)
    x = np.where(matrix.is_integer | (np.abs(values - nearest) < TOLERANCE), nearest, values)
    x = np.clip(x, 0.0, matrix.upper)
    rows = matrix.rows
    if (rows.excess(x) > _BROKEN * rows.size()).any():
        raise SolverFailed(f"{solver} returned a plan that breaks its own rows")
    objective = float(matrix.points @ x)
    return Solution(
        x=x,
        objective=objective,
        bound=None if bound is None else max(bound, objective),
        termination=termination,
        solver=solver,
        n_nodes=n_nodes,
    )
