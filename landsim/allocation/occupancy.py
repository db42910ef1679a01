"""Rows of what is shared over time: land of a parcel, power of a node."""

from dataclasses import dataclass

import numpy as np

from landsim.core.problem import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CliqueRows:
    """Entries of the rows, and the limit of each row."""

    row: IntArray
    """Row of each entry."""
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
    n_places, n_periods = limits.shape
    is_row = np.zeros((n_places, n_periods), dtype=bool)
    is_row[place, begin] = True
    is_row[:, 1:] |= limits[:, 1:] < limits[:, :-1]
    offset = np.zeros((n_places, n_periods + 1), dtype=np.int64)
    flat = np.cumsum(is_row.ravel()).reshape(n_places, n_periods)
    offset[:, 1:] = flat
    offset[1:, 0] = flat[:-1, -1]
    first, last = offset[place, begin], offset[place, end]
    row_place, row_period = np.nonzero(is_row)
    limit = limits[row_place, row_period]
    counts = last - first
    use = np.repeat(np.arange(len(place)), counts)
    row = np.arange(len(use)) - np.repeat(np.cumsum(counts) - counts, counts) + first[use]
    n_rows = len(limit)
    n_used = np.bincount(row, minlength=n_rows)
    n_ending = np.bincount(last[counts > 0] - 1, minlength=n_rows)
    is_dropped = n_used == 0
    if n_rows > 1:
        is_same = row_place[1:] == row_place[:-1]
        is_dropped[:-1] |= is_same & (n_ending[:-1] == 0) & (limit[1:] <= limit[:-1])
    number = np.cumsum(~is_dropped) - 1
    keep = ~is_dropped[row]
    return CliqueRows(
        row=number[row[keep]],
        use=use[keep],
        limit=limit[~is_dropped].astype(np.float64),
        place=row_place[~is_dropped],
        period=row_period[~is_dropped],
    )
