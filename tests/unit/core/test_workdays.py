from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.workdays import WorkCalendar
from landsim.errors import LandsimError

MONDAY = date(2024, 1, 1)
WEEKS = WorkCalendar(
    name="weeks", start=MONDAY, working=(True, True, True, True, True, False, False) * 8
)
FRIDAY, SATURDAY, NEXT_MONDAY = 4, 5, 7


def calendars() -> st.SearchStrategy[WorkCalendar]:
    days = st.lists(st.booleans(), min_size=1, max_size=60).map(lambda week: (*week, True))
    return days.map(lambda week: WorkCalendar(name="any", start=MONDAY, working=tuple(week) * 4))


def test_a_week_holds_five_working_days():
    assert WEEKS.worked(7) == 5
    assert WEEKS.worked(14) == 10
    assert WEEKS.between(FRIDAY, NEXT_MONDAY) == 1
    assert WEEKS.between(SATURDAY, NEXT_MONDAY) == 0


def test_work_accrues_within_a_working_day_only():
    assert WEEKS.worked(0.25) == 0.25
    assert WEEKS.worked(SATURDAY + 0.5) == WEEKS.worked(SATURDAY) == 5


def test_work_that_ends_with_friday_ends_at_its_midnight():
    assert WEEKS.add(0, 5) == SATURDAY
    assert WEEKS.add(0, 5.5) == NEXT_MONDAY + 0.5


def test_work_begun_at_a_weekend_begins_on_monday():
    assert WEEKS.add(SATURDAY + 0.3, 1) == NEXT_MONDAY + 1


def test_no_work_is_done_at_once():
    assert WEEKS.add(SATURDAY, 0) == SATURDAY


def test_working_days_are_told():
    assert WEEKS.is_working(FRIDAY + 0.9)
    assert not WEEKS.is_working(SATURDAY)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: WEEKS.worked(1000),
        lambda: WEEKS.worked(-0.5),
        lambda: WEEKS.is_working(56),
        lambda: WEEKS.is_working(-1),
        lambda: WEEKS.add(0, 41),
        lambda: WEEKS.add(-1, 1),
    ],
)
def test_days_outside_the_calendar_are_refused(ask):
    with pytest.raises(LandsimError, match="calendar weeks covers days 0 to 56"):
        ask()


@given(calendars(), st.floats(0, 1), st.floats(0.001, 10))
def test_adding_work_is_the_inverse_of_counting_it(calendar, place, workdays):
    begin = place * len(calendar.working)
    try:
        end = calendar.add(begin, workdays)
    except LandsimError:
        total = sum(calendar.working)
        assert calendar.worked(begin) + workdays > total
        return
    assert end >= begin
    assert calendar.between(begin, end) == pytest.approx(workdays)
    earlier = end - 1e-6
    assert calendar.worked(earlier) < calendar.worked(begin) + workdays


@given(calendars(), st.floats(0, 1), st.floats(0.01, 3), st.floats(0.01, 3))
def test_more_work_never_ends_earlier(calendar, place, less, more):
    begin = place * len(calendar.working)
    try:
        later = calendar.add(begin, less + more)
    except LandsimError:
        return
    assert calendar.add(begin, less) <= later
    assert calendar.add(calendar.add(begin, less), more) == pytest.approx(later)


def test_counting_days_one_by_one_agrees():
    for begin in range(20):
        for length in range(20):
            walked = sum(
                (MONDAY + timedelta(days=day)).weekday() < 5 for day in range(begin, begin + length)
            )
            assert WEEKS.between(begin, begin + length) == walked
