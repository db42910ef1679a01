"""A linear program kept by the solver and solved again and again with other limits."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from landsim.allocation.highs import hand_over
from landsim.allocation.matrix import Matrix
from landsim.core.problem import FloatArray
from landsim.errors import SolverFailed

_SETTINGS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "presolve": "off",
    "solver": "simplex",
    "random_seed": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """Optimum of a linear program."""

    value: float
    """Points."""
    prices: FloatArray
    """Points that one more unit of each row's limit would earn, shape (n_rows,)."""


class Relaxation:
    """A linear program with changing limits; every solve goes on from the one before.

    Parameters
    ----------
    matrix
        Program; what must be whole is not asked to be.

    Notes
    -----
    Prices are not unique where the optimum is degenerate, and depend on the solve before: call
    `forget` where results must not depend on what was asked earlier.
    """

    def __init__(self, matrix: Matrix) -> None:
        from highspy import _core  # noqa: PLC0415 - heavy, and only where a plan is made

        self._highs: Any = _core._Highs()  # noqa: SLF001 - the public class prints a banner
        for name, value in _SETTINGS.items():
            self._highs.setOptionValue(name, value)
        self._n_columns, self._n_rows = len(matrix.points), len(matrix.rows)
        self._lower = matrix.rows.lower
        hand_over(self._highs, matrix, 1.0)

    def forget(self) -> None:
        """Begin the next solve from nothing."""
        self._highs.clearSolver()

    def solve(self, upper: FloatArray, limits: FloatArray) -> Priced:
        """Return the optimum under new limits.

        Parameters
        ----------
        upper
            Upper bounds of the columns.
        limits
            Upper bounds of the rows.

        Raises
        ------
        SolverFailed
            If there is no optimum.
        """
        if self._n_columns == 0:
            return Priced(value=0.0, prices=np.zeros(self._n_rows))
        columns = np.arange(self._n_columns, dtype=np.int32)
        rows = np.arange(self._n_rows, dtype=np.int32)
        self._highs.changeColsBounds(self._n_columns, columns, np.zeros(self._n_columns), upper)
        self._highs.changeRowsBounds(self._n_rows, rows, self._lower, limits)
        self._highs.run()
        status = self._highs.modelStatusToString(self._highs.getModelStatus())
        if status != "Optimal":
            raise SolverFailed(f"HiGHS stopped without prices: {status}")
        return Priced(
            value=float(self._highs.getInfo().objective_function_value),
            prices=np.maximum(np.asarray(self._highs.getSolution().row_dual), 0.0),
        )
