from dataclasses import replace
from pathlib import Path

import pytest

from landsim.allocation import rolling
from landsim.core.progress import ignore
from landsim.core.trajectory import AreaAccount
from landsim.errors import LedgerError, ResultsError
from landsim.files.runfolder import finished_parts, merge_parts, part_folder, write_part
from landsim.files.store import StoredRun
from landsim.simulation import simulate
from landsim.study.foresight import foresight_choice, make_foresight
from landsim.study.histories import history_problems
from landsim.study.replication import Task, replicate, require_balance, rolling_decider
from landsim.study.tables import replication_tables
from landsim.testing.builders import tiny_scenario

WORLD = tiny_scenario()


def lived(replication: int = 0):
    decide = rolling(WORLD, planner="fcfs")
    return simulate(WORLD, decide, seed=WORLD.seed, replication=replication)


def test_land_that_does_not_add_up_fails_loudly() -> None:
    trajectory = lived()
    require_balance(WORLD, trajectory)
    lost = replace(trajectory, spans=trajectory.spans[1:])
    with pytest.raises(LedgerError, match=r"replication 0: parcel P1"):
        require_balance(WORLD, lost)


def test_a_ledger_that_disagrees_with_the_histories_is_found() -> None:
    trajectory = lived()
    assert list(history_problems(WORLD, trajectory)) == []
    place = next(
        place
        for place, posting in enumerate(trajectory.area_postings)
        if posting.target is AreaAccount.SUPPLIED
    )
    postings = list(trajectory.area_postings)
    postings[place] = postings[place]._replace(day=postings[place].day + 1)
    (fault,) = history_problems(WORLD, replace(trajectory, area_postings=tuple(postings)))
    assert fault.startswith(f"parcel {postings[place].parcel}")


def test_a_told_task_stops_before_the_next_replication(tmp_path: Path) -> None:
    task = Task(
        scenario=WORLD, seed=1, make_decide=rolling_decider("fcfs"), folder=tmp_path / "run"
    )
    assert replicate(task, (0,)).finished == (0,)
    task.stop.touch()
    assert replicate(task, (1, 2)).finished == ()
    assert finished_parts(task.folder) == (0,)


def test_a_part_written_twice_is_kept_once(tmp_path: Path) -> None:
    tables = replication_tables(WORLD, lived())
    write_part(tmp_path, 0, tables)
    before = (part_folder(tmp_path, 0) / "metrics.parquet").stat().st_mtime_ns
    write_part(tmp_path, 0, tables)
    assert (part_folder(tmp_path, 0) / "metrics.parquet").stat().st_mtime_ns == before
    assert [path.name for path in part_folder(tmp_path, 0).parent.iterdir()] == ["000000"]


def test_parts_are_not_merged_with_one_missing(tmp_path: Path) -> None:
    write_part(tmp_path, 0, replication_tables(WORLD, lived()))
    with pytest.raises(ResultsError, match=r"no part for replications \[1\]"):
        merge_parts(tmp_path, (0, 1))


def test_a_plan_that_breaks_a_rule_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    from landsim.allocation import Violation

    broken = Violation(rule="quota", message="{area} m² too many", values=(("area", "7"),))
    monkeypatch.setattr("landsim.study.foresight.check_plan", lambda *_: (broken,))
    found = make_foresight(WORLD, 1, ignore)
    said = [note.message.format_map(dict(note.values)) for note in found.notes]
    assert "the plan of optimal breaks a rule: quota: 7 m² too many" in said
    assert set(found.tables["baselines"]["n_violations"].to_pylist()) == {1}


def test_the_foresight_plan_is_limited_by_nodes_never_by_seconds() -> None:
    choice = foresight_choice(WORLD)
    assert choice.time_limit_seconds is None
    assert (choice.name, choice.max_nodes, choice.gap) == ("auto", 200, 0.01)


def test_a_replication_reads_back_from_its_part(tiny_run: StoredRun) -> None:
    assert repr(tiny_run.trajectory(1)) == repr(lived(1))
