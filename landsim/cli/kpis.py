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
    rows = []
    stored = {found.metric: found for found in estimates(run)}
    for name in CHARTED:
        if name not in stored or stored[name].n == 0:
            continue
        metric, found = metrics.get(name), stored[name]
        measure = measure_of(metric.unit)
        rows.append(
            [
                console.name(metric.label),
                with_unit(console, measure, found.mean),
                interval(console, measure, found),
            ]
        )
    console.show(f"{run.scenario_name} · {console.name(run.scenario().policy.name)}", "bold")
    console.table(["Metric", "Mean", "Interval (95 %)"], rows, numbers=2)


def kpi_document(run: StoredRun) -> dict[str, Any]:
    """Return every metric of a run for ``--json``."""
    return {"metrics": {found.metric: _entry(found) for found in estimates(run)}}


def with_unit(console: Console, measure: Measure, value: float) -> str:
    """Return an amount with its unit."""
    language = console.settings.language.value
    return f"{measure.amount(value)[language]} {measure.unit[language]}".rstrip()


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
