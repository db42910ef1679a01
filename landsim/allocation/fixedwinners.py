"""What limits are worth to winners that are fixed, who may only give up parts of their sites."""

import math
from dataclasses import replace

import numpy as np

from landsim.allocation.bench import slack_of
from landsim.allocation.duals import relaxed_points
from landsim.allocation.matrix import Matrix
from landsim.allocation.program import Program
from landsim.core.problem import FloatArray, IntArray

_STEP = 1e-3
_SPREAD = 1e-6
_DOUBLINGS = 12
_NAN = math.nan


class FixedWinners:
    """The program in which winners and sites are fixed, but parts of sites may be given up.

    Parameters
    ----------
    program
        Options.
    matrix
        Its columns and rows.
    x
        Values of the columns in the plan.
    """

    def __init__(self, program: Program, matrix: Matrix, x: FloatArray) -> None:
        options = np.arange(len(x)) < len(program.options)
        kept = np.flatnonzero((x > 0) | ~(options | matrix.is_integer))
        model = matrix.of(kept)
        settled = x * (~options & matrix.is_integer)
        shift = matrix.rows.activity(settled)
        rows = matrix.rows
        self._matrix = replace(
            model,
            upper=np.where((options & (x > 0))[kept], 1.0, matrix.upper[kept]),
            points=np.where(settled[kept] > 0, 0.0, model.points),
            rows=replace(model.rows, lower=rows.lower - shift, upper=rows.upper - shift),
        )
        self._matrix = replace(
            self._matrix, upper=np.where(settled[kept] > 0, 0.0, self._matrix.upper)
        )
        self._points = self._lost(np.zeros(0, dtype=np.int64), np.zeros(0))
        activity, size = rows.activity(x), rows.size()
        room = np.minimum(rows.upper - activity, activity - rows.lower)
        self.is_tight = room <= _SPREAD * size

    def price(self, rows: IntArray, per_unit: FloatArray, limit: float) -> tuple[float, float]:
        """Return the points lost for a unit less of a limit, and down to where that holds.

        Parameters
        ----------
        rows
            Rows of the limit.
        per_unit
            By how much a unit less tightens each; negative for lower bounds.
        limit
            The limit, in its unit.
        """
        step = _STEP * (limit if limit > 0 else 1.0)
        lost = self._lost(rows, step * per_unit)
        if math.isnan(lost) or math.isnan(self._points):
            return _NAN, _NAN
        price, reach = (self._points - lost) / step, step
        for _ in range(_DOUBLINGS):
            wider = self._lost(rows, 2 * reach * per_unit)
            holds = not math.isnan(wider) and (
                abs((self._points - wider) / (2 * reach) - price) <= slack_of(price)
            )
            if not holds or 2 * reach > limit > 0:
                break
            reach *= 2
        return (price if price > slack_of(self._points) else 0.0), limit - reach

    def _lost(self, rows: IntArray, less: FloatArray) -> float:
        """Return the points with bounds tightened; NaN if the rows then conflict."""
        lower, upper = self._matrix.rows.lower.copy(), self._matrix.rows.upper.copy()
        upper[rows] -= np.maximum(less, 0.0)
        lower[rows] += np.maximum(-less, 0.0)
        tight = replace(self._matrix, rows=replace(self._matrix.rows, lower=lower, upper=upper))
        points = relaxed_points(tight)
        return _NAN if points is None else points
