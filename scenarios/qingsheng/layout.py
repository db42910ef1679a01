# ruff: noqa: INP001 - a script beside its scenario
"""Draws the parcels of the Qingsheng hub block: an irregular street grid, cut and split.

Nothing here is cadastral. The totals that matter, such as the net area of each zone, are calibrated
(`make_data.py --calibration`); the shapes only have to be plausible. Plain arithmetic, so that
every machine draws the same polygons.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from shapes import Point, Ring, area, chamfered, clipped, is_sliver, middle, split

from landsim.core.area import mu_from_m2
from landsim.core.streams import Streams

STATION = (451_768.0, 2_530_218.0)
"""Qingsheng high-speed rail station, near 113.53 E, 22.87 N, in EPSG:4547."""
TURN = math.radians(-11)
"""Turn of the street grid against the north."""
EASTINGS = (-1470, -1130, -800, -465, -150, 175, 520, 850, 1205, 1540)
"""Arterial roads that run north, in metres from the station in the turned grid."""
NORTHINGS = (1650, 1220, 875, 545, 205, -120, -440, -770, -1115, -1440)
"""Arterial roads that run east, north first, in metres from the station in the turned grid."""
PLAN = """
    .. TT TT XX GG XX XX .. ..
    XX GX 1X XX XX 1X XG X2 ..
    XX X1 1X GX XX 0G 1X 1X XX
    1X XG X0 0X GX 00 X1 X1 2X
    XX X1 XX 0G SS 99 GX 1X XX
    2X 1X 0X 90 GX 0X XX X1 XX
    XX 1X GX XX 0X XX 11 XG X1
    .. XX XX XX XX 1X XX XX ..
    .. .. XX XX XX XX XX .. ..
"""
"""Land use of the two halves of each street block, north row first: 0 M0, 9 M9, 1 M1, 2 M2,
T test base, X other urban use, G green, S station square, . outside the hub block."""
ZONES = {"0": "M0", "9": "M9", "1": "M1", "2": "M2", "T": "TB"}
LOT_MU = {"M0": 11.0, "M9": 12.0, "M1": 16.5, "M2": 16.5, "TB": 170.0}
"""Usual size of a street lot; larger projects join neighbouring ones."""
ARTERIAL_HALF_M, LOCAL_HALF_M = 21.0, 8.0
"""Half widths of roads."""
CORRIDORS = (
    ((-330.0, 1800.0), (270.0, -1600.0), 38.0),
    ((-1700.0, -560.0), (1700.0, -250.0), 24.0),
)
"""Strips kept free, in the turned grid: railway with metro line 4, and a watercourse."""
FIRST_READY, LAST_READY, READY_AT_START_SHARE = date(2020, 10, 1), date(2028, 7, 1), 0.10
"""Ready dates, and the share of each zone that is ready on the first day."""
PRICES = {
    "M0": (2000, 4100),
    "M9": (7000, 8600),
    "M1": (800, 2050),
    "M2": (700, 1400),
    "TB": (480, 480),
}
"""Assessed 50-year price far from the station and next to it, in CNY/m²."""
N_STANDARD_LAND, N_DIVISIBLE, N_EARLY = 12, 6, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One parcel as drawn."""

    zone: str
    block: str
    ring: Ring
    id: str = ""
    ready: date = FIRST_READY
    price_cny_per_m2: int = 0
    smallest_lot_m2: int | None = None
    early_months_max: int = 0
    early_cost_mcny_per_month: float = 0.0
    is_standard_land: bool = False

    @property
    def area_m2(self) -> int:
        """Whole square metres."""
        return round(area(self.ring))

    @property
    def station_m(self) -> float:
        """Distance from the station, in metres."""
        return math.dist(middle(self.ring), STATION)

    @property
    def node(self) -> str:
        """Substation on its side of the railway."""
        return "QS-110-1" if middle(self.ring)[0] < STATION[0] else "QS-110-2"


def lots(streams: Streams) -> list[Lot]:
    """Return all parcels with every attribute, block by block from the north-west."""
    drawn = [lot for half in _halves() for lot in _cut(*half, streams)]
    numbered = [replace(lot, id=f"QS-{number:03d}") for number, lot in enumerate(drawn, start=1)]
    priced = [replace(lot, price_cny_per_m2=_price(lot, streams)) for lot in numbered]
    return _with_extras(_with_ready_dates(priced, streams), streams)


def _street(east: float, north: float) -> Point:
    """Return a crossing of the bent street grid."""
    return east + 24 * math.sin(north / 510 + 0.6), north + 19 * math.sin(east / 570 + 1.1)


def _halves() -> Iterator[tuple[str, str, Ring]]:
    """Give zone, block and outline of every half block that is industrial."""
    rows = [line.split() for line in PLAN.strip().splitlines()]
    for row, column in itertools.product(range(9), range(9)):
        uses, block = rows[row][column], f"QS-{chr(65 + row)}{column + 1}"
        outline = _inset(_outline(row, column))
        halves = [outline] if uses == "TT" else _halved(outline, is_north=(row + column) % 2 == 0)
        for use, half in zip(uses, halves, strict=False):
            if use in ZONES:
                for part in _beside_corridors(half):
                    yield ZONES[use], block, chamfered(part)


def _outline(row: int, column: int) -> Ring:
    west, east = EASTINGS[column : column + 2]
    north, south = NORTHINGS[row : row + 2]
    x, y = (west + east) / 2, (north + south) / 2
    path: list[Point] = [(west, south), (x, south), (east, south), (east, y)]
    path += [(east, north), (x, north), (west, north), (west, y)]
    return [_street(*point) for point in path]


