"""Every verb, in both languages, as text and as JSON, into something that is no terminal."""

import json
import re
import shutil

import pytest
from e2e.calls import BASE, QUICKSTART, TRADITIONAL, assert_plain, call

CHINESE = re.compile("[\u3400-\u9fff]")
READING = {
    "validate": ("validate", QUICKSTART),
    "validate --resolved": ("validate", QUICKSTART, "--resolved", "--variant", TRADITIONAL),
    "plan": ("plan", QUICKSTART, "--gap", "0.05"),
    "tradeoff pareto": ("tradeoff", QUICKSTART, "pareto", "--points", "3"),
    "tradeoff alternatives": ("tradeoff", QUICKSTART, "alternatives", "--plans", "2"),
    "tradeoff weightings": ("tradeoff", QUICKSTART, "weightings", "--samples", "2"),
    "tradeoff stochastic": (
        *("tradeoff", QUICKSTART, "stochastic"),
        *("--futures", "2", "--simulate", "1", "--set", "policy.planner.gap=0.05"),
    ),
    "compare": ("compare", BASE, TRADITIONAL),
    "explain": ("explain", BASE),
    "explain project": ("explain", BASE, "P01"),
    "explain parcel": ("explain", BASE, "QK-A1"),
    "runs": ("runs",),
    "runs show": ("runs", "show", BASE),
    "verify": ("verify", BASE),
    "schema": ("schema",),
    "plugins": ("plugins",),
    "doctor": ("doctor",),
}
"""Calls that change nothing."""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", READING.values(), ids=READING)
def test_verb_speaks_the_language_and_leaves_no_control_codes(words, lang, store):
    outcome = call(*words, store=store, lang=lang)
    assert outcome.exit_code == 0, outcome.err
    assert_plain(outcome)
    assert outcome.out
    if words[0] == "schema":
        return
    assert bool(CHINESE.search(outcome.out)) or lang == "en"
    assert (outcome.out + outcome.err).encode("gbk", errors="strict")


@pytest.mark.parametrize("words", READING.values(), ids=READING)
def test_json_is_exactly_one_document(words, store):
    outcome = call(*words, "--json", store=store)
    assert outcome.exit_code == 0, outcome.err
    assert isinstance(outcome.document, dict)
    for line in outcome.err.splitlines():
        json.loads(line)


def test_plan_has_the_promised_keys(store, tmp_path):
    file = tmp_path / "plan.json"
    outcome = call("plan", QUICKSTART, "-o", file, "--json")
    plan = outcome.document
    assert plan["termination"] == "optimal"
    assert plan["objective"] <= plan["bound"] + 1e-6
    assert 0 <= plan["gap"] <= 0.01
    assert plan["assignments"]
    assert {"project", "parcels", "period", "mode"} <= plan["assignments"][0].keys()
    assert all(other["objective"] <= plan["bound"] for other in plan["baselines"].values())
    assert json.loads(file.read_text(encoding="utf-8")) == plan


def test_plan_by_another_planner_has_no_bound():
    plan = call("plan", QUICKSTART, "--planner", "fcfs", "--json").document
    assert (plan["planner"], plan["termination"], plan["bound"]) == ("fcfs", "heuristic", None)


def test_run_saves_and_reports_by_itself(store):
    for name in (BASE, TRADITIONAL):
        (folder,) = (store / "quickstart").glob(f"{name}-??????")
        assert (folder / "manifest.json").is_file()
        assert (folder / "tables" / "metrics.parquet").is_file()
    (report,) = (store / "quickstart").glob("report-*.html")
    text = report.read_text(encoding="utf-8")
    assert "Content-Security-Policy" in text
    assert "P01" in text


def test_resolved_names_the_origin_of_values():
    outcome = call("validate", QUICKSTART, "--resolved", "--set", "policy.supply.committee_days=3")
    lines = dict(line.split(" = ", 1) for line in outcome.out.splitlines() if " = " in line)
    assert lines["policy.supply.committee_days"].endswith("# --set #1")
    assert re.search(r"# \S*scenario\.yaml:\d+:\d+$", lines["policy.supply.quota_m2_per_year"])
    assert "pack gz2020" in lines["policy.tenure.grant.grant_years"]


