from dataclasses import replace
from pathlib import Path

import pytest

from landsim.core.ids import TenureModeId
from landsim.core.label import Language
from landsim.core.plan import Assignment, Refusal, RefusalCause, Take
from landsim.core.project import Scorecard
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState
from landsim.core.trajectory import MilestoneKind, ParcelState
from landsim.errors import UnknownNameError
from landsim.files.store import RunStore, StoredRun
from landsim.metrics.histories import Standing
from landsim.study import sentences
from landsim.study.explain import explain
from landsim.study.run import run_study
from landsim.testing.builders import project, tiny_scenario
from tests.unit.conftest import loaded


def told(run: StoredRun, subject: str, **options) -> list[str]:
    lines = explain(run, subject, **options).lines
    return [line.message.format_map(dict(line.values)) for line in lines]


def test_a_served_project_tells_its_life(tiny_run: StoredRun) -> None:
    story = told(tiny_run, "J1")
    assignment = tiny_run.table("assignments").query("project == 'J1' and replication == 0")
    row = assignment.iloc[0]
    assert story[0] == (
        "J1 (J1) filed on 2021-05-01. It needs 45.0 to 90.0 mu in zone M1 / M0 and 2.0 MW "
        "by 2021-05-31, and waits until 2022-07-05."
    )
    assert f"On {row['assigned_date']:%Y-%m-%d} it was given {row['parcel']}, 60.0 mu, " in story[2]
    assert f"{row['permitted_date']:%Y-%m-%d}: construction permit issued." in story
    assert "It had land within the horizon." in story
    assert "Served in 3 of 3 replications." in story
    assert any(line.startswith("With every project known beforehand:") for line in story)


def test_an_unserved_project_tells_why_and_who_had_the_land(tiny_run: StoredRun) -> None:
    story = told(tiny_run, "J5", replication=1)
    assert any(line.startswith("Passed over at ") for line in story)
    assert "Every fitting parcel was held or not ready." in story
    assert any(line.startswith("Withdrawn on 2023-10-28 without land") for line in story)
    assert "Served in 0 of 3 replications." in story
    # Only replication 0 has a plan with foresight.
    assert not any("known beforehand" in line for line in story)


def test_a_parcel_tells_its_history(tiny_run: StoredRun) -> None:
    story = told(tiny_run, "P1")
    assert story[0] == "Parcel P1: 60.0 mu in zone M1, ready from 2021-01-01."
    assert story[1].startswith("2021-01-01 to ")
    assert story[1].endswith("60.0 mu free.")
    assert any(" mu under construction by J" in line for line in story)
    assert story[-1].startswith("20")


def test_names_of_data_come_in_the_language_asked(tiny_run: StoredRun) -> None:
    assert any("under grant." in line for line in told(tiny_run, "J1"))
    assert any("under 一次性出让." in line for line in told(tiny_run, "J1", language=Language.ZH))


def test_who_misses_the_standard_is_told_by_how_much(tmp_path: Path) -> None:
    """The standard asks 500 of M1; this project promises 133, and can use M1 alone."""
    poor = project("J1")
    poor = replace(
        poor,
        promises=replace(poor.promises, output_mcny_per_year=60.0),
        needs=replace(poor.needs, zones=("M1",)),
    )
    world = tiny_scenario(projects=(poor,))
    run = run_study(loaded(world), reps=1, store=RunStore(tmp_path), planner="fcfs")
    story = told(run, "J1")
    assert story[1] == (
        "In zone M1 it promises yearly output of 133.3 where 500 is asked, "
        "in 10,000 CNY per mu; 367 more would do."
    )
    assert any(line.startswith("Refused on 2021-") for line in story)


def test_an_unknown_name_names_the_nearest(tiny_run: StoredRun) -> None:
    with pytest.raises(UnknownNameError, match='did you mean "P1"'):
        explain(tiny_run, "P-1")


def test_every_cause_event_state_and_standing_has_a_sentence() -> None:
    assert set(sentences.CAUSES) == set(RefusalCause)
    assert set(sentences.STATES) == set(ParcelState)
    assert set(sentences.OUTCOMES) == set(Standing)
    before_land = {
        MilestoneKind.FILED,
        MilestoneKind.ADMITTED,
        MilestoneKind.REFUSED,
        MilestoneKind.ASSIGNED,
        MilestoneKind.DECLINED,
        MilestoneKind.WITHDRAWN,
    }
    assert set(sentences.EVENTS) == set(MilestoneKind) - before_land


def test_a_green_case_that_declines_an_offer_says_so(tmp_path: Path) -> None:
    """It can pay 1 million CNY in the first year; no mode on offer is that cheap."""
    poor = replace(project("J1"), ability_to_pay_mcny=1.0)
    keen = replace(poor, scorecard=Scorecard(technology=100, finance=100, management=100))
    run = run_study(
        loaded(tiny_scenario(projects=(keen,))),
        reps=1,
        store=RunStore(tmp_path),
        make_decide=offer_whatever_is_free,
    )
    story = told(run, "J1")
    assert "It went through the green channel." in story
    assert any(" it declined P1 under grant (" in line for line in story)
    assert "The decider gave the cause not my turn." in story


def offer_whatever_is_free(scenario: Scenario) -> Decide:
    """Offer the first free parcel on one day, and nothing on the next."""

    def decide(state: LandState) -> Decision:
        project_id = state.waiting[0].project.id
        if state.waiting[0].declined_parcels or state.waiting[0].declined_modes:
            refusal = Refusal(project=project_id, cause="not my turn")
            return Decision(assignments=(), refusals=(refusal,))
        lot = state.free[0]
        assignment = Assignment(
            project=project_id,
            bundle=(Take(parcel=lot.parcel, area_m2=lot.area_m2),),
            period=state.period,
            mode=TenureModeId("grant"),
            end_period=scenario.horizon.n_periods,
        )
        return Decision(assignments=(assignment,))

    return decide