def _inset(ring: Ring) -> Ring:
    inside = ring
    for begin, end in itertools.pairwise([*ring, ring[0]]):
        inside = clipped(inside, begin, end, ARTERIAL_HALF_M)
    return inside


def _halved(ring: Ring, *, is_north: bool) -> list[Ring]:
    """Return the halves beside a local road: west and east, or south and north."""
    x, y = middle(ring)
    road = ((x, y), (x + 7, y + 100)) if is_north else ((x, y), (x - 100, y + 6))
    return [clipped(ring, *road, LOCAL_HALF_M), clipped(ring, road[1], road[0], LOCAL_HALF_M)]


def _beside_corridors(ring: Ring) -> list[Ring]:
    parts = [ring]
    for begin, end, half_width_m in CORRIDORS:
        lines = ((begin, end), (end, begin))
        sides = [clipped(part, *line, half_width_m) for part in parts for line in lines]
        parts = [side for side in sides if not is_sliver(side)]
    return parts


def _cut(zone: str, block: str, ring: Ring, streams: Streams) -> list[Lot]:
    """Return the parcels of half a block, across its longer side, with uneven shares."""
    key = f"{block}/{middle(ring)[0]:.0f}/{middle(ring)[1]:.0f}"
    luck = iter(streams.uniforms("lots", key) + streams.uniforms("lots", key, 1))
    n_lots = max(1, round(mu_from_m2(area(ring)) / LOT_MU[zone] + 0.6 * (next(luck) - 0.5)))
    shares = [1 + 0.4 * (next(luck) - 0.5) for _ in range(n_lots)]
    found, rest = [], ring
    for place, share in enumerate(shares[:-1]):
        goal = share / sum(shares[place:]) * area(rest)
        piece, rest = split(rest, goal, tilt=0.16 * (next(luck) - 0.5))
        found.append(piece)
    return [Lot(zone=zone, block=block, ring=_placed(piece)) for piece in [*found, rest]]


def _placed(ring: Ring) -> Ring:
    """Return a ring in EPSG:4547, to the millimetre."""
    cos, sin = math.cos(TURN), math.sin(TURN)
    moved = [(STATION[0] + x * cos - y * sin, STATION[1] + x * sin + y * cos) for x, y in ring]
    return [(round(x, 3), round(y, 3)) for x, y in moved]


def _price(lot: Lot, streams: Streams) -> int:
    far, near = PRICES[lot.zone]
    luck = 0.94 + 0.12 * streams.uniform("price", lot.id)
    price = luck * (far + (near - far) * math.exp(-lot.station_m / 900))
    return far if far == near else round(price / 10) * 10


def _with_ready_dates(drawn: list[Lot], streams: Streams) -> list[Lot]:
    """Return parcels with ready dates: from the station outwards, each zone at an even pace."""

    def rank(lot: Lot) -> tuple[float, str]:
        return lot.station_m * (0.6 + 0.8 * streams.uniform("servicing", lot.block)), lot.id

    ready: dict[str, date] = {}
    for zone in ZONES.values():
        queue = sorted((lot for lot in drawn if lot.zone == zone), key=rank)
        total, done = sum(lot.area_m2 for lot in queue), 0
        for lot in queue:
            late = (done / total - READY_AT_START_SHARE) / (1 - READY_AT_START_SHARE)
            ready[lot.id] = _quarter(max(0.0, late))
            done += lot.area_m2
    return [replace(lot, ready=ready[lot.id]) for lot in drawn]


def _quarter(share: float) -> date:
    """Return the first day of a quarter between the first and the last ready date."""
    n_months = 12 * (LAST_READY.year - FIRST_READY.year) + LAST_READY.month - FIRST_READY.month
    quarters = FIRST_READY.month // 3 + math.ceil(share * n_months / 3)
    return date(FIRST_READY.year + quarters // 4, 3 * (quarters % 4) + 1, 1)


def _with_extras(drawn: list[Lot], streams: Streams) -> list[Lot]:
    """Return parcels with standard land, divisible ones and early servicing."""
    industrial = [lot for lot in drawn if lot.zone in ("M0", "M1")]
    late = [lot for lot in drawn if lot.ready >= date(2023, 1, 1)]
    large = sorted((lot for lot in drawn if lot.zone in ("M1", "M2")), key=lambda lot: -lot.area_m2)
    standard = _chosen(industrial, N_STANDARD_LAND, "standard_land", streams)
    early = _chosen(late, N_EARLY, "early", streams)
    divisible = {lot.id for lot in large[:N_DIVISIBLE]}
    return [
        replace(
            lot,
            is_standard_land=lot.id in standard,
            smallest_lot_m2=100 * round(lot.area_m2 / 260) if lot.id in divisible else None,
            early_months_max=9 if lot.id in early else 0,
            early_cost_mcny_per_month=round(lot.area_m2 / 20_000, 1) if lot.id in early else 0.0,
        )
        for lot in drawn
    ]


def _chosen(drawn: list[Lot], n: int, purpose: str, streams: Streams) -> set[str]:
    order = sorted(drawn, key=lambda lot: streams.uniform(purpose, lot.id))
    return {lot.id for lot in order[:n]}


def gross_area_m2() -> float:
    """Return the area of the hub block as drawn, with roads, green and other urban land."""
    rows = [line.split() for line in PLAN.strip().splitlines()]
    cells = itertools.product(range(9), range(9))
    return sum(area(_outline(row, column)) for row, column in cells if rows[row][column] != "..")
