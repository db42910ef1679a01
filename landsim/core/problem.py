"""The allocation problem: one model for perfect foresight and for the rolling decision."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from landsim.core.expansion import expected_phase
from landsim.core.horizon import Horizon
from landsim.core.ids import ParcelId, TenureModeId
from landsim.core.park import CapacityNode, Parcel, Park
from landsim.core.plan import Assignment
from landsim.core.policy import Policy
from landsim.core.project import Fit, Project
from landsim.core.scenario import Scenario
from landsim.core.servicing import earliest_ready_day
from landsim.core.state import FreeLand, Holding, LandState
from landsim.core.supply import supply_periods

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
_KEPT = 16
"""Scenarios of which what never changes is kept between epochs and replications."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A project that asks for land, and in which periods it would take some."""

    project: Project
    """Project."""
    first_period: int
    """First supply period in which it may be given land."""
    last_period: int
    """Last supply period in which it still takes land; before ``first_period`` if none."""
    excluded_modes: tuple[TenureModeId, ...] = ()
    """Modes not to be offered."""
    excluded_parcels: tuple[ParcelId, ...] = ()
    """Parcels not to be offered."""
    phase_of: Project | None = None
    """Project whose phase 2 asks for land to be reserved; None for one that asks for itself."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AllocationProblem:
    """Which land is free when, who asks, and what is left of every limit."""

    horizon: Horizon
    """Span of time."""
    park: Park
    """Land."""
    policy: Policy
    """Levers in force."""
    first_period: int
    """Period from which the plan runs: 0 with perfect foresight, the present one in a decision."""
    asking: tuple[Asking, ...]
    """Projects that ask."""
    free_m2: IntArray
    """Area free if nothing more is decided, shape (n_parcels, n_periods), in m²; includes
    periods before the ready date that early servicing could reach, at a decision epoch only if
    it were ordered today."""
    ready_period: IntArray
    """First period in which each parcel is ready without early servicing, shape (n_parcels,);
    ``n_periods`` if it never is."""
    may_supply: BoolArray
    """Periods in which land may be released, shape (n_periods,)."""
    quota_m2: IntArray | None
    """Quota left in each calendar year, shape (n_years,), in m²; None for no quota."""
    capacity: FloatArray
    """Capacity left at each node, shape (n_nodes, n_periods), in the node's unit."""
    budget_mcny: FloatArray
    """Early-servicing budget left in each calendar year, shape (n_years,), in million CNY; a
    decision epoch pays for its orders out of the year of ``first_period``."""
    holdings: tuple[Holding, ...] = ()
    """Land already supplied."""
    fits: tuple[Fit, ...] = ()
    """Assessed fits."""
    announced: tuple[Assignment, ...] = ()
    """What the last plan announced to the projects."""
    is_epoch: bool = False
    """Whether it is one decision within a history: minimum claims are then set aside and locked
    projects served first, since neither can be enforced by refusing what is asked today."""

    def servicing_year(self, period: int) -> int:
        """Return the calendar year that pays for land readied early to be given in a period.

        A plan made beforehand pays in the year of the period; a decision pays when it orders.
        """
        return self.horizon.year_of(self.first_period if self.is_epoch else period)


def foresight_problem(scenario: Scenario, projects: Sequence[Project]) -> AllocationProblem:
    """Return the problem of one who knows every project from the first day.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    projects
        Every project that will ask, as `Scenario.demand` gives them.
    """
    horizon, policy, park = scenario.horizon, scenario.policy, scenario.park
    free = [
        FreeLand(
            parcel=parcel.id,
            area_m2=parcel.area_m2,
            from_day=float(horizon.day_of(parcel.ready)),
        )
        for parcel in park.parcels
    ]
    free_m2, ready_period = _free_land(scenario, free, 0, 0.0, works_days=0.0)
    quota = policy.supply.quota_m2_per_year
    n_years = len(horizon.years)
    return AllocationProblem(
        horizon=horizon,
        park=park,
        policy=policy,
        first_period=0,
        asking=_with_phases(
            policy, (_asking(scenario, project, project.filed_day, 0) for project in projects)
        ),
        free_m2=free_m2,
        ready_period=ready_period,
        may_supply=supply_periods(horizon, policy.supply),
        quota_m2=None if quota is None else np.full(n_years, quota, dtype=np.int64),
        capacity=_capacity(scenario, ()),
        budget_mcny=np.full(n_years, policy.land.early_budget_mcny_per_year),
        fits=scenario.fits,
    )


