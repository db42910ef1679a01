"""A table of projects, and one of assessed fits, as the core's `Project` and `Fit`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from landsim.core.archetype import Archetype
from landsim.core.horizon import DAYS_PER_MONTH, Horizon
from landsim.core.project import Fit, Needs, Project, Promises, Scorecard
from landsim.files import messages
from landsim.files.headers import shown_name
from landsim.files.headings import Column, heading
from landsim.files.located import Place, Source
from landsim.files.quickfits import FitCells, quick_fits
from landsim.files.reader import Reader
from landsim.files.records import Record, records
from landsim.files.rows import note_row, without_duplicates
from landsim.files.shape import members_of
from landsim.files.spots import Spots
from landsim.files.tables import read_table
from landsim.files.validate import validated

_NEEDS = (
    "area_min_m2",
    "area_max_m2",
    "floor_min_m2",
    "floor_max_m2",
    "zones",
    "far",
    "power_mw",
)
_SIZES = ("area_min_m2", "floor_min_m2")
"""A project needs at least one of these: how much land, or how much floor space."""
_PHASE = {
    "phase2_area_m2": "area_m2",
    "phase2_after_months": "after_months",
    "phase2_expiry_months": "expiry_months",
    "phase2_probability": "probability",
}
_AREA_SLACK_SHARE = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Rows of a table, and where each was written."""

    rows: tuple[Any, ...]
    places: dict[str, Place]
    """Row of each identifier."""
    cells: Mapping[tuple[str, str], Place]
    """Cell of each identifier and column."""


NOTHING_LISTED = Listed(rows=(), places={}, cells={})


def read_projects(
    path: Path,
    asked_by: Place,
    reader: Reader,
    horizon: Horizon,
    archetypes: Mapping[str, Archetype | None],
) -> Listed:
    """Return the projects of a CSV or Excel table.

    Parameters
    ----------
    path
        File.
    asked_by
        Where the scenario names it.
    reader
        Reads files and keeps faults.
    horizon
        Turns dates into days.
    archetypes
        Kinds of project: they give a project its conduct, the tenure modes it would take, and
        whatever columns the table leaves empty. None for a kind with faults of its own.
    """
    sheets, columns = heading("projects").sheets, heading("projects").columns
    table = read_table(path, asked_by, reader, sheets)
    found = records(table, columns, reader.faults) if table else None
    if not found:
        return NOTHING_LISTED
    if table and not _has_size(found, columns, table.place, reader):
        return NOTHING_LISTED
    found = without_duplicates(found, "id", reader.faults)
    spots = Spots()
    plain: list[dict[str, Any]] = []
    for record in found:
        kind = _archetype(record, archetypes, reader)
        if not _check_size(record, reader) or kind is None or record.faulty:
            continue
        if not _check_dates(record, reader):
            continue
        note_row(spots, (len(plain),), record, columns, _loc)
        plain.append(_plain_project(record, kind, horizon))
    rows = validated(tuple[Project, ...], plain, spots, reader.faults) or ()
    return _listed(rows, found, "id")


def read_fits(path: Path, asked_by: Place, reader: Reader) -> Listed:
    """Return the assessed fits of a CSV or Excel table.

    Parameters
    ----------
    path, asked_by, reader
        As for `read_projects`.
    """
    quick = _quick_fits(path, asked_by, reader) if path.suffix.lower() == ".csv" else None
    if quick is not None:
        return quick
    sheets, columns = heading("fits").sheets, heading("fits").columns
    table = read_table(path, asked_by, reader, sheets)
    found = records(table, columns, reader.faults) if table else None
    if not found:
        return NOTHING_LISTED
    spots = Spots()
    plain: list[dict[str, Any]] = []
    for record in found:
        if record.faulty:
            continue
        note_row(spots, (len(plain),), record, columns, lambda name: (name,))
        plain.append(dict(record.values))
    rows = validated(tuple[Fit, ...], plain, spots, reader.faults) or ()
    cells = {
        (f"fit {record.values.get('project')} {record.values.get('parcel')}", name): place
        for record in found
        for name, place in record.places.items()
    }
    return Listed(rows=rows, places={}, cells=cells)


