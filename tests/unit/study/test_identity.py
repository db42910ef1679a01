import pickle
import subprocess
from pathlib import Path

import pytest

from landsim.errors import ScenarioError, UnknownNameError
from landsim.study.identity import run_identifier, run_name
from landsim.study.parallel import chunks, spread
from landsim.study.provenance import Stopwatch, environment, repository

PARTS = {"variant": "reform", "scenario_sha256": "ab", "seed": 1, "reps": 20, "decider": "optimal"}


@pytest.mark.parametrize(
    ("variant", "name"),
    [("", "base"), ("reform", "reform"), ("a/b c", "a_b_c"), ("改革", "改革"), ("../..", "base")],
)
def test_a_run_is_named_after_its_variant(variant: str, name: str) -> None:
    assert run_name(variant) == name


@pytest.mark.parametrize(
    "change", [{"scenario_sha256": "cd"}, {"seed": 2}, {"reps": 21}, {"decider": "fcfs"}]
)
def test_other_content_is_another_identifier(change: dict[str, object]) -> None:
    assert run_identifier(**PARTS) == run_identifier(**PARTS)
    assert run_identifier(**(PARTS | change)) != run_identifier(**PARTS)


def test_the_environment_names_every_required_package() -> None:
    found = environment()
    assert {"pulp", "simpy", "pandas", "highspy"} <= set(found["packages"])
    assert "not installed" not in found["packages"].values()
    assert "ruff" not in found["packages"]


def test_a_repository_tells_its_commit_and_changes(tmp_path: Path) -> None:
    assert repository(tmp_path) is None
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@x"]
    (tmp_path / "scenario.yaml").write_text("title: x\n")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True)
    found = repository(tmp_path)
    assert found is not None
    assert (len(found["commit"]), found["is_dirty"]) == (40, False)
    (tmp_path / "scenario.yaml").write_text("title: y\n")
    assert repository(tmp_path) == {"commit": found["commit"], "is_dirty": True}


def test_a_stopwatch_only_goes_forward() -> None:
    figures = Stopwatch().figures()
    assert figures["started"] <= figures["ended"]
    assert figures["wall_seconds"] >= 0
    assert figures["cpu_seconds"] >= 0


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
@pytest.mark.parametrize("n", [0, 1, 7, 200])
def test_chunks_cover_every_replication_once(n: int, jobs: int) -> None:
    pieces = chunks(range(n), jobs)
    assert [replication for piece in pieces for replication in piece] == list(range(n))
    assert all(len(piece) <= 16 for piece in pieces)


def test_one_job_works_here_and_only_when_asked(tmp_path: Path) -> None:
    done: list[tuple[int, ...]] = []
    with spread(done.append, [(1, 2), (3,)], 1, tmp_path / "stop") as results:
        next(results)
    assert done == [(1, 2)]


def test_an_error_crosses_processes() -> None:
    fault = UnknownNameError("rule", "quta", ["quota"])
    again = pickle.loads(pickle.dumps(fault))  # noqa: S301 - our own bytes
    assert isinstance(again, ScenarioError)
    assert (str(again), again.problems) == (str(fault), fault.problems)
