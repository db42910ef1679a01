import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from landsim.core.label import Language
from landsim.core.trajectory import MilestoneKind, Outcome
from landsim.files.eventlog import moment, review_events
from landsim.files.export import export_run
from landsim.files.store import StoredRun
from landsim.testing.builders import tiny_scenario

XES = "{http://www.xes-standard.org/}"
TYPED = {"string", "int", "boolean", "date", "float"}


def passes(run: StoredRun) -> list[Any]:
    return [entry for r in run.replications for entry in run.trajectory(r).stage_passes]


@pytest.fixture
def xes(tiny_run: StoredRun, tmp_path: Path) -> Any:
    (path,) = export_run(tiny_run, "xes", tmp_path / "run.xes", language=Language.EN)
    return etree.parse(path).getroot()


@pytest.fixture
def ocel(tiny_run: StoredRun, tmp_path: Path) -> dict[str, Any]:
    (path,) = export_run(tiny_run, "ocel", tmp_path / "run.json", language=Language.EN)
    return dict(json.loads(path.read_text(encoding="utf-8")))


def attributes(element: Any) -> dict[str, str]:
    return {child.get("key"): child.get("value") for child in element if child.get("key")}


def test_moments_are_calendar_days_in_china() -> None:
    horizon = tiny_scenario().horizon
    begin = moment(horizon, 0.0)
    assert begin.date() == horizon.start
    assert begin.utcoffset() == timedelta(hours=8)
    assert moment(horizon, 1.5) - begin == timedelta(days=1, hours=12)


def test_a_trace_for_every_project_that_met_a_stage(tiny_run: StoredRun, xes: Any) -> None:
    cases = [attributes(trace)["concept:name"] for trace in xes.iter(f"{XES}trace")]
    met = {
        f"{replication}:{entry.project}"
        for replication in tiny_run.replications
        for entry in tiny_run.trajectory(replication).stage_passes
    }
    assert len(cases) == len(set(cases))
    assert set(cases) == met


def test_every_review_is_scheduled_and_completes_unless_cut_off(
    tiny_run: StoredRun, xes: Any
) -> None:
    found = [attributes(event)["lifecycle:transition"] for event in xes.iter(f"{XES}event")]
    reviews = passes(tiny_run)
    started = [review for review in reviews if review.started == review.started]
    over = [review for review in reviews if review.outcome is not Outcome.UNFINISHED]
    assert found.count("schedule") == len(reviews)
    assert found.count("start") == len(started)
    assert found.count("complete") == len(over)


def test_events_of_a_trace_are_in_order(xes: Any) -> None:
    for trace in xes.iter(f"{XES}trace"):
        times = [
            datetime.fromisoformat(attributes(event)["time:timestamp"])
            for event in trace.iter(f"{XES}event")
        ]
        assert times == sorted(times)


def test_xes_has_what_the_standard_asks_for(xes: Any) -> None:
    assert xes.get("xes.version") == "2.0"
    kinds = [etree.QName(child).localname for child in xes]
    assert kinds[:4] == ["extension"] * 4
    assert kinds.index("classifier") > kinds.index("global") > 3
    prefixes = {child.get("prefix") for child in xes.iter(f"{XES}extension")}
    for event in xes.iter(f"{XES}event"):
        assert {etree.QName(child).localname for child in event} <= TYPED
        keys = attributes(event)
        assert {key.split(":")[0] for key in keys if ":" in key} <= prefixes
        assert {"concept:name", "lifecycle:transition", "time:timestamp"} <= set(keys)


def test_the_event_table_tells_waiting_from_work(tiny_run: StoredRun, tmp_path: Path) -> None:
    (path,) = export_run(tiny_run, "events", tmp_path / "events.csv", language=Language.ZH)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    reviews = passes(tiny_run)
    assert len(rows) == len(reviews)
    waited = sum(
        (
            datetime.fromisoformat(row["start_time"]) - datetime.fromisoformat(row["enabled_time"])
        ).total_seconds()
        for row in rows
        if row["start_time"]
    )
    expected = sum(
        review.started - review.enabled for review in reviews if review.started == review.started
    )
    assert waited / 86_400 == pytest.approx(expected, abs=1e-4)
    assert rows[0]["activity"].startswith(f"{rows[0]['stage']} ")


def test_ocel_refers_only_to_what_it_declares(ocel: dict[str, Any]) -> None:
    objects = {entry["id"]: entry["type"] for entry in ocel["objects"]}
    assert len(objects) == len(ocel["objects"])
    declared = {
        part: {
            entry["name"]: {item["name"] for item in entry["attributes"]} for entry in ocel[part]
        }
        for part in ("objectTypes", "eventTypes")
    }
    assert set(objects.values()) <= set(declared["objectTypes"])
    for entry in ocel["objects"]:
        names = {item["name"] for item in entry["attributes"]}
        assert names <= declared["objectTypes"][entry["type"]]
    for entry in ocel["events"]:
        assert {item["name"] for item in entry["attributes"]} <= declared["eventTypes"][
            entry["type"]
        ]
    for entry in (*ocel["objects"], *ocel["events"]):
        assert all(link["objectId"] in objects for link in entry["relationships"])
        assert all(link["qualifier"] for link in entry["relationships"])


def test_ocel_events_are_numbered_in_order_of_time(ocel: dict[str, Any]) -> None:
    times = [datetime.fromisoformat(event["time"]) for event in ocel["events"]]
    assert times == sorted(times)
    assert len({event["id"] for event in ocel["events"]}) == len(times)


def test_a_contract_binds_holder_and_land(tiny_run: StoredRun, ocel: dict[str, Any]) -> None:
    signed = [
        (replication, milestone)
        for replication in tiny_run.replications
        for milestone in tiny_run.trajectory(replication).of(MilestoneKind.CONTRACTED)
    ]
    contracts = [entry for entry in ocel["objects"] if entry["type"] == "contract"]
    assert len(contracts) == len(signed) > 0
    for replication, milestone in signed:
        held = next(
            entry
            for entry in contracts
            if {"objectId": f"{replication}:{milestone.project}", "qualifier": "holder"}
            in entry["relationships"]
        )
        land = {link["objectId"] for link in held["relationships"] if link["qualifier"] == "land"}
        assert land == {f"{replication}:{name}" for name in milestone.parcel.split("+")}


def test_a_permit_is_issued_once(ocel: dict[str, Any]) -> None:
    permits = [entry["id"] for entry in ocel["objects"] if entry["type"] == "permit"]
    issued = [
        link["objectId"]
        for event in ocel["events"]
        for link in event["relationships"]
        if link["qualifier"] == "issues"
    ]
    assert sorted(issued) == sorted(permits)
    assert permits


def test_logs_follow_the_language(tiny_run: StoredRun) -> None:
    zh = {event.activity for event in review_events(tiny_run, Language.ZH)}
    en = {event.activity for event in review_events(tiny_run, Language.EN)}
    assert len(zh) == len(en)
    assert {name.split(" ")[0] for name in zh} == {name.split(" ")[0] for name in en}


def test_a_process_miner_opens_both_logs(tiny_run: StoredRun, tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    (xes,) = export_run(tiny_run, "xes", tmp_path / "run.xes")
    (ocel,) = export_run(tiny_run, "ocel", tmp_path / "run.ocel.json")
    assert pm4py.read_xes(str(xes))["case:concept:name"].nunique() > 0
    assert set(pm4py.ocel_get_object_types(pm4py.read_ocel2(str(ocel)))) >= {"project", "permit"}
