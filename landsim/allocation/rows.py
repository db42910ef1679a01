"""Rows of a program as arrays, and expressions that become rows."""

from dataclasses import dataclass
from operator import is_

import numpy as np

from landsim.allocation.about import RowLabel
from landsim.allocation.spread import order_of
from landsim.core.problem import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Rows of one family: ``lower ≤ matrix · x ≤ upper``, entries in order of row and column."""

    begin: IntArray
    """Where the entries of a row begin, shape (n_rows + 1,)."""
    column: IntArray
    """Column of each entry."""
    coefficient: FloatArray
    """Coefficient of each entry."""
    lower: FloatArray
    """Lower bounds, −∞ where there is none, shape (n_rows,)."""
    upper: FloatArray
    """Upper bounds, +∞ where there is none, shape (n_rows,)."""
    label: RowLabel | None = None
    """What each row is about, worked out only when asked; blocks put together have none."""

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def row(self) -> IntArray:
        """Row of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.begin))

    def activity(self, x: FloatArray) -> FloatArray:
        """Return ``matrix · x``, shape (n_rows,)."""
        weights = self.coefficient * x[self.column]
        sums = np.bincount(self.row, weights=weights, minlength=len(self))
        return sums.astype(np.float64)

    def excess(self, x: FloatArray) -> FloatArray:
        """Return by how much each row is broken, 0 where it holds, shape (n_rows,)."""
        activity = self.activity(x)
        return np.maximum(np.maximum(activity - self.upper, self.lower - activity), 0.0)

    def size(self) -> FloatArray:
        """Return the largest coefficient of each row, at least 1, shape (n_rows,)."""
        size = np.ones(len(self))
        np.maximum.at(size, self.row, np.abs(self.coefficient))
        return size

    def of(self, columns: IntArray, n_columns: int) -> "Rows":
        """Return the rows over some of the columns, numbered anew in their order."""
        number = np.full(n_columns, -1)
        number[columns] = np.arange(len(columns))
        column = number[self.column]
        keep = column >= 0
        return Rows(
            begin=np.searchsorted(self.row[keep], np.arange(len(self) + 1)),
            column=column[keep],
            coefficient=self.coefficient[keep],
            lower=self.lower,
            upper=self.upper,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Condition:
    """An expression with its bounds, ready to become a row."""

    column: IntArray
    coefficient: FloatArray
    lower: float = -np.inf
    upper: float = np.inf


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """A weighted sum of columns; compare it with a number to get a `Condition`."""

    column: IntArray
    coefficient: FloatArray

    def __le__(self, bound: float) -> Condition:
        return Condition(column=self.column, coefficient=self.coefficient, upper=bound)

    def __ge__(self, bound: float) -> Condition:
        return Condition(column=self.column, coefficient=self.coefficient, lower=bound)

    def equals(self, bound: float) -> Condition:
        """Return the condition that the sum has a value."""
        return Condition(column=self.column, coefficient=self.coefficient, lower=bound, upper=bound)


def tidy(
    row: IntArray, column: IntArray, entries: FloatArray, n_columns: int
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return entries in order of row and column, those of the same place added up.

    Parameters
    ----------
    row, column, entries
        Entries, in any order.
    n_columns
        Number of columns.
    """
    if _is_tidy(row, column):
        return row, column, entries
    n_rows = int(row.max()) + 1
    by_column = np.arange(len(column))
    if (column[1:] < column[:-1]).any():
        by_column = order_of(column, n_columns)
    order = by_column[order_of(row[by_column], n_rows)]
    row, column, entries = row[order], column[order], entries[order]
    is_new = np.ones(len(row), dtype=bool)
    is_new[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    if is_new.all():
        return row, column, entries
    sums = np.bincount(np.cumsum(is_new) - 1, weights=entries)
    return row[is_new], column[is_new], sums.astype(np.float64)


def _is_tidy(row: IntArray, column: IntArray) -> bool:
    if len(row) == 0:
        return True
    rises = column[1:] > column[:-1]
    if row[0] == row[-1] and rises.all():
        return bool((row == row[0]).all())
    return bool(((row[1:] > row[:-1]) | (rises & (row[1:] == row[:-1]))).all())


def stacked(blocks: list[Rows]) -> Rows:
    """Return blocks of rows as one, in their order.

    Parameters
    ----------
    blocks
        Rows over the same columns.
    """
    if len(blocks) == 1:
        return blocks[0]
    sizes = [int(block.begin[-1]) for block in blocks]
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    begins = [block.begin[:-1] + offset for block, offset in zip(blocks, offsets, strict=False)]
    none = np.zeros(0)
    return Rows(
        begin=np.concatenate([*begins, offsets[-1:]]).astype(np.int64),
        column=np.concatenate([none.astype(np.int64), *(block.column for block in blocks)]),
        coefficient=np.concatenate([none, *(block.coefficient for block in blocks)]),
        lower=np.concatenate([none, *(block.lower for block in blocks)]),
        upper=np.concatenate([none, *(block.upper for block in blocks)]),
    )


class Stack:
    """Blocks put together once, for callers that ask again for the same."""

    def __init__(self) -> None:
        self._blocks: list[Rows] = []
        self._rows: Rows | None = None

    def of(self, blocks: list[Rows]) -> Rows:
        """Return blocks of rows as one, in their order.

        Parameters
        ----------
        blocks
            Rows over the same columns; none of them is ever changed.
        """
        is_same = len(blocks) == len(self._blocks) and all(map(is_, blocks, self._blocks))
        if self._rows is None or not is_same:
            self._blocks, self._rows = list(blocks), stacked(blocks)
        return self._rows
