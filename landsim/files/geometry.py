"""Polygons: rings, areas, overlaps, neighbours."""

from collections.abc import Iterator, Sequence
from typing import Any

from landsim.core.park import Ring
from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.polygonfiles import Feature

_MILLIMETRES = 3
_OVERLAP_M2 = 1.0


def rings_of(feature: Feature, faults: Faults) -> tuple[Ring, ...] | None:
    """Return the outer ring and the holes of a polygon; None with a fault if it is no polygon.

    Parameters
    ----------
    feature
        Feature of a layer; without geometry it has no rings.
    faults
        Basket.
    """
    from shapely.validation import explain_validity  # noqa: PLC0415 - slow to import

    shape = feature.shape
    if shape is None or shape.is_empty:
        return ()
    if shape.geom_type == "MultiPolygon":
        if len(shape.geoms) > 1:
            faults.add(
                feature.place,
                messages.MANY_PARTS,
                hint=messages.EXPLODE,
                parts=len(shape.geoms),
            )
            return None
        shape = shape.geoms[0]
    if shape.geom_type != "Polygon":
        faults.add(feature.place, messages.NOT_A_POLYGON, kind=shape.geom_type)
        return None
    if not shape.is_valid:
        reason = explain_validity(shape)
        faults.add(feature.place, messages.INVALID_POLYGON, reason=reason)
        return None
    return tuple(_ring(ring) for ring in (shape.exterior, *shape.interiors))


def overlaps(boundaries: Sequence[tuple[Ring, ...]]) -> Iterator[tuple[int, int, float]]:
    """Iterate over pairs of polygons that share more than 1 m², with the area shared."""
    from shapely import STRtree, intersection  # noqa: PLC0415 - slow to import

    shapes = _polygons(boundaries)
    places = [place for place, shape in enumerate(shapes) if not shape.is_empty]
    kept = [shapes[place] for place in places]
    pairs = STRtree(kept).query(kept, predicate="intersects").T
    for first, second in sorted((int(a), int(b)) for a, b in pairs if a < b):
        shared = float(intersection(kept[first], kept[second]).area)
        if shared > _OVERLAP_M2:
            yield places[first], places[second], shared


def adjacent(boundaries: Sequence[tuple[Ring, ...]], buffer_m: float) -> Iterator[tuple[int, int]]:
    """Iterate over pairs of polygons whose boundaries run along each other.

    Parameters
    ----------
    boundaries
        Rings of each polygon.
    buffer_m
        Distance within which they count as one boundary, in metres. Polygons that only meet at a
        corner are not adjacent.
    """
    from shapely import STRtree  # noqa: PLC0415 - slow to import

    shapes = _polygons(boundaries)
    places = [place for place, shape in enumerate(shapes) if not shape.is_empty]
    kept = [shapes[place] for place in places]
    pairs = STRtree(kept).query(kept, predicate="dwithin", distance=max(buffer_m, 1e-6)).T
    for first, second in sorted((int(a), int(b)) for a, b in pairs if a < b):
        if _run_along(kept[first], kept[second], max(buffer_m, 0.01)):
            yield places[first], places[second]


def _run_along(one: Any, other: Any, buffer_m: float) -> bool:  # noqa: ANN401 - shapely
    along = other.boundary.intersection(one.buffer(buffer_m)).length
    corner = 2.1 * buffer_m
    return bool(along > min(corner, 0.2 * min(one.length, other.length)))


def _polygons(boundaries: Sequence[tuple[Ring, ...]]) -> list[Any]:
    from shapely import Polygon  # noqa: PLC0415 - slow to import

    return [Polygon(rings[0], rings[1:]) if rings else Polygon() for rings in boundaries]


def area_of(boundary: tuple[Ring, ...]) -> int:
    """Return the area inside a boundary, in whole m²."""
    (polygon,) = _polygons((boundary,))
    return round(float(polygon.area))


def _ring(ring: Any) -> Ring:  # noqa: ANN401 - shapely
    corners = tuple((round(x, _MILLIMETRES), round(y, _MILLIMETRES)) for x, y, *_ in ring.coords)
    return corners[:-1] if corners[0] == corners[-1] else corners
