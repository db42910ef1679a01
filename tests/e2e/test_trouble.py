"""What could hang or crash ends in a clear message or a correct run."""

import os
import shutil
import sys
import time

import pytest
from e2e.calls import QUICKSTART, assert_plain, call, put

from landsim.allocation import highs, solver
from landsim.errors import SolverFailed


def run(folder, tmp_path, *words):
    return call("run", folder, "--reps", 1, "--jobs", 1, "--json", *words, store=tmp_path / "r")


def metrics_of(outcome):
    assert outcome.exit_code == 0, outcome.out + outcome.err
    (found,) = outcome.document["runs"]
    return {name: entry["mean"] for name, entry in found["metrics"].items()}


def test_zero_staff_lets_nothing_through_and_ends(tmp_path):
    desks = ("admission", "planning", "construction", "land")
    settings = [word for desk in desks for word in _no_staff(desk)]
    figures = metrics_of(run(QUICKSTART, tmp_path, *settings))
    assert figures["projects_filed"] == 15


def _no_staff(desk):
    key = f"policy.approvals.desks.{desk}"
    return ("--set", f"{key}.green_staff=0", "--set", f"{key}.staff=0")


def test_zero_quota_supplies_nothing(tmp_path):
    words = (
        "--set",
        "policy.supply.quota_m2_per_year=0",
        "--set",
        "policy.supply.stock_link_share=0",
    )
    figures = metrics_of(run(QUICKSTART, tmp_path, *words))
    assert figures["projects_served"] == 0
    assert figures["land_supplied_mu"] == 0


def test_empty_project_list_runs_and_says_so(scenario, tmp_path):
    def header_only(text):
        return text.splitlines()[0] + "\n"

    folder = scenario({"projects.csv": header_only})
    outcome = run(folder, tmp_path)
    if outcome.exit_code == 2:
        assert "no rows" in outcome.out
    else:
        assert metrics_of(outcome)["projects_filed"] == 0


def test_missing_table_of_a_stored_run_is_named(store, tmp_path):
    copy = tmp_path / "run"
    (folder,) = (store / "quickstart").glob("base-??????")
    shutil.copytree(folder, copy)
    (copy / "tables" / "metrics.parquet").unlink()
    for words in (("report", copy), ("compare", copy, folder)):
        outcome = call(*words)
        assert outcome.exit_code == 2
        assert "metrics" in outcome.err
        assert_plain(outcome)
    outcome = call("verify", copy)
    assert outcome.exit_code == 2
    assert "metrics.parquet is missing" in outcome.out


@pytest.mark.parametrize("solver", ["GUROBI_CMD", "NoSuchSolver"])
def test_solver_that_is_not_there_is_named(solver, tmp_path):
    outcome = call("plan", QUICKSTART, "--set", f"policy.planner.solver={solver}")
    assert outcome.exit_code in (1, 2)
    assert solver in outcome.err
    assert_plain(outcome)


def test_failing_solver_ends_the_run_in_words(monkeypatch, tmp_path):
    def fail(*_, **__):
        raise SolverFailed("HiGHS stopped without a plan: time limit after 1 s and 0 nodes")

    monkeypatch.setattr(highs, "solve_with_highs", fail)
    outcome = call("run", QUICKSTART, "--reps", 1, "--jobs", 1, store=tmp_path / "r", lang="zh")
    assert outcome.exit_code == 1
    assert "HiGHS" in outcome.err
    assert_plain(outcome)
    (found,) = call("runs", "--json", store=tmp_path / "r").document["runs"]
    assert found["status"] == "failed"


@pytest.mark.skipif(sys.platform == "win32", reason="the fake solver is a shell script")
def test_solver_that_never_answers_is_given_up(monkeypatch, tmp_path):
    fake = tmp_path / "cbc"
    fake.write_text("#!/bin/sh\nexec sleep 3\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(solver, "_GRACE_SECONDS", 0.2)
    words = ("--set", "policy.planner.solver=COIN_CMD", "--time-limit", "0.3")
    outcome = call("plan", QUICKSTART, *words)
    assert outcome.exit_code == 1
    assert "COIN_CMD did not answer within" in outcome.err
    assert_plain(outcome)
    time.sleep(3)  # the fake solver ends, so that nothing of it is left


def test_time_limit_is_kept_and_told(tmp_path):
    outcome = call("plan", QUICKSTART, "--time-limit", "0.001", "--gap", "0", "--json")
    assert outcome.exit_code in (0, 1)
    if outcome.exit_code == 0:
        assert outcome.document["termination"] in ("limit", "optimal")


def test_impossible_lock_is_infeasible_with_its_rule():
    words = ("--set", "policy.land.locks=[{project: P01, parcel: QK-B1}]")
    outcome = call("plan", QUICKSTART, *words, lang="en")
    if outcome.exit_code == 1:
        assert "infeasible" in outcome.err
        assert "lock" in outcome.err
    else:
        assert outcome.exit_code == 0


def test_unknown_lock_is_an_input_fault():
    outcome = call("plan", QUICKSTART, "--set", "policy.land.locks=[{project: P99}]")
    assert outcome.exit_code == 2
    assert "P99" in outcome.err
    assert "--set #1" in outcome.err


def test_full_queue_is_measured(scenario, tmp_path):
    folder = scenario({"scenario.yaml": put("preset: reform", "preset: traditional")})
    words = ("--set", "policy.approvals.desks.planning.staff=1")
    assert metrics_of(run(folder, tmp_path, *words))["projects_filed"] == 15
