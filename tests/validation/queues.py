"""Queues of the textbooks, stated as scenarios: what a planner could have written.

Projects file as a Poisson process, desks work on every day of the week, service is one working
day on average. The admission standard refuses everybody, so that a case is over when its last
review ends and no land is involved.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev

from landsim.core.admission import Admission
from landsim.core.approval import (
    FILED,
    Approvals,
    Desk,
    GreenChannel,
    Rework,
    Route,
    Stage,
    StageKind,
    StageRole,
    Step,
)
from landsim.core.archetype import Archetype
from landsim.core.distribution import Constant, Distribution, Exponential
from landsim.core.horizon import DAYS_PER_YEAR, Horizon
from landsim.core.ids import ArchetypeId, DeskId, RouteId, StageId
from landsim.core.scenario import Scenario
from landsim.core.trajectory import StagePass, Trajectory
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_nobody

GREEN, ORDINARY = ArchetypeId("green"), ArchetypeId("ordinary")
UNIT = Exponential(mean=1.0)
_WARM_UP_SHARE, _COOL_DOWN_DAYS = 0.1, 60.0


@dataclass(frozen=True, kw_only=True)
class Review:
    """A stage with its own desk."""

    staff: int
    work: Distribution = UNIT
    rework: float = 0.0
    back_to: int | None = None
    """Position of the stage that corrections go back to."""


def archetype(name: ArchetypeId, share: float) -> Archetype:
    """Return a kind of project that waits as long as it takes."""
    return builders.archetype(
        name,
        share=share,
        lead_months=Constant(value=0.0),
        patience_months=Constant(value=1e5),
    )


def queue(*reviews: Review, per_day: float, green_share: float = 0.0, years: int = 8) -> Scenario:
    """Return a scenario of reviews in a row, each at its own desk."""
    horizon = Horizon(start=builders.START, n_periods=years, months_per_period=12)
    kinds = (archetype(GREEN, green_share), archetype(ORDINARY, 1 - green_share))
    return builders.tiny_scenario(
        horizon=horizon,
        calendar=builders.every_day_calendar(horizon),
        park=builders.park([]),
        projects=(),
        generator=builders.generator(per_day * DAYS_PER_YEAR, archetypes=kinds),
        policy=builders.policy(
            standards=(Admission(standard="tiny", pass_score=100.0),),
            approvals=desks_in_a_row(reviews),
        ),
    )


def desks_in_a_row(reviews: Sequence[Review]) -> Approvals:
    """Return approvals whose stages follow each other; the last one admits or refuses."""
    names = [StageId(f"S{place}") for place in range(len(reviews))]
    stages = tuple(
        Stage(
            id=name,
            name=builders.label(name),
            kind=StageKind.GOVERNMENT,
            role=StageRole.ADMISSION if name == names[-1] else StageRole.NONE,
            desk=DeskId(name),
        )
        for name in names
    )
    steps = tuple(
        Step(
            stage=name,
            after=(before,),
            workdays=review.work,
            rework=Rework(
                probability=review.rework,
                review_again_share=1.0,
                back_to=None if review.back_to is None else names[review.back_to],
                max_rounds=10**6,
            ),
        )
        for name, before, review in zip(names, [FILED, *names[:-1]], reviews, strict=True)
    )
    ordinary = Route(id=RouteId("ordinary"), name=builders.label("ordinary"), steps=steps)
    return Approvals(
        stages=stages,
        routes=(ordinary, replace(ordinary, id=RouteId("green"))),
        desks=tuple(
            Desk(id=DeskId(name), name=builders.label(name), staff=review.staff)
            for name, review in zip(names, reviews, strict=True)
        ),
        ordinary_route=ordinary.id,
        green_channel=GreenChannel(route=RouteId("green"), archetypes=(GREEN,)),
    )


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Means of independent replications."""

    means: tuple[float, ...]

    @property
    def mean(self) -> float:
        return fmean(self.means)

    @property
    def standard_error(self) -> float:
        return stdev(self.means) / math.sqrt(len(self.means))

    def z(self, theory: float) -> float:
        """Return how many standard errors the mean lies above theory."""
        return (self.mean - theory) / self.standard_error


def sample(runs: Iterable[Trajectory], measure: Callable[[Trajectory], float]) -> Sample:
    """Measure every replication."""
    return Sample(means=tuple(measure(run) for run in runs))


def replications(scenario: Scenario, n: int, seed: int = 2021) -> list[Trajectory]:
    """Simulate some histories in which nobody gets land."""
    return [simulate(scenario, serve_nobody, seed=seed, replication=r) for r in range(n)]


def settled(trajectory: Trajectory) -> list[StagePass]:
    """Return the passes after the warm-up, and long enough before the end to be over."""
    first = _WARM_UP_SHARE * trajectory.n_days
    last = trajectory.n_days - _COOL_DOWN_DAYS
    return [entry for entry in trajectory.stage_passes if first <= entry.enabled < last]


def mean_wait(trajectory: Trajectory, *, is_green: bool | None = None) -> float:
    """Return the mean wait at desks, in days."""
    return fmean(
        entry.started - entry.enabled
        for entry in settled(trajectory)
        if is_green is None or entry.is_green is is_green
    )


def mean_sojourn(trajectory: Trajectory, *, is_green: bool | None = None) -> float:
    """Return the mean time from filing to the end of the last review, in days."""
    first: dict[str, float] = {}
    last: dict[str, float] = {}
    for entry in trajectory.stage_passes:
        if is_green is None or entry.is_green is is_green:
            first.setdefault(entry.project, entry.enabled)
            first[entry.project] = min(first[entry.project], entry.enabled)
            last[entry.project] = max(last.get(entry.project, 0.0), entry.completed)
    warm = _WARM_UP_SHARE * trajectory.n_days
    cool = trajectory.n_days - _COOL_DOWN_DAYS
    return fmean(last[name] - begin for name, begin in first.items() if warm <= begin < cool)


def erlang_c_wait(staff: int, load: float) -> float:
    """Return the mean wait in M/M/c with mean service 1 (Erlang 1917)."""
    blocking = erlang_b(staff, load)
    waits = blocking / (1 - load / staff * (1 - blocking))
    return waits / (staff - load)


def erlang_b(servers: int, load: float) -> float:
    """Return the share of arrivals lost in M/G/c/c (Erlang 1917)."""
    blocking = 1.0
    for n in range(1, servers + 1):
        blocking = load * blocking / (n + load * blocking)
    return blocking


def cobham_waits(staff: int, loads: Sequence[float]) -> list[float]:
    """Return the mean wait of each class, first class first, mean service 1 (Cobham 1954)."""
    total = sum(loads)
    base = erlang_c_wait(staff, total) * (staff - total) / staff
    waits, before = [], 0.0
    for load in loads:
        after = before + load / staff
        waits.append(base / ((1 - before) * (1 - after)))
        before = after
    return waits
