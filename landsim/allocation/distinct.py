"""Columns that differ in nothing a program can see."""

import numpy as np

from landsim.allocation.rows import Rows
from landsim.core.luck import generator
from landsim.core.problem import FloatArray, IntArray

_N_KEYS = 2
"""Keys of 53 bits each: that two different columns share both does not happen."""


def distinct(rows: Rows, points: list[FloatArray], n_options: int) -> IntArray:
    """Return the columns that are left when equal options are merged into their best.

    Parameters
    ----------
    rows
        Every row, those that bind the options of one project included.
    points
        Points of every column by tier; options are merged only if they are equal in every
        tier but the first, of which the best is kept.
    n_options
        Columns beyond these are auxiliary and all kept.

    Notes
    -----
    Two options are equal if every row has the same coefficient for both: such as the same
    land from the same year on under two modes that no rule tells apart. Columns are compared
    by random sums of their coefficients, from a fixed seed. Of equal ones the first stays.
    """
    n_columns = len(points[0])
    chance = generator(0, "distinct")
    row = rows.row
    keys: list[FloatArray] = [
        np.bincount(
            rows.column,
            weights=rows.coefficient * chance.uniform(0.5, 1.5, len(rows))[row],
            minlength=n_columns,
        ).astype(np.float64)[:n_options]
        for _ in range(_N_KEYS)
    ]
    keys += [tier[:n_options] for tier in points[1:]]
    order = np.lexsort((-points[0][:n_options], *keys))
    is_new = np.zeros(n_options, dtype=bool)
    is_new[:1] = True
    for key in keys:
        is_new[1:] |= key[order[1:]] != key[order[:-1]]
    return np.concatenate([np.sort(order[is_new]), np.arange(n_options, n_columns)])
