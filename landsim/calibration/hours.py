"""Office hours of a log: when work is done, and working time between instants."""

from dataclasses import dataclass

import numpy as np

from landsim.calibration.log import WEEK_HOURS, BoolArray, EventLog, FloatArray

_DAY_HOURS, _WEEKDAYS = 24, 7
_HOUR_SHARE = 0.02
"""An hour of the day with less than this share of the events is outside office hours."""
_DAY_SHARE = 0.02
"""A day of the week with less than this share of the events is not a working day."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OfficeHours:
    """Working time: the same span of hours on every working day of the week."""

    weekdays: BoolArray
    """Which days of the week are worked, Monday first, shape (7,)."""
    opens: int
    """First hour of the day that is worked."""
    closes: int
    """First hour of the day that no longer is."""

    @property
    def day_hours(self) -> int:
        """Working hours of a working day."""
        return self.closes - self.opens

    @property
    def week_hours(self) -> int:
        """Working hours of a week."""
        return self.day_hours * int(self.weekdays.sum())

    def worked(self, hours: FloatArray) -> FloatArray:
        """Return the working hours elapsed from the origin to instants.

        Parameters
        ----------
        hours
            Instants, in hours since a Monday midnight.
        """
        week = np.floor(hours / WEEK_HOURS)
        day = np.floor(hours / _DAY_HOURS).astype(np.int64)
        before = np.concatenate([[0], np.cumsum(self.weekdays)])
        weekday = day % _WEEKDAYS
        today = np.clip(hours - day * _DAY_HOURS - self.opens, 0, self.day_hours)
        today = today * self.weekdays[weekday]
        elapsed: FloatArray = week * self.week_hours + before[weekday] * self.day_hours + today
        return elapsed

    def instant(self, worked: FloatArray) -> FloatArray:
        """Return the first instants by which so many working hours have elapsed.

        Parameters
        ----------
        worked
            Working hours since the origin.
        """
        n_days = int(self.weekdays.sum())
        done = np.floor(worked / self.day_hours).astype(np.int64)
        week, rest = done // n_days, done % n_days
        day = week * _WEEKDAYS + np.flatnonzero(self.weekdays)[rest]
        hours: FloatArray = day * _DAY_HOURS + self.opens + worked - done * self.day_hours
        return hours


def office_hours(log: EventLog) -> OfficeHours:
    """Estimate the office hours of a log.

    Parameters
    ----------
    log
        Log with at least one event.

    Notes
    -----
    A day of the week is worked, and an hour of the day is, if one event in fifty falls on it;
    hours run from the first such hour to the last.
    """
    instants = np.concatenate([log.end, log.start[~np.isnan(log.start)]])
    hour = np.floor(instants % _DAY_HOURS).astype(np.int64)
    weekday = np.floor(instants / _DAY_HOURS).astype(np.int64) % _WEEKDAYS
    hours = np.bincount(hour, minlength=_DAY_HOURS) / len(instants)
    days = np.bincount(weekday, minlength=_WEEKDAYS) / len(instants)
    usual = np.flatnonzero(hours >= _HOUR_SHARE)
    return OfficeHours(weekdays=days >= _DAY_SHARE, opens=int(usual[0]), closes=int(usual[-1]) + 1)
