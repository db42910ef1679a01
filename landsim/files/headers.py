"""The header of a table → which column each position holds, and in which unit."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from landsim.errors import nearest_name
from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.headings import Column, factors, words
from landsim.files.tables import Cell

_WITH_UNIT = re.compile(r"(.+?)[(\[](.*)[)\]]$")
_NO_WORD = re.compile(r"[\s*_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a header cell says."""

    column: Column
    """Column it names."""
    factor: float
    """What one unit is worth in the unit of the core."""
    header: Cell
    """The header cell."""

    @property
    def text(self) -> str:
        """The header as written."""
        return self.header.text


def heard(header: Sequence[Cell], columns: Sequence[Column], faults: Faults) -> dict[int, Heard]:
    """Return which column each position of a table holds.

    Parameters
    ----------
    header
        First row of the table.
    columns
        Columns it may have.
    faults
        Basket for unknown columns and units, and for columns that say the same.
    """
    known = _spellings(columns)
    found: dict[int, Heard] = {}
    unknown: list[Cell] = []
    for position, cell in enumerate(header):
        if cell.is_empty:
            continue
        said = _said(cell, known, faults)
        if said is None:
            unknown.append(cell)
            continue
        first = next((other for other in found.values() if other.column == said.column), None)
        if first is not None:
            faults.add(cell.place, messages.DUPLICATE_COLUMN, column=cell.text, first=first.text)
        found[position] = said
    taken = {said.column.name for said in found.values()}
    _file_unknown(
        unknown, {name: c for name, (c, _) in known.items() if c.name not in taken}, faults
    )
    return found


def plain_header(text: str) -> str:
    """Return a header as it is compared: half width, lower case, without blanks and stars."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def shown_name(column: Column) -> str:
    """Return a column as a fault names it."""
    return f"{column.aliases[0]} ({column.name})"


def _spellings(columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    return {
        plain_header(spelling): (column, factor)
        for column in columns
        for spelling, factor in _spellings_of(column)
    }


def _spellings_of(column: Column) -> Iterator[tuple[str, float]]:
    """Iterate over the spellings of a column, with the factor of the unit each implies."""
    units = factors(column.quantity) if column.quantity else {}
    base = _without_unit(column.name, units)
    for unit, factor in units.items():
        yield f"{base}_{unit.removeprefix('_')}", factor
        for name in (column.name, base, *column.aliases):
            yield f"{name}({unit})", factor
    for name in (base, *column.aliases, column.name):
        yield name, 1.0


def _without_unit(name: str, units: Mapping[str, float]) -> str:
    endings = sorted((f"_{unit}" for unit in units if unit), key=len, reverse=True)
    return next((name.removesuffix(end) for end in endings if name.endswith(end)), name)


def _said(cell: Cell, known: Mapping[str, tuple[Column, float]], faults: Faults) -> Heard | None:
    plain = plain_header(cell.text).replace("[", "(").replace("]", ")")
    if plain in known:
        column, factor = known[plain]
        return Heard(column=column, factor=factor, header=cell)
    found = _WITH_UNIT.fullmatch(plain)
    if not found or found[1] not in known:
        return None
    column, factor = known[found[1]]
    if column.quantity:
        units = ", ".join(unit for unit in factors(column.quantity) if unit)
        faults.add(cell.place, messages.UNKNOWN_UNIT, unit=found[2], column=cell.text, known=units)
    return Heard(column=column, factor=factor, header=cell)


def _file_unknown(cells: Sequence[Cell], free: Mapping[str, Column], faults: Faults) -> None:
    for cell in cells:
        plain = _WITH_UNIT.sub(r"\1", plain_header(cell.text))
        if plain in words("remarks"):
            continue
        nearest = nearest_name(plain, free)
        if nearest is None:
            faults.add(cell.place, messages.IGNORED_COLUMN, column=cell.text, is_warning=True)
            continue
        name = shown_name(free[nearest])
        faults.add(
            cell.place,
            messages.UNKNOWN_COLUMN,
            column=cell.text,
            hint=messages.DID_YOU_MEAN,
            hint_values={"name": name},
        )
