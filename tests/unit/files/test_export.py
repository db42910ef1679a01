import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from landsim.core.label import Language
from landsim.errors import ResultsError, UnknownNameError
from landsim.files.columns import TABLES
from landsim.files.export import FORMATS, export_run
from landsim.files.runfolder import write_manifest
from landsim.files.snapshot import write_snapshot
from landsim.files.store import StoredRun
from landsim.testing.builders import parcel, park, tiny_scenario


def sheets(path: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=None, engine="calamine")


def test_the_workbook_has_the_sheets_a_planner_asks_for(
    tiny_run: StoredRun, tmp_path: Path
) -> None:
    (path,) = export_run(tiny_run, "xlsx", tmp_path / "run.xlsx")
    book = sheets(path)
    assert list(book) == ["计划", "指标", "审批时长", "参数"]
    plan = book["计划"]
    assert len(plan) == 4
    assert plan["面积(亩)"].tolist() == [60, 60, 60, 60]
    assert plan["各次模拟中获地的比例"].tolist() == [1, 1, 1, 1]
    assert isinstance(plan["签约日"][0], datetime)
    metrics = book["指标"].set_index("指标代码")
    assert metrics.loc["land_supplied_mu", "均值"] == 240
    assert metrics.loc["land_supplied_mu", "指标"] == "供地面积(亩)"
    times = book["审批时长"].set_index("环节")
    log = tiny_run.table("stage_log").query("stage == 'N01'")
    assert times.loc["N01", "次数"] == len(log)
    assert times.loc["N01", "办理均值(工作日)"] == pytest.approx(log["worked_workdays"].mean())
    assert times.loc["N01", "法定时限(工作日)"] == 30
    facts = book["参数"].set_index("参数")["取值"]
    assert (facts["seed"], facts["reps"]) == (1, 3)


def test_the_workbook_speaks_english_too(tiny_run: StoredRun, tmp_path: Path) -> None:
    (path,) = export_run(tiny_run, "xlsx", tmp_path / "run.xlsx", language=Language.EN)
    book = sheets(path)
    assert list(book) == ["plan", "metrics", "approval times", "parameters"]
    assert book["plan"]["area supplied, in mu"].sum() == 240


def test_csv_reads_back_and_opens_in_excel(tiny_run: StoredRun, tmp_path: Path) -> None:
    written = export_run(tiny_run, "csv", tmp_path / "csv")
    assert len(written) == len(TABLES) + 1
    path = tmp_path / "csv" / "stage_log.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    again = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    stored = tiny_run.table("stage_log")
    assert list(again.columns) == list(stored.columns)
    assert again["completed_day"].astype(float).tolist() == stored["completed_day"].tolist()
    dictionary = pd.read_csv(tmp_path / "csv" / "columns.csv", encoding="utf-8-sig")
    assert set(dictionary["table"]) == {spec.name for spec in TABLES}


def test_geopackage_opens_with_its_coordinates_and_dates(
    tiny_run: StoredRun, tmp_path: Path
) -> None:
    (path,) = export_run(tiny_run, "gpkg", tmp_path / "run.gpkg")
    parcels, timeline = (gpd.read_file(path, layer=layer) for layer in ("parcels", "timeline"))
    assert parcels.crs.to_epsg() == 4547
    assert parcels.area.round().tolist() == [40_000] * 4
    assert timeline["begin"].dtype.kind == "M"
    assert (timeline["begin"] <= timeline["end"]).all()
    assert set(timeline["parcel"]) == {"P1", "P2", "P3", "P4"}
    assert path.read_bytes() == (tiny_run.folder / "parcels.gpkg").read_bytes()


def test_geojson_is_in_longitude_and_latitude(tiny_run: StoredRun, tmp_path: Path) -> None:
    written = export_run(tiny_run, "geojson", tmp_path / "map")
    assert [path.name for path in written] == ["parcels.geojson", "timeline.geojson"]
    features = json.loads(written[1].read_text(encoding="utf-8"))["features"]
    x, y = features[0]["geometry"]["coordinates"][0][0]
    assert 113 < x < 114
    assert 22 < y < 23.5
    assert features[0]["properties"]["begin"] == "2021-01-01"


def test_parquet_comes_with_its_manifest(tiny_run: StoredRun, tmp_path: Path) -> None:
    written = export_run(tiny_run, "parquet", tmp_path / "tables")
    assert (tmp_path / "tables" / "manifest.json") in written
    again = pd.read_parquet(tmp_path / "tables" / "metrics.parquet")
    assert again["value"].tolist() == pytest.approx(
        tiny_run.table("metrics")["value"].tolist(), nan_ok=True
    )


def test_an_unknown_format_names_the_known(tiny_run: StoredRun, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="known: csv, events, geojson, gpkg, ocel"):
        export_run(tiny_run, "xlsm", tmp_path / "x")
    assert {"xlsx", "csv", "gpkg", "geojson", "parquet", "xes", "ocel", "events"} == set(FORMATS)


def test_a_run_without_a_finished_replication_has_nothing_to_export(tmp_path: Path) -> None:
    manifest = {"scenario": "s", "variant": "", "name": "base", "seed": 1, "reps": 2}
    write_manifest(tmp_path, manifest | {"status": "running"})
    with pytest.raises(ResultsError, match="nothing to export"):
        export_run(StoredRun(tmp_path), "csv", tmp_path / "out")


def test_a_park_without_polygons_has_no_map(tiny_run: StoredRun, tmp_path: Path) -> None:
    bare = park((parcel("P1"),))
    lots = tuple(replace(lot, boundary=()) for lot in bare.parcels)
    scenario = tiny_scenario(park=replace(bare, parcels=lots))
    write_manifest(tmp_path, tiny_run.manifest)
    write_snapshot(scenario, tmp_path / "scenario.json")
    with pytest.raises(ResultsError, match="no polygons"):
        export_run(StoredRun(tmp_path), "gpkg", tmp_path / "x.gpkg")
