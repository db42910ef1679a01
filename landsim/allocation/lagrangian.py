"""The program with its coupling rows priced instead of kept: a bound for any prices."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from landsim.allocation.matrix import Matrix
from landsim.allocation.program import Program
from landsim.allocation.rows import Rows
from landsim.core.problem import BoolArray, FloatArray, IntArray

MATCHING = "matching"
"""Rule whose rows say of which options a project may have one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Valuation:
    """What the columns are worth at some prices."""

    bound: float
    """Upper bound on the points of any plan."""
    reduced: FloatArray
    """Points of each column less the price of what it uses, shape (n_columns,)."""
    loss: FloatArray
    """By how much a plan with this column stays below the bound: 0 or negative, shape
    (n_columns,). Of an auxiliary column: at its upper bound."""
    best: FloatArray
    """What each group contributes to the bound, shape (n_groups,)."""


class Relaxation:
    """A program split into groups of columns, one of each at most, and rows that couple them.

    Parameters
    ----------
    matrix
        Program.
    choices
        Rows of which each lets one of its columns be chosen: the groups. Columns of none,
        such as auxiliary ones, are groups of their own.

    Notes
    -----
    A row that asks for one column of a whole group at least, as locks do, makes the group
    one from which exactly one column is chosen. All other rows couple.
    """

    def __init__(self, matrix: Matrix, choices: IntArray) -> None:
        from scipy import sparse  # noqa: PLC0415 - heavy, and only where something is priced

        group, is_kept = _groups(matrix, choices)
        self.order: IntArray = np.argsort(group, kind="stable")
        """Column of the matrix in each place here: group by group."""
        self.matrix = matrix.of(self.order)
        self.group: IntArray = group[self.order]
        """Group of each column."""
        self.begin: IntArray = np.flatnonzero(np.diff(self.group, prepend=-1))
        """Where each group begins."""
        self.counts: IntArray = np.diff(np.append(self.begin, len(group)))
        """Number of columns of each group."""
        rows = self.matrix.rows
        asked = _asked_for(rows, self.group, self.counts)
        self.is_asked: BoolArray = np.zeros(len(self.begin), dtype=bool)
        """From which groups one column must be chosen."""
        self.is_asked[asked[asked >= 0]] = True
        self.coupling: IntArray = np.flatnonzero(is_kept & (asked < 0))
        """Rows that couple groups; prices are theirs, in this order."""
        whole = sparse.csr_matrix(
            (rows.coefficient, rows.column.astype(np.int32), rows.begin),
            shape=(len(rows), len(group)),
        )
        self.whole: Any = whole.tocsc()
        """Coefficients of all rows, by column."""
        chosen = whole[self.coupling]
        self.sizes: FloatArray = rows.size()
        """Largest coefficient of each row, at least 1."""
        self.size: FloatArray = self.sizes[self.coupling]
        """Largest coefficient of each coupling row: prices are per so much of it."""
        self.by_row: Any = sparse.diags(1.0 / self.size) @ chosen
        self.by_column: Any = self.by_row.T.tocsr()
        self.lower: FloatArray = rows.lower[self.coupling] / self.size
        self.upper: FloatArray = rows.upper[self.coupling] / self.size

    def __len__(self) -> int:
        return len(self.order)

    @property
    def limits(self) -> list[tuple[float | None, float | None]]:
        """Between what each price may lie: a bound that a row lacks has no price."""
        return [
            (None if low > -np.inf else 0.0, None if high < np.inf else 0.0)
            for low, high in zip(self.lower, self.upper, strict=True)
        ]

    def lawful(self, prices: FloatArray) -> FloatArray:
        """Return prices without those of bounds that rows lack."""
        prices = np.where(np.isinf(self.upper), np.minimum(prices, 0.0), prices)
        return np.where(np.isinf(self.lower), np.maximum(prices, 0.0), prices)

    def rent(self, prices: FloatArray) -> float:
        """Return what all bounds are worth at some prices."""
        paid = np.where(prices > 0, self.upper, self.lower)
        return float(prices @ np.where(prices == 0, 0.0, paid))

    def value(self, prices: FloatArray) -> Valuation:
        r"""Return what the columns are worth, and the bound.

        Parameters
        ----------
        prices
            One for each coupling row; positive for its upper bound, negative for its lower.

        Notes
        -----
        :math:`L(\lambda) = \lambda^+ u - \lambda^- l + \sum_g \max_{o \in g} (c_o - \lambda A_o)`,
        and no less than 0 for a group of which nothing need be chosen. For any choice *x* that
        keeps the rows, :math:`c x \le c x + \lambda^+ (u - A x) + \lambda^- (A x - l) \le
        L(\lambda)`: the bound holds whatever the prices.
        """
        reduced = self.matrix.upper * (self.matrix.points - self.by_column @ prices)
        best = np.maximum.reduceat(reduced, self.begin) if len(reduced) else reduced
        best = np.where(self.is_asked, best, np.maximum(best, 0.0))
        return Valuation(
            bound=self.rent(prices) + float(best.sum()),
            reduced=reduced,
            loss=reduced - np.repeat(best, self.counts),
            best=best,
        )

    def smoothed(self, prices: FloatArray, width: float) -> tuple[float, FloatArray]:
        r"""Return a smooth upper estimate of the bound, and how it changes with the prices.

        Parameters
        ----------
        prices
            One for each coupling row.
        width
            Points by which options of a group are blurred into each other.

        Notes
        -----
        The maximum of a group becomes :math:`\mu \log \sum_o \exp(r_o / \mu)`.
        """
        reduced = self.matrix.upper * (self.matrix.points - self.by_column @ prices) / width
        top = np.maximum.reduceat(reduced, self.begin)
        top = np.where(self.is_asked, top, np.maximum(top, 0.0))
        weight = np.exp(reduced - np.repeat(top, self.counts))
        nothing = np.where(self.is_asked, 0.0, np.exp(-np.maximum(top, 0.0)))
        total = np.add.reduceat(weight, self.begin) + nothing
        share = weight / np.repeat(total, self.counts) * self.matrix.upper
        bound = np.where((prices < 0) | np.isinf(self.upper), self.lower, self.upper)
        value = self.rent(prices) + width * float((top + np.log(total)).sum())
        return value, np.where(np.isinf(bound), 0.0, bound) - self.by_row @ share

    def top(self, worth: FloatArray, n_each: int, floor: float) -> BoolArray:
        """Return which columns are among the best few of their group.

        Parameters
        ----------
        worth
            What makes a column better, shape (n_columns,).
        n_each
            How many of each group.
        floor
            Columns worth no more are not taken.
        """
        candidate = np.flatnonzero(worth > floor)
        order = candidate[np.lexsort((-worth[candidate], self.group[candidate]))]
        group = self.group[order]
        is_taken = np.zeros(len(worth), dtype=bool)
        is_taken[order[np.arange(len(order)) - np.searchsorted(group, group) < n_each]] = True
        return is_taken


