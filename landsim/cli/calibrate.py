"""``landsim calibrate``: approval parameters from an event log."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from landsim.calibration.calibrate import Calibration, calibrate
from landsim.calibration.columns import Role
from landsim.calibration.distance import Distances
from landsim.calibration.evaluate import HoldOut, hold_out
from landsim.calibration.fragment import fragment, law, route_overrides
from landsim.calibration.log import EventLog
from landsim.calibration.reading import read_log
from landsim.calibration.stages import as_stages, read_stage_map
from landsim.cli.answer import Answer
from landsim.cli.console import Console, plain
from landsim.cli.progress import watching
from landsim.errors import UnknownNameError
from landsim.files.atomic import write_text
from landsim.files.dump import write_yaml
from landsim.report.fit import DISTANCES, fit_page

_SHOWN = 12


def answer(
    console: Console,
    *,
    log: Path,
    mapping: Path | None,
    columns: tuple[str, ...],
    route: str | None,
    evaluate: bool,
    split: datetime | None,
    seed: int,
    out: Path,
) -> Answer:
    """Fit approval stages, durations and desks to an event log."""
    events = read_log(log, _named(console, columns))
    stages = as_stages(events, read_stage_map(mapping, events)) if mapping else events
    with watching(console) as listener:
        test = hold_out(stages, split=split, seed=seed, listener=listener) if evaluate else None
        found = calibrate(stages, seed=seed)
    document = _document(log, stages, found, test)
    source = f"event log {log.name}"
    made = (
        fragment(found.process, source)
        if route is None
        else route_overrides(found.process, route, source)
    )
    report = out.with_suffix(".fit.html")
    figures = out.with_suffix(".fit.json")
    _show(console, document)
    for warning in found.warnings:
        console.note(warning.message, **dict(warning.values))
    write_yaml(made, out)
    write_text(figures, json.dumps(plain(document), ensure_ascii=False, indent=2) + "\n")
    write_text(report, fit_page(document, console.settings.language))
    for path in (out, figures, report):
        console.say("Written: {path}", path=path)
    return Answer(document=document | {"files": [out, figures, report]})


def _named(console: Console, columns: tuple[str, ...]) -> dict[Role, str]:
    named: dict[Role, str] = {}
    for text in columns:
        role, equals, name = text.partition("=")
        if not equals:
            raise click.UsageError(
                console.text('--column must be ROLE=NAME; got "{text}"', text=text)
            )
        if role not in tuple(Role):
            raise UnknownNameError("role", role, tuple(Role))
        named[Role(role)] = name
    return named


def _document(
    path: Path, log: EventLog, found: Calibration, test: HoldOut | None
) -> dict[str, Any]:
    arrivals, hours = found.histories.arrivals, found.histories.hours
    return {
        "log": path.name,
        "cases": log.n_cases,
        "events": len(log),
        "first": log.when(float(log.first_known.min())),
        "last": log.when(float(log.end.max())),
        "half_life_days": found.half_life_days,
        "office_hours": {
            "weekdays": hours.weekdays.tolist(),
            "opens": hours.opens,
            "closes": hours.closes,
        },
        "arrivals": {
            "cases_per_week": arrivals.mean,
            "dispersion": arrivals.dispersion,
        },
        "stages": [
            asdict(stage)
            | {
                "work": law(stage.work),
                "delay": law(stage.delay),
                "again_delay": law(stage.again_delay),
            }
            for stage in found.process.stages
        ],
        "desks": [asdict(desk) for desk in found.process.desks],
        "drift": [asdict(change) for change in found.drift],
        "warnings": [
            {"message": warning.message, "values": dict(warning.values)}
            for warning in found.warnings
        ],
        "hold_out": None if test is None else _test_document(test),
    }


def _test_document(test: HoldOut) -> dict[str, Any]:
    return asdict(test) | {"split": test.split.date()}


def _show(console: Console, document: Mapping[str, Any]) -> None:
    hours, arrivals = document["office_hours"], document["arrivals"]
    console.say(
        "{cases} cases, {events} events, {first} to {last}",
        cases=document["cases"],
        events=document["events"],
        first=f"{document['first']:%Y-%m-%d}",
        last=f"{document['last']:%Y-%m-%d}",
    )
    console.say(
        "office hours {opens}:00 to {closes}:00, {days} days a week;"
        " {mean} cases a week, dispersion {dispersion}",
        opens=hours["opens"],
        closes=hours["closes"],
        days=sum(hours["weekdays"]),
        mean=f"{arrivals['cases_per_week']:.1f}",
        dispersion=f"{arrivals['dispersion']:.1f}",
    )
    ranked = sorted(document["stages"], key=lambda stage: -stage["n_passes"])[:_SHOWN]
    console.table(
        ["Stage", "Passes", "Cases", "Work (working days)", "Delay (working days)", "Again"],
        [
            [
                stage["stage"],
                str(stage["n_passes"]),
                f"{stage['visited_share']:.0%}",
                f"{stage['work_mean']:.2f}",
                f"{stage['delay_mean']:.2f}",
                f"{stage['again_share']:.1%}",
            ]
            for stage in document["stages"]
            if stage in ranked
        ],
        numbers=5,
        wrapping=(0,),
    )
    if document["hold_out"] is not None:
        _show_test(console, document["hold_out"])


def _show_test(console: Console, test: Mapping[str, Any]) -> None:
    console.say(
        "fitted on {past} cases that ended before {split}, tested on {future} that began after",
        past=test["n_past"],
        future=test["n_future"],
        split=str(test["split"]),
    )
    console.table(
        ["Distance", "Mean", "Deviation", "Noise floor"],
        [
            [
                console.text(DISTANCES[name]),
                *(_figure(test[part][name]) for part in ("mean", "deviation", "floor")),
            ]
            for name in Distances.__dataclass_fields__
        ],
        numbers=3,
        wrapping=(0,),
    )


def _figure(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"
