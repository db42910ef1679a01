"""Whether a process changed while its log was kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landsim.calibration.log import WEEK_HOURS, EventLog, FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A figure of the earlier and of the later half of a log's cases."""

    figure: str
    """What is compared: ``duration_hours``, ``events_per_case`` or ``cases_per_week``."""
    earlier: float
    """Median in the earlier half."""
    later: float
    """Median in the later half."""
    p_value: float
    """Chance of so great a difference between samples of one process (Kolmogorov-Smirnov)."""


def find_drift(log: EventLog) -> tuple[Drift, ...]:
    """Compare the earlier half of a log's cases with the later one.

    Parameters
    ----------
    log
        Log.
    """
    samples: tuple[tuple[str, Callable[[EventLog], FloatArray]], ...] = (
        ("duration_hours", _durations),
        ("events_per_case", _events),
        ("cases_per_week", _weekly),
    )
    is_early = np.arange(log.n_cases) < log.n_cases // 2
    halves = log.of(is_early), log.of(~is_early)
    return tuple(_drift(figure, *(sample(half) for half in halves)) for figure, sample in samples)


def _drift(figure: str, earlier: FloatArray, later: FloatArray) -> Drift:
    from scipy.stats import ks_2samp  # noqa: PLC0415 - heavy

    return Drift(
        figure=figure,
        earlier=float(np.median(earlier)),
        later=float(np.median(later)),
        p_value=float(ks_2samp(earlier, later).pvalue),
    )


def _durations(log: EventLog) -> FloatArray:
    return log.case_end - log.case_start


def _events(log: EventLog) -> FloatArray:
    return np.diff(log.begin).astype(np.float64)


def _weekly(log: EventLog) -> FloatArray:
    week = np.floor(log.case_start / WEEK_HOURS).astype(np.int64)
    return np.bincount(week - week.min()).astype(np.float64)
