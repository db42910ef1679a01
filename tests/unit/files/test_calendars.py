"""China's calendar against the State Council's notices, written out by hand."""

from datetime import date, timedelta

import pytest

from landsim.files.calendars import (
    CALENDARS,
    YEARS_AFTER_HORIZON,
    is_worked_in_china,
    last_published_year,
    work_calendar,
)

NOTICES = {
    2020: (
        "0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008",
        "0119 0426 0509 0628 0927 1010",
    ),
    2021: (
        "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2022: (
        "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007 1231",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    2023: (
        "0101-0102 0121-0127 0405 0429-0503 0622-0624 0929-1006 1230-1231",
        "0128 0129 0423 0506 0625 1007 1008",
    ),
    2024: (
        "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: (
        "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
        "0126 0208 0427 0928 1011",
    ),
    2026: (
        "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
        "0104 0214 0228 0509 0920 1010",
    ),
}
"""Days off, and weekend days that are worked, of each notice."""


def day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


def days_off(year: int, spans: str) -> set[date]:
    found = set()
    for span in spans.split():
        first, _, last = span.partition("-")
        begin, end = day(year, first), day(year, last or first)
        found |= {begin + timedelta(days=n) for n in range((end - begin).days + 1)}
    return found


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_is_as_the_notice_says(year: int) -> None:
    off = days_off(year, NOTICES[year][0])
    made_up = {day(year, text) for text in NOTICES[year][1].split()}
    for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
        when = date.fromordinal(ordinal)
        is_worked = when in made_up or (when.weekday() < 5 and when not in off)
        assert is_worked_in_china(when) == is_worked, when


def test_last_published_year_is_known() -> None:
    assert last_published_year() >= 2026
    calendar = work_calendar("china", date(2021, 1, 1), date(2031, 1, 1))
    assert calendar.last_published_year == last_published_year()


def test_later_years_follow_the_stated_rule() -> None:
    year = last_published_year() + 2
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert not any(is_worked_in_china(when) for when in days if when.weekday() >= 5)
    holidays = [when for when in days if when.weekday() < 5 and not is_worked_in_china(when)]
    assert 9 <= len(holidays) <= 13
    assert {when.month for when in holidays} >= {5, 10}


def test_national_day_on_a_weekend_is_made_good() -> None:
    """1 October 2033 is a Saturday, so the Tuesday and the Wednesday after are free."""
    assert date(2033, 10, 1).weekday() == 5
    assert [is_worked_in_china(date(2033, 10, n)) for n in (3, 4, 5, 6)] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_reaches_decades_beyond_the_horizon(name: str) -> None:
    calendar = work_calendar(name, date(2020, 4, 1), date(2030, 4, 1))
    reach = calendar.start + timedelta(days=len(calendar.working))
    assert reach >= date(2030 + YEARS_AFTER_HORIZON, 4, 1)
    assert calendar.name == name


def test_calendar_is_made_once() -> None:
    first = work_calendar("china", date(2020, 4, 1), date(2030, 4, 1))
    assert work_calendar("china", date(2020, 4, 1), date(2030, 1, 1)) is first


def test_spring_festival_suspends_a_time_limit() -> None:
    """Ten working days from Friday 2024-02-02: Sunday the 4th is worked, the 10th to 17th not."""
    calendar = work_calendar("china", date(2024, 1, 1), date(2025, 1, 1))
    done = calendar.add((date(2024, 2, 2) - calendar.start).days, 10)
    assert calendar.start + timedelta(days=done) == date(2024, 2, 21)


def test_plain_calendars() -> None:
    week = work_calendar("monday_friday", date(2024, 2, 5), date(2025, 2, 1))
    assert week.working[:14] == (True,) * 5 + (False,) * 2 + (True,) * 5 + (False,) * 2
    assert week.last_published_year is None
    assert all(work_calendar("every_day", date(2024, 2, 5), date(2025, 2, 1)).working)
