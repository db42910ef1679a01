"""Event logs in XES, the format of IEEE 1849 that process-mining programs read."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from lxml import etree

from landsim.core.label import Language
from landsim.files.atomic import replacing
from landsim.files.eventlog import ReviewEvent, review_events
from landsim.files.store import StoredRun

_NAMESPACE = "http://www.xes-standard.org/"
_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


def write_xes(run: StoredRun, path: Path, language: Language) -> None:
    """Write the reviews of a run as XES 2.0.

    Parameters
    ----------
    run
        Stored run.
    path
        File to write.
    language
        Language of stage names.

    Notes
    -----
    A trace is a project of a replication. A review is up to three events of the standard
    transactional model: ``schedule`` when it could begin, ``start`` when a desk took it up,
    ``complete`` when it ended, so that waiting and processing separate. A review that the
    horizon cut off has no ``complete``.

    References
    ----------
    IEEE Std 1849-2023, IEEE Standard for eXtensible Event Stream (XES).
    """
    with replacing(path) as draft, etree.xmlfile(str(draft), encoding="utf-8") as file:
        file.write_declaration()
        attributes = {"xes.version": "2.0", "xes.features": "nested-attributes"}
        with file.element(f"{{{_NAMESPACE}}}log", attributes, nsmap={None: _NAMESPACE}):
            for element in _head(run):
                file.write(element)
            events = review_events(run, language)
            for case, reviews in groupby(events, key=attrgetter("case")):
                file.write(_trace(case, list(reviews)))


def _head(run: StoredRun) -> Iterator[Any]:
    for name, prefix, uri in _EXTENSIONS:
        yield _element("extension", {"name": name, "prefix": prefix, "uri": uri})
    traces = _element("global", {"scope": "trace"})
    traces.append(_value("concept:name", "case"))
    yield traces
    events = _element("global", {"scope": "event"})
    events.append(_value("concept:name", "activity"))
    events.append(_value("lifecycle:transition", "complete"))
    events.append(_value("time:timestamp", datetime.fromisoformat("1970-01-01T00:00:00+00:00")))
    yield events
    yield _element("classifier", {"name": "Activity", "keys": "concept:name"})
    yield _value("concept:name", run.run_id)


def _trace(case: str, reviews: list[ReviewEvent]) -> Any:  # noqa: ANN401 - lxml has no types
    first = reviews[0]
    trace = _element("trace")
    trace.append(_value("concept:name", case))
    trace.append(_value("replication", first.replication))
    trace.append(_value("project", first.project))
    trace.append(_value("archetype", first.archetype))
    moments = [
        (when, place, step, name, review)
        for place, review in enumerate(reviews)
        for step, (name, when) in enumerate(
            (
                ("schedule", review.enabled),
                ("start", review.started),
                ("complete", review.completed),
            )
        )
        if when is not None
    ]
    for when, _, _, name, review in sorted(moments, key=lambda entry: entry[:3]):
        trace.append(_event(review, name, when))
    return trace


def _event(review: ReviewEvent, transition: str, when: datetime) -> Any:  # noqa: ANN401
    event = _element("event")
    event.append(_value("concept:name", review.activity))
    event.append(_value("concept:instance", f"{review.stage}.{review.round}"))
    event.append(_value("lifecycle:transition", transition))
    event.append(_value("time:timestamp", when))
    if review.desk:
        event.append(_value("org:resource", review.desk))
    event.append(_value("stage", review.stage))
    event.append(_value("route", review.route))
    event.append(_value("is_green", review.is_green))
    if transition == "complete":
        event.append(_value("outcome", str(review.outcome)))
    return event


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:  # noqa: ANN401
    return etree.Element(f"{{{_NAMESPACE}}}{tag}", attributes or {}, nsmap={None: _NAMESPACE})


def _value(key: str, value: object) -> Any:  # noqa: ANN401 - lxml has no types
    """Return an attribute; its element says its type."""
    if isinstance(value, bool):
        return _element("boolean", {"key": key, "value": str(value).lower()})
    if isinstance(value, datetime):
        text = value.isoformat(timespec="milliseconds")
        return _element("date", {"key": key, "value": text})
    if isinstance(value, int):
        return _element("int", {"key": key, "value": str(value)})
    return _element("string", {"key": key, "value": str(value)})
