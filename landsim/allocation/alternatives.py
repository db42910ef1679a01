"""Other plans nearly as good as the best, as different from each other as can be."""

import threading
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from landsim.allocation.check import check_plan
from landsim.allocation.conflict import conflict
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.repeated import EXACT, Reached, Repeated, as_plan
from landsim.allocation.rule import Violation
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.plan import Plan, Take, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, BoolArray, FloatArray, IntArray
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.errors import PlanError

TASK = "alternatives"
_LOSS, _APART = "loss", "apart"
_HAIR = 1e-7


class Difference(StrEnum):
    """What counts as a difference between two plans."""

    WINNERS = "winners"
    """Each project that only one of them serves."""
    PAIRINGS = "pairings"
    """Each project and parcel that only one of them brings together."""


class Spread(StrEnum):
    """How a plan is to differ from several others."""

    NEAREST = "nearest"
    """As much as can be from whichever it differs least: max-min."""
    TOTAL = "total"
    """As much as can be from all together: max-sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A plan within the loss allowed, far from those before it."""

    plan: Plan
    """The plan, valued by the policy's points."""
    loss_points: float
    """Points less than the best plan found has."""
    loss_share: float
    """The same over the best plan's points."""
    loss_share_max: float | None
    """Proven bound on the loss against any plan; None where there is none."""
    differences: int
    """Differences from whichever plan before it differs least."""
    mean_differences: float
    """Differences from all plans before it, on average."""
    differences_max: float | None
    """Proven bound, over all plans within the loss, on the one of the two that was maximised;
    None where there is none."""
    winners_in: tuple[ProjectId, ...]
    """Projects it serves and the best plan does not."""
    winners_out: tuple[ProjectId, ...]
    """Projects the best plan serves and it does not."""
    moved: tuple[ProjectId, ...]
    """Projects both serve, on other land."""
    violations: tuple[Violation, ...] = ()
    """What the independent check found; empty for a sound plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """The best plan, and others nearly as good."""

    best: Plan
    """Best plan, with its proof."""
    alternatives: tuple[Alternative, ...]
    """Others, in the order found: each is as far as can be from all before it."""
    loss_share: float
    """Loss that was allowed."""
    is_exhausted: bool
    """Whether it is proven that no further plan within the loss differs from all of these."""
    is_cancelled: bool = False
    """Whether the search was stopped before its end."""


def alternatives(
    problem: AllocationProblem,
    n: int = 3,
    *,
    loss_share: float = 0.02,
    difference: Difference = Difference.WINNERS,
    spread: Spread = Spread.NEAREST,
    choice: PlannerChoice | None = None,
    listener: Listener = ignore,
    cancel: threading.Event | None = None,
) -> Alternatives:
    r"""Return plans within a loss of the best that differ most from it and from each other.

    Parameters
    ----------
    problem
        What is decided.
    n
        Alternatives wanted.
    loss_share
        Most that an alternative may lose, as a share of the best plan's points.
    difference
        What counts as a difference.
    spread
        How to differ from several plans at once.
    choice
        Gap and limits of all plans; None takes the policy's. The planner is always ``optimal``.
    listener
        Told of progress.
    cancel
        Set to stop after the solve under way.

    Raises
    ------
    PlanError
        If ``n`` or ``loss_share`` is negative.
    Infeasible
        If no plan satisfies the rules.

    Notes
    -----
    With :math:`y_j = \sum_{o \in O(j)} x_o \in \{0, 1\}` by the matching rule, the differences
    from a plan that serves :math:`S` are :math:`|S| - \sum_{j \in S} y_j + \sum_{j \notin S}
    y_j`: linear, without new columns. Among the plans that differ equally the one with most
    points is taken. A policy of several tiers is held to the loss in the first.
    """
    if n < 0 or loss_share < 0:
        raise PlanError(f"alternatives need n ≥ 0 and a loss ≥ 0; got {n} and {loss_share:g}")
    choice = replace(choice or problem.policy.planner, name=EXACT)
    program = build_program(problem)
    listener(Started(task=TASK, total=n, unit="plans"))
    best = Repeated(program, choice, listener, program.tiers).best(program.tiers)
    if best is None:
        raise conflict(program, choice)
    search = _Search(program, best, _marks(program, difference), choice, listener)
    search.allow(loss_share)
    found: list[Alternative] = []
    is_exhausted, cancel = False, cancel or threading.Event()
    while len(found) < n and not (is_exhausted or cancel.is_set()):
        other = search.farthest(spread)
        is_exhausted = other is None
        if other is not None:
            found.append(other)
            listener(Progress(task=TASK, done=len(found), total=n, unit="plans"))
    listener(Finished(task=TASK))
    return Alternatives(
        best=search.best_plan,
        alternatives=tuple(found),
        loss_share=loss_share,
        is_exhausted=is_exhausted,
        is_cancelled=cancel.is_set(),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Incidence:
    """What options stand for: rows are winners or pairings, one entry for each they bring."""

    option: IntArray
    mark: IntArray
    n_marks: int

    def of(self, x: FloatArray) -> BoolArray:
        """Return which marks a choice sets."""
        weights = x[self.option]
        return np.bincount(self.mark, weights=weights, minlength=self.n_marks) > 0.5

    def distance(self, marks: BoolArray, n_columns: int) -> tuple[FloatArray, float]:
        """Return the differences from a plan as points of the columns, and what to add."""
        sign = np.where(marks[self.mark], -1.0, 1.0)
        points = np.bincount(self.option, weights=sign, minlength=n_columns)
        return points.astype(np.float64), float(marks.sum())


def _marks(program: Program, difference: Difference) -> _Incidence:
    options = program.options
    if difference is Difference.WINNERS:
        return _Incidence(
            option=np.arange(len(options)),
            mark=options.project,
            n_marks=len(options.askers.asking),
        )
    n_parcels = len(options.land.area_m2)
    return _Incidence(
        option=options.take_option,
        mark=options.project[options.take_option] * n_parcels + options.take_parcel,
        n_marks=len(options.askers.asking) * n_parcels,
    )


class _Search:
    """Plans found so far, and the program that looks for one far from them."""

    def __init__(
        self,
        program: Program,
        best: Reached,
        incidence: _Incidence,
        choice: PlannerChoice,
        listener: Listener,
    ) -> None:
        self.program = program
        self.points = program.tiers[0]
        self.best = best
        self.incidence = incidence
        self.choice = choice
        self.listener = listener
        plan = as_plan(program, best.x, choice.name)
        proof = replace(plan.report, bound=best.bounds[0], bounds=best.bounds)
        ending = Termination.OPTIMAL if best.is_proven else Termination.LIMIT
        self.best_plan = replace(plan, report=proof, termination=ending)
        self.known = [best.x]

    def allow(self, loss_share: float) -> None:
        """Hold every plan to come within a loss of the best."""
        counted = np.flatnonzero(self.points)
        size = float(np.abs(self.points).max(initial=1e-300))
        reached = self.best.amounts[0]
        least = reached - (loss_share + _HAIR) * abs(reached)
        self.program.add_rows(
            _LOSS, counted * 0, counted, self.points[counted] / size, lower=[least / size]
        )

    def farthest(self, spread: Spread) -> Alternative | None:
        """Return the plan that differs most from the known ones; None if none differs."""
        n_columns = self.program.n_columns
        apart = [self.incidence.distance(self.incidence.of(x), n_columns) for x in self.known]
        aimed = self.program.aimed(self.program.tiers)
        if spread is Spread.TOTAL:
            tier = np.sum([points for points, _ in apart], axis=0)
            known, n_more = sum(constant for _, constant in apart), len(apart)
            for points, constant in apart:
                _keep_apart(aimed, points, 1.0 - constant)
        else:
            column = aimed.add_column(upper=2.0 * self.incidence.n_marks)
            for points, constant in apart:
                _keep_apart(aimed, np.append(points, -1.0), -constant)
            _keep_apart(aimed, _unit(column, column + 1), 1.0)
            tier, known, n_more = _unit(column, column + 1), 0.0, 1
        tiers = [tier, *aimed.tiers]
        engine = Repeated(aimed, self.choice, self.listener, aimed.tiers)
        found = engine.best(tiers, start=None)
        if found is None:
            return None
        self.known.append(found.x[:n_columns])
        bound = found.bounds[0]
        most = None if bound is None else (bound + known) / n_more
        return self._alternative(found.x[:n_columns], apart, most)

    def _alternative(
        self, x: FloatArray, apart: list[tuple[FloatArray, float]], most: float | None
    ) -> Alternative:
        plan = as_plan(self.program, x, TASK)
        reached, bound = self.best.amounts[0], self.best.bounds[0]
        differs = [float(points @ x) + constant for points, constant in apart]
        value, size = plan.report.objective, max(abs(reached), 1e-12)
        land = {entry.project: entry.bundle for entry in self.best_plan.assignments}
        given = {entry.project: entry.bundle for entry in plan.assignments}
        return Alternative(
            plan=plan,
            loss_points=reached - value,
            loss_share=(reached - value) / size,
            loss_share_max=None if bound is None else (bound - value) / size,
            differences=round(min(differs)),
            mean_differences=sum(differs) / len(differs),
            differences_max=most,
            winners_in=tuple(project for project in given if project not in land),
            winners_out=tuple(project for project in land if project not in given),
            moved=tuple(p for p in given if p in land and _land(given[p]) != _land(land[p])),
            violations=check_plan(self.program.problem, plan),
        )


def _land(bundle: tuple[Take, ...]) -> frozenset[ParcelId]:
    return frozenset(take.parcel for take in bundle)


def _unit(column: int, n_columns: int) -> FloatArray:
    points = np.zeros(n_columns)
    points[column] = 1.0
    return points


def _keep_apart(program: Program, points: FloatArray, least: float) -> None:
    counted = np.flatnonzero(points)
    program.add_rows(_APART, counted * 0, counted, points[counted], lower=[least])
