"""Prices by descent: a blurred bound, ever less blurred."""

from collections.abc import Callable

import numpy as np

from landsim.allocation.lagrangian import Relaxation
from landsim.core.problem import FloatArray

_WIDTHS = (0.1, 0.03, 0.01, 0.003)
"""How far options are blurred into each other, in shares of the largest points."""
_N_STEPS = 40
_N_MEMORY = 20


def descend(relaxed: Relaxation, tell: Callable[[float], None]) -> FloatArray:
    """Return good prices of the coupling rows.

    Parameters
    ----------
    relaxed
        Groups and coupling rows.
    tell
        Told of the bound now and then; an exception it raises ends the search for prices.

    Notes
    -----
    L-BFGS-B on the entropy-smoothed dual, each width starting from the prices of the one
    before. A fixed number of steps: the same prices on every machine of the same arithmetic.
    """
    from scipy import optimize  # noqa: PLC0415 - heavy, and only where something is priced

    prices = np.zeros(len(relaxed.coupling))
    if len(prices) == 0 or len(relaxed) == 0:
        return prices
    scale = float(np.abs(relaxed.matrix.points).max()) or 1.0
    for width in _WIDTHS:
        found = optimize.minimize(
            relaxed.smoothed,
            prices,
            args=(width * scale,),
            jac=True,
            method="L-BFGS-B",
            bounds=relaxed.limits,
            options={"maxiter": _N_STEPS, "maxcor": _N_MEMORY},
        )
        prices = np.asarray(found.x)
        tell(float(found.fun))
    return prices
