"""Polygon layers → features with rings in one metric coordinate system."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from landsim.files import messages
from landsim.files.crs import CGCS2000, Grid, check_coordinates, grid_of, metric_label
from landsim.files.faults import Faults
from landsim.files.located import Place, Source
from landsim.files.reader import Reader

LAYER_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".fgb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A polygon with its properties."""

    properties: Mapping[str, Any]
    shape: Any
    """Shapely geometry."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The features of a file."""

    features: tuple[Feature, ...]
    crs: str
    """Coordinate system of the shapes; empty if the file does not say."""
    place: Place


def read_layer(path: Path, asked_by: Place, reader: Reader) -> Layer | None:
    """Return the polygons of a GeoJSON, GeoPackage or Shapefile; None with a fault if unreadable.

    Parameters
    ----------
    path
        File.
    asked_by
        Where the scenario names it.
    reader
        Reads files and keeps faults.
    """
    source = Source(name=str(path), short=reader.short(path), folder=path.parent)
    if path.suffix.lower() in (".geojson", ".json"):
        layer = _geojson(path, asked_by, reader, source)
    else:
        layer = _other_layer(path, asked_by, reader, source)
    if layer is not None and not layer.features:
        reader.faults.add(layer.place, messages.EMPTY_TABLE)
        return None
    return layer


def in_metres(layer: Layer, park_crs: str, crs_place: Place, faults: Faults) -> Layer | None:
    """Return a layer in the park's metric coordinate system; None with a fault if that fails.

    Parameters
    ----------
    layer
        Layer as read.
    park_crs
        Label the scenario gives; empty takes the file's. A system in degrees is projected into
        the 3° CGCS2000 grid nearest to the parcels.
    crs_place
        Where the label is written.
    faults
        Basket for unknown labels and coordinates that contradict their label.
    """
    label = layer.crs or park_crs or (CGCS2000 if _is_in_degrees(layer) else "")
    if not label:
        faults.add(crs_place, messages.MISSING_CRS, path="park.crs", hint=messages.STATE_CRS)
        return None
    grid, goal = grid_of(label), grid_of(park_crs or label)
    if grid is None or goal is None:
        wrong = label if grid is None else park_crs
        place = crs_place if wrong == park_crs else layer.place
        faults.add(place, messages.UNKNOWN_CRS, path="park.crs", crs=wrong)
        return None
    if not _check_layer(layer, grid, faults):
        return None
    if goal.is_geographic:
        longitude = layer.features[0].shape.centroid.x if grid.is_geographic else 114.0
        goal = replace(goal, name=metric_label(longitude), is_geographic=False)
    if goal.name == grid.name:
        return replace(layer, crs=goal.name)
    project = projection(grid.name, goal.name)
    features = tuple(
        replace(feature, shape=_projected(feature.shape, project)) for feature in layer.features
    )
    return replace(layer, features=features, crs=goal.name)


def projection(source: str, target: str) -> Any:  # noqa: ANN401 - pyproj has no types
    """Return a function from coordinates of one system to another, easting first."""
    from pyproj import Transformer  # noqa: PLC0415 - slow to import

    return Transformer.from_crs(source, target, always_xy=True).transform


def _geojson(path: Path, asked_by: Place, reader: Reader, source: Source) -> Layer | None:
    from shapely.errors import ShapelyError  # noqa: PLC0415 - slow to import
    from shapely.geometry import shape  # noqa: PLC0415

    text = reader.text_of(path, asked_by)
    if text is None:
        return None
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(source, error.lineno, error.colno)
        reader.faults.add(place, messages.BAD_GEOJSON, reason=error.msg)
        return None
    listed = content.get("features") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        reader.faults.add(Place(source), messages.BAD_GEOJSON, reason='no "features"')
        return None
    features = []
    for ordinal, entry in enumerate(listed):
        place = Place(source, ordinal + 1, 1, f"feature {ordinal + 1}")
        try:
            geometry = shape(entry["geometry"]) if entry.get("geometry") else None
            properties = dict(entry.get("properties") or {})
        except (ShapelyError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            reader.faults.add(place, messages.BAD_GEOJSON, reason="no polygon in this feature")
            continue
        features.append(Feature(properties=properties, shape=geometry, place=place))
    return Layer(features=tuple(features), crs=_geojson_crs(content), place=Place(source))


def _geojson_crs(content: Mapping[str, Any]) -> str:
    """Return the system named by the ``crs`` member that GIS programs still write."""
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _other_layer(path: Path, asked_by: Place, reader: Reader, source: Source) -> Layer | None:
    if reader.bytes_of(path, asked_by) is None:
        return None
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    for sidecar in sorted(path.parent.glob(f"{path.stem}.*")):
        if path.suffix.lower() == ".shp" and sidecar.suffix.lower() in (
            ".dbf",
            ".prj",
            ".cpg",
            ".shx",
        ):
            reader.bytes_of(sidecar, asked_by)
    try:
        frame = _frame(path)
    except (DataSourceError, ValueError) as error:
        reason = str(error).splitlines()[0]
        reader.faults.add(Place(source), messages.UNREADABLE, reason=reason)
        return None
    names = [name for name in frame.columns if name != frame.geometry.name]
    features = tuple(
        Feature(
            properties=dict(zip(names, row, strict=True)),
            shape=geometry,
            place=Place(source, ordinal + 1, 1, f"feature {ordinal + 1}"),
        )
        for ordinal, (geometry, *row) in enumerate(
            zip(frame.geometry, *(frame[name].tolist() for name in names), strict=True)
        )
    )
    return Layer(features=features, crs=_label(frame.crs), place=Place(source))


def _frame(path: Path) -> Any:  # noqa: ANN401 - geopandas has no types
    """Return a layer; a Shapefile that does not name its code page is UTF-8 or GB 18030."""
    import geopandas as gpd  # noqa: PLC0415 - slow to import

    if path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists():
        return gpd.read_file(path)
    try:
        return gpd.read_file(path, encoding="utf-8")
    except UnicodeDecodeError:
        return gpd.read_file(path, encoding="gb18030")


def _label(crs: Any) -> str:  # noqa: ANN401 - pyproj has no types
    if crs is None:
        return ""
    code = crs.to_epsg(min_confidence=25)
    return f"EPSG:{code}" if code else str(crs.to_wkt())


def _is_in_degrees(layer: Layer) -> bool:
    return all(
        abs(bound) <= 180
        for feature in layer.features
        if feature.shape is not None and not feature.shape.is_empty
        for bound in feature.shape.bounds
    )


def _check_layer(layer: Layer, grid: Grid, faults: Faults) -> bool:
    """Check the first corner of every feature; one fault a file is enough."""
    for feature in layer.features:
        if feature.shape is None or feature.shape.is_empty:
            continue
        x, y = feature.shape.bounds[:2]
        if not check_coordinates(x, y, grid, faults, place=layer.place, path="park.crs"):
            return False
    return True


def _projected(shape: Any, project: Any) -> Any:  # noqa: ANN401 - shapely and pyproj
    import shapely  # noqa: PLC0415 - slow to import

    def move(corners: Any) -> Any:  # noqa: ANN401 - arrays of corners, shape (n, 2)
        return np.column_stack(project(corners[:, 0], corners[:, 1]))

    return None if shape is None else shapely.transform(shape, move)
