"""A generator of logs from past cases: what happened, how long after, in office hours."""

from dataclasses import dataclass

import numpy as np

from landsim.calibration.arrivals import Arrivals, balanced, fit_arrivals
from landsim.calibration.hours import OfficeHours, office_hours
from landsim.calibration.log import EventLog, FloatArray, IntArray
from landsim.core.luck import Generator

_AT_ONCE_HOURS = 1.0
"""Gaps up to this long pass by the clock, longer ones in working time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Histories:
    """Past cases, each with the chance that a new case takes the same course."""

    log: EventLog
    """Past cases."""
    weight: FloatArray
    """Chance of each case, shape (n_cases,)."""
    arrivals: Arrivals
    """How cases arrive."""
    hours: OfficeHours
    """Office hours."""

    @property
    def n_effective(self) -> float:
        """Number of equally likely cases that would vary as much (Kish 1965)."""
        return float(1 / (self.weight**2).sum())


def fit_histories(log: EventLog, *, now: float, half_life_days: float) -> Histories:
    """Weigh past cases by their age.

    Parameters
    ----------
    log
        Past cases.
    now
        Instant from which ages count, in hours.
    half_life_days
        Age at which a case counts half; infinite for equal weights.
    """
    hours = office_hours(log)
    age_days = (now - log.case_start) / 24
    weight = 0.5 ** (age_days / half_life_days)
    return Histories(
        log=log,
        weight=weight / weight.sum(),
        arrivals=fit_arrivals(log, hours),
        hours=hours,
    )


def generate(histories: Histories, n_cases: int, begin: float, rng: Generator) -> EventLog:
    """Generate a log.

    Parameters
    ----------
    histories
        Past cases.
    n_cases
        Number of cases.
    begin
        Instant before which none arrives, in hours.
    rng
        Random numbers.

    Notes
    -----
    A new case arrives, takes the course of a past one, and keeps its pace: gaps of up to an
    hour pass by the clock, longer ones in working time, so that nothing happens at night that
    was done by day.
    """
    log = histories.log
    arrival = histories.arrivals.draw(n_cases, begin, rng)
    chance = np.cumsum(histories.weight)
    course = np.searchsorted(chance, balanced(n_cases, rng) * chance[-1], side="right")
    first = log.begin[course]
    counts = log.begin[course + 1] - first
    case = np.repeat(np.arange(n_cases), counts)
    event = np.arange(len(case)) - np.repeat(np.cumsum(counts) - counts, counts) + first[case]
    begun, ended = _paced(histories, event, case, arrival)
    order = np.lexsort((np.arange(len(case)), ended, begun, case))
    is_stated = ~np.isnan(log.start[event])
    return EventLog(
        origin=log.origin,
        activities=log.activities,
        resources=log.resources,
        case=case[order],
        activity=log.activity[event][order],
        resource=log.resource[event][order],
        end=ended[order],
        start=np.where(is_stated, begun, np.nan)[order],
    )


def _paced(
    histories: Histories, event: IntArray, case: IntArray, arrival: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return begin and end of each event of the new cases, in hours."""
    log, hours = histories.log, histories.hours
    known = log.first_known
    since = np.where(np.arange(len(known)) == log.begin[log.case], known, np.roll(log.end, 1))
    begun, ended = np.empty(len(event)), np.empty(len(event))
    now, current = 0.0, -1
    waits = _gap(hours, since, known)[event]
    works = _gap(hours, known, log.end)[event]
    for place, (own, wait, work) in enumerate(
        zip(case.tolist(), waits.tolist(), works.tolist(), strict=True)
    ):
        if own != current:
            now, current = float(arrival[own]), own
        now = begun[place] = _after(hours, now, wait)
        now = ended[place] = _after(hours, now, work)
    return begun, ended


def _gap(hours: OfficeHours, since: FloatArray, until: FloatArray) -> FloatArray:
    """Return gaps: short ones by the clock as they are, longer ones as negative working time."""
    clock = until - since
    worked = hours.worked(until) - hours.worked(since)
    return np.where(clock <= _AT_ONCE_HOURS, clock, -np.maximum(worked, 1e-9))


def _after(hours: OfficeHours, now: float, gap: float) -> float:
    if gap >= 0:
        return now + gap
    worked = hours.worked(np.array([now])) - gap
    return max(now, float(hours.instant(worked)[0]))
