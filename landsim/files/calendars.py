"""Work calendars: China's with days off in lieu, Monday to Friday, every day."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from landsim.core.workdays import WorkCalendar

YEARS_AFTER_HORIZON = 45
"""How far a calendar reaches beyond the horizon: tenure lasts for decades."""


def work_calendar(name: str, start: date, end: date) -> WorkCalendar:
    """Return a work calendar that reaches decades beyond a horizon.

    Parameters
    ----------
    name
        One of `CALENDARS`.
    start
        Day 0.
    end
        The day after the horizon's last.
    """
    return _calendar(name, start, end.year + YEARS_AFTER_HORIZON)


def is_worked_in_china(when: date) -> bool:
    """Whether a day is worked in mainland China.

    Up to the last published year this is the State Council's calendar, days off in lieu 调休 and
    weekend days worked for them included. Later days follow a stated rule: Saturdays, Sundays and
    the statutory holidays are not worked, a statutory holiday on a weekend is made good on the
    next working day 补假, and no weekend is worked, since nobody can know 调休 beforehand.

    References
    ----------
    全国年节及纪念日放假办法 (2024 revision), by way of the package ``holidays``.
    """
    off, made_up = _days_off(when.year)
    return when in made_up or (when.weekday() < 5 and when not in off)


@cache
def last_published_year() -> int:
    """Return the last year whose days off in lieu the State Council has published.

    Every published year since 2002 has weekend days that are worked; a year without any is not
    published yet.
    """
    year = 2002
    while _days_off(year + 1)[1]:
        year += 1
    return year


def is_weekday(when: date) -> bool:
    """Whether a day is a Monday to Friday."""
    return when.weekday() < 5


def is_any_day(when: date) -> bool:
    """Whether a day is a day."""
    return bool(when)


CALENDARS: dict[str, Callable[[date], bool]] = {
    "china": is_worked_in_china,
    "monday_friday": is_weekday,
    "every_day": is_any_day,
}
"""Calendars a scenario may name, each as the question whether a day is worked."""


@cache
def _calendar(name: str, start: date, last_year: int) -> WorkCalendar:
    is_worked = CALENDARS[name]
    n_days = (date(last_year + 1, 1, 1) - start).days
    return WorkCalendar(
        name=name,
        start=start,
        working=tuple(is_worked(start + timedelta(days=day)) for day in range(n_days)),
        last_published_year=last_published_year() if name == "china" else None,
    )


@cache
def _days_off(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days off of a year, and its weekend days that are worked."""
    import holidays  # noqa: PLC0415 - slow to import

    table = holidays.country_holidays("CN", years=year)
    made_up = frozenset(day for day in table.weekend_workdays if day.year == year)
    return frozenset(table), made_up
