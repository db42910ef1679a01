"""Parcels from a polygon layer or a table, with areas, overlaps and neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from landsim.core.ids import ParcelId
from landsim.core.park import Parcel, Ring
from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.geometry import adjacent, area_of, overlaps, rings_of
from landsim.files.headings import heading
from landsim.files.located import Place
from landsim.files.polygonfiles import LAYER_SUFFIXES, Feature, Layer, in_metres, read_layer
from landsim.files.reader import Reader
from landsim.files.records import Record, records
from landsim.files.rows import note_row, without_duplicates
from landsim.files.spots import Spots
from landsim.files.tables import Cell, Row, Table, read_table
from landsim.files.validate import validated

_AREA_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """Parcels as read, and where each was written."""

    parcels: tuple[Parcel, ...]
    crs: str
    places: dict[str, Place]
    """Row or feature of each parcel."""
    cells: dict[tuple[str, str], Place]
    """Cell of each parcel and column."""


NO_LAND = Land(parcels=(), crs="", places={}, cells={})


def read_parcels(
    path: Path, asked_by: Place, reader: Reader, *, crs: str, crs_place: Place
) -> Land:
    """Return the parcels of a GeoJSON, GeoPackage, Shapefile, CSV or Excel file.

    Parameters
    ----------
    path
        File.
    asked_by
        Where the scenario names it.
    reader
        Reads files and keeps faults.
    crs, crs_place
        Coordinate system the scenario gives, and where.
    """
    if path.suffix.lower() not in LAYER_SUFFIXES:
        table = read_table(path, asked_by, reader, heading("parcels").sheets)
        return _land(table, {}, crs, reader.faults) if table else NO_LAND
    layer = read_layer(path, asked_by, reader)
    layer = in_metres(layer, crs, crs_place, reader.faults) if layer else None
    if layer is None:
        return NO_LAND
    layer = _named(layer)
    table = _properties_table(layer)
    shapes = {feature.place.cell: feature for feature in layer.features}
    return _land(table, shapes, layer.crs, reader.faults)


def _named(layer: Layer) -> Layer:
    """Return a layer whose features are called by their parcels, as a planner looks them up."""
    key = heading("parcels").columns[0]
    names = {key.name, *key.aliases}
    features = []
    for feature in layer.features:
        keys = [key for key in feature.properties if key.strip().lower() in names]
        name = feature.properties[keys[0]] if keys else None
        place = feature.place
        if name not in (None, ""):
            place = replace(place, cell=f"parcel {name}")
        features.append(replace(feature, place=place))
    return replace(layer, features=tuple(features))


def _properties_table(layer: Layer) -> Table:
    names = list(dict.fromkeys(name for f in layer.features for name in f.properties))
    rows = tuple(
        Row(
            tuple(_property_cell(feature.properties.get(name), feature.place) for name in names),
            feature.place,
        )
        for feature in layer.features
    )
    header = tuple(Cell(name, layer.place) for name in names)
    return Table(place=layer.place, header=header, rows=rows)


def _property_cell(value: Any, place: Place) -> Cell:  # noqa: ANN401 - whatever a layer holds
    if isinstance(value, list | tuple):
        return Cell(";".join(str(part) for part in value), place)
    if value is None or value != value:  # noqa: PLR0124 - NaN is how layers say nothing
        return Cell(None, place)
    if hasattr(value, "date"):
        return Cell(value.date(), place)
    return Cell(value, place)


def _land(table: Table, shapes: dict[str, Feature], crs: str, faults: Faults) -> Land:
    if not table.rows:
        faults.add(table.place, messages.EMPTY_TABLE)
        return NO_LAND
    columns = heading("parcels").columns
    found = records(table, columns, faults)
    if found is None:
        return NO_LAND
    found = without_duplicates(found, "id", faults)
    spots = Spots()
    plain: list[dict[str, Any]] = []
    for record in found:
        feature = shapes.get(record.place.cell)
        rings = rings_of(feature, faults) if feature else ()
        area = None if rings is None else _area(record, rings, faults)
        if area is None or record.faulty:
            continue
        note_row(spots, (len(plain),), record, columns, lambda name: (name,))
        plain.append({**record.values, "area_m2": area, "boundary": rings})
    parcels = validated(tuple[Parcel, ...], plain, spots, faults) or ()
    places = {str(record.values["id"]): record.place for record in found}
    _check_overlaps(parcels, places, faults)
    return Land(
        parcels=parcels,
        crs=crs if any(parcel.boundary for parcel in parcels) else "",
        places=places,
        cells={
            (str(record.values["id"]), name): place
            for record in found
            for name, place in record.places.items()
        },
    )


def _area(record: Record, rings: tuple[Ring, ...], faults: Faults) -> int | None:
    stated = record.values.get("area_m2")
    if not rings:
        if stated is None and "area_m2" not in record.faulty:
            faults.add(record.place, messages.NO_AREA)
        return stated if isinstance(stated, int) else None
    measured = area_of(rings)
    if not isinstance(stated, int):
        return measured
    if abs(stated - measured) > _AREA_TOLERANCE * measured:
        faults.add(
            record.places["area_m2"],
            messages.AREA_DIFFERS,
            path=record.headers["area_m2"],
            is_warning=True,
            stated=stated,
            measured=measured,
        )
    return stated


def _check_overlaps(parcels: Sequence[Parcel], places: dict[str, Place], faults: Faults) -> None:
    if not any(parcel.boundary for parcel in parcels):
        return
    for first, second, shared in overlaps([parcel.boundary for parcel in parcels]):
        faults.add(
            places[parcels[first].id],
            messages.OVERLAP,
            other=parcels[second].id,
            area=round(shared),
        )


def neighbours(parcels: Sequence[Parcel], buffer_m: float) -> tuple[tuple[ParcelId, ParcelId], ...]:
    """Return the pairs of parcels whose boundaries run along each other.

    Parameters
    ----------
    parcels
        Parcels; those without polygon have no neighbours.
    buffer_m
        Distance within which boundaries count as shared, in metres.
    """
    if not any(parcel.boundary for parcel in parcels):
        return ()
    pairs = adjacent([parcel.boundary for parcel in parcels], buffer_m)
    return tuple((parcels[first].id, parcels[second].id) for first, second in pairs)
