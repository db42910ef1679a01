"""Several futures in one program: what is decided first is the same in all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.highs import relax, solve_with_highs
from landsim.allocation.matrix import Matrix, Solution
from landsim.allocation.program import Program
from landsim.allocation.rows import Rows, stacked
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray, IntArray
from landsim.core.progress import Listener, ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How much bad futures count."""

    weight: float = 0.0
    """Share of the conditional value at risk in what is maximised; the rest is the mean."""
    tail: float = 0.8
    """Level: the worst ``1 − tail`` of the futures make the conditional value at risk."""

    def of(self, values: Sequence[float]) -> float:
        """Return the mean of values, blended with their conditional value at risk."""
        mean = float(np.mean(values))
        return (1 - self.weight) * mean + self.weight * conditional_value(values, self.tail)


def conditional_value(values: Sequence[float], tail: float) -> float:
    r"""Return the mean of the worst ``1 − tail`` of equally likely values.

    Parameters
    ----------
    values
        One for each future.
    tail
        Level in [0, 1).

    Notes
    -----
    :math:`\max_\eta \eta - \frac{1}{(1 - \alpha) S} \sum_s (\eta - v_s)^+`, which some
    :math:`v_s` attains; where the share is no whole number of futures, the last one counts
    in part [1]_.

    References
    ----------
    .. [1] Rockafellar & Uryasev (2000), Journal of Risk 2(3), 21-41.

    Examples
    --------
    >>> conditional_value([1.0, 2.0, 3.0, 4.0], 0.5), conditional_value([1.0, 2.0, 3.0, 4.0], 0.0)
    (1.5, 2.5)
    """
    outcomes = np.asarray(values, dtype=float)
    shortfall = np.maximum(outcomes[:, None] - outcomes[None, :], 0.0).sum(axis=1)
    return float((outcomes - shortfall / ((1 - tail) * len(outcomes))).max())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extensive:
    """The program of all futures together."""

    matrix: Matrix
    """Columns of the first stage, then of each future, then of the risk measure."""
    place: tuple[IntArray, ...]
    """Column of each column of each future's own program."""
    constant: float
    """Added to the points."""

    def points_of(self, solution: Solution) -> float:
        """Return what a solution is worth."""
        return solution.objective + self.constant


def extensive_form(programs: Sequence[Program], first: Sequence[IntArray], risk: Risk) -> Extensive:
    r"""Return one program of several futures, each as likely as the others.

    Parameters
    ----------
    programs
        Program of each future, its points in the first tier.
    first
        Columns of each that are decided before the future shows, in the same order.
    risk
        How much bad futures count.

    Notes
    -----
    Non-anticipativity needs no rows: what is decided first is one column, whatever the future.
    With :math:`\lambda` the weight and :math:`\alpha` the tail the program maximises
    :math:`(1 - \lambda) \frac{1}{S} \sum_s v_s + \lambda \left(\eta - \frac{1}{(1 - \alpha) S}
    \sum_s u_s\right)` with :math:`u_s \ge \eta - v_s`, :math:`u_s \ge 0`.
    """
    n_first, n_futures = len(first[0]), len(programs)
    place, n_columns = [], n_first
    for program, shared in zip(programs, first, strict=True):
        own = np.ones(program.n_columns, dtype=bool)
        own[shared] = False
        column = np.zeros(program.n_columns, dtype=np.int64)
        column[shared] = np.arange(n_first)
        column[own] = n_columns + np.arange(own.sum())
        n_columns += int(own.sum())
        place.append(column)
    is_averse = risk.weight > 0
    total = n_columns + (1 + n_futures) * is_averse
    points, upper = np.zeros(total), np.zeros(total)
    is_integer = np.zeros(total, dtype=bool)
    for program, column in zip(programs, place, strict=True):
        np.add.at(points, column, (1 - risk.weight) / n_futures * program.tiers[0])
        upper[column] = program.upper
        is_integer[column] = program.is_integer
    blocks = [_moved(p.rows(), column) for p, column in zip(programs, place, strict=True)]
    shift = 0.0
    if is_averse:
        low, high = _range(programs)
        shift = -low
        upper[n_columns:] = high - low
        points[n_columns] = risk.weight
        points[n_columns + 1 :] = -risk.weight / ((1 - risk.tail) * n_futures)
        blocks.append(_tail_rows(programs, place, n_columns, shift))
    matrix = Matrix(points=points, upper=upper, is_integer=is_integer, rows=stacked(blocks))
    return Extensive(matrix=matrix, place=tuple(place), constant=-risk.weight * shift)


def _moved(rows: Rows, column: IntArray) -> Rows:
    """Return rows over other columns."""
    return Rows(
        begin=rows.begin,
        column=column[rows.column],
        coefficient=rows.coefficient,
        lower=rows.lower,
        upper=rows.upper,
    )


def _range(programs: Sequence[Program]) -> tuple[float, float]:
    """Return bounds on what any future may be worth."""
    lows = [float(np.minimum(program.tiers[0], 0.0) @ program.upper) for program in programs]
    highs = [float(np.maximum(program.tiers[0], 0.0) @ program.upper) for program in programs]
    return min(lows), max(highs)


def _tail_rows(
    programs: Sequence[Program], place: Sequence[IntArray], eta: int, shift: float
) -> Rows:
    """Return one row for each future: its worth and shortfall reach the threshold."""
    columns, coefficients, begin = [], [], [0]
    for number, (program, column) in enumerate(zip(programs, place, strict=True)):
        counted = np.flatnonzero(program.tiers[0])
        columns.append(np.concatenate([column[counted], [eta, eta + 1 + number]]))
        coefficients.append(np.concatenate([program.tiers[0][counted], [-1.0, 1.0]]))
        begin.append(begin[-1] + len(columns[-1]))
    n_futures = len(programs)
    return Rows(
        begin=np.array(begin),
        column=np.concatenate(columns).astype(np.int64),
        coefficient=np.concatenate(coefficients),
        lower=np.full(n_futures, -shift),
        upper=np.full(n_futures, np.inf),
    )


def maximise(matrix: Matrix, choice: PlannerChoice, listener: Listener = ignore) -> Solution | None:
    """Solve arrays with HiGHS; None if infeasible.

    Parameters
    ----------
    matrix
        Program.
    choice
        Gap and limits.
    listener
        Told of incumbents and bounds.
    """
    return relax(matrix) or solve_with_highs(matrix, choice, listener)


def with_first_stage(program: Program, first: IntArray, chosen: FloatArray) -> Matrix:
    """Return the program of one future in which the first stage is settled.

    Parameters
    ----------
    program
        Program of the future.
    first
        Columns of the first stage.
    chosen
        Their values.
    """
    upper = program.upper
    upper[first] = chosen
    taken = first[chosen > 0.5]
    fixed = Rows(
        begin=np.arange(len(taken) + 1),
        column=taken,
        coefficient=np.ones(len(taken)),
        lower=np.ones(len(taken)),
        upper=np.full(len(taken), np.inf),
    )
    whole = program.matrix()
    return replace(whole, upper=upper, rows=stacked([whole.rows, fixed]))
