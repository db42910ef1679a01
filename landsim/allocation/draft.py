"""A choice in the making: which columns are chosen, and what they leave of every row."""

from dataclasses import dataclass

import numpy as np

from landsim.allocation.lagrangian import Relaxation
from landsim.core.problem import FloatArray, IntArray

TOLERANCE = 1e-7
"""How far, in shares of its largest coefficient, a row may be off."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """Values of the columns of a relaxation that break no upper bound of a row."""

    relaxed: Relaxation
    """Columns and rows."""
    x: FloatArray
    """Values of the columns."""
    activity: FloatArray
    """What they use of every row."""
    value: float
    """Points."""
    shortfall: float
    """How much is missing at lower bounds, in shares of the largest coefficients; 0 if the
    choice keeps every row."""

    @property
    def is_plan(self) -> bool:
        """Whether every row is kept."""
        return self.shortfall == 0.0

    def beats(self, other: "Draft") -> bool:
        """Return whether less is missing than in another, or as much at more points."""
        if abs(self.shortfall - other.shortfall) > TOLERANCE:
            return self.shortfall < other.shortfall
        return self.value > other.value + 1e-9 * max(1.0, abs(other.value))


def draft(relaxed: Relaxation, x: FloatArray) -> Draft | None:
    """Return the draft of some values; None if they exceed a row.

    Parameters
    ----------
    relaxed
        Columns and rows.
    x
        Values of the columns.
    """
    rows = relaxed.matrix.rows
    activity = np.asarray(relaxed.whole @ x)
    if (activity - rows.upper > TOLERANCE * relaxed.sizes).any():
        return None
    missing = np.maximum(rows.lower - activity, 0.0) / relaxed.sizes
    return Draft(
        relaxed=relaxed,
        x=x,
        activity=activity,
        value=float(relaxed.matrix.points @ x),
        shortfall=float(missing[missing > TOLERANCE].sum()),
    )


def construct(relaxed: Relaxation, order: IntArray) -> Draft:
    """Choose columns one after another as long as the rows allow.

    Parameters
    ----------
    relaxed
        Columns and rows.
    order
        Columns to try, the most wanted first.
    """
    rows = relaxed.matrix.rows
    begin, row, coefficient = relaxed.whole.indptr, relaxed.whole.indices, relaxed.whole.data
    room = rows.upper + TOLERANCE / 2 * relaxed.sizes
    activity, x = np.zeros(len(rows)), np.zeros(len(relaxed))
    is_taken = np.zeros(len(relaxed.begin), dtype=bool)
    for column, group in zip(order.tolist(), relaxed.group[order].tolist(), strict=True):
        if is_taken[group]:
            continue
        entry = slice(begin[column], begin[column + 1])
        touched, weight = row[entry], coefficient[entry]
        after = activity[touched] + weight
        if (after > room[touched]).any():
            continue
        if ((weight < 0) & (after < np.minimum(rows.lower[touched], 0.0))).any():
            continue
        activity[touched] = after
        x[column] = 1.0
        is_taken[group] = True
    found = draft(relaxed, x)
    return found or _nothing(relaxed)


def _nothing(relaxed: Relaxation) -> Draft:
    x = np.zeros(len(relaxed))
    found = draft(relaxed, x)
    if found is None:  # an upper bound below 0: nothing to begin with
        missing = float("inf")
        return Draft(
            relaxed=relaxed,
            x=x,
            activity=np.zeros(len(relaxed.sizes)),
            value=0.0,
            shortfall=missing,
        )
    return found
