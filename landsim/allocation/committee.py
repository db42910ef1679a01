"""Serving projects one after another, as a committee does."""

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.slack import Slack
from landsim.core.problem import BoolArray, FloatArray, IntArray


def serve_in_order(
    program: Program, order: IntArray, preferences: tuple[FloatArray | IntArray, ...]
) -> FloatArray:
    """Give each project in turn the best option that the rows still allow.

    Parameters
    ----------
    program
        Options and rows.
    order
        Rows of the projects, first served first; locked projects go before.
    preferences
        What makes an option better, least important first; ties go to the earlier row.

    Returns
    -------
    array of shape (n_columns,)
        Values of the columns.
    """
    options, slack = program.options, Slack(program)
    rank = np.lexsort(tuple(-preference for preference in preferences))
    place = np.empty(len(rank), dtype=np.int64)
    place[rank] = np.arange(len(rank))
    begin = np.searchsorted(options.project, np.arange(len(options.askers.asking) + 1))
    is_worthwhile = worthwhile(program)
    x = np.zeros(program.n_columns)
    for project in locked_first(program, order):
        mine = np.arange(begin[project], begin[project + 1])
        mine = mine[is_worthwhile[mine]]
        fitting = mine[slack.fits(mine)]
        if len(fitting):
            best = fitting[np.argmin(place[fitting])]
            slack.choose(best)
            x[best] = 1.0
    return x


def worthwhile(program: Program) -> BoolArray:
    """Return which options a committee would consider: any of a project that is locked in.

    Returns
    -------
    array of shape (n_options,)
        Whether it earns at least nothing, or its project must be served.
    """
    options = program.options
    locked = np.zeros(len(options.askers.asking), dtype=bool)
    locked[[row for row, _ in options.askers.locks]] = True
    worth: BoolArray = program.tiers[0][: len(options)] >= 0
    return worth | locked[options.project]


def locked_first(program: Program, order: IntArray) -> list[int]:
    """Return the projects with those that are locked in before the others."""
    locked = {row for row, _ in program.options.askers.locks}
    return sorted((int(row) for row in order), key=lambda row: row not in locked)
