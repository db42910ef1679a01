"""How far two event logs are apart: five distances, each of another side of a process."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from landsim.calibration.log import BoolArray, EventLog, FloatArray

N_GRAM = 3
"""Length of the runs of activities that are compared."""
_DAY_HOURS, _WEEKDAYS = 24, 7
_FARTHEST_HOURS = 23.0
_USUAL_SHARE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Distances:
    """Distances between two logs; 0 for equal ones.

    References
    ----------
    Chapela-Campa, Benchekroun, Baron, Dumas, Krass & Senderovich (2025), A framework for
    measuring the quality of business process simulation models.
    """

    n_gram: float
    """Share of runs of three activities that differ, in [0, 1]."""
    absolute_hours: float
    """Wasserstein distance of event times, in hours."""
    circadian_hours: float
    """Wasserstein distance of hours of the day, mean over the days of the week, in hours."""
    working_circadian_hours: float
    """The same over the days of the week that hold a fair part of the events, in hours."""
    relative_hours: float
    """Wasserstein distance of times since the start of the case, in hours."""
    cycle_hours: float
    """Wasserstein distance of case durations, in hours."""


def log_distances(log: EventLog, other: EventLog) -> Distances:
    """Return how far two logs are apart.

    Parameters
    ----------
    log, other
        Logs with the same origin.

    Notes
    -----
    Times are cut to whole hours first. Both stated begins and completions count, as the
    completion twice where no begin is stated. A day of the week on which one log alone has
    events counts 23 hours in ``circadian_hours``, even for one stray event on a Sunday; so the
    same is also told over the days that hold one event in a hundred of both logs.
    """
    circadian, is_usual = _circadian(log, other)
    return Distances(
        n_gram=_n_gram(log, other),
        absolute_hours=_absolute(log, other),
        circadian_hours=float(circadian.mean()),
        working_circadian_hours=float(circadian[is_usual].mean()),
        relative_hours=_wasserstein(np.floor(_relative(log)), np.floor(_relative(other))),
        cycle_hours=_cycle(log, other),
    )


def _instants(log: EventLog) -> FloatArray:
    return np.concatenate([log.first_known, log.end])


def _relative(log: EventLog) -> FloatArray:
    since = log.case_start[log.case]
    return np.concatenate([log.first_known - since, log.end - since])


def _absolute(log: EventLog, other: EventLog) -> float:
    mine, theirs = _instants(log), _instants(other)
    first = np.floor(min(mine.min(), theirs.min()))
    return _wasserstein(np.floor(mine - first), np.floor(theirs - first))


def _circadian(log: EventLog, other: EventLog) -> tuple[FloatArray, BoolArray]:
    """Return the distance of each day of the week, and which days are usual working days."""
    mine, theirs = _instants(log), _instants(other)
    found, counts = np.zeros(_WEEKDAYS), np.zeros(_WEEKDAYS)
    for weekday in range(_WEEKDAYS):
        hours, others = _hours_on(mine, weekday), _hours_on(theirs, weekday)
        counts[weekday] = len(hours) + len(others)
        if len(hours) and len(others):
            found[weekday] = _wasserstein(hours, others)
        elif len(hours) or len(others):
            found[weekday] = _FARTHEST_HOURS
    return found, counts >= _USUAL_SHARE * counts.sum()


def _hours_on(instants: FloatArray, weekday: int) -> FloatArray:
    day = np.floor(instants / _DAY_HOURS)
    chosen = instants[day % _WEEKDAYS == weekday]
    hours: FloatArray = np.floor(chosen % _DAY_HOURS)
    return hours


def _cycle(log: EventLog, other: EventLog) -> float:
    mine, theirs = log.case_end - log.case_start, other.case_end - other.case_start
    shortest = min(mine.min(), theirs.min())
    return _wasserstein(np.floor(mine - shortest), np.floor(theirs - shortest))


def _n_gram(log: EventLog, other: EventLog) -> float:
    mine, theirs = _runs(log), _runs(other)
    differing = sum(abs(mine[run] - theirs[run]) for run in mine | theirs)
    return differing / (mine.total() + theirs.total())


def _runs(log: EventLog) -> Counter[tuple[str, ...]]:
    """Return how often each run of activities occurs, ends of cases padded."""
    runs: Counter[tuple[str, ...]] = Counter()
    pad = [""] * (N_GRAM - 1)
    begin = log.begin
    for case in range(log.n_cases):
        of_case = log.activity[begin[case] : begin[case + 1]]
        names = [*pad, *(log.activities[which] for which in of_case), *pad]
        runs.update(zip(*(names[step:] for step in range(N_GRAM)), strict=False))
    return runs


def _wasserstein(some: FloatArray, others: FloatArray) -> float:
    from scipy.stats import wasserstein_distance  # noqa: PLC0415 - heavy

    return float(wasserstein_distance(some, others))
