"""Map layers of a run: parcels, and their history with dates a GIS can play back."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely.geometry import Polygon

from landsim.core.area import mu_from_m2
from landsim.core.park import Parcel
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Span
from landsim.files.atomic import replacing

PARCELS = "parcels"
TIMELINE = "timeline"
_TIMELINE_COLUMNS = ("parcel", "project", "state", "mode", "begin", "end", "area_m2")


def has_polygons(scenario: Scenario) -> bool:
    """Whether the park has polygons to draw."""
    return any(parcel.boundary for parcel in scenario.park.parcels)


def parcel_layer(scenario: Scenario) -> gpd.GeoDataFrame:
    """Return the parcels that have a polygon, with what the scenario says of each."""
    parcels = [parcel for parcel in scenario.park.parcels if parcel.boundary]
    attributes = [_attributes(scenario, parcel) for parcel in parcels]
    return _layer(scenario, attributes, parcels)


def timeline_layer(scenario: Scenario, spans: Iterable[Span]) -> gpd.GeoDataFrame:
    """Return one feature for each stretch of a parcel's history.

    Parameters
    ----------
    scenario
        Gives polygons and dates.
    spans
        Histories of one replication. ``begin`` and ``end`` are dates; a stretch ends on the
        day before the next begins, so that a time slider shows one state at a time.
    """
    polygons = {parcel.id: parcel for parcel in scenario.park.parcels if parcel.boundary}
    kept = [span for span in spans if span.parcel in polygons and span.end > span.begin]
    attributes = [
        {
            "parcel": span.parcel,
            "project": span.project,
            "state": str(span.state),
            "mode": span.mode,
            "begin": _instant(scenario, span.begin),
            "end": _instant(scenario, span.end),
            "area_m2": span.area_m2,
        }
        for span in kept
    ]
    return _layer(scenario, attributes, [polygons[span.parcel] for span in kept])


def write_geopackage(layers: dict[str, gpd.GeoDataFrame], path: Path, scenario: Scenario) -> None:
    """Write layers as one GeoPackage whose bytes depend on its contents alone.

    Parameters
    ----------
    layers
        Layers by name.
    path
        File to make.
    scenario
        Its first day stands for the time of writing, which GeoPackage wants to record.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{scenario.horizon.start}T00:00:00Z"})
    try:
        with replacing(path) as draft:
            _write(layers, draft.with_suffix(".gpkg"))
            draft.with_suffix(".gpkg").replace(draft)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write(layers: dict[str, gpd.GeoDataFrame], path: Path) -> None:
    for place, (name, layer) in enumerate(layers.items()):
        layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio", mode="a" if place else "w")


def _layer(
    scenario: Scenario, attributes: list[dict[str, Any]], parcels: list[Parcel]
) -> gpd.GeoDataFrame:
    shapes = [Polygon(parcel.boundary[0], parcel.boundary[1:]) for parcel in parcels]
    frame = pd.DataFrame(attributes, columns=None if attributes else list(_TIMELINE_COLUMNS))
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=scenario.park.crs or None)


def _attributes(scenario: Scenario, parcel: Parcel) -> dict[str, Any]:
    return {
        "parcel": parcel.id,
        "zone": parcel.zone,
        "block": parcel.block,
        "area_m2": parcel.area_m2,
        "area_mu": round(mu_from_m2(parcel.area_m2), 2),
        "ready": datetime.combine(parcel.ready, datetime.min.time()),
        "price_cny_per_m2": parcel.price_cny_per_m2,
        "nodes": ";".join(parcel.nodes),
        "access": round(scenario.park.access_score(parcel, scenario.horizon.start), 4),
        "standard_land": parcel.is_standard_land,
    }


def _instant(scenario: Scenario, day: float) -> datetime:
    return datetime.combine(scenario.horizon.date_of(day), datetime.min.time())
