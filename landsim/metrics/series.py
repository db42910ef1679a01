"""The same quantities over time: one row for each supply period, taken at its end."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from landsim.core.area import ha_from_m2, mu_from_m2
from landsim.core.scenario import Scenario
from landsim.core.trajectory import (
    AreaAccount,
    MilestoneKind,
    ParcelState,
    Party,
    Trajectory,
)
from landsim.metrics.activity import activity
from landsim.metrics.averages import share

OCCUPIED = (ParcelState.CONSTRUCTION, ParcelState.LEASED, ParcelState.GRANTED)
"""States in which land is built on or in use."""


class PeriodRow(NamedTuple):
    """The park at the end of a supply period; totals count from the horizon's start.

    Areas are of land; floor space in buildings is not counted.
    """

    period: int
    day: float
    """First day after the period."""
    unserviced_ha: float
    free_ha: float
    approval_ha: float
    idle_ha: float
    construction_ha: float
    leased_ha: float
    granted_ha: float
    clearing_ha: float
    reserved_ha: float
    occupied_share: float
    """Construction, leased and granted land over serviced land."""
    supplied_mu: float
    """Land supplied so far."""
    filed: int
    """Projects filed so far."""
    served: int
    """Projects served so far."""
    waiting: int
    """Projects admitted, without land and not withdrawn."""
    withdrawn: int
    """Projects withdrawn so far."""
    converted: int
    """Conversions so far."""
    ended: int
    """Exits, reclaims and expiries so far."""
    firms: float
    jobs: float
    output_mcny_per_year: float
    tax_mcny_per_year: float
    revenue_mcny: float
    """Net payments to the authority so far."""


def series(scenario: Scenario, trajectory: Trajectory) -> tuple[PeriodRow, ...]:
    """Return one row for each supply period.

    Parameters
    ----------
    scenario
        Gives the supply periods.
    trajectory
        What happened.
    """
    tallies = _Tallies(scenario, trajectory)
    horizon = scenario.horizon
    return tuple(
        tallies.row(period, float(horizon.first_day(period + 1)))
        for period in range(horizon.n_periods)
    )


class _Tallies:
    """Sorted days of every kind of event, so that a total up to a day is one search."""

    def __init__(self, scenario: Scenario, trajectory: Trajectory) -> None:
        self.trajectory = trajectory
        floors = scenario.park.floors
        self.spans = [span for span in trajectory.spans if span.parcel not in floors]
        self.days = {kind: _first_days(trajectory, kind) for kind in MilestoneKind}
        self.ends = sorted(
            milestone.day
            for milestone in trajectory.milestones
            if milestone.kind
            in (MilestoneKind.EXITED, MilestoneKind.RECLAIMED, MilestoneKind.EXPIRED)
        )
        self.leaves_queue = _queue_exits(trajectory)
        self.supplied = _running(
            (posting.day, posting.area_m2)
            for posting in trajectory.area_postings
            if posting.target is AreaAccount.SUPPLIED and posting.parcel not in floors
        )
        self.revenue = _running(
            (posting.day, _sign(posting.payee, posting.payer) * posting.amount_cny)
            for posting in trajectory.money_postings
        )

    def row(self, period: int, day: float) -> PeriodRow:
        areas = dict.fromkeys(ParcelState, 0)
        for span in self.spans:
            if span.begin < day <= span.end:
                areas[span.state] += span.area_m2
        occupied = sum(areas[state] for state in OCCUPIED)
        serviced = sum(areas.values()) - areas[ParcelState.UNSERVICED]
        level = activity(self.trajectory.productions, day - 1e-9)
        count = {kind: bisect_right(days, day) for kind, days in self.days.items()}
        return PeriodRow(
            period=period,
            day=day,
            **{f"{state}_ha": ha_from_m2(area) for state, area in areas.items()},
            occupied_share=share(occupied, serviced),
            supplied_mu=mu_from_m2(_total(self.supplied, day)),
            filed=count[MilestoneKind.FILED],
            served=count[MilestoneKind.ASSIGNED],
            waiting=count[MilestoneKind.ADMITTED] - bisect_right(self.leaves_queue, day),
            withdrawn=count[MilestoneKind.WITHDRAWN],
            converted=count[MilestoneKind.CONVERTED],
            ended=bisect_right(self.ends, day),
            firms=level.firms,
            jobs=level.jobs,
            output_mcny_per_year=level.output_mcny_per_year,
            tax_mcny_per_year=level.tax_mcny_per_year,
            revenue_mcny=_total(self.revenue, day) / 1e6,
        )


def _first_days(trajectory: Trajectory, kind: MilestoneKind) -> list[float]:
    first: dict[str, float] = {}
    for milestone in trajectory.of(kind):
        first.setdefault(milestone.project, milestone.day)
    return sorted(first.values())


def _queue_exits(trajectory: Trajectory) -> list[float]:
    admitted = {milestone.project for milestone in trajectory.of(MilestoneKind.ADMITTED)}
    left: dict[str, float] = {}
    for milestone in trajectory.milestones:
        if (
            milestone.kind in (MilestoneKind.ASSIGNED, MilestoneKind.WITHDRAWN)
            and milestone.project in admitted
        ):
            left.setdefault(milestone.project, milestone.day)
    return sorted(left.values())


def _sign(payee: Party, payer: Party) -> int:
    return (payee is Party.AUTHORITY) - (payer is Party.AUTHORITY)


def _running(amounts: Iterable[tuple[float, int]]) -> tuple[list[float], list[int]]:
    days, totals, total = [], [], 0
    for day, amount in sorted(amounts):
        total += amount
        days.append(day)
        totals.append(total)
    return days, totals


def _total(running: tuple[list[float], list[int]], day: float) -> int:
    days, totals = running
    place = bisect_right(days, day)
    return totals[place - 1] if place else 0
