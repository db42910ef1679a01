"""Parts of a choice decided anew while the rest stays."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from landsim.allocation.draft import TOLERANCE, Draft
from landsim.allocation.draft import draft as drafted
from landsim.allocation.highs import hand_over, points_scale, quiet_highs, set_start
from landsim.allocation.matrix import Matrix
from landsim.allocation.rows import Rows
from landsim.core.problem import FloatArray, IntArray

_PENALTY = 1e3
_QUICK = {
    "mip_allow_restart": False,
    "mip_detect_symmetry": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""A part is small and has a choice to begin with: what helps large programs only costs time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A small program: some columns of a draft decided anew."""

    columns: IntArray
    """Columns that may change."""
    matrix: Matrix
    """Their program, with a slack column for each lower bound that the draft misses."""
    start: FloatArray
    """Values as they are."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a part came to."""

    values: FloatArray
    """Values of its columns."""
    n_nodes: int
    """Branch-and-bound nodes."""
    is_settled: bool
    """Whether it is proven best."""


def part_of(draft: Draft, columns: IntArray) -> Part:
    """Return the program of some columns, all others as they are.

    Parameters
    ----------
    draft
        The choice.
    columns
        Columns that may change, in ascending order.
    """
    relaxed, rows = draft.relaxed, draft.relaxed.matrix.rows
    block = relaxed.whole[:, columns]
    start = draft.x[columns]
    rest = draft.activity - block @ start
    touched, place = np.unique(block.indices, return_inverse=True)
    low, high = rows.lower[touched] - rest[touched], rows.upper[touched] - rest[touched]
    missing = rows.lower[touched] - draft.activity[touched]
    missed = np.flatnonzero(missing > TOLERANCE * relaxed.sizes[touched])
    n_columns, n_slack = len(columns), len(missed)
    column = np.concatenate(
        [np.repeat(np.arange(n_columns), np.diff(block.indptr)), n_columns + np.arange(n_slack)]
    )
    row = np.concatenate([place, missed])
    coefficient = np.concatenate([block.data, relaxed.sizes[touched][missed]])
    order = np.lexsort((column, row))
    scale = float(np.abs(relaxed.matrix.points).max(initial=1.0))
    matrix = Matrix(
        points=np.concatenate(
            [relaxed.matrix.points[columns], np.full(n_slack, -_PENALTY * scale)]
        ),
        upper=np.concatenate([relaxed.matrix.upper[columns], np.full(n_slack, np.inf)]),
        is_integer=np.concatenate(
            [relaxed.matrix.is_integer[columns], np.zeros(n_slack, dtype=bool)]
        ),
        rows=Rows(
            begin=np.searchsorted(row[order], np.arange(len(touched) + 1)),
            column=column[order],
            coefficient=coefficient[order],
            lower=low,
            upper=high,
        ),
    )
    slack = missing[missed] / relaxed.sizes[touched][missed]
    return Part(columns=columns, matrix=matrix, start=np.concatenate([start, slack]))


def decide(part: Part, max_nodes: int, gap: float, seconds: float) -> Answer:
    """Return the best values of a part found within a number of nodes.

    Parameters
    ----------
    part
        Small program.
    max_nodes
        Branch-and-bound nodes at which it stops.
    gap
        Relative gap at which it may stop.
    seconds
        Seconds at which it stops; infinite inside the simulation.
    """
    matrix = part.matrix
    factor = points_scale(matrix.points)
    settings: dict[str, Any] = {"mip_max_nodes": max_nodes, "mip_rel_gap": gap}
    highs = quiet_highs(_QUICK | settings | {"mip_abs_gap": 0.0, "time_limit": seconds})
    hand_over(highs, matrix, factor)
    set_start(highs, part.start)
    highs.run()
    status, info = highs.modelStatusToString(highs.getModelStatus()), highs.getInfo()
    values = np.asarray(highs.getSolution().col_value)[: len(part.columns)]
    is_whole = matrix.is_integer[: len(part.columns)]
    if info.primal_solution_status != 2 or len(values) < len(part.columns):
        values = part.start[: len(part.columns)]
    return Answer(
        values=np.where(is_whole, np.round(values), values),
        n_nodes=max(0, int(info.mip_node_count)),
        is_settled=status == "Optimal",
    )


def with_answer(draft: Draft, part: Part, answer: Answer) -> Draft | None:
    """Return a draft with a part as it was decided; None if it then exceeds a row.

    Parameters
    ----------
    draft
        The choice, perhaps with other parts changed since.
    part
        The part.
    answer
        Its values.
    """
    x = draft.x.copy()
    x[part.columns] = answer.values
    return drafted(draft.relaxed, x)
