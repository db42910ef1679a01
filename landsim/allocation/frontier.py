"""What can be had of one objective without giving up another: exact Pareto points."""

import math
import threading
from collections.abc import Sequence

import numpy as np

from landsim.allocation.aims import Aim, aims
from landsim.allocation.conflict import conflict
from landsim.allocation.front import SAME, Axis, Front, ParetoPoint
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.repeated import Reached, Repeated, as_plan
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, FloatArray
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.errors import PlanError

TASK = "pareto"
_FLOOR = "floor"
_MOST_AIMS = 3


def pareto_front(
    problem: AllocationProblem,
    objectives: Sequence[str],
    *,
    n_points: int | None = 5,
    choice: PlannerChoice | None = None,
    resolution: float = 1e-3,
    most: int = 1000,
    listener: Listener = ignore,
    cancel: threading.Event | None = None,
) -> Front:
    r"""Return Pareto points of two or three objectives by the ε-constraint method.

    Parameters
    ----------
    problem
        What is decided.
    objectives
        Registered objectives, or ``policy`` for the policy's own blend; the first is maximised
        above floors on the others.
    n_points
        Floors on each other objective, evenly spaced over its range; None for the whole front.
    choice
        Planner and its limits; None takes the policy's.
    resolution
        For the whole front of an objective whose amounts have no common step: share of its
        range within which two amounts count as the same.
    most
        Points at which the whole front is cut short.
    listener
        Told of progress.
    cancel
        Set to stop after the point under way.

    Raises
    ------
    PlanError
        If the number of objectives is not two or three, or one is named twice.
    Infeasible
        If no plan satisfies the rules.

    Notes
    -----
    Every point takes two solves: first :math:`\max f_1` above the floors, then
    :math:`\max \sum_{k>1} f_k / r_k` without loss of the first. A plan that dominated the
    point would satisfy the same floors, so the two bounds prove that there is none. Ranges
    :math:`r_k` come from the lexicographic pay-off table, and floors that the last point
    exceeds are passed over [1]_.

    References
    ----------
    .. [1] Mavrotas & Florios (2013), Applied Mathematics and Computation 219(18), 9652-9669.
    """
    if not 1 < len(objectives) <= _MOST_AIMS or len(set(objectives)) < len(objectives):
        raise PlanError(f"a front needs two or three different objectives; got {list(objectives)}")
    if n_points is not None and n_points < 2:
        raise PlanError(f"a front needs at least two points; got {n_points}")
    choice = choice or problem.policy.planner
    program = build_program(problem)
    listener(Started(task=TASK, unit="points"))
    search = _Search(program, aims(program, objectives), choice, listener, cancel)
    search.tabulate(n_points, resolution)
    search.most = most
    search.sweep(len(objectives) - 1, ())
    listener(Finished(task=TASK))
    return search.front(is_whole=n_points is None and choice.gap == 0)


