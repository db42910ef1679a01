"""The tables of a stored run: their columns, units and meaning, stated once in ``columns.csv``.

The same statement gives the Parquet schema, the headers of exported sheets and the reference
page. Columns of kind DAY hold calendar days since the horizon's start and are stored with
their date beside them: ``begin_day`` brings ``begin_date``.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from landsim.core.label import Label

_FILE = Path(__file__).with_name("columns.csv")
_PER_REPLICATION = "replication"


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    name: str
    """Name, with its unit at the end."""
    kind: ColumnKind
    """What it holds."""
    label: Label
    """What it means: the header of an exported sheet."""

    @property
    def date_name(self) -> str:
        """Name of the date column beside a DAY column."""
        return self.name.removesuffix("day") + "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One table."""

    name: str
    """Name: the file's stem."""
    label: Label
    """What a row is."""
    columns: tuple[Column, ...]
    """Columns, in order, without the replication."""
    has_replication: bool
    """Whether rows belong to replications; the number then is the first column."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all columns as stored, dates included."""
        names = [_PER_REPLICATION] if self.has_replication else []
        for column in self.columns:
            names.append(column.name)
            if column.kind is ColumnKind.DAY:
                names.append(column.date_name)
        return tuple(names)


def _tables() -> Iterator[TableSpec]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, group in groupby(rows, key=lambda row: row["table"]):
        head, *columns = group
        yield TableSpec(
            name=name,
            label=Label(zh=head["zh"], en=head["en"]),
            columns=tuple(
                Column(
                    name=row["column"],
                    kind=ColumnKind(row["kind"]),
                    label=Label(zh=row["zh"], en=row["en"]),
                )
                for row in columns
            ),
            has_replication=head["kind"] == _PER_REPLICATION,
        )


TABLES = tuple(_tables())
"""Every table of a stored run."""
BY_NAME = {table.name: table for table in TABLES}
"""The same by name."""
