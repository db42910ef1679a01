"""A program that can be bent to ask *what if*: columns shut, columns and rows added."""

from dataclasses import dataclass

import numpy as np

from landsim.allocation import highs
from landsim.allocation.matrix import Matrix, Solution
from landsim.allocation.program import Bound, Program
from landsim.allocation.rows import Rows, tidy
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import BoolArray, FloatArray, IntArray
from landsim.core.progress import Listener, ignore
from landsim.errors import SolverFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much work an explanation may take: counts, never seconds."""

    exact_columns: int = 4_000
    """Columns up to which every project is planned anew; of larger programs a neighbourhood."""
    near: int = 8
    """Projects planned anew in a neighbourhood; the others keep their land or lose it."""
    max_nodes: int = 5_000
    """Branch-and-bound nodes of one solve."""
    near_nodes: int = 20
    """The same in a neighbourhood, where nothing is claimed to be the smallest or the best."""
    solves: int = 200
    """Solves for one project or one conflict."""


class EffortSpent(Exception):
    """The cap on solves is reached: no error, the answer says so."""


class Solves:
    """Solves of one explanation, counted against the cap.

    Parameters
    ----------
    effort
        Caps.
    listener
        Told of incumbents; an exception it raises stops the work.
    """

    def __init__(self, effort: Effort, listener: Listener = ignore) -> None:
        self.effort = effort
        self.listener = listener
        self.count = 0
        self.max_nodes = effort.max_nodes
        """Nodes of the solves to come."""
        self.is_proven = True
        """Whether every solve so far was proven to the end."""

    @property
    def choice(self) -> PlannerChoice:
        """Limits of each solve."""
        return PlannerChoice(gap=0.0, max_nodes=self.max_nodes)

    def take(self) -> None:
        """Count one solve.

        Raises
        ------
        EffortSpent
            If there was none left.
        """
        if self.count >= self.effort.solves:
            raise EffortSpent
        self.count += 1


def _search(matrix: Matrix, solves: Solves, start: FloatArray | None) -> Solution | None:
    """Branch and bound; a search that ends at its limit with nothing found proves nothing."""
    try:
        return highs.solve_with_highs(matrix, solves.choice, solves.listener, start=start)
    except SolverFailed:
        solves.is_proven = False
        return None


class Model:
    """Columns and rows of a program, to be changed without changing the program.

    Parameters
    ----------
    program
        Where they come from.
    """

    def __init__(self, program: Program) -> None:
        rows = program.rows()
        self.lower: FloatArray = rows.lower.copy()
        self.upper: FloatArray = rows.upper.copy()
        self.caps: FloatArray = program.upper.copy()
        """Upper bounds of the columns."""
        self.is_integer: BoolArray = program.is_integer
        self._entries = [(rows.row, rows.column, rows.coefficient)]

    def add_column(
        self, row: IntArray, coefficient: Bound, *, upper: float, is_integer: bool = False
    ) -> int:
        """Add a column with its entries in rows that are there, and return its index."""
        index = len(self.caps)
        self.caps = np.append(self.caps, upper)
        self.is_integer = np.append(self.is_integer, is_integer)
        self._add(row, np.full(len(row), index), coefficient)
        return index

    def add_row(
        self,
        column: IntArray,
        coefficient: Bound = 1.0,
        *,
        lower: float = -np.inf,
        upper: float = np.inf,
    ) -> int:
        """Add a row and return its index."""
        index = len(self.lower)
        self.lower, self.upper = np.append(self.lower, lower), np.append(self.upper, upper)
        self._add(np.full(len(column), index), column, coefficient)
        return index

    def shut(self, columns: IntArray) -> None:
        """Hold columns at 0."""
        self.caps[columns] = 0.0

    def matrix(self, points: FloatArray) -> tuple[Matrix, IntArray]:
        """Return the matrix over the columns that are open, and which these are."""
        count = len(self.caps)
        row, column, entries = (
            np.concatenate([entry[place] for entry in self._entries]) for place in range(3)
        )
        row, column, entries = tidy(row.astype(np.int64), column.astype(np.int64), entries, count)
        whole = Matrix(
            points=np.concatenate([points, np.zeros(count - len(points))]),
            upper=self.caps,
            is_integer=self.is_integer,
            rows=Rows(
                begin=np.searchsorted(row, np.arange(len(self.lower) + 1)),
                column=column,
                coefficient=entries,
                lower=self.lower,
                upper=self.upper,
            ),
        )
        kept = np.flatnonzero(self.caps > 0)
        return whole.of(kept), kept

    def solve(
        self, points: FloatArray, solves: Solves, *, start: FloatArray | None = None
    ) -> Solution | None:
        """Maximise points; None if nothing satisfies the rows.

        Parameters
        ----------
        points
            Points of the columns; those left out at the end earn nothing.
        solves
            Counts the solve.
        start
            Values of the columns to begin with; None for none.
        """
        solves.take()
        matrix, kept = self.matrix(points)
        found = highs.relax(matrix)
        if found is None:
            found = _search(matrix, solves, None if start is None else start[kept])
        if found is None:
            return None
        solves.is_proven &= found.termination is Termination.OPTIMAL
        x = np.zeros(len(self.caps))
        x[kept] = found.x
        return Solution(
            x=x,
            objective=found.objective,
            bound=found.bound,
            termination=found.termination,
            solver=found.solver,
            n_nodes=found.n_nodes,
        )

    def _add(self, row: IntArray, column: IntArray, coefficient: Bound) -> None:
        entries = np.broadcast_to(np.asarray(coefficient, dtype=np.float64), np.shape(column))
        self._entries.append((row, column, entries))
