"""A stored run passes its checks, and an edited one does not, however it was edited."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from landsim.files.runfolder import output_hashes, read_manifest, write_manifest
from landsim.files.store import StoredRun
from landsim.study.verify import verify


@pytest.fixture
def copied(tiny_run: StoredRun, tmp_path: Path) -> Path:
    folder = tmp_path / tiny_run.run_id
    shutil.copytree(tiny_run.folder, folder)
    return folder


def failed(folder: Path) -> list[str]:
    return [check.message for check in verify(StoredRun(folder)) if not check.is_ok]


def edit(folder: Path, name: str, change: Callable[[pd.DataFrame], None]) -> None:
    """Rewrite a table with the schema it had and the hash that belongs to it."""
    path = folder / "tables" / f"{name}.parquet"
    table = pq.read_table(path)
    frame = table.to_pandas(date_as_object=False)
    change(frame)
    pq.write_table(pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False), path)


def cover_up(folder: Path) -> None:
    """Write the new hashes into the manifest, as a careful forger would."""
    manifest = read_manifest(folder)
    manifest["outputs"] = output_hashes(folder)
    write_manifest(folder, manifest)


def add(column: str, amount: float) -> Callable[[pd.DataFrame], None]:
    def change(frame: pd.DataFrame) -> None:
        frame.loc[0, column] = frame.loc[0, column] + amount

    return change


def test_a_run_as_stored_is_sound(tiny_run: StoredRun) -> None:
    checks = verify(tiny_run)
    assert [check for check in checks if not check.is_ok] == []
    assert len(checks) == 10


def test_a_report_beside_the_run_does_no_harm(copied: Path) -> None:
    (copied / "report.html").write_text("<html>")
    assert failed(copied) == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("assignments", add("area_m2", 1)),
        ("parcel_timeline", add("area_m2", 1)),
        ("milestones", add("day", 0.5)),
        ("stage_log", add("completed_day", 1.0)),
        ("area_ledger", add("area_m2", -1)),
        ("money_ledger", add("amount_cny", 1)),
        ("production", add("output_mcny_per_year", 0.001)),
        ("metrics", add("value", 1e-9)),
        ("series", add("free_ha", 0.1)),
        ("estimates", add("mean", 0.1)),
        ("plan", add("area_m2", 1)),
        ("plan", add("period", -200)),
    ],
)
def test_an_edited_number_is_found_even_under_a_new_hash(
    copied: Path, name: str, change: Callable[[pd.DataFrame], None]
) -> None:
    edit(copied, name, change)
    assert "every file has the hash of the manifest" in failed(copied)
    cover_up(copied)
    faults = failed(copied)
    assert faults
    assert "every file has the hash of the manifest" not in faults


def test_a_rewritten_table_is_found(copied: Path) -> None:
    path = copied / "tables" / "passed_over.parquet"
    pq.write_table(pq.read_table(path), path)
    assert failed(copied) == ["every file has the hash of the manifest"]


def test_a_table_that_cannot_be_read_is_a_fault_not_a_crash(copied: Path) -> None:
    (copied / "tables" / "milestones.parquet").write_bytes(b"nothing of the kind")
    assert "metrics, series, targets and other tables follow from the logs" in failed(copied)


def test_a_word_that_does_not_exist_is_a_fault_not_a_crash(copied: Path) -> None:
    def misspell(frame: pd.DataFrame) -> None:
        frame.loc[0, "kind"] = "flied"

    edit(copied, "milestones", misspell)
    assert "land balances, and histories cover every parcel on every day" in failed(copied)


def test_a_dropped_replication_is_found(copied: Path) -> None:
    path = copied / "tables" / "metrics.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows // 3), path)
    cover_up(copied)
    assert "the run is finished and has every replication" in failed(copied)


def test_a_row_out_of_place_is_found(copied: Path) -> None:
    path = copied / "tables" / "epochs.parquet"
    table = pq.read_table(path)
    pq.write_table(pa.concat_tables([table, table.slice(0, 1)]), path)
    cover_up(copied)
    assert "money balances" in failed(copied)


@pytest.mark.parametrize("name", ["event_log.csv", "parcels.gpkg", "tables/epochs.parquet"])
def test_a_missing_file_is_found(copied: Path, name: str) -> None:
    (copied / name).unlink()
    assert "every file has the hash of the manifest" in failed(copied)


def test_a_file_too_many_is_found(copied: Path) -> None:
    (copied / "tables" / "more.parquet").write_bytes(b"")
    assert failed(copied) == ["every file has the hash of the manifest"]


def test_an_edited_event_log_is_found(copied: Path) -> None:
    path = copied / "event_log.csv"
    path.write_bytes(path.read_bytes().replace(b"passed", b"deemed", 1))
    cover_up(copied)
    assert failed(copied) == ["the event log follows from the stage log"]


def test_another_scenario_is_found(copied: Path) -> None:
    path = copied / "scenario.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"patience_days":400.0', '"patience_days":401.0', 1))
    cover_up(copied)
    assert "scenario, seed and decider are the ones the run is named after" in failed(copied)


def test_another_seed_is_found(copied: Path) -> None:
    manifest = read_manifest(copied)
    write_manifest(copied, manifest | {"seed": 99})
    assert failed(copied) == ["scenario, seed and decider are the ones the run is named after"]


def test_an_unfinished_run_does_not_pass(copied: Path) -> None:
    manifest = read_manifest(copied)
    write_manifest(copied, manifest | {"status": "partial"})
    assert "the run is finished and has every replication" in failed(copied)
