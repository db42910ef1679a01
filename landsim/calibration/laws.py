"""Laws fitted to durations: an exponential or log-normal where it is close, else deciles."""

from itertools import pairwise

import numpy as np

from landsim.calibration.log import FloatArray
from landsim.core.distribution import Constant, Discrete, Distribution, Exponential, LogNormal

_CLOSE_SHARE = 0.1
"""A named law is close if the area between its quantiles and those of the sample is at most
this share of the mean."""
_ZERO_SHARE = 0.02
_NODES = np.array([*np.arange(0.0, 0.9, 0.1), 0.9, 0.95, 0.99, 1.0])
_GRID = (np.arange(200) + 0.5) / 200
_DIGITS = 4


def fit_law(values: FloatArray, weights: FloatArray) -> Distribution:
    """Return a law for durations.

    Parameters
    ----------
    values
        Durations, ≥ 0.
    weights
        What each counts, > 0.
    """
    mean = float(np.average(values, weights=weights))
    if len(values) == 0 or np.ptp(values) <= 1e-9 * max(mean, 1e-9):
        return Constant(value=round(mean, _DIGITS))
    sample = _quantiles(values, weights, _GRID)
    for law in _named(values, weights, mean):
        drawn = np.array([law.quantile(float(at)) for at in _GRID])
        if float(np.abs(drawn - sample).mean()) <= _CLOSE_SHARE * mean:
            return law
    return _deciles(values, weights)


def _named(values: FloatArray, weights: FloatArray, mean: float) -> list[Distribution]:
    laws: list[Distribution] = [Exponential(mean=round(mean, _DIGITS))]
    is_positive = values > 0
    if float(weights[~is_positive].sum()) <= _ZERO_SHARE * float(weights.sum()):
        logs, shares = np.log(values[is_positive]), weights[is_positive]
        centre = float(np.average(logs, weights=shares))
        spread = float(np.sqrt(np.average((logs - centre) ** 2, weights=shares)))
        median = round(float(np.exp(centre)), _DIGITS)
        if median > 0 and spread > 0:
            laws.append(LogNormal(median=median, sigma=round(spread, _DIGITS)))
    return laws


def _deciles(values: FloatArray, weights: FloatArray) -> Discrete:
    """Return the means between quantiles, the tail cut finer."""
    fine = (np.arange(1000) + 0.5) / 1000
    sample = _quantiles(values, weights, fine)
    means, shares = [], []
    for low, high in pairwise(_NODES):
        inside = (fine >= low) & (fine < high)
        means.append(round(float(sample[inside].mean()), _DIGITS))
        shares.append(round(float(high - low), _DIGITS))
    return Discrete(values=tuple(means), shares=tuple(shares))


def _quantiles(values: FloatArray, weights: FloatArray, at: FloatArray) -> FloatArray:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    place = np.searchsorted(reached, at)
    found: FloatArray = values[order][np.minimum(place, len(values) - 1)]
    return found
