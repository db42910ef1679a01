"""Fewer columns before a solve: options that another one of the project beats everywhere."""

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.rows import Rows
from landsim.core.problem import BoolArray, FloatArray, IntArray

MOST_CELLS = 20_000_000
"""Rows × columns beyond which nothing is reduced here: the solver's presolve does it then."""
_MOST_PAIRS = 1_000_000
_SLACK = 1e-12


def undominated(program: Program, points: list[FloatArray]) -> IntArray:
    """Return the columns that no other option of the same project on the same land dominates.

    Parameters
    ----------
    program
        Columns and rows; auxiliary columns are all kept.
    points
        Points that matter, one array for each tier, shape (n_columns,) each.

    Notes
    -----
    An option dominates another of its project on the same land if it earns at least as much
    in every tier and loads no row more: a plan with the other, the one put in its place, is
    still a plan and worth no less. Of equal options the first in the table stays.
    """
    keep = np.ones(program.n_columns, dtype=bool)
    rows = program.rows()
    if 0 < len(rows) * program.n_columns <= MOST_CELLS:
        one, other = _pairs(_land_groups(program))
        if len(one) <= _MOST_PAIRS:
            keep[_dominated(_loads(rows, program.n_columns), points, one, other)] = False
    return np.flatnonzero(keep)


def _land_groups(program: Program) -> IntArray:
    """Return where, in the table, runs of options of one project on the same land begin."""
    options = program.options
    first = options.take_begin[:-1]
    n_takes = np.diff(options.take_begin)
    by_take = (options.take_parcel + 1) * np.int64(1_000_003) + options.take_area_m2
    land = np.add.reduceat(by_take, first) if len(options) else by_take
    key = np.stack([options.project, options.take_parcel[first], n_takes, land])
    changes = (key[:, 1:] != key[:, :-1]).any(axis=0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1, [len(options)]])


def _pairs(begin: IntArray) -> tuple[IntArray, IntArray]:
    """Return all ordered pairs of options within each run."""
    size = np.diff(begin)
    n_pairs = size * size
    run = np.repeat(np.arange(len(size)), n_pairs)
    step = np.arange(len(run)) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs)
    one, other = begin[run] + step // size[run], begin[run] + step % size[run]
    distinct = one != other
    return one[distinct], other[distinct]


def _loads(rows: Rows, n_columns: int) -> FloatArray:
    """Return what each column takes of each bound, shape (n_bounds, n_columns)."""
    dense = np.zeros((len(rows), n_columns))
    dense[rows.row, rows.column] = rows.coefficient
    return np.concatenate([dense[rows.upper < np.inf], -dense[rows.lower > -np.inf]])


def _dominated(
    loads: FloatArray, points: list[FloatArray], one: IntArray, other: IntArray
) -> IntArray:
    """Return the options ``other`` that ``one`` dominates in some pair."""
    is_equal: BoolArray = np.ones(len(one), dtype=bool)
    for better in (*points, *-loads):
        difference = better[one] - better[other]
        holds = difference >= -_SLACK
        is_equal &= difference <= _SLACK
        one, other, is_equal = one[holds], other[holds], is_equal[holds]
    return np.unique(other[~is_equal | (one < other)])
