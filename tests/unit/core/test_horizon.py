from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.horizon import Horizon, months_before
from landsim.errors import ScenarioError

TEN_YEARS = Horizon(start=date(2020, 1, 1), n_periods=40)


def horizons() -> st.SearchStrategy[Horizon]:
    return st.builds(
        Horizon,
        start=st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(lambda day: day.replace(day=1)),
        n_periods=st.integers(1, 60),
        months_per_period=st.sampled_from((1, 2, 3, 4, 6, 12)),
    )


def test_ten_years_count_leap_days():
    assert TEN_YEARS.n_days == 3653
    assert TEN_YEARS.end == date(2030, 1, 1)
    assert TEN_YEARS.n_years == 10
    assert TEN_YEARS.years == tuple(range(2020, 2030))


def test_periods_follow_the_calendar():
    assert [TEN_YEARS.first_day(period) for period in (0, 1, 2, 4, 40)] == [0, 91, 182, 366, 3653]
    assert TEN_YEARS.period_of(90.99) == 0
    assert TEN_YEARS.period_of(91) == 1


def test_days_outside_belong_to_the_first_and_the_last_period():
    assert TEN_YEARS.period_of(-1) == 0
    assert TEN_YEARS.period_of(99_999) == 39


def test_first_period_from_a_day():
    assert TEN_YEARS.first_period_from(-400) == 0
    assert TEN_YEARS.first_period_from(0) == 0
    assert TEN_YEARS.first_period_from(0.5) == 1
    assert TEN_YEARS.first_period_from(99_999) == 40
    assert TEN_YEARS.first_period_from(float("inf")) == 40


def test_years_are_positions_from_the_first():
    assert TEN_YEARS.year_of(0) == 0
    assert TEN_YEARS.year_of(3) == 0
    assert TEN_YEARS.year_of(4) == 1
    july = Horizon(start=date(2020, 7, 1), n_periods=4)
    assert [july.year_of(period) for period in range(4)] == [0, 0, 1, 1]
    assert july.years == (2020, 2021)


@pytest.mark.parametrize(
    ("start", "months", "label"),
    [
        (date(2024, 1, 1), 3, "2024Q1"),
        (date(2024, 10, 1), 3, "2024Q4"),
        (date(2024, 2, 1), 3, "2024-02"),
        (date(2024, 3, 1), 1, "2024-03"),
        (date(2024, 1, 1), 12, "2024"),
    ],
)
def test_period_labels(start, months, label):
    assert Horizon(start=start, n_periods=1, months_per_period=months).period_label(0) == label


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start": date(2020, 1, 2)}, "start"),
        ({"n_periods": 0}, "n_periods"),
        ({"months_per_period": 5}, "months_per_period"),
    ],
)
def test_faults_name_the_field(changes, field):
    values = {"start": date(2020, 1, 1), "n_periods": 4, "months_per_period": 3} | changes
    with pytest.raises(ScenarioError) as caught:
        Horizon(**values)
    assert [problem.path for problem in caught.value.problems] == [field]


def test_all_faults_are_told_at_once():
    with pytest.raises(ScenarioError) as caught:
        Horizon(start=date(2020, 1, 2), n_periods=0, months_per_period=5)
    assert len(caught.value.problems) == 3


@given(horizons(), st.data())
def test_every_day_lies_in_the_period_that_holds_it(horizon, data):
    day = data.draw(st.integers(0, horizon.n_days - 1))
    period = horizon.period_of(day)
    assert horizon.first_day(period) <= day < horizon.first_day(period + 1)
    assert horizon.period_of(horizon.first_day(period)) == period
    assert horizon.first_period_from(horizon.first_day(period)) == period


@given(horizons(), st.integers(-5000, 20_000))
def test_dates_and_days_are_inverse(horizon, day):
    assert horizon.day_of(horizon.date_of(day)) == day
    assert horizon.date_of(day + 0.75) == horizon.start + timedelta(days=day)


@pytest.mark.parametrize(
    ("when", "n_months", "earlier"),
    [
        (date(2022, 1, 1), 0, date(2022, 1, 1)),
        (date(2022, 1, 1), 6, date(2021, 7, 1)),
        (date(2022, 1, 1), 1, date(2021, 12, 1)),
        (date(2022, 3, 31), 1, date(2022, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2022, 12, 15), 36, date(2019, 12, 15)),
    ],
)
def test_calendar_months_are_counted_back(when, n_months, earlier):
    assert months_before(when, n_months) == earlier
