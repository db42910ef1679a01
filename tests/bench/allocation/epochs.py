"""Decisions inside the simulation: one epoch, and one whole replication of Qingsheng."""

import statistics
from pathlib import Path

from timing import best_of, cpu_seconds

from landsim.allocation import rolling
from landsim.files.read import read_scenario
from landsim.simulation import simulate
from landsim.testing.instances import synthetic_scenario, synthetic_state

STATES = ((3, 10), (10, 20), (20, 30), (30, 40))
"""Projects that wait, and parcels that are free today."""
QINGSHENG = Path(__file__).resolve().parents[3] / "scenarios" / "qingsheng"


def epochs(seed: int, repeats: int) -> list[tuple[int, int, int, float]]:
    """Return waiting, free, options and milliseconds of decisions of several sizes.

    A decision lists the options, builds the rows, solves to optimality and says why the others
    got nothing.
    """
    scenario = synthetic_scenario(130, 120, 40, seed=seed)
    decide = rolling(scenario)
    found = []
    for n_waiting, n_free in STATES:
        state = synthetic_state(scenario, n_waiting=n_waiting, n_free=n_free)
        seconds = best_of(lambda state=state: decide(state), repeats)
        plan = decide(state).plan
        n_options = 0 if plan is None else plan.report.n_options
        found.append((n_waiting, n_free, n_options, 1000 * seconds))
    return found


def replications(repeats: int) -> float:
    """Return the median CPU seconds of a ten-year replication with its decisions."""
    scenario = read_scenario(QINGSHENG)
    decide = rolling(scenario)
    seconds = []
    for replication in range(repeats):
        begin = cpu_seconds()
        simulate(scenario, decide, seed=scenario.seed, replication=replication)
        seconds.append(cpu_seconds() - begin)
    return statistics.median(seconds)
