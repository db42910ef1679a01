"""Which projects to decide anew together: those between whom the gap lies."""

from typing import Any

import numpy as np

from landsim.allocation.draft import Draft
from landsim.allocation.lagrangian import Relaxation, Valuation
from landsim.core.luck import Generator
from landsim.core.problem import BoolArray, FloatArray, IntArray

_N_ATTRACTIVE = 4
_N_COLUMNS = 40
"""Columns of each group that a part may choose among."""
_EASE = 1e-3
"""Weight of a group in which none of the gap lies, against the one with most of it."""
_EVEN = 0.2
"""Share of the seeds drawn evenly, wherever the gap lies."""


class Neighbourhoods:
    """Groups that compete for the same rows.

    Parameters
    ----------
    relaxed
        Groups and coupling rows.
    prices
        Prices of the rows.
    valuation
        The columns at these prices.
    """

    def __init__(self, relaxed: Relaxation, prices: FloatArray, valuation: Valuation) -> None:
        from scipy import sparse  # noqa: PLC0415 - heavy, and only where something is priced

        self._sparse = sparse
        self._relaxed, self._prices, self._valuation = relaxed, prices, valuation
        self._links = abs(relaxed.by_column) > 0
        attractive = relaxed.top(valuation.loss, _N_ATTRACTIVE, -np.inf)
        self._attractive = self._incidence(np.flatnonzero(attractive))

    def _incidence(self, columns: IntArray) -> Any:  # noqa: ANN401 - scipy has no types
        """Return which groups meet which coupling rows by some columns."""
        group = self._relaxed.group[columns]
        pick = self._sparse.csr_matrix(
            (np.ones(len(columns)), (group, np.arange(len(columns)))),
            shape=(len(self._relaxed.begin), len(columns)),
        )
        return pick @ self._links[columns].astype(np.float64)

    def draw(self, draft: Draft, n_parts: int, n_groups: int, chance: Generator) -> list[IntArray]:
        """Return the columns of some disjoint parts of a draft.

        Parameters
        ----------
        draft
            The choice.
        n_parts
            How many parts.
        n_groups
            Groups in each part.
        chance
            Source of every draw.
        """
        crowd = _Crowd(
            meets=self._attractive + self._incidence(np.flatnonzero(draft.x > 0)),
            sparse=self._sparse,
        )
        share = self._gap_shares(draft, crowd)
        is_free = np.ones(len(self._relaxed.begin), dtype=bool)
        worth = self._worth(draft, chance)
        parts = []
        for _ in range(n_parts):
            members = _grow(share, crowd, is_free, n_groups, chance)
            if len(members) == 0:
                break
            is_free[members] = False
            parts.append(self._columns(draft, members, worth))
        return parts

    def _gap_shares(self, draft: Draft, crowd: "_Crowd") -> FloatArray:
        """Return how much of the gap between bound and choice lies with each group.

        The gap is what each group falls short of its best plus what unused land, power or
        quota is worth at the prices; the latter is shared among those who could use it.
        """
        relaxed, values = self._relaxed, self._valuation
        got = np.bincount(
            relaxed.group, weights=values.reduced * draft.x, minlength=len(relaxed.begin)
        )
        activity = draft.activity[relaxed.coupling] / relaxed.size
        limit = np.where(self._prices > 0, relaxed.upper, relaxed.lower)
        idle = self._prices * np.where(self._prices == 0, 0.0, limit - activity)
        missing = np.maximum(relaxed.lower - activity, 0.0) * (values.best.max(initial=0.0) + 1.0)
        return np.maximum(values.best - got, 0.0) + crowd.shared(np.maximum(idle, 0.0) + missing)

    def _worth(self, draft: Draft, chance: Generator) -> FloatArray:
        """Return losses with a little luck, so that equal columns take turns."""
        gap = max(self._valuation.bound - draft.value, 0.0)
        spread = 1e-6 + gap / max(len(self._relaxed.begin), 1)
        return self._valuation.loss - spread * chance.random(len(self._relaxed))

    def _columns(self, draft: Draft, members: IntArray, worth: FloatArray) -> IntArray:
        """Return the best columns of some groups and those chosen.

        Of a plan, columns that lose more than the gap cannot be part of a better one.
        """
        relaxed = self._relaxed
        found = []
        for group in members:
            mine = relaxed.begin[group] + np.arange(relaxed.counts[group])
            if len(mine) > _N_COLUMNS:
                best = np.argpartition(-worth[mine], _N_COLUMNS)[:_N_COLUMNS]
                found.append(np.union1d(mine[best], mine[draft.x[mine] > 0]))
            else:
                found.append(mine)
        columns = np.concatenate(found)
        if draft.is_plan:
            reach = self._valuation.bound + self._valuation.loss[columns]
            columns = columns[(reach >= draft.value) | (draft.x[columns] > 0)]
        return np.sort(columns)


class _Crowd:
    """Which groups meet which rows, and how close that makes them."""

    def __init__(self, *, meets: Any, sparse: Any) -> None:  # noqa: ANN401 - scipy has no types
        meets.data[:] = 1.0
        self._meets, self._back = meets, meets.T.tocsr()
        self._n_groups = np.maximum(np.asarray(meets.sum(axis=0)).ravel(), 1.0)
        self._close = meets @ sparse.diags(self._n_groups**-1.5)

    def shared(self, amounts: FloatArray) -> FloatArray:
        """Return amounts of rows shared evenly among the groups that meet them."""
        return np.asarray(self._meets @ (amounts / self._n_groups), dtype=np.float64)

    def near(self, group: int) -> FloatArray:
        """Return how close every group is to one: rows that few meet count most."""
        return np.asarray(self._back.T @ self._close[group].toarray().ravel(), dtype=np.float64)


def _grow(
    share: FloatArray,
    crowd: _Crowd,
    is_free: BoolArray,
    n_groups: int,
    chance: Generator,
) -> IntArray:
    """Return free groups around one in which much of the gap lies."""
    n_free = int(is_free.sum())
    if n_free <= n_groups:
        return np.flatnonzero(is_free)
    weight = np.where(is_free, share, 0.0)
    weight = weight / (weight.sum() or 1.0) * (1 - _EVEN) + is_free * (_EVEN / n_free)
    members = [_one(weight, chance)]
    near, allowed = np.zeros(len(is_free)), is_free.copy()
    while len(members) < n_groups:
        near += crowd.near(members[-1])
        allowed[members[-1]] = False
        pull = np.where(allowed, near**2 * (_EASE + share / (share.max() or 1.0)), 0.0)
        members.append(_one(pull if pull.any() else allowed.astype(np.float64), chance))
    return np.sort(np.array(members))


def _one(weight: FloatArray, chance: Generator) -> int:
    """Return one place, drawn by weight."""
    total = np.cumsum(weight)
    place = np.searchsorted(total, chance.random() * total[-1], side="right")
    return int(np.minimum(place, np.flatnonzero(weight)[-1]))
