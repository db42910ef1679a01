"""Which projects and parcels are right whatever the weights, and the plan least regretted."""

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from landsim.allocation.conflict import conflict
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.repeated import Reached, Repeated, as_plan
from landsim.allocation.weighed import Candidate, Measure, Standing, Weighed
from landsim.allocation.weightings import (
    Criteria,
    Weighting,
    corner_weightings,
    policy_criteria,
    sampled_weightings,
)
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, FloatArray
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.errors import PlanError

TASK = "weightings"
_REGRET = "regret"


def weigh(
    problem: AllocationProblem,
    *,
    n_samples: int = 20,
    seed: int = 1,
    spread: float = 1.0,
    choice: PlannerChoice | None = None,
    listener: Listener = ignore,
    cancel: threading.Event | None = None,
) -> Weighed:
    r"""Plan under many weightings of the policy's criteria, and compare the plans under all.

    Parameters
    ----------
    problem
        What is decided.
    n_samples
        Weightings drawn at random, beside the policy's own and one for each criterion.
    seed
        Seed of the draws.
    spread
        How far weightings may be from the policy's: 1 for as far as can be, 0.2 for shares of
        which four fifths are the policy's.
    choice
        Planner and its limits; None takes the policy's.
    listener
        Told of progress.
    cancel
        Set to stop after the solve under way.

    Raises
    ------
    PlanError
        If the spread is not in (0, 1], or the policy has no criterion.
    Infeasible
        If no plan satisfies the rules.

    Notes
    -----
    Under shares :math:`\lambda` a plan is worth :math:`\sum_k \lambda_k f_k / r_k`, with
    :math:`r_k` the range of a criterion over the plans that are best in one criterion. The
    least regretted plan minimises :math:`\max_\lambda \left(v^*_\lambda - v_\lambda(x)\right)`
    over all plans, not only over those found: one more program with one more column.
    """
    choice = choice or problem.policy.planner
    program = build_program(problem)
    criteria = policy_criteria(program)
    if not criteria.aims or not 0 < spread <= 1:
        raise PlanError(f"weightings need criteria and a spread of 0 to 1; got {spread:g}")
    search = _Search(program, criteria, choice, listener, cancel)
    listener(Started(task=TASK, total=n_samples + len(criteria.aims) + 1, unit="weightings"))
    search.measure()
    search.weigh(n_samples, seed, spread)
    search.least_regret()
    listener(Finished(task=TASK))
    return search.weighed()


