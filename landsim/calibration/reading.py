"""Event logs from disk: CSV and XES, every fault with its place."""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from landsim.calibration.columns import Role, find_columns
from landsim.calibration.log import EventLog, make_log, monday_before
from landsim.errors import Problem, ScenarioError

_MOST_FAULTS = 20
_ENCODINGS = ("utf-8-sig", "gb18030")
_MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2})?"
)
_BEGUN, _OVER = ("start", "assign"), ("complete", "ate_abort", "closed")


class _Event(NamedTuple):
    """One line of a log as it is written."""

    place: str
    case: str
    activity: str
    end: str
    start: str
    resource: str
    transition: str


class _Moment(NamedTuple):
    """One event with its times."""

    case: str
    activity: str
    end: datetime
    start: datetime | None
    resource: str


def read_log(path: Path, columns: Mapping[Role, str] | None = None) -> EventLog:
    """Read an event log.

    Parameters
    ----------
    path
        CSV (UTF-8 or GB18030, any usual separator), XES, or XES packed with gzip.
    columns
        Columns of a CSV, or attribute keys of events, where they are not named as usual.

    Returns
    -------
    EventLog
        Times are local wall-clock: offsets from UTC are read and left off, so that office
        hours and days of the week are those of the place. Of the transactional model, a
        ``start`` is joined with the ``complete`` that follows it; other steps are left out.

    Raises
    ------
    ScenarioError
        With all faults: file not found, missing columns, times that cannot be read.
    """
    if not path.is_file():
        raise ScenarioError([Problem(where=str(path), what="no such file")])
    named = dict(columns or {})
    name = path.name.lower()
    if name.endswith((".xes", ".xes.gz")):
        events = list(_xes_events(path, named))
    else:
        events = _csv_events(path, named)
    moments = _joined(_timed(events, path))
    if not moments:
        raise ScenarioError([Problem(where=str(path), what="the log has no completed event")])
    return _as_log(moments)


def _as_log(moments: list[_Moment]) -> EventLog:
    first = min(moment.end if moment.start is None else moment.start for moment in moments)
    origin = monday_before(first)

    def hours(when: datetime | None) -> float:
        return float("nan") if when is None else (when - origin).total_seconds() / 3600

    return make_log(
        case=[moment.case for moment in moments],
        activity=[moment.activity for moment in moments],
        end=np.array([hours(moment.end) for moment in moments]),
        start=np.array([hours(moment.start) for moment in moments]),
        resource=[moment.resource for moment in moments],
        origin=origin,
    )


def _csv_events(path: Path, named: Mapping[Role, str]) -> list[_Event]:
    text = _text(path)
    head = text[:20_000]
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(head, delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    lines = csv.reader(io.StringIO(text), dialect)
    header = next(lines, [])
    places, problems = find_columns(header, named, f"{path}:1")
    if problems:
        raise ScenarioError(problems)

    def cell(row: list[str], role: Role) -> str:
        place = places.get(role)
        return row[place].strip() if place is not None and place < len(row) else ""

    return [
        _Event(
            place=f"{path}:{lines.line_num}",
            case=cell(row, Role.CASE),
            activity=cell(row, Role.ACTIVITY),
            end=cell(row, Role.END),
            start=cell(row, Role.START),
            resource=cell(row, Role.RESOURCE),
            transition=cell(row, Role.TRANSITION),
        )
        for row in lines
        if any(value.strip() for value in row)
    ]


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    tried = " and ".join(_ENCODINGS)
    raise ScenarioError([Problem(where=str(path), what=f"is not text in {tried}")])


def _xes_events(path: Path, named: Mapping[Role, str]) -> Iterator[_Event]:
    from lxml import etree  # noqa: PLC0415 - heavy

    keys = {
        role: named.get(role, usual)
        for role, usual in (
            (Role.ACTIVITY, "concept:name"),
            (Role.END, "time:timestamp"),
            (Role.START, "start_timestamp"),
            (Role.RESOURCE, "org:resource"),
            (Role.TRANSITION, "lifecycle:transition"),
        )
    }
    case_key = named.get(Role.CASE, "concept:name")
    try:
        with _opened(path) as file:
            for _, trace in etree.iterparse(file, tag="{*}trace", huge_tree=False):
                own = _attributes(trace)
                for event in trace.iterfind("{*}event"):
                    told = _attributes(event)
                    values = {role: told.get(key, "") for role, key in keys.items()}
                    yield _Event(
                        place=f"{path}:{event.sourceline}",
                        case=own.get(case_key, ""),
                        activity=values[Role.ACTIVITY],
                        end=values[Role.END],
                        start=values[Role.START],
                        resource=values[Role.RESOURCE],
                        transition=values[Role.TRANSITION],
                    )
                trace.clear()
    except etree.XMLSyntaxError as fault:
        problem = Problem(where=f"{path}:{fault.lineno}", what=f"is not XES: {fault.msg}")
        raise ScenarioError([problem]) from None


def _attributes(element: Iterable[Mapping[str, str]]) -> dict[str, str]:
    pairs = ((child.get("key"), child.get("value")) for child in element)
    return {key: value for key, value in pairs if key is not None and value is not None}


def _opened(path: Path) -> Any:  # noqa: ANN401 - a plain or an unpacking file
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def _timed(events: list[_Event], path: Path) -> list[tuple[_Moment, str]]:
    """Return events with times and their step; all that cannot be read is told at once."""
    problems: list[Problem] = []
    timed = []
    for event in events:
        faults = list(_faults(event))
        if faults:
            problems += faults
            continue
        end = _read_moment(event.end)
        if end is None:
            continue
        start = _read_moment(event.start) if event.start else None
        moment = _Moment(event.case, event.activity, end, start, event.resource)
        timed.append((moment, event.transition.lower() or "complete"))
    if problems:
        rest = len(problems) - _MOST_FAULTS
        more = [Problem(where=str(path), what=f"{rest} more faults of this kind")]
        raise ScenarioError(problems[:_MOST_FAULTS] + (more if rest > 0 else []))
    return timed


def _faults(event: _Event) -> Iterator[Problem]:
    for role, value in ((Role.CASE, event.case), (Role.ACTIVITY, event.activity)):
        if not value:
            yield Problem(where=event.place, path=role, what="must not be empty")
    for role, value in ((Role.END, event.end), (Role.START, event.start)):
        if value and _read_moment(value) is None:
            yield Problem(
                where=event.place,
                path=role,
                what=f'cannot read the time "{value}"',
                message='cannot read the time "{value}"',
                values=(("value", value),),
                hint="write it as 2011-05-13 09:30:00",
            )


def _read_moment(text: str) -> datetime | None:
    """Return a wall-clock time; None if it cannot be read."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    *whole, fraction = found.groups(default="0")
    try:
        return datetime(*map(int, whole), microsecond=int(fraction[:6].ljust(6, "0")))  # type: ignore[misc,arg-type]  # noqa: DTZ001 - wall-clock on purpose
    except ValueError:
        return None


def _joined(timed: list[tuple[_Moment, str]]) -> list[_Moment]:
    """Join each start with the completion of the same activity that follows it in its case."""
    begun: dict[tuple[str, str], list[datetime]] = {}
    joined = []
    ordered = sorted(range(len(timed)), key=lambda place: (timed[place][0].end, place))
    for place in ordered:
        moment, step = timed[place]
        waiting = begun.setdefault((moment.case, moment.activity), [])
        if step in _BEGUN:
            waiting.append(moment.end)
        elif step in _OVER:
            start = moment.start or (waiting.pop(0) if waiting else None)
            joined.append(moment._replace(start=start))
    return joined
