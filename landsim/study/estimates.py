"""Means and intervals of the metrics of one run."""

from collections.abc import Sequence

import pyarrow as pa

from landsim.core.result import Estimate
from landsim.core.scenario import Scenario
from landsim.errors import ResultsError
from landsim.files.columns import BY_NAME
from landsim.files.frames import arrow_table
from landsim.files.store import StoredRun
from landsim.metrics.estimate import estimate
from landsim.metrics.metric import metrics

ByReplication = dict[int, float]


def estimates(run: StoredRun, names: Sequence[str] | None = None) -> tuple[Estimate, ...]:
    """Return the mean and interval of the metrics of a run.

    Parameters
    ----------
    run
        Run, finished or not.
    names
        Metrics; None for all it stored, by name.

    Raises
    ------
    ResultsError
        If the run has no such metric.
    """
    stored = values_by_metric(run)
    wanted = sorted(stored) if names is None else names
    return tuple(estimate(name, list(values_of(stored, name).values())) for name in wanted)


def estimates_table(scenario: Scenario, run: StoredRun) -> pa.Table:
    """Return the table ``estimates`` of a run: every metric with its name, unit and interval.

    Parameters
    ----------
    scenario
        The world.
    run
        Run whose finished replications count.
    """
    rows = []
    for found in estimates(run):
        metric = metrics.get(found.metric)
        label = metric.label
        facts = (found.metric, label.zh, label.en, metric.unit, metric.better)
        rows.append((*facts, found.n, found.mean, found.low, found.high))
    return arrow_table(BY_NAME["estimates"], rows, scenario.horizon)


def values_by_metric(run: StoredRun) -> dict[str, ByReplication]:
    """Return the stored values of every metric, by replication."""
    table = run.arrow("metrics")
    found: dict[str, ByReplication] = {}
    rows = zip(
        table["metric"].to_pylist(),
        table["replication"].to_pylist(),
        table["value"].to_pylist(),
        strict=True,
    )
    for name, replication, value in rows:
        found.setdefault(name, {})[replication] = value
    return found


def values_of(stored: dict[str, ByReplication], name: str) -> ByReplication:
    """Return the values of one metric.

    Raises
    ------
    UnknownNameError
        If nobody registered the metric.
    ResultsError
        If the run was stored before the metric existed.
    """
    if name not in stored:
        metrics.get(name)
        raise ResultsError(f'the run has no metric "{name}": it was stored before that existed')
    return stored[name]
