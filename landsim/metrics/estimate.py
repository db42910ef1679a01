"""From replications to means, confidence intervals and paired differences."""

import math
from collections.abc import Sequence

from landsim.core.result import Direction, Estimate, PairedDifference
from landsim.metrics.averages import mean

CONFIDENCE = 0.95


def estimate(metric: str, numbers: Sequence[float]) -> Estimate:
    r"""Estimate the mean of a metric with its 95 % interval.

    Parameters
    ----------
    metric
        Metric, for the label of the result.
    numbers
        One value a replication; NaN marks a replication in which the metric does not apply,
        and is left out.

    Notes
    -----
    :math:`\bar x \pm t_{n-1,\,0.975}\, s/\sqrt n`. Replications are independent by
    construction, so no batch means are needed; the interval is exact for normal values and
    good for means of many projects.

    Examples
    --------
    >>> from landsim.metrics.estimate import estimate
    >>> found = estimate("waiting_days", [10.0, 12.0, 14.0])
    >>> found.mean, round(found.low, 2), round(found.high, 2)
    (12.0, 7.03, 16.97)
    """
    kept = [number for number in numbers if not math.isnan(number)]
    n = len(kept)
    centre = mean(kept)
    if n < 2:
        return Estimate(metric=metric, n=n, mean=centre, low=math.nan, high=math.nan)
    variance = math.fsum((number - centre) ** 2 for number in kept) / (n - 1)
    half = _t_quantile(n - 1) * math.sqrt(variance / n)
    return Estimate(metric=metric, n=n, mean=centre, low=centre - half, high=centre + half)


def paired_difference(
    metric: str,
    baseline: Sequence[float],
    variant: Sequence[float],
    better: Direction,
) -> PairedDifference:
    """Compare a variant with a baseline on common random numbers, pair by pair.

    Parameters
    ----------
    metric
        Metric, for the label of the result.
    baseline, variant
        One value a replication, in the same order of replications.
    better
        Which way is better.

    Notes
    -----
    A pair in which either side is NaN is left out of the difference and of the probability;
    each side's own estimate keeps its own replications. The probability is NaN for a metric
    without a better direction.
    """
    pairs = [
        (before, after)
        for before, after in zip(baseline, variant, strict=True)
        if not (math.isnan(before) or math.isnan(after))
    ]
    gains = [after - before for before, after in pairs]
    return PairedDifference(
        metric=metric,
        baseline=estimate(metric, baseline),
        variant=estimate(metric, variant),
        difference=estimate(metric, gains),
        probability_better=_probability_better(gains, better),
    )


def _probability_better(gains: Sequence[float], better: Direction) -> float:
    if better is Direction.NEITHER:
        return math.nan
    sign = 1 if better is Direction.HIGHER else -1
    return mean(1.0 if sign * gain > 0 else 0.5 if gain == 0 else 0.0 for gain in gains)


def _t_quantile(degrees: int) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415 - a second to load, seldom needed

    return float(stdtrit(degrees, (1 + CONFIDENCE) / 2))