class _Search:
    """Plans found, and what every weighting makes of them."""

    def __init__(
        self,
        program: Program,
        criteria: Criteria,
        choice: PlannerChoice,
        listener: Listener,
        cancel: threading.Event | None,
    ) -> None:
        self.program = program
        self.criteria = criteria
        self.choice = choice
        self.listener = listener
        self.cancel = cancel or threading.Event()
        self.amounts = criteria.amounts
        self.blend = criteria.weights @ self.amounts
        self.engine = Repeated(program, choice, listener, [*self.amounts, self.blend])
        self.plans: list[FloatArray] = []
        self.weightings: list[Weighting] = []
        self.best_of: list[int] = []
        self.bounds: list[float | None] = []
        self.least_bound: float | None = None

    def measure(self) -> None:
        """Find the plan that is best in each criterion, and from these the ranges."""
        for amounts, can_gain in zip(self.amounts, self.criteria.can_be_gained, strict=True):
            if can_gain and not self.cancel.is_set():
                self._keep(self._solve([amounts, self.blend]))
        if not self.plans:
            self._keep(self._solve([self.blend]))
        reached = np.stack([self.amounts @ x for x in self.plans])
        extent = np.ptp(reached, axis=0)
        largest = np.abs(self.amounts).max(axis=1, initial=0.0)
        self.extent = np.where(extent > 1e-9 * largest, extent, np.maximum(largest, 1e-12))

    def weigh(self, n_samples: int, seed: int, spread: float) -> None:
        """Solve under the policy's weights, under each criterion alone, and under samples."""
        policy = self.criteria.weights * self.extent
        policy = policy / policy.sum()
        names = [entry.objective for entry in self.criteria.aims]
        which = self.criteria.can_be_gained
        for weighting in (
            Weighting(name="policy", shares=tuple(policy.tolist())),
            *corner_weightings(names, policy, which, spread=spread),
            *sampled_weightings(policy, n_samples, seed, spread=spread),
        ):
            if self.cancel.is_set():
                return
            points = self._points(weighting)
            start = max(self.plans, key=lambda x: float(points @ x))
            reached = self._solve([points], start=start)
            self.weightings.append(weighting)
            self.best_of.append(self._keep(reached))
            self.bounds.append(reached.bounds[0])
            done = len(self.weightings)
            self.listener(Progress(task=TASK, done=done, unit="weightings"))

    def least_regret(self) -> None:
        """Look among all plans for the one whose largest regret is least."""
        if self.cancel.is_set() or not self.weightings:
            return
        regret = self._regret()
        known = int(regret.max(axis=1).argmin())
        aimed = self.program.aimed([])
        column = aimed.add_column(upper=float(regret.max()) + 1.0)
        for weighting, best in zip(self.weightings, self._best_values(), strict=True):
            points = np.append(self._points(weighting), 1.0)
            counted = np.flatnonzero(points)
            aimed.add_rows(_REGRET, counted * 0, counted, points[counted], lower=[float(best)])
        lost = np.zeros(column + 1)
        lost[column] = -1.0
        engine = Repeated(aimed, self.choice, self.listener, [*self.amounts])
        start = np.append(self.plans[known], regret[known].max())
        reached = engine.best([lost], start=start)
        if reached is not None:
            self._keep(reached)
            bound = reached.bounds[0]
            self.least_bound = None if bound is None else max(0.0, -bound)

    def _solve(self, tiers: Sequence[FloatArray], start: FloatArray | None = None) -> Reached:
        reached = self.engine.best(tiers, start=start)
        if reached is None:
            raise conflict(self.program, self.choice)
        return reached

    def _keep(self, reached: Reached) -> int:
        """Keep a plan; return its place, the old one if it is known."""
        n_options = len(self.program.options)
        for place, known in enumerate(self.plans):
            if np.array_equal(known[:n_options], reached.x[:n_options]):
                return place
        self.plans.append(reached.x[: self.program.n_columns])
        return len(self.plans) - 1

    def _points(self, weighting: Weighting) -> FloatArray:
        points: FloatArray = (np.array(weighting.shares) / self.extent) @ self.amounts
        return points

    def _values(self) -> FloatArray:
        """Return the value of each plan under each weighting."""
        points = np.stack([self._points(weighting) for weighting in self.weightings])
        return np.stack([points @ x for x in self.plans])

    def _best_values(self) -> FloatArray:
        best: FloatArray = self._values().max(axis=0)
        return best

    def _regret(self) -> FloatArray:
        values = self._values()
        regret: FloatArray = np.maximum(values.max(axis=0) - values, 0.0)
        return regret

    def weighed(self) -> Weighed:
        """Return what came out."""
        values, best = self._values(), self._best_values()
        known = [None if b is None else max(b, float(v)) for b, v in self._bounded(best)]
        candidates = [self._candidate(place, values[place], known) for place in self._shown()]
        candidates.sort(key=lambda candidate: (candidate.regret_max, -len(candidate.best_under)))
        best_plans = [as_plan(self.program, self.plans[place], TASK) for place in self.best_of]
        return Weighed(
            measures=self._measures(),
            weightings=tuple(self.weightings),
            values=tuple(best.tolist()),
            bounds=tuple(known),
            candidates=tuple(candidates),
            least_regret_bound=self.least_bound,
            projects=_standings(((a.project, None) for a in p.assignments) for p in best_plans),
            parcels=_standings(
                ((None, parcel) for a in p.assignments for parcel in a.parcels) for p in best_plans
            ),
            pairings=_standings(
                ((a.project, parcel) for a in p.assignments for parcel in a.parcels)
                for p in best_plans
            ),
            is_cancelled=self.cancel.is_set(),
        )

    def _bounded(self, best: FloatArray) -> Iterable[tuple[float | None, float]]:
        return zip(self.bounds, best, strict=True)

    def _shown(self) -> list[int]:
        """Return the plans some weighting found best, and the least regretted."""
        least = int(self._regret().max(axis=1).argmin())
        return sorted({*self.best_of, least})

    def _candidate(
        self, place: int, values: FloatArray, bounds: Sequence[float | None]
    ) -> Candidate:
        regret = self._regret()[place]
        shortfalls = [None if b is None else b - v for b, v in zip(bounds, values, strict=True)]
        proven = [shortfall for shortfall in shortfalls if shortfall is not None]
        is_bounded = len(proven) == len(shortfalls)
        found_by = zip(self.weightings, self.best_of, strict=True)
        return Candidate(
            plan=as_plan(self.program, self.plans[place], TASK),
            best_under=tuple(weighting.name for weighting, best in found_by if best == place),
            amounts=tuple((self.amounts @ self.plans[place]).tolist()),
            regret=tuple(regret.tolist()),
            regret_max=float(regret.max()),
            regret_bound=max(0.0, *proven) if is_bounded else None,
        )

    def _measures(self) -> tuple[Measure, ...]:
        return tuple(
            Measure(objective=aim.objective, label=aim.label, unit=aim.unit, extent=float(extent))
            for aim, extent in zip(self.criteria.aims, self.extent, strict=True)
        )


def _standings(
    plans: Iterable[Iterable[tuple[ProjectId | None, ParcelId | None]]],
) -> tuple[Standing, ...]:
    """Return how often each key occurs, at most once a plan, the most frequent first."""
    counts: Counter[tuple[ProjectId | None, ParcelId | None]] = Counter()
    n_plans = 0
    for keys in plans:
        counts.update(set(keys))
        n_plans += 1
    order = sorted(counts, key=lambda key: (-counts[key], key[0] or "", key[1] or ""))
    return tuple(
        Standing(project=project, parcel=parcel, share=counts[project, parcel] / n_plans)
        for project, parcel in order
    )
