"""Means, shares and quantiles that answer NaN where there is nothing to average."""

import math
from collections.abc import Iterable


def mean(numbers: Iterable[float]) -> float:
    """Return the arithmetic mean, or NaN of nothing."""
    kept = list(numbers)
    return math.fsum(kept) / len(kept) if kept else math.nan


def share(hits: float, total: float) -> float:
    """Return ``hits / total``, or NaN where the total is 0."""
    return hits / total if total else math.nan


def quantile(numbers: Iterable[float], probability: float) -> float:
    """Return a quantile by linear interpolation (type 7), or NaN of nothing."""
    kept = sorted(numbers)
    if not kept:
        return math.nan
    place = probability * (len(kept) - 1)
    below = math.floor(place)
    above = min(below + 1, len(kept) - 1)
    return kept[below] + (place - below) * (kept[above] - kept[below])
