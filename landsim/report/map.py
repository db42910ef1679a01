"""The park as a drawing: polygons in true proportions, blocks, stations, scale."""

import math
from collections.abc import Sequence

from landsim.core.park import Parcel, Park, Ring, Station, Zone
from landsim.report.text import Json, named, plain

_WIDTH, _HEIGHT = 1000.0, 600.0
_MARGIN = 30.0
_NEAR = 0.18
"""Stations at most this share of the park's extent outside it are drawn where they are."""
_SCHEMATIC_GAP_M = 25.0
_FLOORS_DRAWN = 4.0
"""Floor area over the area of the square that stands for a building without a polygon."""


def park_json(park: Park) -> Json:
    """Return the park as the page draws it: fitted into 1,000 by 600 units, north up.

    Parameters
    ----------
    park
        Park; without polygons each parcel becomes a square of its true area, set in rows by
        block, and the drawing says that it is schematic. Buildings without polygons stand in a
        row below the land.
    """
    is_schematic = is_drawn_schematically(park)
    rings = _schematic(park.parcels) if is_schematic else _drawn(park.parcels)
    frame = _Frame(rings, () if is_schematic else park.stations)
    zones = [zone.id for zone in park.zones]
    parcels = [
        _parcel_json(parcel, frame, shape, park.zones[zones.index(parcel.zone)], zones)
        for parcel, shape in zip(park.parcels, rings, strict=True)
    ]
    return {
        "size": [_WIDTH, _HEIGHT],
        "is_schematic": is_schematic,
        "scale": frame.scale_bar(),
        "zones": [{"id": zone.id, "name": named(zone.name)} for zone in park.zones],
        "parcels": parcels,
        "blocks": [] if is_schematic else _blocks(park.parcels, rings, frame),
        "stations": [] if is_schematic else [frame.station(s) for s in park.stations],
    }


def is_drawn_schematically(park: Park) -> bool:
    """Whether some land has no polygon, so that places on the map mean nothing."""
    return any(not parcel.boundary and not parcel.is_floor for parcel in park.parcels)


def _drawn(parcels: Sequence[Parcel]) -> list[tuple[Ring, ...]]:
    """Return the polygons; buildings without one become squares in a row below the land."""
    points = [point for parcel in parcels for ring in parcel.boundary for point in ring]
    x, y = min(x for x, _ in points), min(y for _, y in points) - 2 * _SCHEMATIC_GAP_M
    shapes: list[tuple[Ring, ...]] = []
    for parcel in parcels:
        if parcel.boundary:
            shapes.append(parcel.boundary)
            continue
        side = math.sqrt(parcel.area_m2 / _FLOORS_DRAWN)
        shapes.append((((x, y), (x + side, y), (x + side, y - side), (x, y - side)),))
        x += side + _SCHEMATIC_GAP_M
    return shapes


class _Frame:
    """Park coordinates in metres to drawing units."""

    def __init__(self, shapes: Sequence[Sequence[Ring]], stations: Sequence[Station]) -> None:
        points = [point for rings in shapes for ring in rings for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        spread = _NEAR * max(max(xs) - min(xs), max(ys) - min(ys))
        inside = (min(xs) - spread, max(xs) + spread, min(ys) - spread, max(ys) + spread)
        for station in stations:
            if inside[0] <= station.x <= inside[1] and inside[2] <= station.y <= inside[3]:
                xs.append(station.x)
                ys.append(station.y)
        self.west, self.east, self.south, self.north = min(xs), max(xs), min(ys), max(ys)
        self.metres = max(
            (self.east - self.west) / (_WIDTH - 2 * _MARGIN),
            (self.north - self.south) / (_HEIGHT - 2 * _MARGIN),
        )
        self.left = (_WIDTH - (self.east - self.west) / self.metres) / 2
        self.top = (_HEIGHT - (self.north - self.south) / self.metres) / 2

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a point in drawing units, its first axis to the right and second down."""
        return (
            round(self.left + (x - self.west) / self.metres, 1),
            round(self.top + (self.north - y) / self.metres, 1),
        )

    def path(self, rings: Sequence[Ring]) -> str:
        """Return rings as the outline of an SVG path."""
        outlines = []
        for ring in rings:
            points = [self.place(x, y) for x, y in ring]
            outlines.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
        return "".join(outlines)

    def scale_bar(self) -> Json:
        """Return a round length of about a sixth of the drawing."""
        goal = _WIDTH / 6 * self.metres
        power = 10 ** math.floor(math.log10(goal))
        metres = max(step * power for step in (1, 2, 5) if step * power <= goal)
        return {"metres": metres, "units": round(metres / self.metres, 1)}

    def station(self, station: Station) -> Json:
        """Return a station; one far away stands at the rim with its distance from there."""
        x = min(max(station.x, self.west), self.east)
        y = min(max(station.y, self.south), self.north)
        beyond = math.hypot(station.x - x, station.y - y)
        left, top = self.place(x, y)
        return {
            "name": named(station.name),
            "x": left,
            "y": top,
            "left": left > _WIDTH * 0.7,
            "beyond": round(beyond) if beyond > 1 else 0,
        }


def _parcel_json(
    parcel: Parcel, frame: _Frame, rings: Sequence[Ring], zone: Zone, zones: Sequence[str]
) -> Json:
    corners = [frame.place(x, y) for x, y in rings[0]]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    width = max(x for x, _ in corners) - left
    height = max(y for _, y in corners) - top
    return {
        "id": parcel.id,
        "zone": zones.index(zone.id),
        "block": parcel.block,
        "area": parcel.area_m2,
        "ready": parcel.ready.isoformat(),
        "price": parcel.price_cny_per_m2,
        "far": [
            zone.far_min if parcel.far_min is None else parcel.far_min,
            zone.far_max if parcel.far_max is None else parcel.far_max,
        ],
        "is_standard": parcel.is_standard_land,
        "path": frame.path(rings),
        "box": [round(left, 1), round(top, 1), round(width, 1), round(height, 1)],
    }


def _blocks(
    parcels: Sequence[Parcel], shapes: Sequence[Sequence[Ring]], frame: _Frame
) -> list[Json]:
    corners: dict[str, list[tuple[float, float]]] = {}
    for parcel, rings in zip(parcels, shapes, strict=True):
        if parcel.block:
            corners.setdefault(parcel.block, []).extend(rings[0])
    found: list[Json] = []
    for block, points in corners.items():
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x, y = frame.place((min(xs) + max(xs)) / 2, max(ys))
        found.append({"name": plain(block), "x": x, "y": round(y - 5, 1)})
    return found


def _schematic(parcels: Sequence[Parcel]) -> list[tuple[Ring, ...]]:
    """Return squares of true area in rows, blocks one after another."""
    order = sorted(range(len(parcels)), key=lambda n: (parcels[n].block, n))
    width = 1.6 * math.sqrt(sum((math.sqrt(p.area_m2) + _SCHEMATIC_GAP_M) ** 2 for p in parcels))
    placed: dict[int, tuple[Ring, ...]] = {}
    x = y = row_height = 0.0
    for place in order:
        side = math.sqrt(parcels[place].area_m2)
        if x > 0 and x + side > width:
            x, y, row_height = 0.0, y - row_height - _SCHEMATIC_GAP_M, 0.0
        placed[place] = (((x, y), (x + side, y), (x + side, y - side), (x, y - side)),)
        x += side + _SCHEMATIC_GAP_M
        row_height = max(row_height, side)
    return [placed[place] for place in range(len(parcels))]