def _quick_fits(path: Path, asked_by: Place, reader: Reader) -> Listed | None:
    text = reader.text_of(path, asked_by) if reader.has(path) else None
    rows = None if text is None else quick_fits(text)
    if text is None or rows is None:
        return None
    lines = tuple(text.splitlines())
    source = Source(name=str(path), short=reader.short(path), folder=path.parent, lines=lines)
    return Listed(rows=rows, places={}, cells=FitCells(source, rows))


def _listed(rows: tuple[Any, ...], found: Sequence[Record], key: str) -> Listed:
    return Listed(
        rows=rows,
        places={str(record.values.get(key)): record.place for record in found},
        cells={
            (str(record.values.get(key)), name): place
            for record in found
            for name, place in record.places.items()
        },
    )


def _archetype(
    record: Record, archetypes: Mapping[str, Archetype | None], reader: Reader
) -> Archetype | None:
    """Return the kind a project names, by its identifier or by its name in either language."""
    name = str(record.values.get("archetype", ""))
    if not name or name in archetypes:
        return archetypes.get(name)
    for kind in archetypes.values():
        if kind is not None and name in (kind.name.zh, kind.name.en):
            return kind
    reader.faults.unknown(
        record.places["archetype"],
        messages.NO_SUCH_NAME,
        name,
        archetypes,
        path=record.headers["archetype"],
        kind="archetype",
        name=name,
    )
    return None


def _has_size(
    found: Sequence[Record], columns: Sequence[Column], place: Place, reader: Reader
) -> bool:
    """Return whether a table has a column that says how much its projects need."""
    if any(name in record.headers for record in found for name in _SIZES):
        return True
    column = next(column for column in columns if column.name == _SIZES[0])
    reader.faults.add(place, messages.MISSING_COLUMN, column=shown_name(column))
    return False


def _check_size(record: Record, reader: Reader) -> bool:
    if any(name in record.values or name in record.faulty for name in _SIZES):
        return True
    name = next(name for name in _SIZES if name in record.places)
    reader.faults.add(record.places[name], messages.MISSING_VALUE, path=record.headers[name])
    return False


def _check_dates(record: Record, reader: Reader) -> bool:
    filed, need_by = record.values["filed"], record.values["need_by"]
    if not (isinstance(filed, date) and isinstance(need_by, date)) or filed <= need_by:
        return True
    reader.faults.add(
        record.places["need_by"],
        messages.NEED_BEFORE_FILED,
        path=record.headers["need_by"],
        filed=filed,
        value=need_by,
    )
    return False


def _plain_project(record: Record, kind: Archetype, horizon: Horizon) -> dict[str, Any]:
    values: dict[str, Any] = dict(record.values)
    needs = {name: values[name] for name in _NEEDS if name in values}
    for least, most in (("area_min_m2", "area_max_m2"), ("floor_min_m2", "floor_max_m2")):
        needs.setdefault(most, round(needs.get(least, 0) * (1 + _AREA_SLACK_SHARE)))
    needs.setdefault("zones", kind.zones)
    return {
        "id": values["id"],
        "name": values.get("name", values["id"]),
        "archetype": kind.id,
        "firm_class": values.get("firm_class", "growth"),
        "chain_role": values.get("chain_role", kind.chain_role),
        "filed_day": float(horizon.day_of(values["filed"])),
        "need_by_day": float(horizon.day_of(values["need_by"])),
        "patience_days": values["patience_months"] * DAYS_PER_MONTH,
        "needs": needs,
        "promises": {n: values[n] for n in members_of(Promises) if n in values},
        "scorecard": {n: values[n] for n in members_of(Scorecard) if n in values},
        "acceptance": kind.acceptance,
        "ability_to_pay_mcny": values.get("ability_to_pay_mcny"),
        "conduct": kind.conduct,
        "later_phase": _plain_phase(values),
    }


def _plain_phase(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the row says of a phase 2; None if it says nothing."""
    said = {_PHASE[name]: values[name] for name in _PHASE if name in values}
    return said or None


def _loc(column: str) -> tuple[str, ...]:
    renamed = {"filed": "filed_day", "need_by": "need_by_day", "patience_months": "patience_days"}
    if column in _PHASE:
        return "later_phase", _PHASE[column]
    for section, cls in (("needs", Needs), ("promises", Promises), ("scorecard", Scorecard)):
        if column in members_of(cls):
            return section, column
    return (renamed.get(column, column),)