def relaxation(program: Program, points: FloatArray, columns: IntArray) -> Relaxation:
    """Return the relaxation of a program over some of its columns.

    Parameters
    ----------
    program
        Columns and rows.
    points
        Points of every column.
    columns
        Columns that matter.
    """
    return Relaxation(program.matrix(points).of(columns), matching_rows(program))


def matching_rows(program: Program) -> IntArray:
    """Return which rows of a program say that a project is served once."""
    first = sum(
        len(rows)
        for name in sorted(program.families)
        if name < MATCHING
        for rows in program.families[name]
    )
    return np.arange(first, first + sum(map(len, program.families.get(MATCHING, []))))


def _groups(matrix: Matrix, choices: IntArray) -> tuple[IntArray, BoolArray]:
    """Return the group of each column, and which rows are not implied by the groups."""
    rows = matrix.rows
    n_rows, n_columns = len(rows), len(matrix.points)
    row = rows.row
    is_plain = (rows.coefficient == 1.0) & (matrix.upper[rows.column] == 1.0)
    is_plain &= matrix.is_integer[rows.column]
    is_choice = np.zeros(n_rows, dtype=bool)
    is_choice[choices] = (rows.upper[choices] == 1.0) & (rows.lower[choices] <= 0.0)
    is_choice[row[~is_plain]] = False
    entry = is_choice[row]
    owner = np.full(n_columns, n_rows)
    np.minimum.at(owner, rows.column[entry], row[entry])
    split = row[entry & (owner[rows.column] != row)]
    is_choice[split] = False
    is_single = ~np.append(is_choice, False)[owner]
    owner[is_single] = n_rows + np.arange(int(is_single.sum()))
    return np.unique(owner, return_inverse=True)[1], ~is_choice


def _asked_for(rows: Rows, group: IntArray, counts: IntArray) -> IntArray:
    """Return of which group each row asks for one column, −1 for rows that do not."""
    row, n_rows = rows.row, len(rows)
    n_entries = np.diff(rows.begin)
    asked = np.full(n_rows, -1)
    first = np.zeros(n_rows, dtype=np.int64)
    filled = n_entries > 0
    first[filled] = group[rows.column[rows.begin[:-1][filled]]]
    is_same = np.ones(n_rows, dtype=bool)
    is_same[row[(rows.coefficient != 1.0) | (group[rows.column] != first[row])]] = False
    is_asking = filled & is_same & (rows.lower == 1.0) & (rows.upper >= 1.0)
    is_asking &= n_entries == (counts[first] if len(counts) else 0)
    asked[is_asking] = first[is_asking]
    return asked
