"""The exact linear bound by column generation: prices tell which columns matter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from landsim.allocation.highs import points_scale, quiet_highs
from landsim.allocation.lagrangian import Relaxation, Valuation
from landsim.core.luck import generator
from landsim.core.problem import BoolArray, FloatArray, IntArray

_N_ROUNDS = 60
_N_FIRST, _N_MORE = 12, 6
"""Columns of each group to begin with, and to add in a round."""
_FIRST_FLOOR = 0.02
"""How far below the best a column may be to begin with, in shares of the largest points."""
_CLOSE = 1e-7
_PENALTY = 1e3
_PRIMAL = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearOptimum:
    """What is known of the program without integrality."""

    prices: FloatArray
    """Prices of the coupling rows that give the best bound found."""
    valuation: Valuation
    """The columns at these prices."""
    x: FloatArray
    """Values of the columns in the last linear optimum, shape (n_columns,)."""
    n_rounds: int
    """Rounds of column generation."""


def sift(relaxed: Relaxation, prices: FloatArray, tell: Callable[[float], None]) -> LinearOptimum:
    """Solve the program without integrality over ever more of its columns.

    Parameters
    ----------
    relaxed
        Groups and coupling rows.
    prices
        Prices to begin with.
    tell
        Told of the bound after each round; an exception it raises ends the work.

    Notes
    -----
    Each round prices all columns at the duals of the last linear program, which gives a valid
    bound, and adds those that would still improve it. When none is left, the bound is the
    linear optimum. Rows with lower bounds may be missed at a high penalty, which only limits
    the prices.
    """
    best = last = relaxed.value(prices)
    kept = prices
    scale = float(np.abs(relaxed.matrix.points).max(initial=0.0)) or 1.0
    inside = relaxed.top(_spread_out(last.loss, scale), _N_FIRST, -_FIRST_FLOOR * scale)
    inside |= relaxed.counts[relaxed.group] == 1
    master = _Master(relaxed, scale)
    added = np.flatnonzero(inside)
    n_rounds = 0
    while n_rounds < _N_ROUNDS and len(added):
        n_rounds += 1
        value, duals = master.solve_with(added)
        prices = relaxed.lawful(duals[relaxed.coupling] * relaxed.size)
        last = relaxed.value(prices)
        if last.bound < best.bound:
            best, kept = last, prices
        tell(best.bound)
        if best.bound - value <= _CLOSE * abs(value):
            break
        gain = last.reduced - _reached(relaxed, last.reduced, inside)
        new = relaxed.top(np.where(inside, -np.inf, gain), _N_MORE, _CLOSE * scale)
        inside |= new
        added = np.flatnonzero(new)
    return LinearOptimum(prices=kept, valuation=best, x=master.x(len(relaxed)), n_rounds=n_rounds)


def _spread_out(loss: FloatArray, scale: float) -> FloatArray:
    """Return losses with ties broken at random, so that equal columns are not all alike."""
    chance = generator(0, "sift")
    return loss - 1e-4 * scale * chance.random(len(loss))


def _reached(relaxed: Relaxation, reduced: FloatArray, inside: BoolArray) -> FloatArray:
    """Return the best reduced points of the columns inside, of the group of each column."""
    known = np.where(inside, reduced, -np.inf)
    best = np.maximum.reduceat(known, relaxed.begin)
    best = np.where(relaxed.is_asked, best, np.maximum(best, 0.0))
    return np.repeat(best, relaxed.counts)


class _Master:
    """The linear program over the columns so far."""

    def __init__(self, relaxed: Relaxation, scale: float) -> None:
        self._relaxed = relaxed
        self._inside: list[IntArray] = []
        self._factor = points_scale(relaxed.matrix.points)
        rows = relaxed.matrix.rows
        self._highs: Any = quiet_highs({"solver": "simplex"})
        none = np.zeros(0, dtype=np.int32)
        for low, high in zip(rows.lower, rows.upper, strict=True):
            self._highs.addRow(low, high, 0, none, np.zeros(0))
        missed = np.flatnonzero(rows.lower > 0.0)
        self._n_slack = len(missed)
        size = rows.size()[missed]
        self._add(
            np.full(len(missed), -_PENALTY * scale),
            np.full(len(missed), np.inf),
            np.arange(len(missed)),
            missed,
            size,
        )
        self._highs.changeObjectiveSense(self._maximise())

    def _maximise(self) -> Any:  # noqa: ANN401 - highspy has no types
        from highspy import _core  # noqa: PLC0415 - loaded already

        return _core.ObjSense.kMaximize

    def _add(
        self,
        points: FloatArray,
        upper: FloatArray,
        begin: IntArray,
        row: IntArray,
        coefficient: FloatArray,
    ) -> None:
        self._highs.addCols(
            len(points),
            points * self._factor,
            np.zeros(len(points)),
            upper,
            len(row),
            begin.astype(np.int32),
            row.astype(np.int32),
            coefficient,
        )

    def solve_with(self, added: IntArray) -> tuple[float, FloatArray]:
        """Return the optimum with some more columns, and the duals of all rows."""
        matrix, block = self._relaxed.matrix, self._relaxed.whole[:, added]
        # groups keep their columns below 1, so no other upper bound is needed
        self._add(
            matrix.points[added], matrix.upper[added], block.indptr[:-1], block.indices, block.data
        )
        if self._inside:
            self._highs.setOptionValue("simplex_strategy", _PRIMAL)
        self._inside.append(added)
        self._highs.run()
        duals = np.asarray(self._highs.getSolution().row_dual) / self._factor
        value = self._highs.getInfo().objective_function_value / self._factor
        return value, duals

    def x(self, n_columns: int) -> FloatArray:
        """Return the values of all columns in the last optimum."""
        x = np.zeros(n_columns)
        if self._inside:
            values = np.asarray(self._highs.getSolution().col_value)
            x[np.concatenate(self._inside)] = values[self._n_slack :]
        return x
