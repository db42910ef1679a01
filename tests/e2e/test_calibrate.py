"""An event log in, a scenario fragment out; a run of landsim's own calibrates back to itself."""

import json

import pandas as pd
import pytest
import yaml
from e2e.calls import QUICKSTART, assert_plain, call


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    store = folder / "r"
    run = call("run", QUICKSTART, "--reps", 4, "--jobs", 1, "--json", store=store)
    name = run.document["runs"][0]["id"]
    for form, suffix in (("xes", "xes"), ("events", "csv")):
        made = call("export", name, "--to", form, "-o", folder / f"log.{suffix}", store=store)
        assert made.exit_code == 0, made.err
    return folder


def calibrated(folder, log, *words):
    outcome = call("calibrate", folder / log, "-o", folder / "fit.yaml", *words)
    assert outcome.exit_code == 0, outcome.out + outcome.err
    assert_plain(outcome)
    return json.loads((folder / "fit.fit.json").read_text(encoding="utf-8"))


def test_a_run_calibrates_back_to_the_work_it_was_given(exported):
    fit = calibrated(exported, "log.csv")
    log = pd.read_csv(exported / "log.csv", encoding="utf-8-sig").dropna(subset=["end_time"])
    assert fit["cases"] == log["case"].nunique()
    for stage in fit["stages"]:
        mine = log[log["activity"] == stage["stage"]]
        assert stage["n_passes"] == len(mine)
    permit = next(entry for entry in fit["stages"] if entry["stage"].startswith("N12 "))
    assert permit["desk"]
    assert permit["work_mean"] > 0


def test_xes_and_csv_of_one_run_give_the_same_fit(exported):
    by_csv, by_xes = calibrated(exported, "log.csv"), calibrated(exported, "log.xes")
    assert [stage["n_passes"] for stage in by_csv["stages"]] == [
        stage["n_passes"] for stage in by_xes["stages"]
    ]


def test_what_is_written_is_complete_and_offline(exported):
    calibrated(exported, "log.csv")
    made = yaml.safe_load((exported / "fit.yaml").read_text(encoding="utf-8"))
    assert "calibrated" in made["policy"]["approvals"]["routes"]
    page = (exported / "fit.fit.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http-equiv", "")


def test_faults_of_a_log_exit_with_two(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case,activity,end_time\na,x,soon\n", encoding="utf-8")
    outcome = call("calibrate", path, "-o", tmp_path / "fit.yaml")
    assert outcome.exit_code == 2
    assert f"{path}:2" in outcome.out + outcome.err
    assert not (tmp_path / "fit.yaml").exists()
    assert call("calibrate", path, "--column", "kase=a").exit_code == 2
    assert call("calibrate", path, "--column", "nothing").exit_code == 2
