"""A metric gives one number for every history, the dullest too."""

import functools
import math
from dataclasses import replace

from landsim.allocation.rolling import rolling
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.metrics.metric import Metric
from landsim.simulation.run import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn, serve_nobody


def check_metric(metric: Metric) -> None:
    """Assert that a metric says what it is and measures whatever may have happened.

    Parameters
    ----------
    metric
        Metric to check.

    Notes
    -----
    It is asked about histories in which nobody files, nobody is served, everybody is served in
    turn, and the rolling optimiser decides. The answer must be a number or NaN, never infinite,
    and the same for an equal history.
    """
    assert metric.label.zh, f"{metric.name} needs a Chinese label"
    assert metric.label.en, f"{metric.name} needs an English label"
    assert metric.unit, f"{metric.name} needs a unit"
    assert isinstance(metric.better, Direction), f"{metric.name}: which way is better?"
    for scenario, history in some_histories():
        value = metric.compute(scenario, history)
        assert isinstance(value, float), f"{metric.name}: {value!r} is no number"
        assert not math.isinf(value), f"{metric.name}: infinite"
        again = metric.compute(scenario, replace(history))
        assert value == again or (math.isnan(value) and math.isnan(again)), (
            f"{metric.name}: {value} at first, {again} when asked again"
        )


@functools.cache
def some_histories() -> tuple[tuple[Scenario, Trajectory], ...]:
    """Return histories from the dullest to the liveliest, each with its scenario."""
    lively = builders.tiny_scenario(generator=builders.generator(4.0))
    idle = builders.tiny_scenario(projects=())
    return (
        (idle, simulate(idle, serve_nobody, seed=1, replication=0)),
        (lively, simulate(lively, serve_nobody, seed=1, replication=0)),
        (lively, simulate(lively, serve_in_turn(lively), seed=1, replication=1)),
        (lively, simulate(lively, rolling(lively, planner="fcfs"), seed=1, replication=2)),
    )
