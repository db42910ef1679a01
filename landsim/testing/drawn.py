"""Small random worlds, each close to some limit: what components are checked on.

Few parcels of few sizes and now and then a building, projects that ask for nearly the same
land at nearly the same time, quotas near what is asked; every rule of a policy is absent about
as often as present.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from landsim.core.horizon import Horizon
from landsim.core.ids import ArchetypeId, ParcelId, ProjectId
from landsim.core.landrules import (
    Claim,
    Cluster,
    FairnessFloor,
    Forbid,
    Incompatibility,
    LandRules,
    Lock,
    OccupancyBasis,
    TenureShare,
)
from landsim.core.park import Parcel
from landsim.core.phase import LaterPhase
from landsim.core.plan import Assignment, Take
from landsim.core.policy import Policy
from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
from landsim.core.project import ChainRole, FirmClass, Needs, Project
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.core.state import FreeLand, Holding, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.testing import builders

T = TypeVar("T")

_AREAS_M2 = (10_000, 20_000, 30_000, 40_000)
_BOTH = (builders.M0, builders.M1)
_JULY = builders.START.replace(month=7)
_MODES = tuple(terms.mode for terms in builders.tenure_terms())
_FLOOR_MODES = tuple(terms.mode for terms in builders.floor_terms())
_FLOORS_M2 = (4_000, 8_000, 12_000)
_TAKES = ((True, False), (True, True), (True, True), (False, True))
"""Whether a project can use land, and floor space, where there is a building."""
_KINDS = (ArchetypeId("robotics"), ArchetypeId("compute"))


def drawn_problem(chance: random.Random) -> AllocationProblem:
    """Return an allocation problem: of perfect foresight, or of a decision epoch.

    Parameters
    ----------
    chance
        Source of every draw.
    """
    scenario = drawn_scenario(chance)
    if chance.random() < 0.5:
        return foresight_problem(scenario, scenario.projects)
    return epoch_problem(scenario, drawn_state(chance, scenario))


def drawn_scenario(chance: random.Random) -> Scenario:
    """Return a scenario of two to four parcels and two to six projects over one to three years.

    In about a third of them there is a building besides, which most projects can use.

    Parameters
    ----------
    chance
        Source of every draw.
    """
    horizon = Horizon(
        start=builders.START,
        n_periods=chance.randint(4, 12),
        months_per_period=chance.choice((1, 3)),
    )
    lots = [_parcel(chance, f"P{n}") for n in range(chance.randint(2, 4))]
    has_building = chance.random() < 0.35
    if has_building:
        lots.insert(chance.randint(0, len(lots)), _building(chance, "B0"))
    firms = [_project(chance, f"J{n}", has_building) for n in range(chance.randint(2, 6))]
    return builders.tiny_scenario(
        horizon=horizon,
        calendar=builders.every_day_calendar(horizon),
        park=builders.park(lots),
        projects=tuple(firms),
        policy=_policy(chance, tuple(lot.id for lot in lots), tuple(firm.id for firm in firms)),
    )


def drawn_state(chance: random.Random, scenario: Scenario) -> LandState:
    """Return what may be known at a decision epoch of a scenario.

    Parameters
    ----------
    chance
        Source of every draw.
    scenario
        World; some of the first projects hold the first parcels, the others wait.
    """
    horizon, park = scenario.horizon, scenario.park
    day = chance.randint(0, min(250, horizon.n_days - 1)) + 0.5
    n_held = chance.randint(0, min(len(park.parcels), len(scenario.projects)))
    quota = scenario.policy.supply.quota_m2_per_year
    return LandState(
        day=day,
        period=horizon.period_of(day),
        free=tuple(
            FreeLand(
                parcel=lot.id,
                area_m2=lot.area_m2,
                from_day=max(float(horizon.day_of(lot.ready)), chance.choice((0.0, 0.0, 250.0))),
            )
            for lot in park.parcels[n_held:]
        ),
        waiting=tuple(
            Waiting(project=project, since_day=day)
            for project in scenario.projects[n_held:]
            if project.filed_day <= day
        ),
        holdings=tuple(
            Holding(
                project=project,
                parcel=lot.id,
                area_m2=lot.area_m2,
                mode=chance.choice(scenario.policy.modes_for(frozenset({lot.supply}))).mode,
                from_day=0.0,
                until_day=chance.choice((None, day)),
            )
            for project, lot in zip(scenario.projects, park.parcels[:n_held], strict=False)
        ),
        quota_left_m2=None
        if quota is None
        else tuple(chance.randint(0, quota) for _ in horizon.years),
        announced=tuple(_announced(chance, scenario, horizon.period_of(day), n_held)),
    )


def _announced(
    chance: random.Random, scenario: Scenario, now: int, n_held: int
) -> Iterator[Assignment]:
    """Yield what some of the waiting projects may have been told last time."""
    lots, n_periods = scenario.park.parcels[n_held:], scenario.horizon.n_periods
    for project in scenario.projects[n_held:]:
        if lots and chance.random() < 0.5:
            lot = chance.choice(lots)
            yield Assignment(
                project=project.id,
                bundle=(Take(parcel=lot.id, area_m2=lot.area_m2),),
                period=min(now + chance.randint(0, 2), n_periods - 1),
                mode=chance.choice(scenario.policy.modes_on_offer).mode,
                end_period=n_periods,
            )


def _parcel(chance: random.Random, name: str) -> Parcel:
    return builders.parcel(
        name,
        area_m2=chance.choice(_AREAS_M2),
        zone=chance.choice((builders.M1, builders.M1, builders.M0)),
        ready=chance.choice((builders.START, _JULY)),
        smallest_lot_m2=chance.choice((None, None, 10_000)),
        block=chance.choice(("A", "B")),
        early_months_max=chance.choice((0, 6)),
        early_cost_mcny_per_month=1.5,
    )


def _building(chance: random.Random, name: str) -> Parcel:
    return builders.building(
        name,
        chance.choice(_FLOORS_M2),
        zone=chance.choice(_BOTH),
        ready=chance.choice((builders.START, _JULY)),
        smallest_lot_m2=chance.choice((None, 1_000, 4_000)),
        block=chance.choice(("A", "B")),
    )


def _project(chance: random.Random, name: str, has_building: bool) -> Project:  # noqa: FBT001
    area_m2, floor_m2 = chance.choice(_AREAS_M2), chance.choice(_FLOORS_M2)
    takes_land, takes_floor = chance.choice(_TAKES) if has_building else (True, False)
    plain = builders.project(name, chance.choice((0.0, 45.0, 200.0)))
    has_phases = takes_land and chance.random() < 0.3
    return replace(
        plain,
        archetype=chance.choice(_KINDS),
        firm_class=chance.choice((FirmClass.STARTUP, FirmClass.MATURE)),
        chain_role=chance.choice(tuple(ChainRole)),
        promises=replace(
            plain.promises, output_mcny_per_year=chance.choice((600.0, 600.0, 600.0, 60.0))
        ),
        patience_days=chance.choice((400.0, 200.0, 30.0)),
        later_phase=_later_phase(chance) if has_phases else None,
        needs=Needs(
            area_min_m2=area_m2 * takes_land,
            area_max_m2=chance.choice((2 * area_m2, max(_AREAS_M2))) * takes_land,
            floor_min_m2=floor_m2 * takes_floor,
            floor_max_m2=2 * floor_m2 * takes_floor,
            zones=chance.choice((_BOTH, _BOTH, _BOTH[:1], _BOTH[1:])),
            power_mw=chance.choice((0.0, 30.0, 50.0, 60.0)),
        ),
    )


def _later_phase(chance: random.Random) -> LaterPhase:
    return LaterPhase(
        area_m2=chance.choice(_AREAS_M2[:2]),
        after_months=chance.choice((0.0, 4.0)),
        expiry_months=chance.choice((5.0, 20.0)),
        probability=chance.choice((0.2, 0.9, 1.0)),
    )


def _policy(
    chance: random.Random, lots: tuple[ParcelId, ...], firms: tuple[ProjectId, ...]
) -> Policy:
    return builders.policy(
        tenure=(*builders.tenure_terms(), *builders.floor_terms()),
        offered=tuple(chance.sample(_MODES, chance.randint(0, len(_MODES)))),
        offered_floor=chance.choice(((), _FLOOR_MODES[:1], _FLOOR_MODES[1:])),
        supply=Supply(
            mode=chance.choice(tuple(SupplyMode)),
            quota_m2_per_year=chance.choice((None, 30_000, 60_000, 0)),
            has_carry_over=chance.random() < 0.5,
            reserve_share=chance.choice((0.0, 0.25)),
        ),
        land=_land_rules(chance, lots, firms),
    )


def _land_rules(
    chance: random.Random, lots: tuple[ParcelId, ...], firms: tuple[ProjectId, ...]
) -> LandRules:
    def sometimes(build: Callable[[], T]) -> tuple[T, ...]:
        return (build(),) if chance.random() < 0.5 else ()

    share = chance.choice((1.0, 0.5, 0.25, 0.0))
    return LandRules(
        tenure_shares=sometimes(lambda: _tenure_share(chance)),
        claims=sometimes(lambda: _claim(chance)),
        m0_max_share=chance.choice((None, 0.0, 0.3, 0.5, 1.0)),
        early_budget_mcny_per_year=chance.choice((2.0, 6.0, 0.0)),
        early_works_days=chance.choice((None, 30.0, 100.0)),
        fairness=sometimes(lambda: FairnessFloor(firm_class=FirmClass.STARTUP, min_share=share)),
        incompatibilities=sometimes(lambda: Incompatibility(first=_KINDS[0], second=_KINDS[1])),
        clusters=sometimes(
            lambda: Cluster(block="A", roles=(ChainRole.BASE, ChainRole.SUPPORT), bonus=5.0)
        ),
        locks=sometimes(lambda: _lock(chance, lots, firms[0])),
        forbids=sometimes(lambda: _forbid(chance, lots, firms)),
        occupancy=chance.choice(tuple(OccupancyBasis)),
        start_lead_days=chance.choice((0.0, 90.0)),
    )


def _tenure_share(chance: random.Random) -> TenureShare:
    most = chance.choice((0.0, 0.25, 0.5, 1.0))
    return TenureShare(
        mode=chance.choice(_MODES), min_share=chance.choice((0.0, 0.0, most)), max_share=most
    )


def _claim(chance: random.Random) -> Claim:
    return Claim(
        name="claim",
        supply=chance.choice((SupplyKind.LAND, SupplyKind.LAND, SupplyKind.FLOOR)),
        zone=chance.choice((None, builders.M1)),
        firm_class=chance.choice((None, FirmClass.STARTUP)),
        min_m2=chance.choice((0, 0, 10_000)),
        max_m2=chance.choice((None, 20_000, 40_000)),
    )


def _lock(chance: random.Random, lots: tuple[ParcelId, ...], firm: ProjectId) -> Lock:
    return Lock(
        project=firm,
        parcel=chance.choice((None, *lots)),
        period=chance.choice((None, None, 0, 1)),
    )


def _forbid(
    chance: random.Random, lots: tuple[ParcelId, ...], firms: tuple[ProjectId, ...]
) -> Forbid:
    return Forbid(
        project=chance.choice((None, *firms)),
        parcel=chance.choice(lots),
        mode=chance.choice((None, *_MODES, *_FLOOR_MODES)),
    )
