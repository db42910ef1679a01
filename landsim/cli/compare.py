"""``landsim compare``: runs pair by pair on common random numbers."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.kpis import interval, label_with_unit
from landsim.cli.stored import open_store, run_document
from landsim.core.result import Estimate, PairedDifference
from landsim.files.store import StoredRun
from landsim.metrics.metric import metrics
from landsim.report.headline import CHARTED
from landsim.report.quantities import measure_of
from landsim.report.view import study_view
from landsim.study.compare import Comparison, compare


def answer(
    console: Console,
    *,
    runs: tuple[str, ...],
    names: tuple[str, ...],
    baseline: str | None,
    results: Path | None,
) -> Answer:
    """Compare runs pair by pair on the same luck."""
    store = open_store(results)
    found = [store.find(name) for name in runs]
    base = found[0] if baseline is None else store.find(baseline)
    everyone = [base, *(run for run in found if run.folder.resolve() != base.folder.resolve())]
    if len(everyone) < 2:
        raise click.UsageError(console.text("Name at least two runs."))
    wanted = None if "all" in names else names or headline(everyone)
    comparisons = compare(everyone, wanted, base)
    show_comparisons(console, everyone, comparisons)
    return Answer(
        document={
            "baseline": run_document(base),
            "comparisons": [
                {
                    "run": entry.run,
                    "differences": [_document(difference) for difference in entry.differences],
                }
                for entry in comparisons
            ],
        }
    )


def headline(runs: Sequence[StoredRun]) -> tuple[str, ...]:
    """Return the headline metrics that every run has stored."""
    stored = [set(run.arrow("metrics")["metric"].to_pylist()) for run in runs]
    return tuple(name for name in CHARTED if all(name in known for known in stored))


def show_comparisons(
    console: Console, runs: Sequence[StoredRun], comparisons: Sequence[Comparison]
) -> None:
    """Print each run beside the first, metric by metric."""
    language = console.settings.language.value
    ids = [run.run_id for run in runs]
    for run_id, title in zip(ids, study_view(runs).names, strict=True):
        console.show(f"{run_id}  {title[language]}")
    rows = []
    for place, first in enumerate(comparisons[0].differences):
        rows.append([label_with_unit(console, first.metric), "", "", "", ""])
        measure = measure_of(_unit(first.metric))
        mean = measure.amount(first.baseline.mean)[language]
        rows.append([f"  {ids[0]}", mean, "", "", ""])
        rows += [
            [f"  {entry.run}", *_line(console, entry.differences[place])] for entry in comparisons
        ]
    console.table(
        ["Metric and run", "Mean", "Difference", "Interval (95 %)", "P(better)"],
        rows,
        numbers=4,
        wrapping=(0,),
    )


def _line(console: Console, pair: PairedDifference) -> list[str]:
    measure = measure_of(_unit(pair.metric))
    language = console.settings.language.value
    better = pair.probability_better
    return [
        measure.amount(pair.variant.mean)[language],
        measure.difference(pair.difference.mean, pair.variant.mean)[language],
        interval(console, measure, pair.difference),
        "-" if math.isnan(better) else f"{better:.0%}",
    ]


def _unit(name: str) -> str:
    return metrics.get(name).unit if name in metrics.names() else ""


def _document(pair: PairedDifference) -> dict[str, Any]:
    return {
        "metric": pair.metric,
        "unit": _unit(pair.metric),
        "baseline": _estimate(pair.baseline),
        "variant": _estimate(pair.variant),
        "difference": _estimate(pair.difference),
        "probability_better": pair.probability_better,
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {"mean": found.mean, "low": found.low, "high": found.high, "n": found.n}
