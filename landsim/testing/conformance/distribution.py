"""A law's draws follow its luck and its moments."""

import math

import numpy as np

from landsim.core.distribution import Distribution

_N_STRATA = 4000


def check_distribution(law: Distribution) -> None:
    """Assert that a law's draws rise with luck and average to its mean and variance.

    Parameters
    ----------
    law
        Law to check; its second moment must be finite.

    Notes
    -----
    Moments are integrals of the quantile function over the unit interval, taken by the
    midpoint rule in :math:`t` with :math:`u = t^3 (10 - 15 t + 6 t^2)`, which puts points
    densely into both tails.

    Examples
    --------
    >>> from landsim.core.distribution import Triangular
    >>> check_distribution(Triangular(low=3, mode=7, high=20))
    """
    steps = (np.arange(_N_STRATA) + 0.5) / _N_STRATA
    weights = 30 * steps**2 * (1 - steps) ** 2 / _N_STRATA
    luck = steps**3 * (10 - 15 * steps + 6 * steps**2)
    draws = np.array([law.quantile(float(u)) for u in luck])
    assert np.isfinite(draws).all(), f"{law}: a draw is not finite"
    slack = 1e-9 * max(1.0, float(np.abs(draws).max()))
    assert (np.diff(draws) >= -slack).all(), f"{law}: a draw falls as luck rises"
    spread = math.sqrt(law.variance)
    mean = float(weights @ draws)
    tolerance = 2e-3 * (spread + abs(law.mean)) + slack
    assert abs(mean - law.mean) <= tolerance, f"{law}: draws average {mean}, not {law.mean}"
    variance = float(weights @ (draws - mean) ** 2)
    allowed = 1e-2 * law.variance + slack**2 + 1e-12
    assert abs(variance - law.variance) <= allowed, (
        f"{law}: draws have variance {variance}, not {law.variance}"
    )
    ends = (law.quantile(0.0), law.quantile(math.nextafter(1.0, 0.0)))
    assert all(map(math.isfinite, ends)), f"{law}: an end of the law is not finite"
    assert law.quantile(0.3) == law.quantile(0.3), f"{law}: the same luck gives other draws"
