# ruff: noqa: INP001 - a script beside its scenario
"""Plain geometry of rings: what it takes to cut streets and lots, and no more."""

import itertools
import math

Point = tuple[float, float]
Ring = list[Point]

CHAMFER_M = 14.0
"""How much of a street corner is cut off."""
SLIVER_M2, SLIVER_ROUNDNESS = 8_000.0, 0.45
"""What is smaller or thinner (4 pi area / perimeter squared) is left as green."""


def area(ring: Ring) -> float:
    """Return the area of a ring that runs counter-clockwise."""
    x0, y0 = ring[0]
    return (
        sum(
            (xa - x0) * (yb - y0) - (xb - x0) * (ya - y0)
            for (xa, ya), (xb, yb) in itertools.pairwise([*ring, ring[0]])
        )
        / 2
    )


def middle(ring: Ring) -> Point:
    """Return the mean of the corners."""
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def clipped(ring: Ring, begin: Point, end: Point, gap_m: float) -> Ring:
    """Return the part of a ring left of a line, at least ``gap_m`` away from it."""
    length = math.dist(begin, end)
    east, north = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length

    def left(point: Point) -> float:
        return east * (point[1] - begin[1]) - north * (point[0] - begin[0]) - gap_m

    kept: Ring = []
    for here, there in itertools.pairwise([*ring, ring[0]]):
        side, next_side = left(here), left(there)
        if side >= 0:
            kept.append(here)
        if side * next_side < 0:
            share = side / (side - next_side)
            kept.append(between(here, there, share))
    return kept


def between(here: Point, there: Point, share: float) -> Point:
    """Return the point a share of the way from here to there."""
    return here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])


def is_sliver(ring: Ring) -> bool:
    """Whether a ring is too small or too thin for a lot."""
    if len(ring) < 3 or area(ring) < SLIVER_M2:
        return True
    perimeter = sum(math.dist(*edge) for edge in itertools.pairwise([*ring, ring[0]]))
    return 4 * math.pi * area(ring) / perimeter**2 < SLIVER_ROUNDNESS


def chamfered(ring: Ring) -> Ring:
    """Return a ring with street corners cut off and without short flat edges."""
    corners: Ring = []
    for before, here, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
        near = min(math.dist(here, before), math.dist(here, after))
        if not _is_sharp(before, here, after):
            corners += [here] if near > 2 * CHAMFER_M else []
            continue
        cut = min(CHAMFER_M, near / 3)
        corners.append(between(here, before, cut / math.dist(here, before)))
        corners.append(between(here, after, cut / math.dist(here, after)))
    return corners


def _is_sharp(before: Point, here: Point, after: Point) -> bool:
    ahead = math.atan2(after[1] - here[1], after[0] - here[0])
    behind = math.atan2(here[1] - before[1], here[0] - before[0])
    return math.cos(ahead - behind) < 0.7


def split(ring: Ring, goal_m2: float, tilt: float) -> tuple[Ring, Ring]:
    """Return a piece of a given area and the rest, cut across the ring's longer axis."""
    x, y = middle(ring)
    width = max(px for px, _ in ring) - min(px for px, _ in ring)
    height = max(py for _, py in ring) - min(py for _, py in ring)
    angle = tilt + (math.pi / 2 if width > height else math.pi)
    east, north = math.cos(angle), math.sin(angle)
    low, high = -800.0, 800.0
    for _ in range(60):
        shift = (low + high) / 2
        begin = (x + shift * north, y - shift * east)
        end = (begin[0] + east, begin[1] + north)
        piece = clipped(ring, begin, end, 0.0)
        low, high = (low, shift) if len(piece) > 2 and area(piece) > goal_m2 else (shift, high)
    return piece, clipped(ring, end, begin, 0.0)
