"""Coordinate systems: CGCS2000 by arithmetic, the rest by pyproj; and coordinates mislabelled.

EPSG numbers of CGCS2000 / Gauss-Krüger run in step with their zones, so that a label can be
checked against coordinates without a database:

========== =========== ================================ ==================
EPSG       zone width  eastings                         central meridian
========== =========== ================================ ==================
4491–4501  6°          zone prefix 13–23                75° + 6° per step
4502–4512  6°          no prefix, 500 000 at meridian   75° + 6° per step
4513–4533  3°          zone prefix 25–45                75° + 3° per step
4534–4554  3°          no prefix, 500 000 at meridian   75° + 3° per step
========== =========== ================================ ==================
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.located import Place

CGCS2000 = "EPSG:4490"
_CODE = re.compile(r"(?:EPSG|urn:ogc:def:crs:EPSG:[\d.]*)[:/]*(\d+)$", re.IGNORECASE)
_CRS84 = re.compile(r"(OGC:|urn:ogc:def:crs:OGC:[\d.]*:)CRS84", re.IGNORECASE)
_GEOGRAPHIC = frozenset({4490, 4326, 4610, 4214, 4555})
_NORTHINGS = (1_500_000.0, 6_200_000.0)
"""Northings of China, 16° to 54° north, in metres."""
_EASTINGS = (100_000.0, 900_000.0)
"""Eastings without prefix that a zone can have, in metres."""
_PREFIXED = 12_000_000.0
"""Eastings above this carry a zone prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What a label promises about coordinates."""

    name: str
    """Label, such as ``EPSG:4547``."""
    is_geographic: bool
    """Whether coordinates are degrees."""
    prefix: int | None = None
    """Zone prefix of eastings; 0 where a Gauss-Krüger grid has none, None elsewhere."""
    meridian: int | None = None
    """Central meridian of a CGCS2000 grid, in degrees."""


def grid_of(label: str) -> Grid | None:
    """Return what a label promises, or None for a label nobody knows."""
    code = code_of(label)
    if code is None:
        return _from_database(label)
    name = f"EPSG:{code}"
    families = ((4491, 11, 13, 6), (4502, 11, 0, 6), (4513, 21, 25, 3), (4534, 21, 0, 3))
    for first, count, zone, width in families:
        step = code - first
        if 0 <= step < count:
            prefix = zone + step if zone else 0
            return Grid(name=name, is_geographic=False, prefix=prefix, meridian=75 + width * step)
    if code in _GEOGRAPHIC:
        return Grid(name=name, is_geographic=True)
    return _from_database(name)


def code_of(label: str) -> int | None:
    """Return the EPSG number in a label, or None."""
    if _CRS84.fullmatch(label.strip()):
        return 4326
    found = _CODE.match(label.strip())
    return int(found[1]) if found else None


def metric_label(longitude: float) -> str:
    """Return the 3° CGCS2000 grid without prefix whose meridian is nearest to a longitude."""
    step = min(max(round((longitude - 75) / 3), 0), 20)
    return f"EPSG:{4534 + step}"


def check_coordinates(
    x: float, y: float, grid: Grid, faults: Faults, *, place: Place, path: str = ""
) -> bool:
    """File the ways in which coordinates contradict their label; True if they do not.

    Parameters
    ----------
    x, y
        A coordinate pair, easting or longitude first.
    grid
        What the label promises.
    faults
        Basket.
    place, path
        Where the pair comes from.
    """
    found = _contradiction(x, y, grid)
    if found is None:
        return True
    message, values, hint, hint_values = found
    faults.add(place, message, path=path, hint=hint, hint_values=hint_values, **values)
    return False


_Contradiction = tuple[str, dict[str, Any], str, dict[str, str]]


def _contradiction(x: float, y: float, grid: Grid) -> _Contradiction | None:  # noqa: PLR0911
    shown = {"x": _shown(x), "y": _shown(y)}
    looks_geographic = abs(x) <= 180 and abs(y) <= 180
    if grid.is_geographic:
        if not looks_geographic:
            hint = _set_crs(_metric_guess(x, y))
            return messages.METRES_LABELLED_DEGREES, {**shown, "crs": grid.name}, *hint
        if 0 <= x <= 60 and 70 <= y <= 140:
            return messages.LATITUDE_FIRST, {**shown}, messages.SWAP_AXES, {}
        return None
    if looks_geographic:
        return messages.DEGREES_LABELLED_METRES, {**shown, "crs": grid.name}, *_set_crs(CGCS2000)
    if grid.prefix is None:
        return None
    if _is_northing(x) and (_EASTINGS[0] <= y <= _EASTINGS[1] or y >= _PREFIXED):
        return messages.SWAPPED_AXES, {**shown}, messages.SWAP_AXES, {}
    zone = int(x // 1_000_000)
    said = {"x": shown["x"], "crs": grid.name}
    if grid.prefix == 0 and x >= _PREFIXED:
        return (
            messages.PREFIX_IN_CENTRAL_MERIDIAN,
            {**said, "zone": zone},
            *_set_crs(_prefixed_label(zone)),
        )
    if grid.prefix and x < _PREFIXED:
        plain = _plain_label(grid)
        return messages.NO_PREFIX_IN_ZONE, {**said, "zone": grid.prefix}, *_set_crs(plain)
    if grid.prefix and zone != grid.prefix:
        return (
            messages.WRONG_PREFIX,
            {**said, "zone": zone, "expected": grid.prefix},
            *_set_crs(_prefixed_label(zone)),
        )
    return None


def _set_crs(label: str) -> tuple[str, dict[str, str]]:
    return (messages.SET_CRS, {"crs": label}) if label else ("", {})


def _is_northing(value: float) -> bool:
    return _NORTHINGS[0] <= value <= _NORTHINGS[1]


def _prefixed_label(zone: int) -> str:
    if 25 <= zone <= 45:
        return f"EPSG:{4513 + zone - 25}"
    return f"EPSG:{4491 + zone - 13}" if 13 <= zone <= 23 else ""


def _plain_label(grid: Grid) -> str:
    if grid.prefix is None or grid.prefix == 0:
        return ""
    if grid.prefix >= 25:
        return f"EPSG:{4534 + grid.prefix - 25}"
    return f"EPSG:{4502 + grid.prefix - 13}"


def _metric_guess(x: float, y: float) -> str:
    easting = y if _is_northing(x) else x
    return _prefixed_label(int(easting // 1_000_000))


def _shown(value: float) -> str:
    return f"{value:.6g}" if abs(value) <= 180 else f"{value:.0f}"


@cache
def _from_database(label: str) -> Grid | None:
    from pyproj import CRS  # noqa: PLC0415 - slow to import
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        crs: Any = CRS.from_user_input(label)
    except CRSError:
        return None
    return Grid(name=label, is_geographic=bool(crs.is_geographic))
