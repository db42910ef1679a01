"""Chapters show the figures of the tables, not others."""

import math

import pytest
from unit.report import handmade

from landsim.core.result import Direction
from landsim.files.store import StoredRun
from landsim.metrics.metric import metrics
from landsim.report import allocation, comparison, method, quality, record, trends, verdict
from landsim.report.approvals import chapter as approvals_chapter
from landsim.report.desks import desk_waits
from landsim.report.funnel import funnel, furthest_steps
from landsim.report.headline import CARDS, CHARTED, TITLES
from landsim.report.supplied import supply_by_year
from landsim.report.tables import row
from landsim.report.verdict import tone
from landsim.report.view import study_view


def block(chapter, kind, place=0):
    return [found for found in chapter.blocks if found.kind == kind][place]


def test_headline_metrics_are_registered():
    assert set(CHARTED) <= set(metrics.names())
    assert set(CARDS) <= set(TITLES)


def test_cards_show_means_and_differences_from_the_baseline(study):
    cards = block(verdict.chapter(study), "cards").data
    lead = {card["name"]["en"]: card for card in cards[1]}["Filing to construction permit"]
    column = "filing_to_permit_workdays"
    mean = study.runs[1].metrics[column].mean()
    before = study.runs[0].metrics[column].mean()
    assert lead["figure"]["en"] == f"{mean:.0f}"
    assert lead["versus"]["en"].startswith(f"−{before - mean:.0f} working days")
    assert lead["tone"] == "better"
    assert "versus" not in cards[0][0]


def test_share_differs_in_percentage_points(study):
    cards = block(verdict.chapter(study), "cards").data[1]
    idle = next(card for card in cards if card["name"]["en"].startswith("Idle"))
    assert idle["versus"]["en"].endswith("percentage points")


@pytest.mark.parametrize(
    ("low", "high", "better", "expected"),
    [
        (1.0, 2.0, Direction.HIGHER, "better"),
        (1.0, 2.0, Direction.LOWER, "worse"),
        (-2.0, -1.0, Direction.LOWER, "better"),
        (-1.0, 1.0, Direction.HIGHER, ""),
        (1.0, 2.0, Direction.NEITHER, ""),
        (math.nan, math.nan, Direction.HIGHER, ""),
    ],
)
def test_only_a_sure_difference_is_called_better_or_worse(low, high, better, expected):
    assert tone(low, high, better) == expected


def test_verdict_names_both_policies(study):
    sentence = block(verdict.chapter(study), "verdict").data[0]["sentence"]
    assert "Traditional" in sentence["en"]
    assert "方案Reform" in sentence["zh"]


def test_funnel_loses_nobody(view):
    data = funnel(view)
    steps = [step["amount"] for step in data["steps"]]
    for place in range(len(steps) - 1):
        gone = sum(e["amount"] for e in data["exits"] if e["step"] == place)
        assert steps[place] == pytest.approx(steps[place + 1] + gone)
    assert steps[0] == len(view.scenario.projects)


def test_project_that_left_after_production_counts_as_reaching_it(view):
    reached = furthest_steps(view)
    assert set(reached["end"]) <= {"", "refused", "withdrawn", "left", "open"}
    assert len(reached) == view.n_replications * len(view.scenario.projects)


def test_stage_times_are_quantiles_of_the_log(view):
    figure = block(approvals_chapter(study_view([view.run])), "figure").data[0]
    rows = figure["table"]["rows"]
    log = view.table("stage_log")
    mine = log[(log["stage"] == "N12") & ~log["is_green"]]
    days = mine["waited_workdays"] + mine["worked_workdays"]
    found = next(r["cells"] for r in rows if r["cells"][0]["en"].startswith("N12"))
    assert found[3] == pytest.approx(days.median(), abs=0.01)
    assert found[4] == pytest.approx(days.quantile(0.9), abs=0.01)
    assert found[5] == 30.0


def test_waits_at_desks_are_means_of_the_log(view):
    cells = desk_waits(view)["rows"][0]["cells"]
    log = view.table("stage_log")
    ordinary = log[(log["desk"] == "planning") & ~log["is_green"]]
    assert cells[1] == 2
    assert cells[4] == pytest.approx(ordinary["waited_workdays"].mean())


def test_fans_hold_the_quantiles_of_the_replications(study):
    chapter = trends.chapter(study)
    fan = block(chapter, "figure", 2).data[0]
    frame = study.runs[0].table("series")
    last = frame[frame["period"] == frame["period"].max()]["occupied_share"]
    rows = [r["cells"] for r in fan["table"]["rows"] if r["cells"][0]["en"] == "Traditional"]
    assert rows[-1][4] == pytest.approx(last.median(), abs=1e-4)


