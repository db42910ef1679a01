import pytest

from landsim.core.ids import ParcelId, ProjectId
from landsim.core.plan import Assignment, Plan, SolveReport, Take, Termination
from landsim.core.trajectory import Milestone, MilestoneKind, Trajectory
from landsim.testing.builders import GRANT


def assignment(*areas_m2: int) -> Assignment:
    bundle = tuple(
        Take(parcel=ParcelId(f"P{place}"), area_m2=area) for place, area in enumerate(areas_m2)
    )
    return Assignment(project=ProjectId("J"), bundle=bundle, period=0, mode=GRANT, end_period=4)


def report(objective: float, bound: float | None) -> SolveReport:
    return SolveReport(planner="optimal", objective=objective, bound=bound)


def test_a_bundle_adds_up():
    both = assignment(10_000, 25_000)
    assert both.area_m2 == 35_000
    assert both.parcels == ("P0", "P1")


def test_a_plan_adds_up():
    plan = Plan(
        assignments=(assignment(1000), assignment(2000, 500)),
        termination=Termination.HEURISTIC,
        report=report(1.0, None),
    )
    assert plan.area_m2 == 3500


@pytest.mark.parametrize(
    ("objective", "bound", "gap"),
    [(100.0, 103.0, 0.03), (-50.0, -40.0, 0.2), (100.0, 99.999, 0.0), (100.0, None, None)],
)
def test_the_gap_is_relative_to_the_objective(objective, bound, gap):
    assert report(objective, bound).gap == (None if gap is None else pytest.approx(gap))


def test_the_gap_of_an_empty_plan_is_finite():
    assert report(0.0, 0.0).gap == 0.0
    assert report(0.0, 1.0).gap > 1e6


def test_milestones_are_found_by_kind():
    happened = tuple(
        Milestone(day=float(day), project=ProjectId("J"), kind=kind, parcel="", mode="", detail="")
        for day, kind in enumerate(
            (MilestoneKind.FILED, MilestoneKind.DECLINED, MilestoneKind.DECLINED)
        )
    )
    trajectory = Trajectory(
        replication=0,
        seed=1,
        n_days=10,
        projects=(),
        milestones=happened,
        stage_passes=(),
        spans=(),
        area_postings=(),
        money_postings=(),
        productions=(),
        epochs=(),
        passed_over=(),
    )
    assert [entry.day for entry in trajectory.of(MilestoneKind.DECLINED)] == [1, 2]
    assert trajectory.of(MilestoneKind.EXITED) == ()
