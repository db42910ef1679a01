"""The command line says why: what would serve a project, and which limits leave no plan."""

import re

import pytest
from e2e.calls import BASE, QUICKSTART, call

LOCKED = ("--set", "policy.land.locks=[{project: P04}, {project: P13}]")
CLAIMED = ("--set", "policy.land.claims={M1: {zone: M1, min_m2: 200000}}")


def test_explain_names_the_smallest_changes_that_would_serve_a_project(store):
    text = call("explain", BASE, "P08", store=store).out
    assert "It would be served if it waited " in text
    assert "Each change was verified by planning anew" in text
    short = call("explain", BASE, "P08", "--short", store=store).out
    assert text.startswith(short.rstrip())
    assert "It would be served" not in short


def test_the_same_in_chinese(store):
    text = call("explain", BASE, "P08", store=store, lang="zh").out
    assert "若其多等 6 个月，则可获供地。" in text
    assert "It " not in text


@pytest.mark.parametrize("verb", ["validate", "plan"])
def test_limits_that_leave_no_plan(verb, store):
    outcome = call(verb, QUICKSTART, *LOCKED, *CLAIMED, store=store)
    said = outcome.out + outcome.err
    assert outcome.exit_code == 1
    assert "In conflict: P13 locked in (rule locks)." in said
    assert re.search(r"P13 has no option at all: score 55\.[67], standard 60\.0", said)
    assert "There would be a plan if " in said
    assert "P13 were not locked in" in said


@pytest.mark.parametrize("verb", ["validate", "plan"])
def test_limits_that_leave_no_plan_in_chinese(verb, store):
    outcome = call(verb, QUICKSTART, *LOCKED, store=store, lang="zh")
    assert outcome.exit_code == 1
    assert "冲突项：锁定 P13（规则 locks）。" in outcome.out + outcome.err


def test_limits_that_leave_no_plan_as_json(store):
    plan = call("plan", QUICKSTART, *LOCKED, "--json", store=store).document
    assert plan["exit_code"] == 1
    assert plan["error"]["rules"] == ["locks"]
    assert "In conflict: P13 locked in (rule locks)." in plan["error"]["details"]
    checked = call("validate", QUICKSTART, *LOCKED, "--json", store=store).document
    assert checked["runnable"] is False
    assert "There would be a plan if P13 were not locked in." in checked["conflict"]


def test_plan_says_why_and_what_limits_are_worth(store):
    outcome = call("plan", QUICKSTART, "--why", "P08", "--prices", "-q", store=store)
    assert "(P08):\n" in outcome.out
    assert "It would be served if it waited 6 months longer." in outcome.out
    assert "LP price" in outcome.out
    document = call("plan", QUICKSTART, "--why", "P08", "--prices", "--json", store=store).document
    assert list(document["why"]) == ["P08"]
    prices = document["prices"]
    assert prices["relaxed_points"] >= document["objective"] - 1e-6
    quota = [entry for entry in prices["prices"] if entry["rule"] == "quota"]
    assert all(entry["unit"] == "ha" and entry["relaxed_points"] > 0 for entry in quota)


def test_plan_knows_who_is_without_land(store):
    outcome = call("plan", QUICKSTART, "--why", "P01", "-q", store=store)
    assert outcome.exit_code == 2
    assert 'unknown project without land "P01"' in outcome.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_explain_audits_and_prices_the_foresight_plan(lang, store):
    words = ("explain", BASE, "--audit", "--moves", "20", "--prices", "-q")
    text = call(*words, store=store, lang=lang).out
    assert ("20 of 228 figures" if lang == "en" else "共 228 项，试 20 项") in text
    assert ("LP price" if lang == "en" else "LP 价格") in text
    assert ("parcel QK-A1" if lang == "en" else "地块 QK-A1") in text


def test_the_audit_as_json(store):
    found = call("explain", BASE, "--audit", "--moves", "20", "--json", store=store).document
    audit = found["audit"]
    assert audit["tried"] == 20
    assert {entry["project"] for entry in audit["projects"]} >= {"P01", "P08"}
    assert all(abs(flip["share"]) <= 0.05 for flip in audit["flips"])