def test_targets_are_marked_on_their_fan(study):
    chapter = trends.chapter(study)
    firms = next(b for b in chapter.blocks if b.title["en"].startswith("Firms at work"))
    marks = [t for t in firms.data[0]["figure"]["data"] if t.get("marker", {}).get("symbol")]
    assert [(mark["x"], mark["y"]["en"]) for mark in marks] == [(["2026-01-01"], [8.0])]


def test_supply_by_year_adds_up_to_all_land_supplied(view):
    rows = supply_by_year(view)["table"]["rows"]
    total_ha = sum(sum(found["cells"][1:]) for found in rows)
    expected = view.table("assignments")["area_m2"].sum() / 1e4 / view.n_replications
    assert total_ha == pytest.approx(expected, rel=1e-3)


def test_comparison_shows_mean_difference_and_chance(study):
    table = block(comparison.chapter(study), "table").data[0]
    names = [found["cells"][1]["en"] for found in table["rows"]]
    cells = table["rows"][names.index("filing to permit")]["cells"]
    assert cells[0]["text"]["en"] == "Lead times"
    assert cells[5]["sub"]["en"].startswith("−")
    assert cells[5]["sub"]["en"].endswith("P 100 %")
    assert cells[5]["tone"] == "better"
    assert "sub" not in cells[4]


def test_topic_of_a_metric_filed_elsewhere_is_other(monkeypatch):
    assert comparison.topic(metrics.get("filing_to_permit_workdays")) == "lead_times"
    monkeypatch.setattr(comparison.metrics, "origin", lambda name: "somebody.elses")
    assert comparison.topic(metrics.get("filing_to_permit_workdays")) == "other"


def test_allocation_lists_every_project_with_its_parcel(view):
    table = allocation.chapter(study_view([view.run])).blocks[0].data[0]
    given = view.shown("assignments").set_index("project")
    assert len(table["rows"]) == len(view.scenario.projects)
    served = [r for r in table["rows"] if r["cells"][5]["text"]["en"].startswith("Given land")]
    assert len(served) == len(given)
    parcels = [str(parcel.id) for parcel in view.scenario.park.parcels]
    assert all(parcels[r["parcel"]] == r["cells"][6][0] for r in served)


def test_quality_tells_an_unproven_plan_from_a_proven_one(view):
    prose = block(quality.chapter(study_view([view.run])), "prose").data[0]
    assert any("not proven best" in text["en"] for text in prose)
    table = block(quality.chapter(study_view([view.run])), "table").data[0]
    assert table["rows"][0]["cells"][3] == pytest.approx(1.25)
    assert table["rows"][1]["cells"][2] is None


def test_assumptions_are_highlighted_and_come_first(view):
    table = block(method.chapter(study_view([view.run])), "table").data[0]
    first, second = table["rows"]
    assert (first["cells"][0], first["mark"]) == ("policy.y", True)
    assert "mark" not in second


def test_manifest_gives_hashes_and_command(view):
    chapter = record.chapter(study_view([view.run]))
    facts = {name["en"]: value for name, value in block(chapter, "facts").data[0]}
    assert facts["Command"] == "landsim run"
    files = block(chapter, "table", 1).data[0]["rows"]
    assert ["scenario.yaml", "1" * 64] in [found["cells"][1:] for found in files]


def test_missing_number_becomes_an_empty_cell():
    assert row(math.nan, 1.0)["cells"] == [None, 1.0]


def test_runs_of_one_policy_are_told_apart(tmp_path):
    world = handmade.scenario()
    for name in ("one", "two"):
        handmade.stored_run(tmp_path / name, world, reps=1)
    study = study_view([StoredRun(tmp_path / "one"), StoredRun(tmp_path / "two")])
    assert len({name["en"] for name in study.names}) == 2


def test_run_without_projects_is_reported(tmp_path):
    world = handmade.scenario(n_projects=1)
    run = handmade.stored_run(tmp_path / "few", world, reps=1)
    chapter = verdict.chapter(study_view([run]))
    assert block(chapter, "verdict").data[0]["sentence"]["en"]


def test_differences_are_paired_by_replication(study):
    pair = study.differences[1]["filing_to_permit_workdays"]
    gains = study.runs[1].metrics[pair.metric] - study.runs[0].metrics[pair.metric]
    assert pair.difference.mean == pytest.approx(gains.mean())
    assert study.differences[0] == {}


def test_verdict_says_when_no_permit_was_reached(runs, tmp_path):
    world = handmade.scenario(n_projects=2, step_days=20_000.0 / 2)
    run = handmade.stored_run(tmp_path / "late", world, reps=1, speed=100.0)
    sentence = block(verdict.chapter(study_view([run])), "verdict").data[0]["sentence"]
    assert "No project reached a construction permit." in sentence["en"]
    assert "–" not in sentence["en"]
