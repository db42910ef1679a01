"""The online problem on its own: projects ask as they file, nobody declines, nothing takes time.

A yardstick for deciders beside the whole simulation: here every project that files is admitted
at once and takes what it is offered, and land is held as long as a plan assumes. So what a
decider reaches is a plan like any other, and perfect foresight bounds it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from landsim.core.plan import Assignment
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, FreeLand, Holding, LandState, Waiting


def decide_online(
    scenario: Scenario, projects: Sequence[Project], decide: Decide, *, replication: int = 0
) -> tuple[Assignment, ...]:
    """Return what a decider assigns to projects that file one after another.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    projects
        Everybody who will file, in order of filing.
    decide
        Decides on the first day of every supply period and whenever somebody files.
    replication
        Replication, for deciders that draw random numbers of their own.
    """
    history = _History(scenario, replication)
    for day in _days(scenario, projects):
        history.hold(day, tuple(p for p in projects if p.filed_day <= day), decide)
    return tuple(history.given)


def _days(scenario: Scenario, projects: Sequence[Project]) -> Iterator[float]:
    horizon = scenario.horizon
    firsts = {float(horizon.first_day(period)) for period in range(horizon.n_periods)}
    yield from sorted(firsts | {p.filed_day for p in projects if p.filed_day < horizon.n_days})


class _History:
    """What was given so far."""

    def __init__(self, scenario: Scenario, replication: int) -> None:
        self._scenario = scenario
        self._replication = replication
        self.given: list[Assignment] = []
        self._holdings: list[Holding] = []

    def hold(self, day: float, filed: tuple[Project, ...], decide: Decide) -> None:
        """Hold a decision epoch."""
        served = {entry.project for entry in self.given}
        waiting = tuple(
            Waiting(project=project, since_day=project.filed_day)
            for project in filed
            if project.id not in served and project.deadline_day >= day
        )
        if not waiting:
            return
        state = self._state(day, filed, waiting)
        known = {entry.project.id: entry.project for entry in waiting}
        for entry in decide(state).assignments:
            self.given.append(entry)
            self._holdings.extend(
                Holding(
                    project=known[entry.project],
                    parcel=take.parcel,
                    area_m2=take.area_m2,
                    mode=entry.mode,
                    from_day=day,
                )
                for take in entry.bundle
            )

    def _state(
        self, day: float, filed: tuple[Project, ...], waiting: tuple[Waiting, ...]
    ) -> LandState:
        horizon = self._scenario.horizon
        period = horizon.period_of(day)
        ended = {entry.project for entry in self.given if entry.end_period <= period}
        return LandState(
            day=day,
            period=period,
            free=tuple(self._free(day)),
            waiting=waiting,
            holdings=tuple(
                replace(held, until_day=day) if held.project.id in ended else held
                for held in self._holdings
            ),
            quota_left_m2=self._quota_left(period),
            filed=filed,
            replication=self._replication,
            seed=self._scenario.seed,
        )

    def _free(self, day: float) -> Iterator[FreeLand]:
        """Yield land that nobody holds, and land whose holder's term ends within the horizon."""
        horizon = self._scenario.horizon
        held = [(take, entry.end_period) for entry in self.given for take in entry.bundle]
        for parcel in self._scenario.park.parcels:
            ready = float(horizon.day_of(parcel.ready))
            mine = [(take.area_m2, end) for take, end in held if take.parcel == parcel.id]
            ends = [(area, float(horizon.first_day(end))) for area, end in mine]
            rest_m2 = parcel.area_m2 - sum(area for area, end in ends if end > day)
            if rest_m2 > 0:
                yield FreeLand(parcel=parcel.id, area_m2=rest_m2, from_day=ready)
            for area_m2, end in ends:
                if day < end < horizon.n_days:
                    yield FreeLand(parcel=parcel.id, area_m2=area_m2, from_day=end)

    def _quota_left(self, period: int) -> tuple[int, ...] | None:
        horizon, supply = self._scenario.horizon, self._scenario.policy.supply
        yearly, present = supply.quota_m2_per_year, horizon.year_of(period)
        if yearly is None:
            return None
        left: list[int] = []
        for year in range(len(horizon.years)):
            used = sum(a.area_m2 for a in self.given if horizon.year_of(a.period) == year)
            carried = left[-1] if left and supply.has_carry_over and year <= present else 0
            left.append(yearly + carried - used)
        return tuple(0 if year < present else amount for year, amount in enumerate(left))
