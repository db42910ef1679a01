"""Rows of a rule about what is shared over time, in the form the program is built in."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landsim.allocation.about import RowLabel
from landsim.allocation.occupancy import Form, clique_rows, state_rows
from landsim.allocation.program import Program
from landsim.core.problem import FloatArray, IntArray

Labelled = Callable[[IntArray, IntArray, FloatArray], RowLabel]
"""Makes the label of rows from their places, periods, and the amounts that count as 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uses:
    """What columns take of places as long as they last."""

    column: IntArray
    """Column of each use."""
    amount: FloatArray
    """Amount of each use."""
    place: IntArray
    """Place of each use."""
    begin: IntArray
    """First period of each use."""
    end: IntArray
    """First period after each use."""
    limits: FloatArray
    """Limit of each place in each period, shape (n_places, n_periods)."""


def add_over_time(
    program: Program, family: str, uses: Uses, label: Labelled, *, as_shares: bool = False
) -> None:
    """Add the rows that keep the uses of each place within its limit in every period.

    Parameters
    ----------
    program
        Program; its form decides what the rows look like.
    family
        Name of the rule.
    uses
        What columns take.
    label
        Makes the label of the rows.
    as_shares
        Whether amounts are written in shares of the limit: a whole parcel then counts as 1.
    """
    if program.form is Form.STATE:
        _add_states(program, family, uses, label, as_shares=as_shares)
    else:
        _add_cliques(program, family, uses, label, as_shares=as_shares)


def _add_cliques(
    program: Program, family: str, uses: Uses, label: Labelled, *, as_shares: bool
) -> None:
    cliques = clique_rows(uses.place, uses.begin, uses.end, uses.limits)
    limit = np.maximum(cliques.limit, 0.0)
    unit = np.maximum(limit, 1.0) if as_shares else np.ones(len(limit))
    program.add_rows(
        family,
        cliques.row,
        uses.column[cliques.use],
        uses.amount[cliques.use] / unit[cliques.row],
        upper=limit / unit,
        n_rows=len(limit),
        label=label(cliques.place, cliques.period, unit),
    )


def _add_states(
    program: Program, family: str, uses: Uses, label: Labelled, *, as_shares: bool
) -> None:
    states = state_rows(uses.place, uses.begin, uses.end, uses.limits)
    largest = uses.limits.max(axis=1, initial=0.0)[states.place]
    unit = np.maximum(largest, 1.0) if as_shares else np.ones(len(largest))
    load = program.add_columns(np.maximum(states.limit, 0.0) / unit)
    rows = np.arange(len(load))
    later = rows[states.follows]
    weight = states.sign * uses.amount[states.use] / unit[states.row]
    program.add_rows(
        family,
        np.concatenate([states.row, rows, later]),
        np.concatenate([uses.column[states.use], load, load[later - 1]]),
        np.concatenate([weight, -np.ones(len(rows)), np.ones(len(later))]),
        lower=np.zeros(len(rows)),
        upper=np.zeros(len(rows)),
        label=label(states.place, states.period, unit),
    )
