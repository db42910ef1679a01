"""A stored run for other programs: tables, maps and event logs."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd

from landsim.core.label import Language
from landsim.errors import ResultsError, UnknownNameError
from landsim.files.atomic import replacing
from landsim.files.columns import TABLES
from landsim.files.eventlog import write_event_table
from landsim.files.frames import write_parquet
from landsim.files.layers import (
    PARCELS,
    TIMELINE,
    has_polygons,
    parcel_layer,
    timeline_layer,
    write_geopackage,
)
from landsim.files.ocel import write_ocel
from landsim.files.store import StoredRun
from landsim.files.workbook import write_workbook
from landsim.files.xes import write_xes

_GEOJSON_CRS = "EPSG:4326"
DICTIONARY = "columns.csv"


def export_run(
    run: StoredRun, form: str, path: Path, *, language: Language = Language.ZH
) -> tuple[Path, ...]:
    """Write a stored run in another program's format.

    Parameters
    ----------
    run
        Run, finished or partial.
    form
        One of `FORMATS`.
    path
        Folder to make for ``csv``, ``geojson`` and ``parquet``, file for the others.
    language
        Language of headers and names in the workbook and in event logs.

    Returns
    -------
    tuple of Path
        Files written.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    ResultsError
        If no replication of the run is finished, or a map is asked for and the park has none.
    """
    if form not in _WRITERS:
        raise UnknownNameError("format", form, _WRITERS)
    if not run.replications:
        raise ResultsError(f"{run.folder}: no replication is finished; there is nothing to export")
    return _WRITERS[form](run, path, language)


def _xlsx(run: StoredRun, path: Path, language: Language) -> tuple[Path, ...]:
    with replacing(path) as draft:
        write_workbook(run, draft, language)
    return (path,)


def _csv(run: StoredRun, path: Path, _: Language) -> tuple[Path, ...]:
    written = []
    for spec in TABLES:
        target = path / f"{spec.name}.csv"
        with replacing(target) as draft:
            run.table(spec.name).to_csv(
                draft,
                index=False,
                encoding="utf-8-sig",
                date_format="%Y-%m-%d",
                lineterminator="\n",
            )
        written.append(target)
    return (*written, _dictionary(path))


def _dictionary(path: Path) -> Path:
    target = path / DICTIONARY
    with replacing(target) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "column", "kind", "zh", "en"])
        for spec in TABLES:
            writer.writerow([spec.name, "", "", spec.label.zh, spec.label.en])
            for column in spec.columns:
                label = column.label
                writer.writerow([spec.name, column.name, column.kind, label.zh, label.en])
    return target


def _parquet(run: StoredRun, path: Path, _: Language) -> tuple[Path, ...]:
    written = []
    for spec in TABLES:
        target = path / f"{spec.name}.parquet"
        write_parquet(run.arrow(spec.name), target)
        written.append(target)
    manifest = path / "manifest.json"
    shutil.copyfile(run.folder / manifest.name, manifest)
    return (*written, manifest)


def _gpkg(run: StoredRun, path: Path, _: Language) -> tuple[Path, ...]:
    write_geopackage(_layers(run), path, run.scenario())
    return (path,)


def _geojson(run: StoredRun, path: Path, _: Language) -> tuple[Path, ...]:
    written = []
    for name, layer in _layers(run).items():
        target = path / f"{name}.geojson"
        with replacing(target) as draft:
            draft.write_text(_geojson_text(layer), encoding="utf-8", newline="\n")
        written.append(target)
    return tuple(written)


def _geojson_text(layer: gpd.GeoDataFrame) -> str:
    """Return a layer in longitude and latitude, as GeoJSON wants it, with dates as text."""
    known = layer.to_crs(_GEOJSON_CRS) if layer.crs else layer
    dates = known.select_dtypes("datetime").columns
    plain = known.assign(**{name: known[name].dt.strftime("%Y-%m-%d") for name in dates})
    return str(plain.to_json(ensure_ascii=False, drop_id=True))


def _layers(run: StoredRun) -> dict[str, gpd.GeoDataFrame]:
    scenario = run.scenario()
    if not has_polygons(scenario):
        raise ResultsError(f"{run.folder}: the park has no polygons to draw a map of")
    spans = run.trajectory(run.replications[0]).spans
    return {PARCELS: parcel_layer(scenario), TIMELINE: timeline_layer(scenario, spans)}


def _xes(run: StoredRun, path: Path, language: Language) -> tuple[Path, ...]:
    write_xes(run, path, language)
    return (path,)


def _ocel(run: StoredRun, path: Path, language: Language) -> tuple[Path, ...]:
    write_ocel(run, path, language)
    return (path,)


def _events(run: StoredRun, path: Path, language: Language) -> tuple[Path, ...]:
    write_event_table(run, path, language)
    return (path,)


_WRITERS: dict[str, Callable[[StoredRun, Path, Language], tuple[Path, ...]]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "gpkg": _gpkg,
    "geojson": _geojson,
    "parquet": _parquet,
    "xes": _xes,
    "ocel": _ocel,
    "events": _events,
}
SUFFIXES = {"ocel": "ocel.json", "events": "events.csv"}
"""How names of exported files end, where not as their format is called."""
FORMATS = tuple(_WRITERS)
"""What a run can be exported as."""
