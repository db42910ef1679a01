"""The page is one offline file, safe against its own data, and the same every time."""

import base64
import hashlib
import json
import re

import pytest
from unit.report import handmade

from landsim.core.label import Language
from landsim.errors import LandsimError, ResultsError
from landsim.files.store import StoredRun
from landsim.report import page, write_report
from landsim.report.blocks import Block, Chapter
from landsim.report.page import content_policy, embedded_json
from landsim.report.sections import SECTIONS
from landsim.report.text import say

SIZE_MAX = 8_000_000


def scripts(html):
    return re.findall(r"<script>(.*?)</script>", html, re.DOTALL)


def test_hostile_name_cannot_end_the_data(html, data):
    names = [p["name"] for history in data["histories"] for p in history["projects"]]
    assert any("</script><script>" in name for name in names)
    assert "</script><script>alert" not in html
    assert html.count("</script>") == 3


def test_embedded_json_reads_back_unchanged():
    value = {"a": "</script><!--\u2028", "b": [1.5, None]}
    text = embedded_json(value)
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == value


def test_embedded_json_refuses_what_is_no_json():
    with pytest.raises(ValueError, match="Out of range"):
        embedded_json({"x": float("nan")})


def test_policy_allows_nothing_but_the_two_scripts(html):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html).group(1)
    policy = policy.replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert "unsafe" not in rules["script-src"]
    for script in scripts(html):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules["script-src"]
    assert len(scripts(html)) == len(rules["script-src"].split()) == 2


def test_policy_stands_before_everything_it_governs(html):
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<script")


def test_nothing_is_loaded_from_anywhere(html):
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL).group(1)
    frame = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    assert re.findall(r"\b(?:src|href|action|data|poster)\s*=", frame) == []
    assert re.findall(r"https?:", frame) == []
    assert set(re.findall(r"url\(([^)]*)\)", style)) <= {
        f"#p-{state}"
        for state in (
            "unserviced",
            "reserved",
            "idle",
            "construction",
            "clearing",
            "approval",
            "leased",
            "granted",
        )
    }
    assert "@import" not in style


def test_own_script_makes_no_markup_of_text():
    script = page.page_script()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in script
    assert (
        re.findall(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|importScripts)\b", script) == []
    )
    assert set(re.findall(r"https?://[^\"'\s]+", script)) == {"http://www.w3.org/2000/svg"}


def test_script_that_would_end_its_element_is_refused(monkeypatch):
    monkeypatch.setattr(page, "page_script", lambda: "x = '</SCRIPT>'")
    with pytest.raises(LandsimError, match="end tag"):
        page.render({"title": say("Run")}, Language.EN)


def test_plotly_stands_in_the_page_once(html):
    assert html.count("* plotly.js v") == 1


def test_same_runs_give_the_same_bytes(runs, page_file, tmp_path):
    again = [StoredRun(run.folder) for run in runs]
    assert write_report(again, tmp_path / "again.html").read_bytes() == page_file.read_bytes()


def test_page_opens_in_the_language_asked_for(runs, tmp_path):
    english = write_report(runs[:1], tmp_path / "en.html", language=Language.EN)
    text = english.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "<title>Test park land · simulation report</title>" in text
    assert '"language":"en"' in text


@pytest.mark.slow
def test_size_stays_within_its_budget(tmp_path):
    world = handmade.scenario(n_parcels=600, n_projects=400, step_days=7.0)
    run = handmade.stored_run(tmp_path / "big", world, reps=1)
    path = write_report([run] * 4, tmp_path / "big.html")
    assert path.stat().st_size <= SIZE_MAX


def test_report_of_no_run_is_refused(tmp_path):
    with pytest.raises(ResultsError, match="at least one run"):
        write_report([], tmp_path / "none.html")


def test_own_section_is_added_by_a_longer_tuple(runs, tmp_path):
    def mine(study):
        block = Block(kind="prose", data=([say("Run")],))
        return Chapter(id="mine", title=say("Run"), blocks=(block,))

    path = write_report(runs, tmp_path / "mine.html", sections=(*SECTIONS, mine))
    assert '"id":"mine"' in path.read_text(encoding="utf-8")


def test_chapters_stand_in_the_order_of_a_meeting(data):
    assert [chapter["id"] for chapter in data["sections"]] == [
        "verdict",
        "map",
        "gantt",
        "approvals",
        "trends",
        "comparison",
        "allocation",
        "quality",
        "method",
        "record",
    ]


def test_single_run_has_no_comparison(runs):
    study = page.study_view(runs[:1])
    ids = [chapter.id for chapter in page.chapters(study)]
    assert "comparison" not in ids
    assert "verdict" in ids


def test_policy_names_every_script_by_its_hash():
    assert content_policy(["a"]).count("sha256-") == 1


def test_runs_of_other_parks_are_refused_rather_than_compared(runs, tmp_path):
    other = handmade.stored_run(tmp_path / "other", handmade.scenario(n_parcels=6), reps=1)
    with pytest.raises(ResultsError, match="park"):
        write_report([runs[0], other], tmp_path / "mixed.html")
