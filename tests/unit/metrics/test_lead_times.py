import math

import pytest

from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind as Kind
from landsim.core.trajectory import Trajectory
from landsim.metrics.metric import metrics
from landsim.testing.builders import project, tiny_scenario, weekday_calendar
from landsim.testing.trajectories import made_trajectory, milestone, review

# Two cases: J1 (green) files on day 0, contracts on 10, permit on 30; J2 files on day 100,
# contracts on 140, has no permit. J3 files and stays under review.


@pytest.fixture
def world() -> Scenario:
    return tiny_scenario(projects=tuple(project(f"J{n}") for n in (1, 2, 3)))


@pytest.fixture
def history(world: Scenario) -> Trajectory:
    return made_trajectory(
        world,
        milestones=(
            milestone(0, "J1", Kind.FILED),
            milestone(5, "J1", Kind.ASSIGNED),
            milestone(10, "J1", Kind.CONTRACTED),
            milestone(30, "J1", Kind.PERMITTED),
            milestone(100, "J2", Kind.FILED),
            milestone(140, "J2", Kind.CONTRACTED),
            milestone(150, "J3", Kind.FILED),
        ),
        stage_passes=(review("J1", 0, 5, is_green=True), review("J2", 100, 110)),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("filing_to_assignment_workdays", 5),
        ("filing_to_land_workdays", 25),  # (10 + 40) / 2
        ("filing_to_land_green_workdays", 10),
        ("filing_to_land_ordinary_workdays", 40),
        ("filing_to_land_p90_workdays", 37),  # 10 + 0.9 × 30
        ("filing_to_land_reached_share", 2 / 3),
        ("filing_to_permit_workdays", 30),
        ("contract_to_permit_workdays", 20),
        ("contract_to_permit_reached_share", 1 / 2),
    ],
)
def test_lead_times_by_hand(
    world: Scenario, history: Trajectory, name: str, expected: float
) -> None:
    assert metrics.get(name).compute(world, history) == pytest.approx(expected)


def test_lead_times_count_working_days(history: Trajectory) -> None:
    plain = tiny_scenario(projects=tuple(project(f"J{n}") for n in (1, 2, 3)))
    world = tiny_scenario(projects=plain.projects, calendar=weekday_calendar(plain.horizon))
    # From Monday 11 to Sunday 31 January 2021: three working weeks.
    assert metrics.get("contract_to_permit_workdays").compute(world, history) == 15


def test_a_milestone_counts_at_its_first_occurrence(world: Scenario) -> None:
    twice = made_trajectory(
        world,
        milestones=(
            milestone(0, "J1", Kind.FILED),
            milestone(8, "J1", Kind.CONTRACTED),
            milestone(90, "J1", Kind.CONTRACTED),
        ),
    )
    assert metrics.get("filing_to_land_workdays").compute(world, twice) == 8


def test_nothing_happened_gives_nan(world: Scenario) -> None:
    quiet = made_trajectory(world)
    for name in ("filing_to_permit_workdays", "filing_to_permit_reached_share"):
        assert math.isnan(metrics.get(name).compute(world, quiet))
