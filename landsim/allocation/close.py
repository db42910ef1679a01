"""Closing the gap: what the bound leaves of the columns goes to branch and bound."""

from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.draft import Draft
from landsim.allocation.draft import draft as drafted
from landsim.allocation.highs import solve_with_highs
from landsim.allocation.lagrangian import Valuation
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Incumbent, Listener, ProgressEvent
from landsim.errors import SolverFailed

MOST_COLUMNS = 30_000
"""Columns beyond which branch and bound does not close what prices leave open."""
_LEAST_GAIN = 0.1
"""Share of the gap that must be left to win after columns are left out."""
_CAUTION = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Closed:
    """What branch and bound over the columns left came to."""

    draft: Draft
    """Best choice."""
    bound: float
    """Proven bound."""
    n_nodes: int
    """Branch-and-bound nodes."""
    n_columns: int
    """Columns that the bound left."""


def close(
    draft: Draft,
    valuation: Valuation,
    choice: PlannerChoice,
    listener: Listener,
    most_steps: int,
) -> Closed:
    r"""Prove a choice best to a gap, or find a better one.

    Parameters
    ----------
    draft
        Best choice so far, which keeps every row.
    valuation
        The columns at the best prices found.
    choice
        Gap and limits.
    listener
        Told of incumbents and bounds.
    most_steps
        Rounds of cuts and other steps of branch and bound at which it stops.

    Notes
    -----
    A plan with column *o* is worth at most the bound less what the column loses on it. Columns
    that cannot be in a plan better than :math:`T = z (1 + \text{gap})`, with *z* the points of
    the choice, are left out; the larger of *T* and the bound of branch and bound over the rest
    bounds all plans.
    """
    relaxed, bound = draft.relaxed, valuation.bound
    reach = bound + valuation.loss
    target = draft.value + choice.gap * abs(draft.value) + _CAUTION * abs(bound)
    is_auxiliary = relaxed.counts[relaxed.group] == 1
    is_left = is_auxiliary | (reach >= target) | (draft.x > 0)
    if int(is_left.sum()) > MOST_COLUMNS:
        target = float(np.partition(reach, len(reach) - MOST_COLUMNS)[len(reach) - MOST_COLUMNS])
        is_left = is_auxiliary | (reach > target) | (draft.x > 0)
        is_hopeless = bound - target < _LEAST_GAIN * (bound - draft.value)
        if int(is_left.sum()) > 2 * MOST_COLUMNS or is_hopeless:
            return Closed(draft=draft, bound=bound, n_nodes=0, n_columns=int(is_left.sum()))
    columns = np.flatnonzero(is_left)
    left_out = float(reach[~is_left].max(initial=-np.inf))
    try:
        solution = solve_with_highs(
            relaxed.matrix.of(columns),
            choice,
            _with_bound(listener, left_out, bound),
            start=draft.x[columns],
            most_steps=most_steps,
        )
    except SolverFailed:
        solution = None
    if solution is None:
        return Closed(draft=draft, bound=bound, n_nodes=0, n_columns=len(columns))
    x = np.zeros(len(relaxed))
    x[columns] = solution.x
    found = drafted(relaxed, x)
    better = found if found is not None and found.beats(draft) else draft
    proven = bound if solution.bound is None else max(solution.bound, left_out, better.value)
    return Closed(
        draft=better,
        bound=min(bound, proven),
        n_nodes=solution.n_nodes,
        n_columns=len(columns),
    )


def _with_bound(listener: Listener, left_out: float, known: float) -> Listener:
    """Return a listener that hears of the bound on all plans, not only on those looked at."""

    def hear(event: ProgressEvent) -> None:
        if isinstance(event, Incumbent):
            bound = min(known, max(event.bound, left_out, event.value))
            event = replace(event, bound=bound, stage="close")
        listener(event)

    return hear


def termination_of(objective: float, bound: float, gap: float) -> Termination:
    """Return whether a bound proves points to be the best to a gap.

    Parameters
    ----------
    objective
        Points of a plan.
    bound
        Proven bound on the points of any plan.
    gap
        Relative gap that is allowed.
    """
    allowed = gap * abs(objective) + _CAUTION * max(1.0, abs(objective))
    return Termination.OPTIMAL if bound - objective <= allowed else Termination.LIMIT
