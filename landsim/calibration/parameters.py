"""What a log says of stages and desks: durations, waiting, rework, order, staff."""

from dataclasses import dataclass

import numpy as np

from landsim.calibration.hours import OfficeHours
from landsim.calibration.laws import fit_law
from landsim.calibration.log import BoolArray, EventLog, FloatArray, IntArray
from landsim.calibration.starts import begin_times, enabled_times
from landsim.core.distribution import Distribution

_ALIKE = 0.8
"""Cosine of two stages' resources from which they are taken to be one desk."""
_ACTIVE_SHARE = 0.02
"""Share of a desk's work from which a resource counts as staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFit:
    """What a log says of one stage."""

    stage: str
    """Stage, or activity where no stage was named."""
    n_passes: int
    """Passes in the log."""
    visited_share: float
    """Share of the cases that pass it, by weight."""
    after: str
    """Stage that most often precedes its first pass; empty if it comes first."""
    work: Distribution
    """Working days of work."""
    delay: Distribution
    """Working days from enabled to begun: queue, applicant and everything else."""
    work_mean: float
    """Mean work, in working days."""
    delay_mean: float
    """Mean delay, in working days."""
    again_share: float
    """Share of the passes that another pass of the same case follows."""
    again_delay: Distribution
    """Working days from a pass to the next one of the same case."""
    desk: str
    """Desk that does it; empty if nobody is named."""
    is_begin_stated: bool
    """Whether the log states when work began; otherwise it is estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFit:
    """Resources that do the same stages."""

    desk: str
    """Name: the first of its stages."""
    stages: tuple[str, ...]
    """Stages it does."""
    staff: int
    """Resources that do one in fifty of its passes or more."""
    top_share: float
    """Share of its passes done by its busiest resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFit:
    """Stages in the order in which cases meet them, and desks."""

    stages: tuple[StageFit, ...]
    """Stages, in order of their mean place within cases."""
    desks: tuple[DeskFit, ...]
    """Desks."""


def fit_process(log: EventLog, hours: OfficeHours, weight: FloatArray) -> ProcessFit:
    """Estimate stages and desks.

    Parameters
    ----------
    log
        Log of stages.
    hours
        Office hours: what is a working day.
    weight
        Weight of each case, shape (n_cases,).
    """
    counts = weight[log.case]
    enabled, begun = enabled_times(log), begin_times(log)
    delay = _workdays(hours, enabled, begun)
    work = _workdays(hours, begun, log.end)
    desk_of, desks = _desks(log, counts)
    place = np.arange(len(log)) - log.begin[log.case]
    fits = []
    for number, name in enumerate(log.activities):
        mine = log.activity == number
        again, gap = _again(log, hours, mine)
        fits.append(
            (
                float(np.average(place[mine], weights=counts[mine])),
                StageFit(
                    stage=name,
                    n_passes=int(mine.sum()),
                    visited_share=float(weight[np.unique(log.case[mine])].sum() / weight.sum()),
                    after=_before(log, mine, counts),
                    work=fit_law(work[mine], counts[mine]),
                    delay=fit_law(delay[mine], counts[mine]),
                    work_mean=float(np.average(work[mine], weights=counts[mine])),
                    delay_mean=float(np.average(delay[mine], weights=counts[mine])),
                    again_share=float(counts[mine][again].sum() / counts[mine].sum()),
                    again_delay=fit_law(gap, counts[mine][again])
                    if again.any()
                    else fit_law(np.zeros(1), np.ones(1)),
                    desk=desk_of.get(name, ""),
                    is_begin_stated=bool(not np.isnan(log.start[mine]).any()),
                ),
            )
        )
    ordered = sorted(fits, key=lambda fit: (fit[0], fit[1].stage))
    return ProcessFit(stages=tuple(fit for _, fit in ordered), desks=desks)


def _workdays(hours: OfficeHours, since: FloatArray, until: FloatArray) -> FloatArray:
    worked: FloatArray = (hours.worked(until) - hours.worked(since)) / hours.day_hours
    return np.maximum(worked, 0.0)


def _again(log: EventLog, hours: OfficeHours, mine: BoolArray) -> tuple[BoolArray, FloatArray]:
    """Return which passes are followed by another of the same case, and how long after."""
    place = np.flatnonzero(mine)
    is_same = log.case[place[1:]] == log.case[place[:-1]]
    gap = _workdays(hours, log.end[place[:-1]], log.end[place[1:]])
    return np.append(is_same, False), gap[is_same]


def _before(log: EventLog, mine: BoolArray, counts: FloatArray) -> str:
    """Return the stage that most often precedes the first pass; empty if none does."""
    place = np.flatnonzero(mine)
    is_first = np.diff(log.case[place], prepend=-1) > 0
    first = place[is_first]
    has_before = log.begin[log.case[first]] < first
    votes = np.bincount(
        log.activity[first[has_before] - 1],
        weights=counts[first[has_before]],
        minlength=len(log.activities),
    )
    votes[log.activity[place[0]]] = 0.0
    if votes.max(initial=0.0) <= float(counts[first[~has_before]].sum()):
        return ""
    return log.activities[int(np.argmax(votes))]


def _desks(log: EventLog, counts: FloatArray) -> tuple[dict[str, str], tuple[DeskFit, ...]]:
    """Group stages whose work is done by the same resources (joint activities).

    References
    ----------
    Song & van der Aalst (2008), Towards comprehensive support for organizational mining,
    Decision Support Systems 46.
    """
    named = log.resource >= 0
    if not named.any():
        return {}, ()
    shape = (len(log.activities), len(log.resources))
    key = log.activity[named] * shape[1] + log.resource[named]
    load_of = np.bincount(key, weights=counts[named], minlength=shape[0] * shape[1])
    profile: FloatArray = load_of.astype(np.float64).reshape(shape)
    group = _alike(profile)
    desk_of: dict[str, str] = {}
    desks = []
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        load = profile[members].sum(axis=0)
        if load.sum() == 0:
            continue
        stages = tuple(log.activities[member] for member in members)
        desk = stages[int(np.argmax(profile[members].sum(axis=1)))]
        share = load / load.sum()
        desk_of |= dict.fromkeys(stages, desk)
        desks.append(
            DeskFit(
                desk=desk,
                stages=stages,
                staff=int((share >= _ACTIVE_SHARE).sum()),
                top_share=float(share.max()),
            )
        )
    return desk_of, tuple(sorted(desks, key=lambda entry: entry.desk))


def _alike(profile: FloatArray) -> IntArray:
    """Return the group of each stage: linked by resources that are alike."""
    length = np.linalg.norm(profile, axis=1)
    unit = profile / np.where(length > 0, length, 1.0)[:, None]
    group = np.arange(len(profile))
    for one, other in np.argwhere(np.triu(unit @ unit.T >= _ALIKE, 1)):
        group[group == group[other]] = group[one]
    return group
