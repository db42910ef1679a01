"""Equal claims: where two choices earn the same, whoever filed first is served."""

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.slack import Slack
from landsim.core.problem import FloatArray

_RELATIVE = 1e-9


def first_filed_first(program: Program, x: FloatArray) -> FloatArray:
    """Return a choice that earns as much and serves earlier filers where it can.

    Parameters
    ----------
    program
        Options, points and rows.
    x
        Values of the columns.

    Notes
    -----
    A project that got nothing takes the place of a later one, on the same land in the same
    period and mode, if every tier earns the same and no row is broken.
    """
    options, x = program.options, x.copy()
    points = np.column_stack([tier[: len(options)] for tier in program.tiers])
    chosen = np.flatnonzero(x[: len(options)] > 0.5)
    served = set(options.project[chosen].tolist())
    slack: Slack | None = None
    for later in sorted(chosen.tolist(), key=lambda one: -options.project[one]):
        twins = _twins(program, points, later)
        for twin in twins[[int(p) not in served for p in options.project[twins]]]:
            slack = slack or Slack(program, x)
            slack.change(later, -1.0)
            if slack.fits(np.array([twin]))[0]:
                slack.change(int(twin), 1.0)
                x[later], x[twin] = 0.0, 1.0
                served ^= {int(options.project[later]), int(options.project[twin])}
                break
            slack.change(later, 1.0)
    return x


def _twins(program: Program, points: FloatArray, option: int) -> np.ndarray:
    """Return equal options of projects that filed before, the first filed first."""
    options = program.options
    scale = np.maximum(np.abs(points[option]), 1e-12)
    is_twin = (
        (options.project < options.project[option])
        & (options.period == options.period[option])
        & (options.mode == options.mode[option])
        & (options.area_m2 == options.area_m2[option])
        & (np.abs(points - points[option]) <= _RELATIVE * scale).all(axis=1)
    )
    land = options.takes(option)
    return np.array(
        [one for one in np.flatnonzero(is_twin) if options.takes(int(one)) == land], dtype=np.int64
    )
