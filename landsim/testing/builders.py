"""Small, complete scenarios in readable one-liners."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from landsim.core.admission import Admission, Thresholds
from landsim.core.approval import (
    ASSIGNED,
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
from landsim.core.archetype import Archetype, FirmClassShare, ScorecardLaws
from landsim.core.demand import Generator, RateStep
from landsim.core.distribution import Constant, Distribution, Triangular, Uniform
from landsim.core.horizon import Horizon
from landsim.core.ids import (
    ArchetypeId,
    DeskId,
    NodeId,
    ParcelId,
    ProjectId,
    RouteId,
    StageId,
    TenureModeId,
    ZoneId,
)
from landsim.core.label import Label
from landsim.core.landrules import LandRules
from landsim.core.lifecycle import Lifecycle
from landsim.core.park import CapacityNode, CapacityStep, Parcel, Park, Ring, Zone
from landsim.core.planning import Criterion
from landsim.core.policy import Policy
from landsim.core.project import ChainRole, Conduct, FirmClass, Needs, Project, Promises
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.core.supply import Supply, SupplyMode
from landsim.core.tenure import PriceRules, TenureTerms
from landsim.core.workdays import WorkCalendar

M0, M1 = ZoneId("M0"), ZoneId("M1")
GRANT = TenureModeId("grant")
FLEXIBLE_GRANT = TenureModeId("flexible_grant")
LONG_LEASE = TenureModeId("long_lease")
LEASE_THEN_TRANSFER = TenureModeId("lease_then_transfer")
FLOOR_LEASE = TenureModeId("floor_lease")
FLOOR_SALE = TenureModeId("floor_sale")
START = date(2021, 1, 1)
_SPARE_DAYS = 365 * 40


def label(text: str) -> Label:
    """Return a label that reads the same in both languages."""
    return Label(zh=text, en=text)


@cache
def every_day_calendar(horizon: Horizon) -> WorkCalendar:
    """Return a calendar on which every day is worked."""
    days = horizon.n_days + _SPARE_DAYS
    return WorkCalendar(name="every_day", start=horizon.start, working=(True,) * days)


@cache
def weekday_calendar(horizon: Horizon) -> WorkCalendar:
    """Return a calendar of Mondays to Fridays."""
    days = range(horizon.n_days + _SPARE_DAYS)
    worked = tuple(horizon.date_of(day).weekday() < 5 for day in days)
    return WorkCalendar(name="monday_friday", start=horizon.start, working=worked)


def parcel(name: str, area_ha: float = 4.0, **changes: Any) -> Parcel:  # noqa: ANN401
    """Return a parcel that is ready from the first day."""
    values: dict[str, Any] = {
        "id": ParcelId(name),
        "zone": M1,
        "area_m2": round(area_ha * 10_000),
        "ready": START,
        "price_cny_per_m2": 1200.0,
        "access_score": 0.5,
    }
    return Parcel(**(values | changes))


def project(name: str, filed_day: float = 0.0, area_ha: float = 3.0, **changes: Any) -> Project:  # noqa: ANN401
    """Return a project with ordinary needs and promises."""
    area_m2 = round(area_ha * 10_000)
    values: dict[str, Any] = {
        "id": ProjectId(name),
        "name": name,
        "archetype": ArchetypeId("robotics"),
        "firm_class": FirmClass.GROWTH,
        "chain_role": ChainRole.APPLICATION,
        "filed_day": filed_day,
        "need_by_day": filed_day + 30,
        "patience_days": 400.0,
        "needs": Needs(area_min_m2=area_m2, area_max_m2=2 * area_m2, zones=(M1, M0), power_mw=2.0),
        "promises": Promises(
            investment_mcny=150 * area_ha,
            output_mcny_per_year=200 * area_ha,
            tax_mcny_per_year=10 * area_ha,
            jobs=200 * area_ha,
            rd_share=0.05,
        ),
        "conduct": Conduct(
            build_months=Constant(value=12.0),
            fit_out_months=Constant(value=3.0),
            ramp_months=Constant(value=12.0),
        ),
    }
    return Project(**(values | changes))


def archetype(name: str = "robotics", **changes: Any) -> Archetype:  # noqa: ANN401
    """Return a kind of project whose laws are constants, but for the area and one mark."""
    marks = dict.fromkeys(
        ("registration", "environment", "management", "finance"), Constant(value=70.0)
    )
    values: dict[str, Any] = {
        "id": ArchetypeId(name),
        "name": label(name),
        "share": 1.0,
        "chain_role": ChainRole.APPLICATION,
        "firm_classes": (
            FirmClassShare(firm_class=FirmClass.STARTUP, share=1.0),
            FirmClassShare(firm_class=FirmClass.MATURE, share=3.0),
        ),
        "zones": (M0, M1),
        "area_mu": Triangular(low=30, mode=80, high=200),
        "far": Constant(value=2.0),
        "investment_wan_cny_per_mu": Constant(value=1000.0),
        "output_wan_cny_per_mu": Constant(value=2000.0),
        "tax_wan_cny_per_mu": Constant(value=90.0),
        "jobs_per_mu": Constant(value=20.0),
        "rd_share": Constant(value=0.04),
        "power_w_per_m2_floor": Constant(value=100.0),
        "lead_months": Constant(value=3.0),
        "patience_months": Constant(value=12.0),
        "ability_to_pay_share": Constant(value=0.1),
        "scorecard": ScorecardLaws(technology=Uniform(low=60, high=100), **marks),
        "conduct": Conduct(),
    }
    return Archetype(**(values | changes))


def generator(projects_per_year: float = 10.0, **changes: Any) -> Generator:  # noqa: ANN401
    """Return a generator with one rate from 2020 on and one kind of project."""
    rate = RateStep(since=date(2020, 1, 1), projects_per_year=projects_per_year)
    values: dict[str, Any] = {"rates": (rate,), "archetypes": (archetype(),)}
    return Generator(**(values | changes))


def tenure_terms() -> tuple[TenureTerms, ...]:
    """Return the four usual modes with plausible terms."""
    return (
        TenureTerms(mode=GRANT, name=Label(zh="一次性出让", en="grant"), grant_years=50.0),
        TenureTerms(
            mode=FLEXIBLE_GRANT,
            name=Label(zh="弹性年期出让", en="flexible grant"),
            grant_years=20.0,
        ),
        TenureTerms(mode=LONG_LEASE, name=Label(zh="长期租赁", en="long lease"), lease_years=20.0),
        TenureTerms(
            mode=LEASE_THEN_TRANSFER,
            name=Label(zh="先租后让", en="lease then transfer"),
            lease_years=5.0,
            grant_years=15.0,
            rent_credit_share=1.0,
        ),
    )


def floor_terms() -> tuple[TenureTerms, ...]:
    """Return a lease and a sale of floor space with plausible terms."""
    return (
        TenureTerms(
            mode=FLOOR_LEASE,
            name=Label(zh="厂房租赁", en="lease of floor space"),
            supply=SupplyKind.FLOOR,
            lease_years=5.0,
            rent_share_per_year=0.06,
        ),
        TenureTerms(
            mode=FLOOR_SALE,
            name=Label(zh="厂房分割转让", en="sale of floor space"),
            supply=SupplyKind.FLOOR,
            grant_years=50.0,
        ),
    )


def building(name: str, floor_m2: int = 20_000, **changes: Any) -> Parcel:  # noqa: ANN401
    """Return a building that is finished from the first day, let in units of 1,000 m²."""
    values: dict[str, Any] = {
        "supply": SupplyKind.FLOOR,
        "area_m2": floor_m2,
        "smallest_lot_m2": min(1_000, floor_m2),
        "price_cny_per_m2": 4500.0,
    }
    return parcel(name, **(values | changes))


def approvals(
    *, review: Distribution | None = None, staff: int = 2, rework_probability: float = 0.0
) -> Approvals:
    """Return a short approval system: one stage for each role, an ordinary and a green route."""
    ordinary, green = RouteId("ordinary"), RouteId("green")
    review = review or Triangular(low=5, mode=10, high=20)
    desk = DeskId("planning")
    roles: tuple[tuple[str, StageRole, StageKind, tuple[str, ...]], ...] = (
        ("N01", StageRole.ADMISSION, StageKind.GOVERNMENT, (FILED,)),
        ("N04", StageRole.LISTING, StageKind.MARKET, ("N01", ASSIGNED)),
        ("N05", StageRole.CONTRACT, StageKind.MARKET, ("N04",)),
        ("N06", StageRole.PAYMENT, StageKind.MARKET, ("N05",)),
        ("N08", StageRole.DELIVERY, StageKind.GOVERNMENT, ("N06",)),
        ("N12", StageRole.NONE, StageKind.GOVERNMENT, ("N05",)),
        ("N19", StageRole.PERMIT, StageKind.GOVERNMENT, ("N08", "N12")),
        ("N20", StageRole.CONSTRUCTION, StageKind.ENTERPRISE, ("N19",)),
        ("N21", StageRole.ACCEPTANCE, StageKind.GOVERNMENT, ("N20",)),
        ("N23", StageRole.PRODUCTION, StageKind.ENTERPRISE, ("N21",)),
        ("N24", StageRole.FULL_PRODUCTION, StageKind.ENTERPRISE, ("N23",)),
    )
    stages = tuple(
        Stage(
            id=StageId(name),
            name=label(name),
            kind=kind,
            role=role,
            desk=desk if kind is StageKind.GOVERNMENT else None,
            limit_workdays=30.0 if kind is StageKind.GOVERNMENT else None,
        )
        for name, role, kind, _ in roles
    )

    def route(name: RouteId, factor: float) -> Route:
        steps = []
        for stage, _, kind, after in roles:
            is_government = kind is StageKind.GOVERNMENT
            low = Constant(value=review.mean * factor)
            steps.append(
                Step(
                    stage=StageId(stage),
                    after=tuple(StageId(before) for before in after),
                    workdays=(review if factor == 1 else low)
                    if is_government
                    else Constant(value=3.0),
                    rework=Rework(
                        probability=rework_probability if is_government else 0.0,
                        correction_workdays=Constant(value=5.0),
                    ),
                )
            )
        return Route(id=name, name=label(name), steps=tuple(steps))

    return Approvals(
        stages=stages,
        routes=(route(ordinary, 1.0), route(green, 0.4)),
        desks=(Desk(id=desk, name=label("planning"), staff=staff),),
        ordinary_route=ordinary,
        green_channel=GreenChannel(route=green, min_score=60.0),
    )


def policy(**changes: Any) -> Policy:  # noqa: ANN401
    """Return an on-demand policy with four tenure modes and a yearly quota."""
    values: dict[str, Any] = {
        "pack": "tiny",
        "name": label("tiny"),
        "standards": (
            Admission(
                standard="tiny", thresholds=(Thresholds(zone=M1, output_wan_cny_per_mu=500.0),)
            ),
        ),
        "standard": "tiny",
        "tenure": tenure_terms(),
        "price": PriceRules(),
        "supply": Supply(mode=SupplyMode.ON_DEMAND),
        "approvals": approvals(),
        "lifecycle": Lifecycle(),
        "land": LandRules(),
        "objective": (
            Criterion(objective="output", reference=100.0),
            Criterion(objective="waiting", reference=100.0),
        ),
    }
    return Policy(**(values | changes))


def park(parcels: Iterable[Parcel] | None = None, **changes: Any) -> Park:  # noqa: ANN401
    """Return a park with one substation that serves every parcel."""
    node = CapacityNode(
        id=NodeId("S1"), name=label("S1"), steps=(CapacityStep(since=START, amount=100.0),)
    )
    lots = tuple(parcels) if parcels is not None else tuple(parcel(f"P{n}") for n in (1, 2, 3, 4))
    values: dict[str, Any] = {
        "name": label("tiny park"),
        "parcels": tuple(
            replace(lot, nodes=(node.id,), boundary=lot.boundary or square(place, lot.area_m2))
            for place, lot in enumerate(lots)
        ),
        "zones": (
            Zone(id=M0, name=label("M0"), far_min=0.5, far_max=5.0),
            Zone(id=M1, name=label("M1"), far_min=0.5, far_max=4.0),
        ),
        "nodes": (node,),
        "crs": "EPSG:4547",
        "adjacency": tuple((one.id, other.id) for one, other in itertools.pairwise(lots)),
    }
    return Park(**(values | changes))


def square(place: int, area_m2: int) -> tuple[Ring, ...]:
    """Return a square boundary of an area, the n-th in a row."""
    side = area_m2**0.5
    x, y = 449_000.0 + 300.0 * place, 2_530_000.0
    return (((x, y), (x + side, y), (x + side, y + side), (x, y + side)),)


def tiny_scenario(**changes: Any) -> Scenario:  # noqa: ANN401
    """Return a scenario of four parcels and six projects over eight years.

    Parameters
    ----------
    changes
        Fields of `Scenario` to replace.
    """
    horizon = Horizon(start=START, n_periods=32)
    values: dict[str, Any] = {
        "name": "tiny",
        "title": label("tiny"),
        "horizon": horizon,
        "calendar": every_day_calendar(horizon),
        "park": park(),
        "projects": tuple(project(f"J{n}", filed_day=120.0 * n) for n in range(6)),
        "policy": policy(),
    }
    return Scenario(**(values | changes))
