"""What keeps to an announcement, and verdicts that do not follow from what was decided."""

from dataclasses import replace

import pytest

from landsim.core.announcement import announcement_problems, keeps
from landsim.core.decisionlog import Announcement, Verdict
from landsim.core.ids import ParcelId, ProjectId, TenureModeId
from landsim.core.plan import Assignment, Take
from landsim.core.trajectory import Milestone, MilestoneKind
from landsim.testing.builders import tiny_scenario
from landsim.testing.trajectories import made_trajectory

SCENARIO = tiny_scenario()
TOLD = Assignment(
    project=ProjectId("J1"),
    bundle=(
        Take(parcel=ParcelId("P1"), area_m2=40_000),
        Take(parcel=ParcelId("P2"), area_m2=40_000),
    ),
    period=3,
    mode=TenureModeId("grant"),
    end_period=32,
)


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        ({}, True),
        ({"period": 2}, True),
        ({"period": 4}, False),
        ({"mode": TenureModeId("lease")}, False),
        ({"project": ProjectId("J2")}, False),
        ({"bundle": TOLD.bundle[:1]}, False),
        ({"bundle": TOLD.bundle[::-1]}, True),
    ],
)
def test_kept_is_the_same_land_and_mode_no_later(change, is_kept):
    assert keeps(TOLD, replace(TOLD, **change)) is is_kept


def row(**changes):
    made = Announcement(10.0, ProjectId("J1"), "P1+P2", "grant", 3, 100.0, Verdict.KEPT)
    return made._replace(**changes)


def faults(*rows, events=()):
    known = tuple(Milestone(*event, "P2+P1", "grant", "") for event in events)
    trajectory = made_trajectory(SCENARIO, announcements=rows, milestones=known)
    return list(announcement_problems(SCENARIO.horizon, trajectory))


@pytest.mark.parametrize("kind", [MilestoneKind.ASSIGNED, MilestoneKind.DECLINED])
def test_what_was_offered_as_announced_is_kept(kind):
    offered = [(100.0, "J1", kind)]
    assert faults(row(), events=offered) == []
    assert "says kept" in faults(row(verdict=Verdict.CHANGED), events=offered)[0]
    assert "says changed" in faults(row(), events=[(99.0, "J1", kind)])[0]
    late = [(300.0, "J1", kind)]
    assert "says changed" in faults(row(period=2, judged_day=300.0), events=late)[0]


def test_what_was_announced_again_is_kept():
    again = row(day=100.0, judged_day=2922.0, verdict=Verdict.LAPSED)
    assert faults(row(), again) == []
    other = again._replace(parcel="P1")
    assert "says changed" in faults(row(), other)[0]


def test_who_withdrew_released_the_announcement():
    gone = [(50.0, "J1", MilestoneKind.WITHDRAWN)]
    assert faults(row(verdict=Verdict.LAPSED), events=gone) == []
    assert "says lapsed" in faults(row(verdict=Verdict.CHANGED), events=gone)[0]


def test_an_announcement_is_of_a_later_period_and_judged_later():
    lapsed = row(judged_day=2922.0, verdict=Verdict.LAPSED)
    assert faults(lapsed) == []
    assert "not of a later period" in faults(lapsed._replace(period=0))[0]
    assert "not of a later period" in faults(lapsed._replace(day=2922.0))[0]