def epoch_problem(scenario: Scenario, state: LandState) -> AllocationProblem:
    """Return the problem as it stands at a decision epoch.

    Parameters
    ----------
    scenario
        Park, policy and horizon.
    state
        What is known today.

    Notes
    -----
    The present period means *today*: land that becomes free later in it counts from the next
    period on. Periods beyond ``policy.supply.lookahead_periods`` are closed.
    """
    horizon, policy = scenario.horizon, scenario.policy
    now = state.period
    works_days = policy.land.early_works_days
    free_m2, ready_period = _free_land(scenario, state.free, now, state.day, works_days=works_days)
    may_supply = supply_periods(horizon, policy.supply)
    may_supply[:now] = False
    may_supply[now] = True
    may_supply[now + policy.supply.lookahead_periods + 1 :] = False
    spent = np.zeros(len(horizon.years))
    spent[: len(state.early_spent_mcny)] = state.early_spent_mcny
    quota = state.quota_left_m2
    return AllocationProblem(
        horizon=horizon,
        park=scenario.park,
        policy=policy,
        first_period=now,
        asking=_with_phases(
            policy,
            (
                _asking(
                    scenario,
                    waiting.project,
                    state.day,
                    now,
                    excluded_modes=waiting.declined_modes,
                    excluded_parcels=waiting.declined_parcels,
                )
                for waiting in state.waiting
            ),
        ),
        free_m2=free_m2,
        ready_period=ready_period,
        may_supply=may_supply,
        quota_m2=None if quota is None else np.asarray(quota, dtype=np.int64),
        capacity=_capacity(scenario, state.holdings),
        budget_mcny=np.maximum(policy.land.early_budget_mcny_per_year - spent, 0.0),
        holdings=state.holdings,
        fits=scenario.fits,
        announced=state.announced,
        is_epoch=True,
    )


def _asking(
    scenario: Scenario,
    project: Project,
    known_day: float,
    now: int,
    *,
    excluded_modes: tuple[TenureModeId, ...] = (),
    excluded_parcels: tuple[ParcelId, ...] = (),
) -> Asking:
    horizon = scenario.horizon
    opens = max(known_day, project.need_by_day - scenario.policy.land.start_lead_days)
    is_over = project.deadline_day < known_day or opens >= horizon.n_days
    return Asking(
        project=project,
        first_period=max(now, horizon.period_of(opens)),
        last_period=-1 if is_over else horizon.period_of(project.deadline_day),
        excluded_modes=excluded_modes,
        excluded_parcels=excluded_parcels,
    )


def _with_phases(policy: Policy, asking: Iterable[Asking]) -> tuple[Asking, ...]:
    """Let the phase 2 of each project ask beside it, for land to be reserved."""
    everybody, modes = [], tuple(terms.mode for terms in policy.tenure)
    for entry in asking:
        everybody.append(entry)
        phase = entry.project.later_phase
        if phase is not None:
            later = expected_phase(entry.project, phase, modes)
            everybody.append(replace(entry, project=later, phase_of=entry.project))
    return tuple(everybody)


def _free_land(
    scenario: Scenario,
    free: Sequence[FreeLand],
    now: int,
    day: float,
    *,
    works_days: float | None,
) -> tuple[IntArray, IntArray]:
    horizon, parcels = scenario.horizon, scenario.park.parcels
    row_of = {parcel.id: row for row, parcel in enumerate(parcels)}
    rows = np.array([row_of[part.parcel] for part in free], dtype=np.int64)
    area = [part.area_m2 for part in free]
    is_ready = np.array([part.from_day <= day for part in free], dtype=bool)
    from_day = [part.from_day for part in free]
    later = np.maximum(np.searchsorted(_first_days(horizon), from_day), now)
    ready = np.where(is_ready, now, np.minimum(later, horizon.n_periods))
    first = ready.copy()
    for place, part in enumerate(free) if works_days is not None else ():
        if part.from_day > day:
            early = _early_period(horizon, parcels[rows[place]], part, day, works_days or 0.0)
            first[place] = min(ready[place], early)
    gained = np.zeros((len(parcels), horizon.n_periods + 1), dtype=np.int64)
    np.add.at(gained, (rows, first), area)
    ready_period = np.full(len(parcels), horizon.n_periods, dtype=np.int64)
    np.minimum.at(ready_period, rows, ready)
    return gained.cumsum(axis=1)[:, :-1], ready_period


def _early_period(
    horizon: Horizon, parcel: Parcel, part: FreeLand, day: float, works_days: float
) -> int:
    """Return the first period early servicing reaches: it serves new land, it clears none."""
    if parcel.early_months_max == 0 or part.from_day != horizon.day_of(parcel.ready):
        return horizon.n_periods
    return horizon.first_period_from(earliest_ready_day(horizon, parcel, day, works_days))


@lru_cache(maxsize=_KEPT)
def _first_days(horizon: Horizon) -> IntArray:
    """Return the first day of each period; not to be changed."""
    return np.array([horizon.first_day(period) for period in range(horizon.n_periods)])


@lru_cache(maxsize=_KEPT)
def _installed(horizon: Horizon, nodes: tuple[CapacityNode, ...]) -> FloatArray:
    """Return what the nodes are built for, shape (n_nodes, n_periods); not to be changed."""
    firsts = [horizon.date_of(horizon.first_day(p)) for p in range(horizon.n_periods)]
    built = np.zeros((len(nodes), horizon.n_periods))
    for row, node in enumerate(nodes):
        for step in node.steps:
            built[row, bisect_left(firsts, step.since) :] = step.amount
    built.flags.writeable = False
    return built


def _capacity(scenario: Scenario, holdings: tuple[Holding, ...]) -> FloatArray:
    park = scenario.park
    left = np.array(_installed(scenario.horizon, park.nodes))
    held = {entry.parcel for entry in holdings if entry.until_day is None}
    served_by = {parcel.id: parcel.nodes for parcel in park.parcels if parcel.id in held}
    users = {
        (row, holding.project.id): holding.project.needs.power_mw
        for holding in holdings
        if holding.until_day is None
        for row, node in enumerate(park.nodes)
        if node.service == "power" and node.id in served_by[holding.parcel]
    }
    for (row, _), power_mw in users.items():
        left[row] -= power_mw
    return left
