"""The allocation program: options as columns, rules as rows, held as arrays.

The arrays go to the solver in one call. An ordinary PuLP problem is made of them only when
somebody looks: to write LP or MPS text, or to solve with a solver that PuLP knows by name.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from landsim.allocation.about import About, RowLabel
from landsim.allocation.matrix import Matrix
from landsim.allocation.occupancy import Form
from landsim.allocation.options import Option, Options
from landsim.allocation.pulpmodel import pulp_model
from landsim.allocation.rows import Condition, Expression, Rows, Stack, stacked, tidy
from landsim.core.planning import Sense
from landsim.core.problem import AllocationProblem, BoolArray, FloatArray, IntArray

Bound = float | npt.ArrayLike


class Program:
    """Columns, row families and points of one problem.

    Parameters
    ----------
    options
        The first columns, all binary.
    form
        How rows about what is shared over time are written. Planners that choose options one by
        one, and the reasons of refusals, need cliques.
    """

    def __init__(self, options: Options, form: Form = Form.CLIQUE) -> None:
        self.options = options
        self.form = form
        self.families: dict[str, list[Rows]] = {}
        self.points: list[FloatArray] = [np.zeros(len(options))]
        """Points of every column in each lexicographic tier, the first tier first."""
        self.priority: FloatArray = np.zeros(len(options))
        """What is settled before all points, such as locked projects at a decision epoch."""
        self._upper: list[float] = []
        self._is_integer: list[bool] = []
        self._bonus: list[float] = []
        self._aims: tuple[FloatArray, ...] | None = None
        self._stack = Stack()

    @property
    def problem(self) -> AllocationProblem:
        """What is decided."""
        return self.options.problem

    @property
    def n_columns(self) -> int:
        """Number of columns: options, then auxiliary columns."""
        return len(self.options) + len(self._upper)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return sum(len(rows) for blocks in self.families.values() for rows in blocks)

    @property
    def upper(self) -> FloatArray:
        """Upper bounds of the columns; all lower bounds are 0."""
        return np.concatenate([np.ones(len(self.options)), np.array(self._upper)])

    @property
    def is_integer(self) -> BoolArray:
        """Which columns are whole numbers."""
        ones = np.ones(len(self.options), dtype=bool)
        return np.concatenate([ones, np.array(self._is_integer, dtype=bool)])

    @property
    def tiers(self) -> list[FloatArray]:
        """Points of all columns by tier; bonuses count in the first."""
        if self._aims is not None:
            n_columns = self.n_columns
            return [np.pad(aim, (0, n_columns - len(aim))) for aim in self._aims]
        bonus = np.array(self._bonus)
        return [
            np.concatenate([points, bonus if tier == 0 else np.zeros(len(bonus))])
            for tier, points in enumerate(self.points)
        ]

    def aimed(self, tiers: Sequence[FloatArray]) -> "Program":
        """Return a program of the same columns and rows that is for something else.

        Parameters
        ----------
        tiers
            Points of the columns in each lexicographic tier; columns added later earn none.

        Notes
        -----
        Rows and columns added to the one do not show in the other.
        """
        other = copy(self)
        vars(other).update(
            families={name: list(blocks) for name, blocks in self.families.items()},
            _upper=list(self._upper),
            _is_integer=list(self._is_integer),
            _bonus=list(self._bonus),
            _aims=tuple(tiers),
        )
        return other

    def add_column(
        self, *, upper: float = 1.0, is_integer: bool = False, bonus: float = 0.0
    ) -> int:
        """Add an auxiliary column between 0 and ``upper`` and return its index.

        Parameters
        ----------
        upper
            Upper bound.
        is_integer
            Whether it is a whole number.
        bonus
            Points it earns in the first tier.
        """
        self._upper.append(upper)
        self._is_integer.append(is_integer)
        self._bonus.append(bonus)
        return self.n_columns - 1

    def add_columns(self, upper: FloatArray) -> IntArray:
        """Add auxiliary columns between 0 and upper bounds and return their indices."""
        first = self.n_columns
        self._upper += upper.tolist()
        self._is_integer += [False] * len(upper)
        self._bonus += [0.0] * len(upper)
        return np.arange(first, first + len(upper))

    def total(self, terms: Iterable[Option | tuple[float, Option]]) -> Expression:
        """Return the number of options chosen, or the sum of their weights.

        Parameters
        ----------
        terms
            Options, or pairs of weight and option.
        """
        pairs = [term if isinstance(term, tuple) else (1.0, term) for term in terms]
        return Expression(
            column=np.array([option.index for _, option in pairs], dtype=np.int64),
            coefficient=np.array([weight for weight, _ in pairs], dtype=np.float64),
        )

    def add_row(self, family: str, condition: Condition) -> None:
        """Add one row.

        Parameters
        ----------
        family
            Name of the rule the row belongs to.
        condition
            Expression and bounds, such as ``program.total(...) <= 3``.
        """
        self.add_rows(
            family,
            np.zeros(len(condition.column), dtype=np.int64),
            condition.column,
            condition.coefficient,
            lower=[condition.lower],
            upper=[condition.upper],
        )

    def add_rows(
        self,
        family: str,
        row: IntArray,
        column: IntArray,
        coefficient: Bound = 1.0,
        *,
        lower: Bound = -np.inf,
        upper: Bound = np.inf,
        n_rows: int | None = None,
        label: RowLabel | None = None,
    ) -> None:
        """Add rows given by their entries.

        Parameters
        ----------
        family
            Name of the rule the rows belong to.
        row, column, coefficient
            Entries, in any order; entries of the same place are added up.
        lower, upper
            Bounds, one for all rows or one each.
        n_rows
            Number of rows; None takes it from the bounds.
        label
            Says what each row is about; None where the name of the rule is all there is to say.
        """
        count = n_rows if n_rows is not None else max(np.size(lower), np.size(upper))
        if count == 0:
            return
        entries = np.broadcast_to(np.asarray(coefficient, dtype=np.float64), np.shape(column))
        row, column, entries = tidy(row, column, entries, self.n_columns)
        self.families.setdefault(family, []).append(
            Rows(
                begin=np.searchsorted(row, np.arange(count + 1)),
                column=column,
                coefficient=entries,
                lower=np.broadcast_to(np.asarray(lower, dtype=np.float64), (count,)),
                upper=np.broadcast_to(np.asarray(upper, dtype=np.float64), (count,)),
                label=label,
            )
        )

    def rows(self, families: Iterable[str] | None = None) -> Rows:
        """Return the rows of some families, or of all, as one block in order of family name."""
        chosen = sorted(self.families if families is None else families)
        blocks = [rows for family in chosen for rows in self.families.get(family, [])]
        return self._stack.of(blocks) if families is None else stacked(blocks)

    def matrix(
        self, points: FloatArray | None = None, families: Iterable[str] | None = None
    ) -> Matrix:
        """Return what a solver is handed.

        Parameters
        ----------
        points
            Points of every column; None takes the first tier's.
        families
            Families whose rows hold; None for all.
        """
        return Matrix(
            points=self.tiers[0] if points is None else points,
            upper=self.upper,
            is_integer=self.is_integer,
            rows=self.rows(families),
        )

    def labels(self, families: Iterable[str] | None = None) -> list[tuple[str, About]]:
        """Return the rule of each row, and what the row is about, in the order of `rows`.

        Parameters
        ----------
        families
            Rules; None for all.
        """
        chosen = sorted(self.families if families is None else families)
        return [
            (family, About(message="") if block.label is None else block.label(place))
            for family in chosen
            for block in self.families.get(family, [])
            for place in range(len(block))
        ]

    def to_pulp(self, points: FloatArray | None = None) -> Any:  # noqa: ANN401 - PuLP has no types
        """Return an ordinary PuLP problem with ordinal names.

        Parameters
        ----------
        points
            Points of every column; None takes the first tier's.

        Notes
        -----
        Columns are named ``x0``, ``x1``, … and rows ``<family>_0``, …, since PuLP merges names
        that differ in punctuation alone.
        """
        return self._pulp_model(self.tiers[0] if points is None else points, is_maximised=True)

    def write_lp(self, path: Path, points: FloatArray | None = None) -> None:
        """Write the program as LP text, for the first tier's points unless others are given.

        It maximises points; where the policy minimises, it minimises cost.
        """
        points = self.tiers[0] if points is None else points
        sense = self.problem.policy.sense
        own = points if sense is Sense.MAXIMISE else 0.0 - points
        self._pulp_model(own, is_maximised=sense is Sense.MAXIMISE).writeLP(str(path))

    def write_mps(self, path: Path, points: FloatArray | None = None) -> None:
        """Write the program as MPS text, which minimises the points with their sign turned."""
        turned = 0.0 - (self.tiers[0] if points is None else points)
        self._pulp_model(turned, is_maximised=False).writeMPS(str(path))

    def _pulp_model(self, points: FloatArray, *, is_maximised: bool) -> Any:  # noqa: ANN401
        families = {name: stacked(blocks) for name, blocks in self.families.items()}
        return pulp_model(points, self.upper, self.is_integer, families, is_maximised=is_maximised)
