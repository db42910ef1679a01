"""How cases arrive: weekly levels, days of the week, hours of the day."""

from dataclasses import dataclass

import numpy as np

from landsim.calibration.hours import OfficeHours
from landsim.calibration.log import WEEK_HOURS, EventLog, FloatArray, IntArray
from landsim.core.luck import Generator

_DAY_HOURS, _WEEKDAYS = 24, 7
_STRATA = 4
_EVEN_SHARE = 0.25
"""Share of arrivals whose hour is spread evenly over office hours: no log is so long that its
histogram of hours would be exact."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arrivals:
    """Weekly numbers of new cases, and when in the week they come."""

    weekly: IntArray
    """Cases of each week of the log."""
    weekday: FloatArray
    """Share of each day of the week, Monday first, shape (7,)."""
    hour: FloatArray
    """Hours of the day of the arrivals, in hours since midnight."""
    hours: OfficeHours
    """Office hours."""

    @property
    def mean(self) -> float:
        """Cases a week."""
        return float(self.weekly.mean())

    @property
    def dispersion(self) -> float:
        """Variance of the weekly number over its mean; 1 for a Poisson process."""
        return float(self.weekly.var() / self.weekly.mean())

    def draw(self, n_cases: int, begin: float, rng: Generator) -> FloatArray:
        """Return the arrivals of so many cases, in order, in hours.

        Parameters
        ----------
        n_cases
            Number of cases.
        begin
            Instant before which none arrives.
        rng
            Random numbers.

        Notes
        -----
        Every week of the log comes once before any comes again, in blocks of four, one from
        each quarter of the weeks by number of cases: weeks differ as much as they did, while
        the sum over months does not wander off as sums of independent weeks would.
        """
        days: list[float] = []
        week = np.floor(begin / WEEK_HOURS)
        coming: list[int] = []
        while len(days) < n_cases:
            coming = coming or self._weeks(rng)
            weekday = np.sort(rng.choice(_WEEKDAYS, size=coming.pop(), p=self.weekday))
            instants = week * WEEK_HOURS + weekday * _DAY_HOURS
            days += instants[instants + _DAY_HOURS > begin].tolist()
            week += 1
        day = np.array(days[:n_cases])
        return np.sort(np.maximum(day + self._hours_of(day, rng), begin))

    def _weeks(self, rng: Generator) -> list[int]:
        """Return every week once, in random order, large and small ones mixed evenly."""
        strata = np.array_split(np.sort(self.weekly), _STRATA)
        mixed = [rng.permutation(stratum) for stratum in strata]
        weeks: list[int] = []
        for place in range(len(mixed[0])):
            block = [int(stratum[place]) for stratum in mixed if place < len(stratum)]
            weeks += rng.permutation(block).tolist()
        return weeks

    def _hours_of(self, day: FloatArray, rng: Generator) -> FloatArray:
        """Return an hour for each arrival: the hours of each day of the week balanced."""
        hours = np.empty(len(day))
        weekday = np.floor(day / _DAY_HOURS) % _WEEKDAYS
        for which in range(_WEEKDAYS):
            mine = np.flatnonzero(weekday == which)
            at = balanced(len(mine), rng)
            even = self.hours.opens + self.hours.day_hours * at / _EVEN_SHARE
            usual = np.quantile(self.hour, np.maximum(at - _EVEN_SHARE, 0) / (1 - _EVEN_SHARE))
            hours[mine] = np.where(at < _EVEN_SHARE, even, usual)
        return hours


def balanced(n_draws: int, rng: Generator) -> FloatArray:
    """Return uniform numbers, one from each of so many equal parts of [0, 1), in random order.

    Parameters
    ----------
    n_draws
        Number of draws.
    rng
        Random numbers.
    """
    draws: FloatArray = (rng.permutation(n_draws) + rng.random(n_draws)) / max(n_draws, 1)
    return draws


def fit_arrivals(log: EventLog, hours: OfficeHours) -> Arrivals:
    """Estimate how cases arrive.

    Parameters
    ----------
    log
        Log.
    hours
        Its office hours.
    """
    starts = log.case_start
    week = np.floor(starts / WEEK_HOURS).astype(np.int64)
    weekly = np.bincount(week - week.min())
    weekday = np.floor(starts / _DAY_HOURS).astype(np.int64) % _WEEKDAYS
    usual = np.bincount(weekday, minlength=_WEEKDAYS) * hours.weekdays
    return Arrivals(
        weekly=weekly.astype(np.int64),
        weekday=usual / usual.sum(),
        hour=starts[hours.weekdays[weekday]] % _DAY_HOURS,
        hours=hours,
    )
