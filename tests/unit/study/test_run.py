"""Runs: what is stored, what survives a crash, and that nothing depends on how it was made."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from landsim.allocation import rolling
from landsim.core.progress import Finished, Note, Progress, ProgressEvent, Started
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState
from landsim.errors import ScenarioError, SolverFailed, UnknownNameError
from landsim.files.store import RunStore, StoredRun
from landsim.study.run import run_study
from landsim.testing.builders import policy, tiny_scenario
from tests.unit.conftest import loaded


class Flaky:
    """Decides as first come, first served does, until a replication that it fails in."""

    def __init__(self, fails_in: int | None, fault: BaseException | None = None) -> None:
        self.fails_in = fails_in
        self.fault = fault or SolverFailed("the solver died")
        self.begun: list[int] = []
        self.__qualname__ = "flaky"

    def __call__(self, scenario: Scenario) -> Decide:
        decide = rolling(scenario, planner="fcfs")

        def answer(state: LandState) -> Decision:
            if state.replication not in self.begun:
                self.begun.append(state.replication)
            if state.replication == self.fails_in:
                raise self.fault
            return decide(state)

        return answer


def run(store: RunStore, **options) -> StoredRun:
    scenario = options.pop("scenario", None) or tiny_scenario()
    return run_study(loaded(scenario), store=store, **({"reps": 4} | options))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_a_finished_run_says_what_made_it(tiny_run: StoredRun) -> None:
    manifest = tiny_run.manifest
    assert tiny_run.is_finished
    assert (manifest["seed"], manifest["reps"], manifest["planner"]) == (1, 3, "fcfs")
    assert manifest["packages"]["pulp"]
    assert manifest["plan"]["termination"] == "optimal"
    assert manifest["plan"]["gap"] == pytest.approx(0, abs=1e-9)
    assert [entry["status"] for entry in manifest["replications"]] == ["finished"] * 3
    assert set(manifest["outputs"]) == set(contents(tiny_run.folder))
    assert not (tiny_run.folder / "parts").exists()


def test_the_stored_files_are_there(tiny_run: StoredRun) -> None:
    names = set(contents(tiny_run.folder))
    assert {"scenario.json", "scenario.yaml", "event_log.csv", "parcels.gpkg"} <= names
    assert (tiny_run.folder / "event_log.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert tiny_run.folder.parent.name == "tiny"
    assert tiny_run.run_id.startswith("base-")


def test_the_trajectory_comes_back(tiny_run: StoredRun) -> None:
    from landsim.simulation import simulate

    scenario = tiny_scenario()
    decide = rolling(scenario, planner="fcfs")
    again = simulate(scenario, decide, seed=scenario.seed, replication=2)
    assert repr(tiny_run.trajectory(2)) == repr(again)


def test_the_baselines_stand_beside_the_plan(tiny_run: StoredRun) -> None:
    table = tiny_run.table("baselines").set_index("planner")
    assert table.index[0] == "optimal"
    assert {"fcfs", "best_score", "regret_greedy"} <= set(table.index)
    assert table.loc["optimal", "objective"] == pytest.approx(table["objective"].max())
    assert (table["n_violations"] == 0).all()


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    one = run(RunStore(tmp_path / "one"), planner="fcfs")
    other = run(RunStore(tmp_path / "other"), planner="fcfs")
    assert contents(one.folder) == contents(other.folder)


@pytest.mark.slow
def test_two_jobs_give_the_bytes_of_one(tmp_path: Path) -> None:
    alone = run(RunStore(tmp_path / "alone"), planner="fcfs", reps=5)
    shared = run(RunStore(tmp_path / "shared"), planner="fcfs", reps=5, jobs=2)
    assert contents(alone.folder) == contents(shared.folder)


def test_another_seed_is_another_run(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    one, other = (run(store, planner="fcfs", reps=1, seed=seed) for seed in (1, 2))
    assert one.run_id != other.run_id
    assert contents(one.folder) != contents(other.folder)


def test_a_finished_run_is_not_overwritten(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    first = run(store, planner="fcfs", reps=1)
    before = contents(first.folder)
    second = run(store, planner="fcfs", reps=1)
    assert second.folder == first.folder.with_name(f"{first.run_id}-2")
    assert contents(first.folder) == before == contents(second.folder)


def test_a_failure_keeps_what_was_finished(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    with pytest.raises(SolverFailed, match="the solver died"):
        run(store, make_decide=Flaky(fails_in=2))
    (broken,) = store.runs()
    assert broken.status == "failed"
    assert broken.manifest["error"] == "SolverFailed: the solver died"
    assert broken.replications == (0, 1)
    assert set(broken.table("assignments")["replication"]) == {0, 1}
    assert (broken.table("estimates")["n"] <= 2).all()
    assert not [name for name in contents(broken.folder) if name.endswith(".tmp")]


def test_a_failed_run_is_continued_where_it_stopped(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "broken")
    with pytest.raises(SolverFailed):
        run(store, make_decide=Flaky(fails_in=2))
    again = Flaky(fails_in=None)
    resumed = run(store, make_decide=again)
    assert again.begun == [2, 3]
    assert resumed.is_finished
    assert len(store.runs()) == 1
    whole = run(RunStore(tmp_path / "whole"), make_decide=Flaky(fails_in=None))
    assert contents(resumed.folder) == contents(whole.folder)


def test_a_part_half_written_is_done_again(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "broken")
    with pytest.raises(SolverFailed):
        run(store, make_decide=Flaky(fails_in=1))
    (broken,) = store.runs()
    draft = broken.folder / "parts" / ".000001.77.tmp"
    draft.mkdir()
    (draft / "metrics.parquet").write_bytes(b"half")
    resumed = run(store, make_decide=Flaky(fails_in=None))
    assert resumed.is_finished
    assert set(resumed.table("metrics")["replication"]) == {0, 1, 2, 3}


def test_ctrl_c_keeps_what_was_finished(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run(store, make_decide=Flaky(fails_in=3, fault=KeyboardInterrupt()))
    (stopped,) = store.runs()
    assert stopped.status == "partial"
    assert stopped.replications == (0, 1, 2)


def test_cancelling_stops_between_replications(tmp_path: Path) -> None:
    store, cancel = RunStore(tmp_path), threading.Event()

    def stop_after_two(event: ProgressEvent) -> None:
        if isinstance(event, Progress) and event.done == 2:
            cancel.set()

    stopped = run(store, planner="fcfs", listener=stop_after_two, cancel=cancel)
    assert stopped.status == "partial"
    assert stopped.replications == (0, 1)
    assert [entry["status"] for entry in stopped.manifest["replications"]] == [
        "finished",
        "finished",
        "missing",
        "missing",
    ]
    assert run(store, planner="fcfs").is_finished


@pytest.mark.slow
def test_cancelling_stops_other_processes(tmp_path: Path) -> None:
    store, cancel = RunStore(tmp_path), threading.Event()

    def stop_at_once(event: ProgressEvent) -> None:
        if isinstance(event, Progress):
            cancel.set()

    stopped = run(store, planner="fcfs", reps=24, jobs=2, listener=stop_at_once, cancel=cancel)
    assert stopped.status == "partial"
    assert 1 <= len(stopped.replications) < 24
    assert run(store, planner="fcfs", reps=24, jobs=2).is_finished


@pytest.mark.slow
def test_a_failure_in_another_process_is_the_failure_of_the_run(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    with pytest.raises(SolverFailed, match="the solver died"):
        run(store, make_decide=Flaky(fails_in=2), reps=8, jobs=2)
    (broken,) = store.runs()
    assert broken.status == "failed"
    assert 2 not in broken.replications


def test_progress_is_told(tmp_path: Path) -> None:
    heard: list[ProgressEvent] = []
    run(RunStore(tmp_path), planner="fcfs", reps=2, listener=heard.append)
    told = [event for event in heard if getattr(event, "task", "") == "simulate"]
    assert told == [
        Started(task="simulate", total=2, unit="replications"),
        Progress(task="simulate", done=1, total=2, unit="replications"),
        Progress(task="simulate", done=2, total=2, unit="replications"),
        Finished(task="simulate"),
    ]


def test_a_plan_that_cannot_be_is_said_and_the_run_goes_on(
    tmp_path: Path, without_plan: Callable[[], Scenario]
) -> None:
    heard: list[ProgressEvent] = []
    done = run(
        RunStore(tmp_path),
        scenario=without_plan(),
        reps=1,
        make_decide=Flaky(fails_in=None),
        listener=heard.append,
    )
    assert done.is_finished
    assert done.manifest["plan"]["termination"] == "no plan"
    assert done.table("plan").empty
    assert any("no plan with perfect foresight" in text for text in done.manifest["warnings"])
    assert any(isinstance(event, Note) and "no plan" in event.message for event in heard)


@pytest.fixture
def without_plan(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Scenario]:
    """A scenario whose foresight plan fails as a solver does that stops without one."""

    def fail(*_: object, **__: object) -> None:
        raise SolverFailed("stopped without a plan")

    def make() -> Scenario:
        monkeypatch.setattr("landsim.study.foresight.make_plan", fail)
        return tiny_scenario()

    return make


def test_an_unknown_planner_is_refused_before_anything_is_stored(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    with pytest.raises(UnknownNameError, match='did you mean "fcfs"'):
        run(store, planner="fcsf")
    assert store.runs() == ()


def test_no_replications_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="must be at least 1; got 0"):
        run(RunStore(tmp_path), reps=0)


def test_an_empty_project_list_gives_a_quiet_run(tmp_path: Path) -> None:
    quiet = run(RunStore(tmp_path), scenario=tiny_scenario(projects=(), policy=policy()), reps=2)
    assert quiet.is_finished
    assert quiet.table("assignments").empty
    estimates = quiet.table("estimates").set_index("metric")
    assert estimates.loc["projects_filed", "mean"] == 0
    assert estimates.loc["vacant_share", "mean"] == 1
