import pytest

from landsim.core.ids import ProjectId
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind as Kind
from landsim.core.trajectory import PassedOver, Trajectory
from landsim.metrics.histories import Standing, histories
from landsim.metrics.metric import metrics
from landsim.testing.builders import project, tiny_scenario
from landsim.testing.trajectories import made_trajectory, milestone


@pytest.fixture
def world() -> Scenario:
    return tiny_scenario(projects=tuple(project(f"J{n}") for n in range(1, 6)))


def passed_over(day: float, name: str, cause: str) -> PassedOver:
    return PassedOver(day, ProjectId(name), cause, "", "", "")


@pytest.fixture
def history(world: Scenario) -> Trajectory:
    """J1 served, J2 refused, J3 withdrawn for quota, J4 waits for land, J5 under review."""
    return made_trajectory(
        world,
        milestones=(
            milestone(1, "J1", Kind.DECLINED),
            milestone(2, "J1", Kind.DECLINED),
            milestone(3, "J1", Kind.ASSIGNED),
            milestone(4, "J2", Kind.REFUSED),
            milestone(5, "J3", Kind.WITHDRAWN),
            milestone(9, "J1", Kind.EXITED),
        ),
        passed_over=(
            passed_over(2, "J1", "outcompeted"),
            passed_over(2, "J3", "not_free"),
            passed_over(4, "J3", "no_quota"),
            passed_over(6, "J4", "not_free"),
        ),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("projects_filed", 5),
        ("projects_served", 1),
        ("projects_refused", 1),
        ("projects_withdrawn", 1),
        ("projects_open", 2),
        ("projects_served_share", 0.2),
        ("projects_open_share", 0.4),
        ("offers_declined", 2),
        ("unserved_no_quota", 1),
        ("unserved_not_free", 1),
        ("unserved_outcompeted", 0),  # J1 was passed over once, and served later
    ],
)
def test_projects_by_hand(world: Scenario, history: Trajectory, name: str, expected: float) -> None:
    assert metrics.get(name).compute(world, history) == pytest.approx(expected)


def test_every_project_stands_somewhere(history: Trajectory) -> None:
    standings = [entry.standing for entry in histories(history)]
    assert standings == [
        Standing.SERVED,
        Standing.REFUSED,
        Standing.WITHDRAWN,
        Standing.OPEN,
        Standing.OPEN,
    ]


def test_histories_follow_the_trajectory_asked(world: Scenario, history: Trajectory) -> None:
    assert histories(history)[0].standing is Standing.SERVED
    assert histories(made_trajectory(world))[0].standing is Standing.OPEN
    assert histories(history)[0].standing is Standing.SERVED