class _Search:
    """Floors in turn, and the points found above them."""

    def __init__(
        self,
        program: Program,
        aimed: tuple[Aim, ...],
        choice: PlannerChoice,
        listener: Listener,
        cancel: threading.Event | None,
    ) -> None:
        self.program = program
        self.aims = aimed
        self.engine = Repeated(program, choice, listener, [aim.amounts for aim in aimed])
        self.choice = choice
        self.listener = listener
        self.cancel = cancel or threading.Event()
        self.most = 0
        self.found: list[ParetoPoint] = []
        self.starts: list[tuple[tuple[float, ...], FloatArray]] = []
        self.is_cut = False

    def tabulate(self, n_points: int | None, resolution: float) -> None:
        """Find the best of each objective, and what it leaves of the others."""
        amounts = [aim.amounts for aim in self.aims]
        bounds: list[float | None] = []
        for place in range(len(amounts)):
            others = amounts[:place] + amounts[place + 1 :]
            reached = self.engine.best([amounts[place], *others], start=self._start(()))
            if reached is None:
                raise conflict(self.program, self.choice)
            self._remember(reached)
            bounds.append(reached.bounds[0])
        table = np.array([row for row, _ in self.starts])
        best, worst = table.max(axis=0), table.min(axis=0)
        self.ranges = np.where(best - worst > SAME * np.abs(best), best - worst, 1.0)
        lattice = [0.0, *(aim.step for aim in self.aims[1:])]
        steps = np.where(np.array(lattice) > 0, lattice, self.ranges * resolution)
        steps[0] = 0.0
        self.is_lattice = all(step > 0 for step in lattice[1:])
        self.axes = tuple(
            Axis(
                objective=aim.objective,
                label=aim.label,
                unit=aim.unit,
                best=float(best[place]),
                bound=bounds[place],
                worst=float(worst[place]),
                step=float(steps[place]),
            )
            for place, aim in enumerate(self.aims)
        )
        self.levels: list[list[float]] | None = None
        if n_points is not None:
            ends = [(axis.worst, axis.best) for axis in self.axes]
            self.levels = [np.linspace(*end, n_points)[1:].tolist() for end in ends]

    def sweep(self, place: int, floors: tuple[float, ...]) -> list[tuple[float, ...]]:
        """Raise the floor of one objective from none to its best; return the amounts met.

        Parameters
        ----------
        place
            Objective whose floor is raised; those before it are swept at every level.
        floors
            Floors of the objectives after it.
        """
        if place == 0:
            return self._point(floors)
        met: list[tuple[float, ...]] = []
        floor = -math.inf
        while not (self.cancel.is_set() or self.is_cut):
            found = self.sweep(place - 1, (floor, *floors))
            if not found:
                break
            met += found
            floor = self._next(place, min(amounts[place] for amounts in found))
            if floor == math.inf:
                break
        return met

    def _next(self, place: int, reached: float) -> float:
        """Return the next floor above what was reached anyway; infinity beyond the best."""
        axis = self.axes[place]
        if self.levels is None:
            floor, top = reached + axis.step, axis.best if axis.bound is None else axis.bound
            return floor if floor <= top + axis.step / 2 else math.inf
        slack = SAME * self.ranges[place]
        above = [level for level in self.levels[place] if level > reached + slack]
        return above[0] if above else math.inf

    def _point(self, floors: tuple[float, ...]) -> list[tuple[float, ...]]:
        """Solve above some floors and keep the point."""
        for place, floor in enumerate(floors, start=1):
            self._require(place, floor)
        first = self.aims[0].amounts
        most = sum(
            abs(axis.best) / r for axis, r in zip(self.axes[1:], self.ranges[1:], strict=True)
        )
        gaps = (self.choice.gap, self.choice.gap / max(1.0, most))
        others = zip(self.aims[1:], self.ranges[1:], strict=True)
        rest = np.sum([aim.amounts / extent for aim, extent in others], axis=0)
        try:
            reached = self.engine.best([first, rest], start=self._start(floors), gaps=gaps)
        finally:
            self.program.families.pop(_FLOOR, None)
        if reached is None:
            return []
        amounts = self._remember(reached)
        if not self._is_known(amounts):
            self.found.append(
                ParetoPoint(
                    amounts=amounts,
                    floors=(None, *(None if f == -math.inf else f for f in floors)),
                    bound=reached.bounds[0],
                    rest=reached.amounts[1],
                    rest_bound=reached.bounds[1],
                    is_proven=reached.is_proven,
                    plan=as_plan(self.program, reached.x, TASK),
                )
            )
            self.listener(Progress(task=TASK, done=len(self.found), unit="points"))
        self.is_cut = len(self.found) >= self.most
        return [amounts]

    def _require(self, place: int, floor: float) -> None:
        """Add a floor as a row, a hair lower so that rounding does not shut out what meets it."""
        if floor == -math.inf:
            return
        points, axis = self.aims[place].amounts, self.axes[place]
        hair = axis.step / 2 if self.levels is None and self.is_lattice else 1e-7 * axis.step
        counted = np.flatnonzero(points)
        size = float(np.abs(points).max(initial=1e-300))
        self.program.add_rows(
            _FLOOR, counted * 0, counted, points[counted] / size, lower=[(floor - hair) / size]
        )

    def _remember(self, reached: Reached) -> tuple[float, ...]:
        amounts = tuple(float(aim.amounts @ reached.x) for aim in self.aims)
        self.starts.append((amounts, reached.x))
        return amounts

    def _start(self, floors: tuple[float, ...]) -> FloatArray | None:
        """Return the known plan above some floors that has most of the first objective."""
        fitting = [
            (amounts[0], place)
            for place, (amounts, _) in enumerate(self.starts)
            if all(amount >= floor for amount, floor in zip(amounts[1:], floors, strict=False))
        ]
        return self.starts[max(fitting)[1]][1] if fitting else None

    def _is_known(self, amounts: tuple[float, ...]) -> bool:
        near = SAME * self.ranges
        return any(
            bool((np.abs(np.subtract(amounts, point.amounts)) <= near).all())
            for point in self.found
        )

    def front(self, *, is_whole: bool) -> Front:
        """Return what was found, without what the gap let through."""
        is_cancelled = self.cancel.is_set()
        kept = [point for point in self.found if not self._is_dominated(point)]
        is_complete = (
            is_whole
            and self.is_lattice
            and not (is_cancelled or self.is_cut)
            and all(point.is_proven for point in self.found)
        )
        kept.sort(key=lambda point: point.amounts, reverse=True)
        return Front(
            axes=self.axes,
            points=tuple(kept),
            is_complete=is_complete,
            is_cancelled=is_cancelled,
        )

    def _is_dominated(self, point: ParetoPoint) -> bool:
        hair = SAME * self.ranges
        return any(
            bool(
                (np.subtract(other.amounts, point.amounts) >= -hair).all()
                and (np.subtract(other.amounts, point.amounts) > hair).any()
            )
            for other in self.found
        )
