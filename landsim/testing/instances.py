"""Parks of any size, drawn from a seed: for benchmarks and for tests near every limit."""

import itertools
from dataclasses import replace
from datetime import date

from landsim.core.horizon import Horizon
from landsim.core.ids import ArchetypeId, NodeId, ParcelId
from landsim.core.landrules import Cluster, LandRules, TenureShare
from landsim.core.park import CapacityNode, CapacityStep, Parcel, Park, Zone
from landsim.core.project import ChainRole, FirmClass, Needs, Project, Promises, Scorecard
from landsim.core.scenario import Scenario
from landsim.core.state import FreeLand, LandState, Waiting
from landsim.core.streams import Streams
from landsim.core.supply import Supply, SupplyMode
from landsim.testing import builders

_N_DISTRICTS = 4
_HA_MIN, _HA_MAX = 1.0, 8.0
_MW_PER_HA = 3.0


def synthetic_scenario(
    n_parcels: int, n_projects: int, n_periods: int, *, seed: int = 1, demand_ratio: float = 1.4
) -> Scenario:
    """Return a scenario in which land, power, quota and tenure mix all bind.

    Parameters
    ----------
    n_parcels
        Number of parcels, in four districts.
    n_projects
        Number of projects, filed over the whole horizon; each can use two districts.
    n_periods
        Number of quarters.
    seed
        Seed of the draws.
    demand_ratio
        Area asked for over area of the park.

    Notes
    -----
    Power is scarce: each district has a node that carries about 70 % of what full occupation
    would need. Quota releases the park evenly over the horizon with a tenth to spare.
    """
    streams = Streams(seed, 0)
    horizon = Horizon(start=builders.START, n_periods=n_periods)
    parcels = tuple(_parcel(place, n_parcels, horizon, streams) for place in range(n_parcels))
    area_m2 = sum(parcel.area_m2 for parcel in parcels)
    park = _park(parcels)
    wanted_m2 = demand_ratio * area_m2 / n_projects
    projects = tuple(
        _project(place, n_projects, wanted_m2, horizon, streams) for place in range(n_projects)
    )
    quota = round(1.1 * area_m2 / len(horizon.years))
    policy = builders.policy(
        standards=(replace(builders.policy().standards[0], thresholds=()),),
        supply=Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=quota, has_carry_over=True),
        land=LandRules(
            tenure_shares=(TenureShare(mode=builders.GRANT, max_share=0.4),),
            clusters=tuple(
                Cluster(
                    block=f"D{district}",
                    roles=(ChainRole.BASE, ChainRole.TECHNOLOGY, ChainRole.APPLICATION),
                    bonus=5.0,
                )
                for district in range(_N_DISTRICTS)
            ),
        ),
    )
    return builders.tiny_scenario(
        name=f"synthetic_{n_parcels}x{n_projects}x{n_periods}",
        horizon=horizon,
        calendar=builders.every_day_calendar(horizon),
        park=park,
        projects=tuple(sorted(projects, key=lambda project: (project.filed_day, project.id))),
        policy=policy,
    )


def synthetic_state(scenario: Scenario, *, n_waiting: int, n_free: int) -> LandState:
    """Return a decision epoch at which some projects wait and some parcels are free.

    Parameters
    ----------
    scenario
        World.
    n_waiting
        Number of projects that wait: the first that filed.
    n_free
        Number of parcels that are free today; as many again become free within two years.
    """
    waiting = scenario.projects[:n_waiting]
    day = waiting[-1].filed_day + 1
    horizon = scenario.horizon
    free = [
        FreeLand(
            parcel=parcel.id,
            area_m2=parcel.area_m2,
            from_day=day if place < n_free else day + 30.0 * (place - n_free + 1),
        )
        for place, parcel in enumerate(scenario.park.parcels[: 2 * n_free])
    ]
    quota = scenario.policy.supply.quota_m2_per_year
    return LandState(
        day=day,
        period=horizon.period_of(day),
        free=tuple(free),
        waiting=tuple(
            Waiting(
                project=replace(project, need_by_day=day, patience_days=400.0),
                since_day=project.filed_day,
            )
            for project in waiting
        ),
        holdings=(),
        quota_left_m2=None if quota is None else (quota,) * len(horizon.years),
    )