def test_validate_takes_a_folder_or_its_file():
    folder = call("validate", QUICKSTART, "--json").document
    file = call("validate", QUICKSTART / "scenario.yaml", "--json").document
    assert folder == file
    assert folder["facts"]["n_parcels"] == 12


def test_compare_is_paired_against_the_baseline(store):
    document = call(
        "compare", TRADITIONAL, BASE, "--baseline", BASE, "--json", store=store
    ).document
    (comparison,) = document["comparisons"]
    assert comparison["run"].startswith(TRADITIONAL)
    for entry in comparison["differences"]:
        before, after = entry["baseline"]["mean"], entry["variant"]["mean"]
        if None not in (before, after) and entry["difference"]["n"] == 2:
            assert entry["difference"]["mean"] == pytest.approx(after - before, abs=1e-6)


def test_compare_of_one_metric(store):
    words = ("compare", BASE, TRADITIONAL, "--metric", "projects_served", "--json")
    (comparison,) = call(*words, store=store).document["comparisons"]
    assert [entry["metric"] for entry in comparison["differences"]] == ["projects_served"]


def test_run_is_found_by_path_too(store):
    (folder,) = (store / "quickstart").glob(f"{BASE}-??????")
    assert call("verify", folder, store=store / "elsewhere").exit_code == 0


def test_report_of_two_runs_goes_where_it_is_told(store, tmp_path):
    page = tmp_path / "both.html"
    outcome = call("report", BASE, TRADITIONAL, "-o", page, "--json", store=store)
    assert outcome.document["bytes"] == page.stat().st_size < 8_000_000


@pytest.mark.parametrize("form", ["xlsx", "csv", "gpkg", "geojson", "parquet"])
def test_export_writes_every_format(form, store, tmp_path):
    out = tmp_path / f"handed-over.{form}"
    outcome = call("export", BASE, "--to", form, "-o", out, "--json", store=store)
    assert outcome.exit_code == 0, outcome.err
    files = outcome.document["files"]
    assert files
    assert all(tmp_path in type(tmp_path)(name).parents for name in files)


@pytest.mark.parametrize("template", ["qingsheng", "startup_floors", "blank", "synthetic"])
def test_new_scenario_validates_or_says_what_is_missing(template, tmp_path):
    folder = tmp_path / "mine"
    made = call("new", folder, "--template", template, "--json")
    assert made.exit_code == 0, made.err
    assert made.document["files"]
    checked = call("validate", folder)
    assert checked.exit_code == 0, checked.err


def test_new_never_overwrites(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = call("new", tmp_path)
    assert outcome.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_verify_notices_a_changed_table(store, tmp_path):
    (folder,) = (store / "quickstart").glob(f"{BASE}-??????")
    copy = tmp_path / "tampered"
    shutil.copytree(folder, copy)
    table = copy / "tables" / "metrics.parquet"
    table.write_bytes(table.read_bytes()[:-1] + b"X")
    outcome = call("verify", copy)
    assert outcome.exit_code == 2
    assert "metrics.parquet was changed" in outcome.out
    assert not call("verify", copy, "--json").document["is_sound"]


def test_runs_are_removed_only_when_told(store, tmp_path):
    mine = tmp_path / "results"
    shutil.copytree(store, mine)
    assert call("runs", "rm", BASE, store=mine).exit_code == 2
    assert call("runs", "rm", BASE, "--yes", store=mine).exit_code == 0
    left = call("runs", "--json", store=mine).document["runs"]
    assert [run["variant"] for run in left] == [TRADITIONAL]


def test_explain_says_why_and_when(store):
    text = call("explain", BASE, "P01", store=store).out
    assert "P01" in text
    assert "2021-01-11" in text
