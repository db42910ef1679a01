"""What is left of every row while options are chosen one by one."""

import numpy as np

from landsim.allocation.program import Program
from landsim.core.problem import BoolArray, FloatArray, IntArray

_TOLERANCE = 1e-9


class Slack:
    """Activity of every row under the options chosen so far.

    Parameters
    ----------
    program
        Rows; every family counts.
    x
        Values of the columns to begin with; None for all 0.

    Notes
    -----
    An option may be chosen if no row ends up more broken than before: minimum rows, broken at
    the start, must only not get worse. Auxiliary columns keep the values they began with.
    """

    def __init__(self, program: Program, x: FloatArray | None = None) -> None:
        rows = program.rows()
        self.rows = rows
        self.names = tuple(sorted(program.families))
        n_rows = [sum(map(len, program.families[name])) for name in self.names]
        self._family = np.repeat(np.arange(len(self.names)), n_rows)
        self.activity: FloatArray = np.zeros(len(rows)) if x is None else rows.activity(x)
        order = np.argsort(rows.column, kind="stable")
        self._row = rows.row[order]
        self._coefficient = rows.coefficient[order]
        self._begin = np.searchsorted(rows.column[order], np.arange(program.n_columns + 1))
        self._size = rows.size()

    def fits(self, options: IntArray) -> BoolArray:
        """Return which of some options may be chosen next."""
        entry, owner = self._entries(options)
        breaks = self._worsens(entry)
        return np.asarray(np.bincount(owner[breaks], minlength=len(options)) == 0)

    def may_exchange(self, leaves: list[int], enters: list[int]) -> bool:
        """Return whether some chosen options may be given up for others."""
        after = self.activity.copy()
        changes = [*((one, -1.0) for one in leaves), *((one, 1.0) for one in enters)]
        for option, amount in changes:
            entry = slice(self._begin[option], self._begin[option + 1])
            np.add.at(after, self._row[entry], amount * self._coefficient[entry])
        slack = _TOLERANCE * self._size
        return bool((self._broken(after) <= self._broken(self.activity) + slack).all())

    def choose(self, option: int) -> None:
        """Choose an option."""
        self.change(option, 1.0)

    def change(self, option: int, amount: float) -> None:
        """Add an amount of an option, negative to take it back."""
        entry = slice(self._begin[option], self._begin[option + 1])
        np.add.at(self.activity, self._row[entry], amount * self._coefficient[entry])

    def blockers(self, options: IntArray) -> BoolArray:
        """Return which families keep which options out, shape (n_options, n_families).

        Families are in order of name.
        """
        entry, owner = self._entries(options)
        breaks = self._worsens(entry)
        kept_out = np.zeros((len(options), len(self.names)), dtype=bool)
        kept_out[owner[breaks], self._family[self._row[entry[breaks]]]] = True
        return kept_out

    def figures(self, option: int, family: str) -> tuple[float, float] | None:
        """Return what an option needs of the tightest row of a family, and what is left of it."""
        entry, _ = self._entries(np.array([option]))
        tightest = None
        for place in entry[self._worsens(entry)]:
            row = int(self._row[place])
            if self.names[self._family[row]] == family and self.rows.upper[row] < np.inf:
                left = float(self.rows.upper[row] - self.activity[row])
                needed = float(self._coefficient[place])
                if tightest is None or left < tightest[1]:
                    tightest = (needed, left)
        return tightest

    def _entries(self, options: IntArray) -> tuple[IntArray, IntArray]:
        counts = self._begin[options + 1] - self._begin[options]
        owner = np.repeat(np.arange(len(options)), counts)
        step = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self._begin[options][owner] + step, owner

    def _worsens(self, entry: IntArray) -> BoolArray:
        row = self._row[entry]
        before = self.activity[row]
        after = before + self._coefficient[entry]
        slack = _TOLERANCE * self._size[row]
        return np.asarray(self._broken(after, row) > self._broken(before, row) + slack)

    def _broken(self, activity: FloatArray, row: IntArray | slice = slice(None)) -> FloatArray:
        lower, upper = self.rows.lower[row], self.rows.upper[row]
        return np.maximum(np.maximum(activity - upper, lower - activity), 0.0)
