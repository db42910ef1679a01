"""Ragged arrays: runs of different lengths laid end to end, and entries put in order of rows."""

import numpy as np

from landsim.core.problem import IntArray

_DIGIT = 1 << 16


def spread(counts: IntArray) -> tuple[IntArray, IntArray]:
    """Return the owner of every place of runs laid end to end, and its step within its run.

    Parameters
    ----------
    counts
        Length of each run.

    Examples
    --------
    >>> owner, step = spread(np.array([2, 0, 3]))
    >>> owner.tolist(), step.tolist()
    ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
    """
    owners = np.arange(len(counts))
    if (counts == 1).all():
        return owners, np.zeros(len(counts), dtype=np.int64)
    owner = np.repeat(owners, counts)
    begin = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - begin[owner]


def order_of(row: IntArray, n_rows: int) -> IntArray:
    """Return the order that puts entries in order of their rows, within a row as they stand.

    Parameters
    ----------
    row
        Row of each entry.
    n_rows
        Number of rows.

    Notes
    -----
    NumPy sorts 16-bit numbers digit by digit, in time linear in their count; longer ones it
    compares. So rows are sorted by their low digit, then by their high one.
    """
    low = np.argsort((row % _DIGIT).astype(np.uint16), kind="stable")
    if n_rows <= _DIGIT:
        return low
    high = (row[low] // _DIGIT).astype(np.uint16)
    return low[np.argsort(high, kind="stable")]
