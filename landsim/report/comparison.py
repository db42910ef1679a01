"""Several policies side by side: means, paired differences, chance of being better."""

import math

from landsim.metrics.estimate import estimate
from landsim.metrics.metric import Metric, metrics
from landsim.report.blocks import Block, Chapter
from landsim.report.figures import Panel, dot_chart
from landsim.report.headline import CHARTED, measured, title
from landsim.report.quantities import Measure, measure_of, padded_range
from landsim.report.tables import Column, pill, row, table
from landsim.report.text import Json, Text, joined, named, say
from landsim.report.verdict import tone
from landsim.report.view import StudyView

TOPICS = {
    "lead_times": "Lead times",
    "projects": "Projects",
    "reviews": "Reviews and queues",
    "land": "Land",
    "tenure": "Tenure",
    "resupply": "Re-supply",
    "money": "Money",
    "value": "Output, tax, jobs",
    "targets": "Targets",
    "fairness": "Fairness",
    "decisions": "Decisions",
    "other": "Other",
}
"""Families of metrics, in the order of the table."""


def chapter(study: StudyView) -> Chapter | None:
    """Return the chapter that compares runs; None for a single run."""
    if len(study.runs) == 1:
        return None
    return Chapter(
        id="comparison",
        title=say("Policy comparison"),
        lead=say("same luck for every policy: replications are compared pair by pair"),
        blocks=(
            Block(
                kind="figure",
                title=say("Headline metrics: mean and 95 % interval"),
                data=(_dot_figure(study),),
            ),
            Block(
                kind="table",
                title=say("All metrics"),
                note=say(
                    'Under each mean: paired difference from "{baseline}" with its 95 % interval, '
                    "and the share of replications in which the policy is better.",
                    baseline=study.names[0],
                ),
                data=(_metric_table(study),),
            ),
        ),
    )


def _dot_figure(study: StudyView) -> Json:
    panels = []
    for metric in measured(study.runs, CHARTED):
        measure = measure_of(metric.unit)
        found = [estimate(metric.name, v.metrics[metric.name].tolist()) for v in study.runs]
        means = [_or_none(e.mean) for e in found]
        panels.append(
            Panel(
                title=joined([title(metric), _unit(measure)], " "),
                means=measure.scaled(means),
                below=measure.scaled([_or_none(e.mean - e.low) for e in found]),
                above=measure.scaled([_or_none(e.high - e.mean) for e in found]),
                texts=[measure.amount(e.mean) for e in found],
            )
        )
    n_rows = math.ceil(len(panels) / 3)
    return {
        "label": say("Means and 95 % intervals of the headline metrics by policy"),
        "height": n_rows * (86 + 30 * len(study.runs)),
        "figure": dot_chart(panels, study.names, study.colours),
    }


def _unit(measure: Measure) -> Text:
    return {"zh": f"({measure.unit['zh']})", "en": f"({measure.unit['en']})"}


def _metric_table(study: StudyView) -> Json:
    columns = [
        Column(name=say("Topic"), kind="pill"),
        Column(name=say("Metric")),
        Column(name=say("Unit")),
        Column(name=say("Mean and 95 % interval"), kind="dots"),
        *(Column(name=name, kind="estimate", run=n) for n, name in enumerate(study.names)),
    ]
    found = sorted(measured(study.runs), key=lambda metric: _rank(topic(metric)))
    return table(columns, [_metric_row(study, metric) for metric in found], filter_column=0)


def topic(metric: Metric) -> str:
    """Return the topic of a metric: the module that filed it."""
    module = metrics.origin(metric.name).rpartition(".")[2]
    return module if module in TOPICS else "other"


def _rank(name: str) -> int:
    return list(TOPICS).index(name)


def _metric_row(study: StudyView, metric: Metric) -> Json:
    measure = measure_of(metric.unit)
    found = [estimate(metric.name, v.metrics[metric.name].tolist()) for v in study.runs]
    means = [e.mean for e in found]
    lows, highs = [e.low for e in found], [e.high for e in found]
    dots = {
        "range": padded_range([*lows, *means], [*highs, *means]),
        "runs": [
            [_or_none(e.mean), _or_none(e.low), _or_none(e.high)] if e.n else None for e in found
        ],
    }
    cells = [_estimate_cell(study, metric, n, measure) for n in range(len(study.runs))]
    return row(pill(say(TOPICS[topic(metric)])), named(metric.label), measure.unit, dots, *cells)


def _estimate_cell(study: StudyView, metric: Metric, place: int, measure: Measure) -> Json:
    after = study.runs[place].metrics[metric.name]
    cell: Json = {"value": _or_none(float(after.mean())), "text": measure.amount(after.mean())}
    pair = study.differences[place].get(metric.name)
    if pair is None:
        return cell
    gain = pair.difference
    if math.isnan(gain.mean):
        return cell
    parts = [measure.difference(gain.mean, pair.variant.mean)]
    if not math.isnan(gain.low):
        bounds = measure.interval(gain.low, gain.high, pair.variant.mean)
        parts.append({key: f"[{text}]" for key, text in bounds.items()})
    if not math.isnan(pair.probability_better):
        parts.append(say("P {percent} %", percent=round(100 * pair.probability_better)))
    return cell | {"sub": joined(parts), "tone": tone(gain.low, gain.high, metric.better)}


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(f"{value:.6g}")