def _zone_name(district: int) -> str:
    return f"D{district}"


def _parcel(place: int, n_parcels: int, horizon: Horizon, streams: Streams) -> Parcel:
    size, ready, price, access = streams.uniforms("instance.parcel", str(place))[:4]
    district = place * _N_DISTRICTS // n_parcels
    ready_day = horizon.n_days / 2 * max(0.0, 1.5 * ready - 0.5)
    return builders.parcel(
        f"P{place:04d}",
        _HA_MIN + (_HA_MAX - _HA_MIN) * size**2,
        zone=_zone(district).id,
        block=_zone_name(district),
        ready=_month(horizon, ready_day),
        price_cny_per_m2=700.0 + 1300.0 * price,
        access_score=round(access, 3),
        nodes=(NodeId(f"N{district}"),),
    )


def _month(horizon: Horizon, day: float) -> date:
    return horizon.date_of(day).replace(day=1)


def _zone(district: int) -> Zone:
    name = _zone_name(district)
    return Zone(id=type(builders.M0)(name), name=builders.label(name), far_min=0.0, far_max=5.0)


def _park(parcels: tuple[Parcel, ...]) -> Park:
    nodes = []
    for district in range(_N_DISTRICTS):
        name = NodeId(f"N{district}")
        served_ha = sum(p.area_m2 for p in parcels if name in p.nodes) / 10_000
        step = CapacityStep(since=builders.START, amount=0.7 * _MW_PER_HA * served_ha)
        nodes.append(CapacityNode(id=name, name=builders.label(name), steps=(step,)))
    ids: list[ParcelId] = [parcel.id for parcel in parcels]
    return Park(
        name=builders.label("synthetic"),
        parcels=parcels,
        zones=tuple(_zone(district) for district in range(_N_DISTRICTS)),
        nodes=tuple(nodes),
        adjacency=tuple(itertools.pairwise(ids)),
    )


def _project(
    place: int, n_projects: int, wanted_m2: float, horizon: Horizon, streams: Streams
) -> Project:
    draw = streams.uniforms("instance.project", str(place))
    more = streams.uniforms("instance.project", str(place), 1)
    low_m2 = round(wanted_m2 * (0.4 + 0.6 * draw[0]))
    filed_day = horizon.n_days * 0.8 * place / n_projects
    district = int(draw[1] * _N_DISTRICTS)
    other = (district + 1 + int(draw[2] * (_N_DISTRICTS - 1))) % _N_DISTRICTS
    area_ha = low_m2 / 10_000
    return builders.project(
        f"J{place:05d}",
        filed_day,
        area_ha,
        archetype=ArchetypeId(("robotics", "compute", "rd_hq")[int(draw[3] * 3)]),
        firm_class=tuple(FirmClass)[int(draw[4] * 3)],
        chain_role=tuple(ChainRole)[int(draw[5] * 4)],
        need_by_day=filed_day + 60 + 200 * draw[6],
        patience_days=200 + 500 * draw[7],
        needs=Needs(
            area_min_m2=low_m2,
            area_max_m2=round(low_m2 * 1.8),
            zones=(_zone(district).id, _zone(other).id),
            power_mw=round(_MW_PER_HA * area_ha * (0.4 + 1.2 * more[0]), 2),
        ),
        promises=Promises(
            investment_mcny=150 * area_ha,
            output_mcny_per_year=area_ha * (100 + 300 * more[1]),
            tax_mcny_per_year=area_ha * (5 + 20 * more[2]),
            jobs=round(area_ha * (50 + 500 * more[3])),
            rd_share=0.05,
        ),
        scorecard=Scorecard(technology=round(100 * more[4], 1), finance=round(100 * more[5], 1)),
    )
