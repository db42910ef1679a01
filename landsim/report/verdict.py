"""The first answer: one sentence, and a card for each headline metric."""

import math

from landsim.core.result import Direction
from landsim.metrics import units
from landsim.metrics.estimate import estimate
from landsim.metrics.metric import Metric
from landsim.report.blocks import Block, Chapter
from landsim.report.headline import CARDS, measured, title
from landsim.report.quantities import measure_of
from landsim.report.text import Json, Text, figure_of, joined, named, plain, say, signed
from landsim.report.view import RunView, StudyView

_LEAD = "filing_to_permit_workdays"
_SERVED = "projects_served"
_FILED = "projects_filed"


def chapter(study: StudyView) -> Chapter:
    """Return the chapter with the verdict and the cards."""
    blocks = [
        Block(
            kind="verdict",
            data=({"sentence": _sentence(study), "points": _points(study)},),
        ),
        Block(kind="cards", data=study.each(lambda view: _cards(study, view)), is_per_run=True),
    ]
    notice = named(study.baseline.scenario.notice)
    if notice["en"]:
        blocks.append(Block(kind="prose", data=([notice],), is_notice=True))
    return Chapter(id="verdict", title=say("Verdict"), blocks=blocks)


def _sentence(study: StudyView) -> Text:
    if len(study.runs) == 1:
        return _one(study.baseline, study.names[0])
    later = study.runs[1:]
    changes = [_mean(view, _SERVED) - _mean(study.baseline, _SERVED) for view in later]
    best = max(range(len(later)), key=lambda n: (changes[n], -n))
    found = later[best]
    sentences = [
        say(
            'Against "{baseline}", "{best}" gives land to {served} projects instead of {before}.',
            baseline=study.names[0],
            best=study.names[best + 1],
            served=_count(found, _SERVED),
            before=_count(study.baseline, _SERVED),
        )
    ]
    leads = _mean(found, _LEAD), _mean(study.baseline, _LEAD)
    if not any(math.isnan(lead) for lead in leads):
        sentences.append(
            say(
                "Filing to construction permit takes {lead} working days instead of {before}.",
                lead=figure_of(leads[0]),
                before=figure_of(leads[1]),
            )
        )
    return joined(sentences)


def _points(study: StudyView) -> list[Text]:
    if len(study.runs) == 1:
        return []
    return [_one(view, name) for view, name in zip(study.runs, study.names, strict=True)]


def _one(view: RunView, name: Text) -> Text:
    series = view.table("series")
    last = series[series["period"] == series["period"].max()]
    lead = _mean(view, _LEAD)
    land = say(
        "{policy}: over {years} years {served} of {filed} projects get land, {mu} mu in all; at "
        "the end {occupied} % of the serviced land is built on or in use.",
        policy=name,
        years=figure_of(view.scenario.horizon.n_years),
        served=_count(view, _SERVED),
        filed=_count(view, _FILED),
        mu=figure_of(float(last["supplied_mu"].mean())),
        occupied=figure_of(100 * float(last["occupied_share"].mean()), 1),
    )
    if math.isnan(lead):
        return joined([land, say("No project reached a construction permit.")])
    days = figure_of(lead)
    return joined(
        [land, say("Filing to construction permit takes {lead} working days.", lead=days)]
    )


def _count(view: RunView, metric: str) -> str:
    return figure_of(_mean(view, metric), 1).removesuffix(".0")


def _mean(view: RunView, metric: str) -> float:
    return float(view.metrics[metric].mean()) if metric in view.metrics else math.nan


def _cards(study: StudyView, view: RunView) -> list[Json]:
    return [_card(study, view, metric) for metric in measured(study.runs, CARDS)]


def _card(study: StudyView, view: RunView, metric: Metric) -> Json:
    measure = measure_of(metric.unit)
    found = estimate(metric.name, view.metrics[metric.name].tolist())
    interval = measure.interval(found.low, found.high, found.mean)
    card: Json = {
        "name": title(metric),
        "figure": measure.amount(found.mean),
        "unit": measure.unit,
        "range": {key: text.replace(", ", " – ") for key, text in interval.items()},
        "note": say("mean of {n} replications", n=found.n),
    }
    if view is not study.baseline:
        card |= _versus(study, view, metric)
    elif len(study.runs) > 1:
        card["note"] = say("baseline")
    return card


def _versus(study: StudyView, view: RunView, metric: Metric) -> Json:
    pair = study.differences[study.runs.index(view)].get(metric.name)
    if pair is None:
        return {}
    difference = pair.difference
    measure = measure_of(metric.unit)
    parts = [measure.difference(difference.mean, pair.variant.mean)]
    base = pair.baseline.mean
    if metric.unit == units.SHARE:
        parts.append(say("percentage points"))
    else:
        parts.append(measure.unit)
        if base and not math.isnan(base):
            parts.append(plain(f"({signed(100 * difference.mean / abs(base))} %)"))
    text = joined(parts)
    return {"versus": text, "tone": tone(difference.low, difference.high, metric.better)}


def tone(low: float, high: float, better: Direction) -> str:
    """Return ``better`` or ``worse`` where an interval leaves no doubt, else nothing."""
    if better is Direction.NEITHER or math.isnan(low) or low <= 0 <= high:
        return ""
    return "better" if (low > 0) == (better is Direction.HIGHER) else "worse"
