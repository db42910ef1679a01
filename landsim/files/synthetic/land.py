"""The land of a synthetic park: districts of street blocks, their parcels and substations."""

import math
from dataclasses import dataclass, replace
from datetime import date

from landsim.core.area import ha_from_m2
from landsim.core.horizon import Horizon
from landsim.core.streams import Streams
from landsim.files.synthetic.order import ParkOrder

START = date(2021, 1, 1)
MONTHS_PER_PERIOD = 3
MW_PER_HA = 3.0
"""Power that a hectare of smallest usable site asks for on average, in MW."""
PARCELS_PER_DISTRICT = 15
_PARCELS_PER_BLOCK = 4
_DISTRICTS_PER_NODE = 3
_DEPTH_M = 200
_WIDTH_M = (50, 400)
_STREET_M, _AVENUE_M = 30, 60
_DISTRICT_M = (3 * (2 * _WIDTH_M[1] + _STREET_M) + _AVENUE_M, 2 * _DEPTH_M + _AVENUE_M)
_ORIGIN_M = (440_000, 2_520_000)
_LOT_M2 = 5_000
_DIVISIBLE_SHARE = 0.7
_CAPACITY_STEPS = (0.6, 0.75, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A parcel as drawn: a rectangle with what a planner knows of it."""

    id: str
    district: int
    west_m: int
    south_m: int
    width_m: int
    ready: date
    price_cny_per_m2: int
    access_score: float
    is_divisible: bool

    @property
    def area_m2(self) -> int:
        """Area, in m²."""
        return self.width_m * _DEPTH_M

    @property
    def corners(self) -> list[list[int]]:
        """Closed outer ring, in metres."""
        west, south = self.west_m, self.south_m
        east, north = west + self.width_m, south + _DEPTH_M
        return [[west, south], [east, south], [east, north], [west, north], [west, south]]

    @property
    def smallest_lot_m2(self) -> int | None:
        """Smallest part that may be supplied alone; None where the parcel goes whole."""
        return min(_LOT_M2, self.area_m2) if self.is_divisible else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Substation:
    """A node, and what it can carry from which day on."""

    id: str
    districts: tuple[int, ...]
    steps_mw: tuple[tuple[date, int], ...]


def n_districts(order: ParkOrder) -> int:
    """Return the number of districts."""
    return max(2, math.ceil(order.n_parcels / PARCELS_PER_DISTRICT))


def district_id(district: int) -> str:
    """Return the identifier of a district, which is zone and block at once."""
    return f"D{district + 1:03d}"


def node_id(district: int) -> str:
    """Return the identifier of the substation that serves a district."""
    return f"N{district // _DISTRICTS_PER_NODE + 1:02d}"


def draw_sites(order: ParkOrder) -> tuple[Site, ...]:
    """Return the parcels, district by district.

    Parameters
    ----------
    order
        What the park is to be like.

    Notes
    -----
    A parcel is 200 m deep and 50 m + 350 m · u² wide, so most are small and a few are large. Up to
    four stand in a street block, two by two, back to back; blocks of a district stand in a row
    along a street, districts in a grid of avenues.
    """
    streams, horizon = Streams(order.seed, 0), Horizon(start=START, n_periods=order.n_periods)
    count = n_districts(order)
    columns = max(1, round(math.sqrt(count * _DISTRICT_M[1] / _DISTRICT_M[0])))
    sites: list[Site] = []
    for district in range(count):
        first, last = (order.n_parcels * step // count for step in (district, district + 1))
        west = _ORIGIN_M[0] + district % columns * _DISTRICT_M[0]
        south = _ORIGIN_M[1] + district // columns * _DISTRICT_M[1]
        for block in range(first, last, _PARCELS_PER_BLOCK):
            places = range(block, min(block + _PARCELS_PER_BLOCK, last))
            drawn = [_site(place, district, horizon, streams) for place in places]
            sites += _two_by_two(drawn, west, south)
            west = max(site.west_m + site.width_m for site in sites[-len(drawn) :]) + _STREET_M
    return tuple(sites)


def draw_substations(order: ParkOrder, sites: tuple[Site, ...]) -> tuple[Substation, ...]:
    """Return the substations, one for each three districts.

    Parameters
    ----------
    order
        What the park is to be like.
    sites
        Parcels.

    Notes
    -----
    Capacity is 60 %, 75 % and 90 % of what full occupation would ask for, in the first, second
    and last third of the horizon.
    """
    horizon = Horizon(start=START, n_periods=order.n_periods)
    served_m2: dict[str, int] = {}
    districts: dict[str, list[int]] = {}
    for site in sites:
        node = node_id(site.district)
        served_m2[node] = served_m2.get(node, 0) + site.area_m2
        districts.setdefault(node, [])
        if site.district not in districts[node]:
            districts[node].append(site.district)
    stations = []
    for node, area_m2 in served_m2.items():
        steps: dict[date, int] = {}
        for third, share in enumerate(_CAPACITY_STEPS):
            since = horizon.date_of(horizon.first_day(order.n_periods * third // 3))
            steps[since] = round(share * MW_PER_HA * ha_from_m2(area_m2))
        stations.append(
            Substation(id=node, districts=tuple(districts[node]), steps_mw=tuple(steps.items()))
        )
    return tuple(stations)


def _site(place: int, district: int, horizon: Horizon, streams: Streams) -> Site:
    draws = streams.uniforms("synthetic.parcel", str(place))
    low, high = _WIDTH_M
    ready_day = horizon.n_days / 2 * max(0.0, 1.5 * draws[1] - 0.5)
    return Site(
        id=f"P{place + 1:04d}",
        district=district,
        west_m=0,
        south_m=0,
        width_m=low + round((high - low) * draws[0] * draws[0]),
        ready=horizon.date_of(ready_day).replace(day=1),
        price_cny_per_m2=700 + 10 * round(130 * draws[2]),
        access_score=round(0.1 + 0.8 * draws[3], 3),
        is_divisible=draws[4] < _DIVISIBLE_SHARE,
    )


def _two_by_two(drawn: list[Site], west: int, south: int) -> list[Site]:
    """Put up to four parcels in two rows, back to back."""
    placed = []
    half = (len(drawn) + 1) // 2
    for row, sites in enumerate((drawn[:half], drawn[half:])):
        edge = west
        for site in sites:
            placed.append(replace(site, west_m=edge, south_m=south + row * _DEPTH_M))
            edge += site.width_m
    return placed
