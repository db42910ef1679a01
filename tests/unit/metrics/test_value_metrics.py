import math
from dataclasses import replace

import pytest
from scipy.integrate import quad

from landsim.core.ids import ParcelId
from landsim.core.tenure import PriceRules
from landsim.core.trajectory import AreaAccount, AreaPosting, Trajectory
from landsim.metrics.activity import activity, discounted, ramp, ramp_years
from landsim.metrics.metric import metrics
from landsim.testing.builders import project, tiny_scenario
from landsim.testing.trajectories import made_trajectory, production

YEAR = 365.25
DAYS = 8 * YEAR
WORLD = tiny_scenario(projects=(project("J1"), project("J2")))


def supplied(name: str, ha: int) -> AreaPosting:
    source, target = AreaAccount.READY, AreaAccount.SUPPLIED
    return AreaPosting(0.0, ParcelId("P1"), name, source, target, ha * 10_000)


def history() -> Trajectory:
    """J1 ramps up in year 3 and works to the end; J2 works one year on full output, then exits."""
    return made_trajectory(
        WORLD,
        area_postings=(supplied("J1", 2), supplied("J2", 1)),
        productions=(
            production("J1", 2 * YEAR, 3 * YEAR, DAYS, firms=20.0),
            production("J2", 4 * YEAR, 4 * YEAR, 5 * YEAR, output_mcny_per_year=60.0),
        ),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("output_total_mcny", 100 * (0.5 + 5) + 60),
        ("tax_total_mcny", 10 * (0.5 + 5) + 10),
        ("output_end_mcny_per_year", 100),
        ("tax_end_mcny_per_year", 10),
        ("jobs_end", 50),
        ("firms_end", 20),
        ("investment_mcny", 600),
        ("investment_wan_cny_per_mu", 100 * 600 / 45),
        ("output_wan_cny_per_mu", 100 * 100 / 30),  # the land of J1 alone
        ("tax_wan_cny_per_mu", 100 * 10 / 30),
    ],
)
def test_value_by_hand(name: str, expected: float) -> None:
    assert metrics.get(name).compute(WORLD, history()) == pytest.approx(expected)


def test_a_cured_project_invests_and_makes_more_without_counting_twice() -> None:
    trajectory = made_trajectory(
        WORLD,
        productions=(
            production("J1", YEAR, 2 * YEAR, 4 * YEAR, investment_mcny=210.0),
            production("J1", 4 * YEAR, 4 * YEAR, DAYS, investment_mcny=30.0),
        ),
    )
    assert metrics.get("investment_mcny").compute(WORLD, trajectory) == 240
    assert metrics.get("jobs_end").compute(WORLD, trajectory) == 50


@pytest.mark.parametrize(
    ("day", "reached"), [(9, 0), (10, 0), (15, 0.5), (20, 1), (29, 1), (30, 0)]
)
def test_ramp(day: float, reached: float) -> None:
    assert ramp(production("J1", 10, 20, 30), day) == reached


def test_a_project_at_work_is_one_firm_at_least() -> None:
    assert activity([production("J1", 0, 100, 200)], 1).firms == 1
    assert activity([production("J1", 0, 100, 200, firms=50.0)], 50).firms == 25


@pytest.mark.parametrize("full", [10, 60, 500])
@pytest.mark.parametrize(("begin", "end"), [(0, 40), (30, 90), (0, 300), (200, 260)])
def test_ramp_years_is_the_integral_of_the_ramp(full: float, begin: float, end: float) -> None:
    work = production("J1", 10, full, 150)
    area, _ = quad(lambda day: ramp(work, day), begin, end, points=[10, 60, 150], limit=200)
    assert ramp_years(work, begin, end) == pytest.approx(area / YEAR, abs=1e-6)


def test_present_value_matches_continuous_discounting() -> None:
    rules = PriceRules(discount_rate_per_year=0.055)
    work = production("J1", 0, 0, DAYS)
    value = discounted([work], lambda p: p.output_mcny_per_year, round(DAYS), rules)
    rate = math.log(1.055)
    assert value == pytest.approx(100 * (1 - math.exp(-8 * rate)) / rate, rel=1e-4)
    assert metrics.get("output_npv_mcny").compute(
        replace(WORLD, policy=replace(WORLD.policy, price=rules)),
        made_trajectory(WORLD, productions=(work,)),
    ) == pytest.approx(value)
