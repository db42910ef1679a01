"""When work on an event was begun: as stated, or estimated from who was busy with what."""

import numpy as np

from landsim.calibration.log import EventLog, FloatArray


def enabled_times(log: EventLog) -> FloatArray:
    """Return when each event could begin: the end of the event before it in its case, in hours.

    Parameters
    ----------
    log
        Log.
    """
    is_first = np.diff(log.case, prepend=-1) > 0
    before = np.roll(log.end, 1)
    return np.where(is_first, log.first_known, np.minimum(before, log.end))


def begin_times(log: EventLog) -> FloatArray:
    """Return when work on each event began, in hours.

    Parameters
    ----------
    log
        Log.

    Notes
    -----
    Where the log states no begin, work began when both were free: the case, at the end of its
    event before, and the resource, at its last completion before. That is the latest begin
    that does not overlap other work, so what is called work may hold pauses, and waiting is
    never understated. Events of nobody begin when they are enabled.

    References
    ----------
    Chapela-Campa & Dumas (2024), Enhancing business process simulation models with extraneous
    activity delays, Information Systems 122.
    """
    free = np.full(len(log), -np.inf)
    named = np.flatnonzero(log.resource >= 0)
    order = named[np.lexsort((log.end[named], log.resource[named]))]
    same = np.diff(log.resource[order], prepend=-1) == 0
    previous = np.roll(log.end[order], 1)
    free[order[same]] = previous[same]
    estimated = np.minimum(np.maximum(enabled_times(log), free), log.end)
    return np.where(np.isnan(log.start), estimated, log.start)
