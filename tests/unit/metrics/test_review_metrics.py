import math
from dataclasses import replace

import pytest

from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind as Kind
from landsim.core.trajectory import Outcome, Trajectory
from landsim.metrics.metric import metrics
from landsim.testing.builders import project, tiny_scenario
from landsim.testing.trajectories import made_trajectory, milestone, review


def world(promise: float | None = None) -> Scenario:
    plain = tiny_scenario(projects=tuple(project(f"J{n}") for n in range(1, 7)))
    approvals = replace(plain.policy.approvals, permit_promise_workdays=promise)
    return replace(plain, policy=replace(plain.policy, approvals=approvals))


def history() -> Trajectory:
    """Six reviews at a desk, one of them green; the horizon ends on day 2922."""
    return made_trajectory(
        world(),
        stage_passes=(
            review("J1", 0, 10, started=4.0, deadline=30.0),
            review("J1", 10, 50, started=20.0, deadline=40.0),  # late
            review("J2", 0, 20, outcome=Outcome.CORRECTION, deadline=30.0),
            review("J2", 25, 55, outcome=Outcome.DEEMED, deadline=55.0),  # desk did not answer
            review("J3", 0, 6, started=2.0, is_green=True, deadline=30.0),
            review(
                "J4",
                2900,
                2922,
                started=math.nan,
                outcome=Outcome.UNFINISHED,
                deadline=2930.0,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("reviews", 5),
        ("corrections", 1),
        ("corrections_share", 1 / 5),
        ("deemed_approvals", 1),
        ("limit_breach_share", 2 / 5),  # the open review has time left and is left out
        ("desk_wait_green_workdays", 2),
        ("desk_wait_ordinary_workdays", (4 + 10 + 0 + 0 + 22) / 5),
        ("desk_wait_ordinary_per_project_workdays", (14 + 0 + 22) / 3),
    ],
)
def test_reviews_by_hand(name: str, expected: float) -> None:
    assert metrics.get(name).compute(world(), history()) == pytest.approx(expected)


def test_an_open_review_past_its_limit_is_a_breach() -> None:
    late = review("J1", 2800, 2922, outcome=Outcome.UNFINISHED, deadline=2830.0)
    trajectory = made_trajectory(world(), stage_passes=(late,))
    assert metrics.get("limit_breach_share").compute(world(), trajectory) == 1


def test_stages_without_a_desk_do_not_queue() -> None:
    market = review("J1", 0, 10, started=4.0)._replace(stage="N05")
    trajectory = made_trajectory(world(), stage_passes=(market,))
    assert math.isnan(metrics.get("desk_wait_ordinary_workdays").compute(world(), trajectory))


def test_promise_kept_by_hand() -> None:
    """J1 in time, J2 late, J3 without permit and late, J4 still in time, J5 left in time;
    J6 has no contract yet."""
    trajectory = made_trajectory(
        world(),
        milestones=(
            milestone(0, "J6", Kind.FILED),
            milestone(0, "J1", Kind.CONTRACTED),
            milestone(0, "J2", Kind.CONTRACTED),
            milestone(0, "J3", Kind.CONTRACTED),
            milestone(0, "J5", Kind.CONTRACTED),
            milestone(5, "J5", Kind.EXITED),
            milestone(30, "J1", Kind.PERMITTED),
            milestone(31, "J2", Kind.PERMITTED),
            milestone(2900, "J4", Kind.CONTRACTED),
        ),
    )
    kept = metrics.get("permit_promise_kept_share")
    assert kept.compute(world(30.0), trajectory) == pytest.approx(1 / 3)
    assert math.isnan(kept.compute(world(None), trajectory))
