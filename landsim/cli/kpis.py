"""The figures of a run that fit on a screen: headline metrics with their intervals."""

from typing import Any

from landsim.cli.console import Console
from landsim.core.result import Estimate
from landsim.files.store import StoredRun
from landsim.metrics.metric import metrics
from landsim.report.headline import CHARTED
from landsim.report.quantities import Measure, measure_of
from landsim.study.estimates import estimates


def show_kpis(console: Console, run: StoredRun) -> None:
    """Print the headline metrics of a run."""
    language = console.settings.language.value
    stored = {found.metric: found for found in estimates(run)}
    rows = []
    for name in CHARTED:
        if name in stored and stored[name].n > 0:
            found, measure = stored[name], measure_of(metrics.get(name).unit)
            mean = measure.amount(found.mean)[language]
            rows.append([label_with_unit(console, name), mean, interval(console, measure, found)])
    console.show(
        f"{run.scenario_name}/{run.run_id} · {console.name(run.scenario().policy.name)}", "bold"
    )
    console.table(["Metric", "Mean", "Interval (95 %)"], rows, numbers=2, wrapping=(0,))


def kpi_document(run: StoredRun) -> dict[str, Any]:
    """Return every metric of a run for ``--json``."""
    return {"metrics": {found.metric: _entry(found) for found in estimates(run)}}


def label_with_unit(console: Console, name: str) -> str:
    """Return the name of a metric with its unit; of one nobody registered, its identifier."""
    if name not in metrics.names():
        return name
    metric = metrics.get(name)
    unit = measure_of(metric.unit).unit[console.settings.language.value]
    label = console.name(metric.label)
    return label if unit in label else console.text("{label} ({unit})", label=label, unit=unit)


def interval(console: Console, measure: Measure, found: Estimate) -> str:
    """Return a 95 % interval; a dash where there is none."""
    language = console.settings.language.value
    return measure.interval(found.low, found.high, found.mean)[language] or "-"


def _entry(found: Estimate) -> dict[str, Any]:
    unit = metrics.get(found.metric).unit if found.metric in metrics.names() else ""
    return {
        "unit": unit,
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "n": found.n,
    }
