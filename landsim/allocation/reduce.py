"""Fewer columns before a solve: options that another one of the project beats everywhere."""

import numpy as np

from landsim.allocation.distinct import distinct
from landsim.allocation.program import Program
from landsim.allocation.rows import Rows
from landsim.core.problem import BoolArray, FloatArray, IntArray

MOST_PAIRS = 5_000_000
"""Pairs of options beyond which nothing is reduced here: the solver's presolve does it then."""
_MOST_CELLS = 50_000_000
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
    still a plan and worth no less. Options that no row tells apart are merged beforehand (see
    `distinct`). Of equal options the first in the table stays.
    """
    rows = program.rows()
    kept = distinct(rows, points, len(program.options))
    listed = kept[kept < len(program.options)]
    begin = _land_groups(program, listed)
    size = np.diff(begin)
    if len(listed) == 0 or int((size * size).sum()) > MOST_PAIRS:
        return kept
    loads = _loads(rows.of(listed, program.n_columns), begin)
    if loads is None:
        return kept
    earned = [tier[listed] for tier in points]
    return np.delete(kept, _dominated([*earned, *-loads], *_pairs(begin)))


def _land_groups(program: Program, listed: IntArray) -> IntArray:
    """Return where, among options listed, runs of one project on the same land begin."""
    options = program.options
    n_takes = np.diff(options.take_begin)
    by_take = (options.take_parcel + 1) * np.int64(1_000_003) + options.take_area_m2
    land = np.add.reduceat(by_take, options.take_begin[:-1]) if len(options) else by_take
    place = options.take_parcel[options.take_begin[:-1]] if len(options) else by_take
    key = np.stack([options.project, place, n_takes, land])[:, listed]
    changes = (key[:, 1:] != key[:, :-1]).any(axis=0)
    return np.concatenate([[0], np.flatnonzero(changes) + 1, [len(listed)]])


def _pairs(begin: IntArray) -> tuple[IntArray, IntArray]:
    """Return all ordered pairs of options within each run."""
    size = np.diff(begin)
    n_pairs = size * size
    run = np.repeat(np.arange(len(size)), n_pairs)
    step = np.arange(len(run)) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs)
    one, other = begin[run] + step // size[run], begin[run] + step % size[run]
    distinct = one != other
    return one[distinct], other[distinct]


def _loads(rows: Rows, begin: IntArray) -> FloatArray | None:
    """Return what each option takes of each bound, shape (n_slots, n_options).

    A slot stands for a bound, and for another one in each run: only options of one run are
    compared, and they touch few of all bounds. None if there would be too many cells.
    """
    n_options = int(begin[-1])  # rows hold these columns and no other
    run = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
    is_option = rows.column < n_options
    row, column = rows.row[is_option], rows.column[is_option]
    weight = rows.coefficient[is_option]
    is_upper, is_lower = rows.upper[row] < np.inf, rows.lower[row] > -np.inf
    bound = np.concatenate([2 * row[is_upper], 2 * row[is_lower] + 1])
    column = np.concatenate([column[is_upper], column[is_lower]])
    weight = np.concatenate([weight[is_upper], -weight[is_lower]])
    touched, entry = np.unique(run[column] * (2 * len(rows)) + bound, return_inverse=True)
    owner = touched // max(2 * len(rows), 1)
    slot = np.arange(len(touched)) - np.searchsorted(owner, owner)
    n_slots = int(slot.max(initial=-1)) + 1
    if n_slots * n_options > _MOST_CELLS:
        return None
    loads = np.zeros((n_slots, n_options))
    loads[slot[entry], column] = weight
    return loads


def _dominated(better: list[FloatArray], one: IntArray, other: IntArray) -> IntArray:
    """Return the options ``other`` that ``one`` dominates in some pair."""
    is_equal: BoolArray = np.ones(len(one), dtype=bool)
    for amounts in better:
        difference = amounts[one] - amounts[other]
        holds = difference >= -_SLACK
        is_equal &= difference <= _SLACK
        one, other, is_equal = one[holds], other[holds], is_equal[holds]
    return np.unique(other[~is_equal | (one < other)])
