from pathlib import Path

import pytest

from landsim.errors import ResultsError
from landsim.files.columns import TABLES
from landsim.files.runfolder import write_manifest
from landsim.files.store import RunStore, StoredRun


def made_run(root: Path, scenario: str, run_id: str, **changes: object) -> None:
    manifest = {
        "scenario": scenario,
        "variant": run_id.split("-", maxsplit=1)[0],
        "name": run_id.split("-", maxsplit=1)[0],
        "seed": 1,
        "reps": 2,
        "status": "finished",
    }
    write_manifest(root / scenario / run_id, manifest | changes)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    for scenario, run_id in (
        ("east", "base-1a2b3c"),
        ("east", "reform-4d5e6f"),
        ("west", "reform-4d99aa"),
    ):
        made_run(tmp_path, scenario, run_id)
    return RunStore(tmp_path)


@pytest.mark.parametrize(
    ("reference", "folder"),
    [
        ("base-1a2b3c", "east/base-1a2b3c"),
        ("1a2b", "east/base-1a2b3c"),
        ("base", "east/base-1a2b3c"),
        ("4d9", "west/reform-4d99aa"),
        ("east/reform-4d5e6f", "east/reform-4d5e6f"),
    ],
)
def test_a_run_is_found_by_what_tells_it_apart(
    store: RunStore, reference: str, folder: str
) -> None:
    assert store.find(reference).folder == store.root / folder


def test_a_run_is_found_by_its_folder(store: RunStore, tmp_path: Path) -> None:
    assert store.find(str(tmp_path / "east" / "base-1a2b3c")).run_id == "base-1a2b3c"


def test_an_ambiguous_reference_lists_what_it_may_mean(store: RunStore) -> None:
    with pytest.raises(ResultsError, match=r'several runs match "4d".*reform-4d5e6f.*4d99aa'):
        store.find("4d")


def test_an_unknown_reference_lists_the_runs(store: RunStore) -> None:
    with pytest.raises(ResultsError, match=r'no run matches "zz".*base-1a2b3c'):
        store.find("zz")
    with pytest.raises(ResultsError, match="no runs yet"):
        RunStore(store.root / "nowhere").find("zz")


def test_runs_come_by_scenario_and_name(store: RunStore) -> None:
    (store.root / "east" / "notes").mkdir()
    assert [run.run_id for run in store.runs()] == [
        "base-1a2b3c",
        "reform-4d5e6f",
        "reform-4d99aa",
    ]


def placed(store: RunStore, run_id: str, *, resumes: bool) -> str:
    with store.place("east", run_id, lambda _: resumes) as folder:
        return folder.name


def test_a_finished_run_is_never_overwritten(store: RunStore) -> None:
    assert placed(store, "base-1a2b3c", resumes=True) == "base-1a2b3c-2"
    made_run(store.root, "east", "base-1a2b3c-2")
    assert placed(store, "base-1a2b3c", resumes=True) == "base-1a2b3c-3"


def test_an_unfinished_run_is_continued_if_it_may_be(store: RunStore) -> None:
    made_run(store.root, "east", "late-777777", status="partial")
    assert placed(store, "late-777777", resumes=True) == "late-777777"
    assert placed(store, "late-777777", resumes=False) == "late-777777-2"


def test_two_writers_never_share_a_folder(store: RunStore) -> None:
    with store.place("east", "new-123456", lambda _: True) as first:
        assert placed(store, "new-123456", resumes=True) == "new-123456-2"
    assert first.name == "new-123456"
    assert placed(store, "new-123456", resumes=True) == "new-123456"


def test_removing_a_run_removes_its_folder(store: RunStore) -> None:
    run = store.find("base-1a2b3c")
    store.remove(run)
    assert not run.folder.exists()
    assert len(store.runs()) == 2


@pytest.mark.parametrize("text", ["", "not json"])
def test_a_broken_manifest_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ResultsError, match="not JSON"):
        StoredRun(tmp_path)


def test_a_folder_without_manifest_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="not a run"):
        StoredRun(tmp_path)


def test_every_table_of_a_run_reads_as_a_frame(tiny_run: StoredRun) -> None:
    for spec in TABLES:
        frame = tiny_run.table(spec.name)
        assert tuple(frame.columns) == spec.names()
        assert tiny_run.table(spec.name) is frame


def test_dates_are_dates_in_frames(tiny_run: StoredRun) -> None:
    frame = tiny_run.table("assignments")
    assert frame["assigned_date"].dt.year.min() >= 2021


def test_an_unknown_table_names_the_nearest(tiny_run: StoredRun) -> None:
    with pytest.raises(ResultsError, match='did you mean "assignments"'):
        tiny_run.table("asignments")


def test_parts_split_the_tables(tiny_run: StoredRun) -> None:
    for spec in TABLES:
        if spec.has_replication:
            parts = [tiny_run.part(n)[spec.name] for n in tiny_run.replications]
            assert sum(part.num_rows for part in parts) == len(tiny_run.table(spec.name))
            for n, part in enumerate(parts):
                assert set(part["replication"].to_pylist()) <= {n}


def test_a_missing_table_is_named(tiny_run: StoredRun, tmp_path: Path) -> None:
    write_manifest(tmp_path, tiny_run.manifest)
    with pytest.raises(ResultsError, match="table epochs cannot be read"):
        StoredRun(tmp_path).table("epochs")
