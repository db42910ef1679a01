"""Tables → records: each row as values by column, with the cell each came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from landsim.files import messages
from landsim.files.cells import Value, value_of
from landsim.files.faults import Faults
from landsim.files.headers import Heard, heard, shown_name
from landsim.files.headings import Column
from landsim.files.located import Place
from landsim.files.tables import Cell, Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row as values by column name; empty cells are left out."""

    values: dict[str, Value]
    """What the cells say, in the units of the core."""
    places: dict[str, Place]
    """Where each cell is, empty ones included."""
    headers: dict[str, str]
    """How the header names each column."""
    shown: dict[str, str]
    """How a fault quotes each cell."""
    place: Place
    """The row."""
    faulty: frozenset[str]
    """Columns whose cell has a fault that is already filed."""


def records(table: Table, columns: Sequence[Column], faults: Faults) -> tuple[Record, ...] | None:
    """Return the rows of a table as values; None if a required column is missing.

    Parameters
    ----------
    table
        Header and rows.
    columns
        Columns it may have.
    faults
        Basket for columns and cells that do not fit.
    """
    said = heard(table.header, columns, faults)
    found = {entry.column.name for entry in said.values()}
    missing = [column for column in columns if column.is_required and column.name not in found]
    for column in missing:
        faults.add(table.place, messages.MISSING_COLUMN, column=shown_name(column))
    return None if missing else tuple(_record(row, said, faults) for row in table.rows)


def _record(row: Row, said: Mapping[int, Heard], faults: Faults) -> Record:
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    shown: dict[str, str] = {}
    faulty: set[str] = set()
    for position, entry in said.items():
        name = entry.column.name
        cell = row.cells[position] if position < len(row.cells) else Cell(None, row.place)
        places[name] = cell.place
        shown[name] = f'"{cell.text}"'
        if cell.is_empty:
            if entry.column.is_required:
                faults.add(cell.place, messages.MISSING_VALUE, path=entry.text)
                faulty.add(name)
            continue
        value = value_of(cell, entry, faults)
        if value is None:
            faulty.add(name)
        else:
            values[name] = value
    return Record(
        values=values,
        places=places,
        headers={entry.column.name: entry.text for entry in said.values()},
        shown=shown,
        place=row.place,
        faulty=frozenset(faulty),
    )
