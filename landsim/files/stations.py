"""Stations in the coordinate system of the parcels, and coordinates that contradict it."""

import math
from collections.abc import Sequence
from dataclasses import replace

from landsim.core.park import Parcel, Station
from landsim.files import messages
from landsim.files.crosscheck import Index
from landsim.files.crs import check_coordinates, grid_of
from landsim.files.faults import Faults
from landsim.files.parcels import Land
from landsim.files.polygonfiles import projection

_FAR_M = 50_000.0


def placed(
    stations: Sequence[Station], stated_crs: str, land: Land, index: Index, faults: Faults
) -> tuple[Station, ...]:
    """Return stations with coordinates in the system of the parcels.

    Parameters
    ----------
    stations
        Stations as the scenario gives them.
    stated_crs
        Coordinate system the scenario gives; empty takes that of the parcels.
    land
        Parcels; without polygons nothing can be checked.
    index
        Where stations were written.
    faults
        Basket for coordinates that contradict the label, and a warning for stations far away.
    """
    label = stated_crs or land.crs
    grid = grid_of(label) if label and land.crs else None
    if grid is None:
        return tuple(stations)
    found = []
    for station in stations:
        path = f"park.stations.{station.id}.x"
        spot = index.spots.at(path, "")
        place = spot.place if spot else index.file
        if not check_coordinates(station.x, station.y, grid, faults, place=place, path=path):
            continue
        moved = station
        if grid.is_geographic:
            x, y = projection(grid.name, land.crs)(station.x, station.y)
            moved = replace(station, x=round(x, 3), y=round(y, 3))
        found.append(moved)
        distance = _distance_m(moved, land.parcels)
        if distance > _FAR_M:
            message, shown = messages.FAR_FROM_PARK, round(distance / 1000)
            faults.add(place, message, path=path, is_warning=True, distance=shown)
    return tuple(found)


def _distance_m(station: Station, parcels: Sequence[Parcel]) -> float:
    centres = (parcel.centre for parcel in parcels)
    here = (station.x, station.y)
    return min((math.dist(here, centre) for centre in centres if centre), default=0.0)
