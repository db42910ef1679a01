"""The land and its buildings: parcels in zones, the networks and stations that serve them."""

import math
from dataclasses import dataclass
from datetime import date

from landsim.core.ids import NodeId, ParcelId, ZoneId
from landsim.core.invariant import require
from landsim.core.label import Label
from landsim.core.space import SupplyKind
from landsim.core.station import ServiceLevel, Station

__all__ = [
    "AccessModel",
    "CapacityNode",
    "CapacityStep",
    "Parcel",
    "Park",
    "Ring",
    "ServiceLevel",
    "Station",
    "Zone",
]

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A class of land use that a plan assigns, such as M0 新型产业用地 or M1 普通工业用地."""

    id: ZoneId
    """Code of the zone."""
    name: Label
    """Name of the zone."""
    far_min: float
    """Smallest floor area ratio 容积率 allowed."""
    far_max: float
    """Largest floor area ratio allowed."""
    is_industrial: bool = True
    """Whether the zone counts as industrial land in caps on shares."""

    def __post_init__(self) -> None:
        require(
            f"zone {self.id}",
            (
                0 <= self.far_min <= self.far_max,
                "far_min",
                f"must be between 0 and far_max; got {self.far_min} and {self.far_max}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A lot of land, supplied whole unless divisible; or a building, let by its floor area."""

    id: ParcelId
    """Identifier, unique in the park."""
    zone: ZoneId
    """Zone the parcel lies in."""
    area_m2: int
    """Site area, or floor area of a building, in whole square metres, so that ledgers balance
    exactly."""
    ready: date
    """Day from which the parcel can be supplied 净地: cleared, levelled, served; of a building,
    the day on which it is finished."""
    price_cny_per_m2: float
    """Assessed price for the statutory maximum term (50 years), in CNY/m² of site or floor."""
    supply: SupplyKind = SupplyKind.LAND
    """Whether it is land, or a building whose floors are let or sold."""
    block: str = ""
    """Street block or district unit the parcel belongs to; clusters are counted by block."""
    far_min: float | None = None
    """Smallest floor area ratio of this parcel; None takes the zone's."""
    far_max: float | None = None
    """Largest floor area ratio of this parcel; None takes the zone's. Of a building, the ratio it
    was built at."""
    nodes: tuple[NodeId, ...] = ()
    """Capacity nodes (substations, …) that serve the parcel."""
    smallest_lot_m2: int | None = None
    """Smallest part that may be supplied alone, such as one floor or unit of a building, in m²;
    None where the parcel is indivisible."""
    early_months_max: int = 0
    """How many months before ``ready`` the parcel can be made ready at a cost."""
    early_cost_mcny_per_month: float = 0.0
    """Cost of each month gained by early servicing, in million CNY."""
    is_standard_land: bool = False
    """Whether it is offered as 标准地: indicators and regional assessments settled beforehand."""
    access_score: float | None = None
    """Fixed access score in [0, 1]; None computes it from the stations."""
    boundary: tuple[Ring, ...] = ()
    """Outer ring, then holes, in the park's coordinate system; empty without polygons."""

    def __post_init__(self) -> None:
        lot = self.smallest_lot_m2
        require(
            f"parcel {self.id}",
            (self.area_m2 > 0, "area_m2", f"must be > 0 m²; got {self.area_m2}"),
            (
                self.price_cny_per_m2 >= 0,
                "price_cny_per_m2",
                f"must be ≥ 0 CNY/m²; got {self.price_cny_per_m2:g}",
            ),
            (
                lot is None or 0 < lot <= self.area_m2,
                "smallest_lot_m2",
                f"must be between 1 and the area of {self.area_m2} m²; got {lot}",
            ),
            (
                self.early_months_max >= 0 and self.early_cost_mcny_per_month >= 0,
                "early_months_max",
                "early servicing must have months and cost ≥ 0",
            ),
            (
                self.access_score is None or 0 <= self.access_score <= 1,
                "access_score",
                f"must be between 0 and 1; got {self.access_score}",
            ),
        )

    @property
    def is_divisible(self) -> bool:
        """Whether a part may be supplied alone."""
        return self.smallest_lot_m2 is not None

    @property
    def is_floor(self) -> bool:
        """Whether it is floor space in a building rather than land."""
        return self.supply is SupplyKind.FLOOR

    @property
    def centre(self) -> tuple[float, float] | None:
        """Area centroid of the outer ring, or None without a polygon."""
        return _centroid(self.boundary[0]) if self.boundary else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityStep:
    """Capacity of a node from a date on."""

    since: date
    """First day of this capacity."""
    amount: float
    """Capacity, in the node's unit."""

    def __post_init__(self) -> None:
        require("capacity", (self.amount >= 0, "amount", f"must be ≥ 0; got {self.amount:g}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityNode:
    """A point of supply, such as a substation, shared by the parcels that name it."""

    id: NodeId
    """Identifier."""
    name: Label
    """Name."""
    service: str = "power"
    """What is supplied; projects need it under the same name."""
    unit: str = "MW"
    """Unit of the capacity."""
    steps: tuple[CapacityStep, ...] = ()
    """Capacity by date, in order; none before the first step."""

    def __post_init__(self) -> None:
        dates = [step.since for step in self.steps]
        require(
            f"node {self.id}",
            (dates == sorted(set(dates)), "steps", "dates must increase and not repeat"),
        )

    def capacity(self, when: date) -> float:
        """Return the capacity on a day, in the node's unit."""
        amounts = [step.amount for step in self.steps if step.since <= when]
        return amounts[-1] if amounts else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessModel:
    r"""How distance and service frequency make access.

    Notes
    -----
    :math:`1 - \prod_s (1 - e^{-d_s/D} \, f_s/(f_s + F))` over stations *s* at distance
    *d* with *f* departures a day: one frequent station next door gives nearly 1. The form and
    both constants are modelling assumptions.
    """

    decay_m: float = 1500.0
    """Distance *D* at which access falls to 1/e, in metres."""
    half_departures_per_day: float = 20.0
    """Departures *F* at which frequency gives half its worth."""

    def __post_init__(self) -> None:
        require(
            "access",
            (self.decay_m > 0, "decay_m", f"must be > 0 m; got {self.decay_m:g}"),
            (
                self.half_departures_per_day > 0,
                "half_departures_per_day",
                f"must be > 0; got {self.half_departures_per_day:g}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """All land of the scenario and what serves it."""

    name: Label
    """Name of the park."""
    parcels: tuple[Parcel, ...]
    """Parcels, in the order of the file."""
    zones: tuple[Zone, ...]
    """Zones that parcels may name."""
    nodes: tuple[CapacityNode, ...] = ()
    """Capacity nodes."""
    stations: tuple[Station, ...] = ()
    """Stations."""
    access: AccessModel = AccessModel()
    """How access is computed."""
    crs: str = ""
    """Coordinate system, such as ``EPSG:4547``; empty without polygons."""
    adjacency: tuple[tuple[ParcelId, ParcelId], ...] = ()
    """Pairs of parcels that share a boundary or lie within the buffer of incompatible uses."""

    @property
    def area_m2(self) -> int:
        """Total area of the land, in m²; floor space in buildings is not land."""
        return self.supply_m2(SupplyKind.LAND)

    @property
    def floor_m2(self) -> int:
        """Total floor area of the buildings, in m²."""
        return self.supply_m2(SupplyKind.FLOOR)

    @property
    def floors(self) -> frozenset[ParcelId]:
        """Parcels that are buildings."""
        return frozenset(parcel.id for parcel in self.parcels if parcel.is_floor)

    @property
    def kinds(self) -> frozenset[SupplyKind]:
        """Kinds of supply the park has: land, and floor space where there are buildings."""
        return frozenset({SupplyKind.LAND} | {parcel.supply for parcel in self.parcels})

    def supply_m2(self, kind: SupplyKind) -> int:
        """Return the total area of one kind of supply, in m²."""
        return sum(parcel.area_m2 for parcel in self.parcels if parcel.supply is kind)

    def parcel(self, parcel_id: ParcelId) -> Parcel:
        """Return a parcel by identifier."""
        return next(parcel for parcel in self.parcels if parcel.id == parcel_id)

    def zone(self, zone_id: ZoneId) -> Zone:
        """Return a zone by identifier."""
        return next(zone for zone in self.zones if zone.id == zone_id)

    def access_score(self, parcel: Parcel, when: date) -> float:
        """Return the access score of a parcel on a day, in [0, 1]."""
        if parcel.access_score is not None:
            return parcel.access_score
        centre = parcel.centre
        if centre is None:
            return 0.0
        miss = 1.0
        for station in self.stations:
            distance = math.dist(centre, (station.x, station.y))
            frequency = station.departures(when)
            near = math.exp(-distance / self.access.decay_m)
            miss *= 1.0 - near * frequency / (frequency + self.access.half_departures_per_day)
        return 1.0 - miss


def _centroid(ring: Ring) -> tuple[float, float]:
    x0, y0 = ring[0]
    area = cx = cy = 0.0
    for (xa, ya), (xb, yb) in zip(ring, ring[1:] + ring[:1], strict=True):
        ax, ay, bx, by = xa - x0, ya - y0, xb - x0, yb - y0
        cross = ax * by - bx * ay
        area += cross
        cx += (ax + bx) * cross
        cy += (ay + by) * cross
    if area == 0:
        return ring[0]
    return x0 + cx / (3 * area), y0 + cy / (3 * area)
