"""Prices, construction, improvement, closing: a plan and a bound, better by and by."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.close import close, termination_of
from landsim.allocation.draft import Draft, construct
from landsim.allocation.dual import descend
from landsim.allocation.improve import Effort, improve
from landsim.allocation.lagrangian import Relaxation, Valuation
from landsim.allocation.neighbourhood import Neighbourhoods
from landsim.allocation.sifting import LinearOptimum, sift
from landsim.core.plan import StageNote, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray
from landsim.core.progress import Enough, Incumbent, Listener, Progress, ProgressEvent

NODES_A_ROUND = 20
"""Branch-and-bound nodes that closing the gap may take for each round of the budget."""
STEPS_A_ROUND = 2
"""Steps of branch and bound, such as rounds of cuts, likewise."""
WHOLE_COLUMNS = 10_000
"""Columns up to which branch and bound over all of them begins, before parts are improved."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What a search came to."""

    draft: Draft
    """Best choice."""
    bound: float
    """Proven bound."""
    termination: Termination
    """How the search stopped."""
    stages: tuple[StageNote, ...]
    """What was known at the end of each stage."""
    n_nodes: int
    """Branch-and-bound nodes."""


class Search:
    """One search over the columns of a relaxation.

    Parameters
    ----------
    relaxed
        Columns and rows.
    choice
        Gap, limits, rounds, seed and workers.
    listener
        Told of plan and bound; may raise `Enough` to have the best plan so far.
    """

    def __init__(self, relaxed: Relaxation, choice: PlannerChoice, listener: Listener) -> None:
        self._relaxed, self._choice, self._listener = relaxed, choice, listener
        self._begin = time.perf_counter()
        self._prices: FloatArray = np.zeros(len(relaxed.coupling))
        self._valuation: Valuation = relaxed.value(self._prices)
        self._linear_x: FloatArray = np.zeros(len(relaxed))
        self._bound = self._valuation.bound
        self._draft: Draft | None = None
        self._stages: list[StageNote] = []
        self._n_nodes = 0
        self._n_steps = 0
        self._is_stopped = False

    def run(self) -> Found:
        """Return the best choice found and the bound."""
        with self._until_enough():
            self._find_prices()
        self._construct()
        if len(self._relaxed) <= WHOLE_COLUMNS:
            self._close()
        if not self._is_stopped:
            with self._until_enough():
                self._improve()
        self._close()
        return Found(
            draft=self.draft,
            bound=max(self._bound, self.draft.value) if self.draft.is_plan else self._bound,
            termination=termination_of(self.draft.value, self._bound, self._choice.gap),
            stages=tuple(self._stages),
            n_nodes=self._n_nodes,
        )

    @property
    def draft(self) -> Draft:
        """Best choice so far."""
        if self._draft is None:
            self._draft = construct(self._relaxed, np.zeros(0, dtype=np.int64))
        return self._draft

    @contextmanager
    def _until_enough(self) -> Iterator[None]:
        """Go on with what there is when the listener or the clock wants no more."""
        try:
            yield
        except Enough:
            self._is_stopped = True

    def _seconds_left(self) -> float:
        limit = self._choice.time_limit_seconds
        return math.inf if limit is None else limit - (time.perf_counter() - self._begin)

    def _find_prices(self) -> None:
        """Find prices, then the linear optimum and its duals."""
        self._adopt(descend(self._relaxed, self._tell_step))
        linear = sift(self._relaxed, self._prices, self._tell_step)
        self._adopt_linear(linear)
        self._note("prices", self._n_steps)

    def _adopt(self, prices: FloatArray) -> None:
        self._prices, self._valuation = prices, self._relaxed.value(prices)
        self._bound = min(self._bound, self._valuation.bound)

    def _adopt_linear(self, linear: LinearOptimum) -> None:
        self._adopt(linear.prices)
        self._linear_x = linear.x

    def _tell_step(self, bound: float) -> None:
        """Tell of a step of the prices, for which there is no plan yet."""
        del bound
        self._n_steps += 1
        self._listener(Progress(task="plan", done=self._n_steps, unit="price updates"))
        if self._seconds_left() <= 0:
            raise Enough

    def _construct(self) -> None:
        """Choose greedily by the prices, in two orders, and keep the better choice."""
        values, relaxed = self._valuation, self._relaxed
        is_wanted = (relaxed.matrix.points >= 0) | relaxed.is_asked[relaxed.group]
        orders = [
            order[is_wanted[order]]
            for order in (
                np.lexsort((-values.loss, -self._linear_x)),
                np.argsort(-values.reduced, kind="stable"),
            )
        ]
        for order in orders:
            found = construct(self._relaxed, order)
            if self._draft is None or found.beats(self._draft):
                self._draft = found
        self._note("construct", len(orders))

    def _improve(self) -> None:
        """Decide parts anew."""
        around = Neighbourhoods(self._relaxed, self._prices, self._valuation)
        effort = Effort(choice=self._choice, seconds_left=self._seconds_left)
        try:
            self._draft = improve(self.draft, around, effort, is_enough=self._heard)
        finally:
            self._n_nodes += effort.n_nodes
            self._note("improve", effort.n_rounds)

    def _close(self) -> None:
        """Prove, or find better, by branch and bound."""
        budget = self._choice.budget
        n_nodes = min(self._choice.max_nodes, NODES_A_ROUND * budget)
        left = self._seconds_left()
        is_over = self._is_stopped or n_nodes == 0 or left <= 0
        if is_over or not self.draft.is_plan or self._is_enough(self.draft):
            return
        limit = None if math.isinf(left) else max(left, 0.1)
        choice = replace(self._choice, time_limit_seconds=limit, max_nodes=n_nodes)
        n_steps = STEPS_A_ROUND * budget
        closed = close(self.draft, self._valuation, choice, self._pass_on, n_steps)
        self._draft, self._bound = closed.draft, min(self._bound, closed.bound)
        self._n_nodes += closed.n_nodes
        self._note("close", closed.n_nodes)

    def _pass_on(self, event: ProgressEvent) -> None:
        """Tell the listener, and remember when it wants no more: branch and bound returns."""
        try:
            self._listener(event)
        except Enough:
            self._is_stopped = True
            raise

    def _heard(self, draft: Draft) -> bool:
        """Tell of the best plan; return whether to stop."""
        self._draft = draft
        if draft.is_plan:
            seconds = time.perf_counter() - self._begin
            self._listener(
                Incumbent(
                    task="plan",
                    value=draft.value,
                    bound=self._bound,
                    seconds=seconds,
                    stage="improve",
                )
            )
        return self._is_enough(draft) or self._seconds_left() <= 0

    def _is_enough(self, draft: Draft) -> bool:
        gap = self._choice.gap
        is_proven = termination_of(draft.value, self._bound, gap) is Termination.OPTIMAL
        return draft.is_plan and is_proven

    def _note(self, stage: str, iterations: int) -> None:
        known = self._draft
        self._stages.append(
            StageNote(
                stage=stage,
                iterations=iterations,
                objective=known.value if known is not None and known.is_plan else None,
                bound=self._bound,
            )
        )
