"""Working-day arithmetic on the shipped calendars, against walking day by day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from landsim.files.calendars import CALENDARS, work_calendar

START, END = date(2020, 1, 1), date(2031, 1, 1)
CALENDAR = st.sampled_from(sorted(CALENDARS)).map(lambda name: work_calendar(name, START, END))
DAY = st.integers(0, 4000)
INSTANT = st.floats(0, 4000)
WORKDAYS = st.floats(0, 600)


@given(calendar=CALENDAR, begin=DAY, length=st.integers(0, 700))
def test_between_counts_the_worked_days(calendar, begin, length):
    walked = sum(calendar.is_working(day) for day in range(begin, begin + length))
    assert calendar.between(begin, begin + length) == walked


@given(calendar=CALENDAR, begin=DAY, workdays=st.integers(1, 400))
def test_add_ends_with_the_last_worked_day(calendar, begin, workdays):
    day, left = begin, workdays
    while left:
        left -= calendar.is_working(day)
        day += 1
    assert calendar.add(begin, workdays) == day


@given(calendar=CALENDAR, begin=INSTANT, workdays=WORKDAYS)
def test_between_gives_back_what_was_added(calendar, begin, workdays):
    end = calendar.add(begin, workdays)
    assert end >= begin
    assert abs(calendar.between(begin, end) - workdays) < 1e-6


@given(calendar=CALENDAR, begin=INSTANT, first=WORKDAYS, second=WORKDAYS)
def test_adding_in_two_parts_is_adding_at_once(calendar, begin, first, second):
    parts = calendar.add(calendar.add(begin, first), second)
    whole = calendar.add(begin, first + second)
    assert abs(calendar.between(begin, parts) - calendar.between(begin, whole)) < 1e-6


@given(calendar=CALENDAR, earlier=INSTANT, later=INSTANT, workdays=WORKDAYS)
def test_who_begins_later_never_ends_earlier(calendar, earlier, later, workdays):
    earlier, later = sorted((earlier, later))
    assert calendar.add(earlier, workdays) <= calendar.add(later, workdays) + 1e-9
