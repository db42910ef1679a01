"""Rows of what is shared over time: land of a parcel, power of a node."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from landsim.allocation.spread import order_of, spread
from landsim.core.problem import BoolArray, FloatArray, IntArray


class Form(StrEnum):
    """How rows say that what is shared over time never exceeds its limit."""

    CLIQUE = "clique"
    """A row for each set of uses that overlap: tight, and right for branch and bound."""
    STATE = "state"
    """A column for the load after each change, and a row that balances it: far fewer entries where
    land comes back, the same linear relaxation; right for bounds and exports."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CliqueRows:
    """Entries of the rows, and the limit of each row."""

    row: IntArray
    """Row of each entry, in order."""
    use: IntArray
    """Which use each entry stands for."""
    limit: FloatArray
    """Limit of each row, shape (n_rows,)."""
    place: IntArray
    """Place of each row."""
    period: IntArray
    """Period of each row."""


def clique_rows(place: IntArray, begin: IntArray, end: IntArray, limits: FloatArray) -> CliqueRows:
    """Return the rows that keep uses of a place within its limit in every period.

    Parameters
    ----------
    place
        Place of each use.
    begin, end
        First period of each use, and the first after it.
    limits
        Limit of each place in each period, shape (n_places, n_periods).

    Notes
    -----
    Uses change only where one begins, so a row stands for each distinct first period (and for
    periods in which the limit falls). Of two successive rows the earlier is dropped if
    every use of it lasts into the later one, whose limit is not larger: interval cliques,
    the tight form for branch and bound.
    """
    is_row = np.zeros(limits.shape, dtype=bool)
    is_row[place, begin] = True
    is_row[:, 1:] |= limits[:, 1:] < limits[:, :-1]
    row_place, row_period = np.nonzero(is_row)
    limit = limits[row_place, row_period]
    before, n_periods = _numbers(is_row.ravel()), limits.shape[1]
    first, last = before[place * n_periods + begin], before[place * n_periods + end]
    is_kept = ~_is_implied(row_place, limit, first, last)
    number = _numbers(is_kept)
    first, last = number[first], number[last]
    use, step = spread(last - first)
    row = first[use] + step
    order = order_of(row, int(number[-1]))
    return CliqueRows(
        row=row[order],
        use=use[order],
        limit=limit[is_kept].astype(np.float64),
        place=row_place[is_kept],
        period=row_period[is_kept],
    )


def _numbers(is_counted: BoolArray) -> IntArray:
    """Return how many are counted before each place, and in all."""
    return np.concatenate([[0], np.cumsum(is_counted)])


def _is_implied(place: IntArray, limit: FloatArray, first: IntArray, last: IntArray) -> BoolArray:
    """Return which rows nobody uses, or the row after says as well.

    Parameters
    ----------
    place, limit
        Place and limit of each row.
    first, last
        First row of each use, and the first after it.
    """
    n_rows = len(place)
    begins = np.bincount(first, minlength=n_rows + 1)
    n_used = np.cumsum(begins - np.bincount(last, minlength=n_rows + 1))[:n_rows]
    n_ending = np.bincount(last[last > first], minlength=n_rows + 1)[1:]
    is_implied = n_used == 0
    is_same = place[1:] == place[:-1]
    is_implied[:-1] |= is_same & (n_ending[:-1] == 0) & (limit[1:] <= limit[:-1])
    return np.asarray(is_implied, dtype=bool)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateRows:
    """Balances of load: what was there, plus what begins, less what ends."""

    row: IntArray
    """Row of each entry, in order of uses: beginnings first, then ends."""
    use: IntArray
    """Which use each entry stands for."""
    sign: FloatArray
    """+1 where the use begins, −1 where it ends."""
    limit: FloatArray
    """Largest load after each row's change, shape (n_rows,)."""
    follows: BoolArray
    """Whether the row before is of the same place, shape (n_rows,)."""
    place: IntArray
    """Place of each row."""
    period: IntArray
    """Period of each row."""


def state_rows(place: IntArray, begin: IntArray, end: IntArray, limits: FloatArray) -> StateRows:
    """Return the balances of load at each place and period in which a use begins or ends.

    Parameters
    ----------
    place, begin, end, limits
        As for `clique_rows`.

    Notes
    -----
    Between two changes the load stays what it is, so the least limit until the next change bounds
    it. Loads are sums of uses: the linear relaxation is that of a row for every period.
    """
    n_periods = limits.shape[1]
    use = np.flatnonzero(end > begin)
    ending = use[end[use] < n_periods]
    is_row = np.zeros(limits.shape, dtype=bool)
    is_row[place[use], begin[use]] = True
    is_row[place[ending], end[ending]] = True
    row_place, row_period = np.nonzero(is_row)
    number = _numbers(is_row.ravel())
    cells = np.concatenate(
        [place[use] * n_periods + begin[use], place[ending] * n_periods + end[ending]]
    )
    follows = np.diff(row_place, prepend=-1) == 0
    first = row_place * n_periods + row_period
    after = np.append(first[1:], 0)
    until = np.where(np.append(follows[1:], False), after, (row_place + 1) * n_periods)
    span = np.column_stack([first, until]).ravel()
    padded = np.append(limits.ravel(), np.inf)
    least = np.minimum.reduceat(padded, span)[::2] if len(span) else np.zeros(0)
    return StateRows(
        row=number[cells],
        use=np.concatenate([use, ending]),
        sign=np.concatenate([np.ones(len(use)), -np.ones(len(ending))]),
        limit=least,
        follows=follows,
        place=row_place,
        period=row_period,
    )
