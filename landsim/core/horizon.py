"""The span of time a scenario covers, in supply periods and in calendar days."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from landsim.core.invariant import require

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """First day, number and length of the supply periods.

    The simulation clock is the number of calendar days since ``start``; this class is the
    only place that converts between periods, days and dates.
    """

    start: date
    """First day; must be the first of a month."""
    n_periods: int
    """Number of supply periods."""
    months_per_period: int = 3
    """Length of a supply period in months: 1, 2, 3, 4, 6 or 12."""
    _first_days: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require(
            "horizon",
            (self.start.day == 1, "start", f"must be the first day of a month; got {self.start}"),
            (self.n_periods >= 1, "n_periods", f"must be at least 1; got {self.n_periods}"),
            (
                self.months_per_period in (1, 2, 3, 4, 6, 12),
                "months_per_period",
                f"must be 1, 2, 3, 4, 6 or 12; got {self.months_per_period}",
            ),
        )
        months = range(0, (self.n_periods + 1) * self.months_per_period, self.months_per_period)
        first_days = tuple((_add_months(self.start, n) - self.start).days for n in months)
        object.__setattr__(self, "_first_days", first_days)

    @property
    def n_days(self) -> int:
        """Number of calendar days."""
        return self._first_days[-1]

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.date_of(self.n_days)

    @property
    def n_years(self) -> float:
        """Length in years."""
        return self.n_periods * self.months_per_period / 12

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years touched, in order."""
        return tuple(range(self.start.year, self.date_of(self.n_days - 1).year + 1))

    def first_day(self, period: int) -> int:
        """Return the day on which a period begins; ``n_periods`` gives the end."""
        return self._first_days[period]

    def period_of(self, day: float) -> int:
        """Return the period a day lies in; days before or after are put in the first or last."""
        return min(max(bisect_right(self._first_days, day) - 1, 0), self.n_periods - 1)

    def first_period_from(self, day: float) -> int:
        """Return the first period that begins on or after a day; ``n_periods`` if none does."""
        return min(bisect_left(self._first_days, day), self.n_periods)

    def year_of(self, period: int) -> int:
        """Return the position in ``years`` of the calendar year in which a period begins."""
        return self.date_of(self._first_days[period]).year - self.start.year

    def date_of(self, day: float) -> date:
        """Return the calendar date of a day."""
        return self.start + timedelta(days=math.floor(day))

    def day_of(self, when: date) -> int:
        """Return the day of a calendar date; negative before the start."""
        return (when - self.start).days

    def period_label(self, period: int) -> str:
        """Return a short name of a period, such as ``2024Q1`` or ``2024-03``."""
        first = self.date_of(self._first_days[period])
        if self.months_per_period == 3 and first.month % 3 == 1:
            return f"{first.year}Q{(first.month + 2) // 3}"
        return f"{first.year}" if self.months_per_period == 12 else f"{first:%Y-%m}"


def months_before(when: date, n_months: int) -> date:
    """Return the date some calendar months earlier, or the last day of a shorter month.

    Examples
    --------
    >>> months_before(date(2022, 1, 1), 6), months_before(date(2022, 3, 31), 1)
    (datetime.date(2021, 7, 1), datetime.date(2022, 2, 28))
    """
    first = _add_months(when.replace(day=1), -n_months)
    n_days = (_add_months(first, 1) - first).days
    return first.replace(day=min(when.day, n_days))


def _add_months(start: date, n_months: int) -> date:
    month = start.month - 1 + n_months
    return date(start.year + month // 12, month % 12 + 1, 1)
