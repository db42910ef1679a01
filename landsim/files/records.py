"""Headers → columns with units; cells → values; everything that does not fit is a fault."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from landsim.errors import nearest_name
from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.located import Place
from landsim.files.tables import Cell, Row, Table
from landsim.files.units import Quantity

_UNIT = re.compile(r"(.+?)[(\[](.*)[)\]]$")
_NOT_A_WORD = re.compile(r"[\s*_]+")
_REMARKS = ("备注", "说明", "序号", "remark", "remarks", "note", "notes", "comment", "no", "fid")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LIST = re.compile(r"[;；、,，|/+]")
_YES = frozenset({"true", "yes", "y", "1", "是", "有", "√"})
_NO = frozenset({"false", "no", "n", "0", "否", "无", "×"})


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = auto()
    NUMBER = auto()
    WHOLE = auto()
    DATE = auto()
    YES_NO = auto()
    NAMES = auto()
    """Several names, separated by semicolons."""
    CHOICE = auto()
    """One of the choices; may be written in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column a table may have."""

    name: str
    """Name, as in the core where there is one; the unit is its last part."""
    aliases: tuple[str, ...]
    """Other spellings, without unit; the first is the one templates use."""
    kind: Kind = Kind.TEXT
    quantity: Quantity | None = None
    """What is measured; the unit may stand in the header."""
    is_required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """Choice and its Chinese spelling."""
    help: str = ""
    """What it means, for the help page of templates."""


Value = str | float | int | bool | date | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row as values by column name; empty cells are left out."""

    values: dict[str, Value]
    places: dict[str, Place]
    """Where each value is written."""
    headers: dict[str, str]
    """How the header names each column."""
    shown: dict[str, str]
    """How a fault quotes each value."""
    place: Place
    """The row."""
    faulty: frozenset[str]
    """Columns whose value has a fault that is already filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    column: Column
    header: Cell
    factor: float


def records(table: Table, columns: Sequence[Column], faults: Faults) -> tuple[Record, ...] | None:
    """Return the rows of a table as values; None if a required column is missing.

    Parameters
    ----------
    table
        Header and rows.
    columns
        Columns it may have.
    faults
        Basket for unknown columns and units, and for cells that do not fit their column.
    """
    matches = matched(table.header, columns, faults)
    found = {match.column.name for match in matches.values()}
    missing = [column for column in columns if column.is_required and column.name not in found]
    for column in missing:
        faults.add(table.place, messages.MISSING_COLUMN, column=_shown_name(column))
    if missing:
        return None
    return tuple(_record(row, matches, faults) for row in table.rows)


def matched(header: Sequence[Cell], columns: Sequence[Column], faults: Faults) -> dict[int, _Match]:
    """Return which column each position holds, with the factor of its unit."""
    by_spelling = {spelling: column for column in columns for spelling in _spellings(column)}
    matches: dict[int, _Match] = {}
    unknown: list[Cell] = []
    for position, cell in enumerate(header):
        if cell.is_empty:
            continue
        match = _match(cell, by_spelling, faults)
        if match is None:
            unknown.append(cell)
            continue
        first = next((m for m in matches.values() if m.column == match.column), None)
        if first is not None:
            faults.add(
                cell.place, messages.DUPLICATE_COLUMN, column=cell.text, first=first.header.text
            )
        matches[position] = match
    absent = {column.name for column in columns} - {m.column.name for m in matches.values()}
    _file_unknown(unknown, by_spelling, absent, faults)
    return matches


def plain_header(text: str) -> str:
    """Return a header as it is compared: half width, lower case, without blanks and stars."""
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text).lower().replace("m²", "m2"))


def _spellings(column: Column) -> list[str]:
    names = [column.name, *column.aliases]
    if column.quantity:
        base = _base_name(column)
        names += [base, *(f"{base}_{unit}" for unit in column.quantity.factors if unit.isascii())]
    return [plain_header(name) for name in names]


def _base_name(column: Column) -> str:
    units = column.quantity.factors if column.quantity else {}
    suffixes = sorted((f"_{unit}" for unit in units if unit), key=len, reverse=True)
    return next(
        (column.name.removesuffix(end) for end in suffixes if column.name.endswith(end)),
        column.name,
    )


def _match(cell: Cell, by_spelling: dict[str, Column], faults: Faults) -> _Match | None:
    text = unicodedata.normalize("NFKC", cell.text).strip().rstrip("*").strip()
    column = by_spelling.get(plain_header(text))
    if column is not None:
        return _Match(column=column, header=cell, factor=_suffix_factor(column, text))
    found = _UNIT.fullmatch(text)
    if not found:
        return None
    name, unit = plain_header(found[1]), plain_header(found[2])
    column = by_spelling.get(name)
    if column is None:
        return None
    if column.quantity is None:
        return _Match(column=column, header=cell, factor=1.0)
    factors = {plain_header(spelling): worth for spelling, worth in column.quantity.factors.items()}
    if unit not in factors:
        known = ", ".join(spelling for spelling in column.quantity.factors if spelling)
        faults.add(
            cell.place, messages.UNKNOWN_UNIT, unit=found[2], column=found[1].strip(), known=known
        )
    return _Match(column=column, header=cell, factor=factors.get(unit, 1.0))


def _suffix_factor(column: Column, text: str) -> float:
    """Return the factor of a unit written as the last part of a name, as in ``area_mu``."""
    if column.quantity is None or plain_header(text) == plain_header(column.name):
        return 1.0
    base, plain = plain_header(_base_name(column)), plain_header(text)
    if not plain.startswith(base):
        return 1.0
    rest = plain.removeprefix(base)
    factors = {plain_header(unit): worth for unit, worth in column.quantity.factors.items()}
    return factors.get(rest, 1.0)


def _file_unknown(
    unknown: list[Cell], by_spelling: dict[str, Column], absent: set[str], faults: Faults
) -> None:
    for cell in unknown:
        plain = plain_header(_UNIT.sub(r"\1", unicodedata.normalize("NFKC", cell.text)))
        if plain in _REMARKS:
            continue
        open_names = [name for name, column in by_spelling.items() if column.name in absent]
        nearest = nearest_name(plain, open_names)
        if nearest is None:
            faults.add(cell.place, messages.IGNORED_COLUMN, column=cell.text, is_warning=True)
            continue
        faults.add(
            cell.place,
            messages.UNKNOWN_COLUMN,
            column=cell.text,
            hint=messages.DID_YOU_MEAN,
            hint_values={"name": _shown_name(by_spelling[nearest])},
        )


def _shown_name(column: Column) -> str:
    return f"{column.aliases[0]} ({column.name})" if column.aliases else column.name


def _record(row: Row, matches: dict[int, _Match], faults: Faults) -> Record:
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    headers: dict[str, str] = {}
    shown: dict[str, str] = {}
    faulty: set[str] = set()
    for position, match in matches.items():
        column = match.column
        headers[column.name] = match.header.text
        cell = row.cells[position] if position < len(row.cells) else Cell(None, row.place)
        places[column.name] = cell.place
        shown[column.name] = f'"{cell.text}"'
        if cell.is_empty:
            if column.is_required:
                faults.add(cell.place, messages.MISSING_VALUE, path=match.header.text)
                faulty.add(column.name)
            continue
        value = _value(cell, match, faults)
        if value is None:
            faulty.add(column.name)
        else:
            values[column.name] = value
    return Record(
        values=values,
        places=places,
        headers=headers,
        shown=shown,
        place=row.place,
        faulty=frozenset(faulty),
    )


def _value(cell: Cell, match: _Match, faults: Faults) -> Value | None:  # noqa: PLR0911
    column, path = match.column, match.header.text
    if column.kind is Kind.TEXT:
        return cell.text
    if column.kind is Kind.NAMES:
        names = (name.strip() for name in _LIST.split(cell.text))
        return tuple(name for name in names if name)
    if column.kind is Kind.YES_NO:
        if cell.text.lower() in _YES | _NO:
            return cell.text.lower() in _YES
        faults.add(cell.place, messages.MUST_BE_YES_NO, path=path, value=f'"{cell.text}"')
        return None
    if column.kind is Kind.DATE:
        when = _date(cell)
        if when is None:
            faults.add(cell.place, messages.MUST_BE_DATE, path=path, value=f'"{cell.text}"')
        return when
    if column.kind is Kind.CHOICE:
        return _choice(cell, column, path, faults)
    return _number(cell, match, faults)


def _choice(cell: Cell, column: Column, path: str, faults: Faults) -> str | None:
    text = cell.text.lower()
    for choice, chinese in column.choices:
        if text in (choice, chinese, chinese.removesuffix("层"), chinese.removesuffix("型")):
            return choice
    known = [name for pair in column.choices for name in pair]
    faults.unknown(
        cell.place, messages.UNKNOWN_CHOICE, cell.text, known, path=path, value=cell.text
    )
    return None


def _date(cell: Cell) -> date | None:
    if isinstance(cell.value, date):
        return cell.value
    text = unicodedata.normalize("NFKC", cell.text)
    found = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _number(cell: Cell, match: _Match, faults: Faults) -> float | int | None:
    is_whole = match.column.kind is Kind.WHOLE
    message = messages.MUST_BE_WHOLE if is_whole else messages.MUST_BE_NUMBER
    number, factor = _parsed(cell), match.factor
    if number is None or (is_whole and match.column.quantity is None and number % 1):
        faults.add(cell.place, message, path=match.header.text, value=f'"{cell.text}"')
        return None
    return round(number * factor) if is_whole else number * factor


def _parsed(cell: Cell) -> float | None:
    if isinstance(cell.value, bool | date):
        return None
    if isinstance(cell.value, int | float):
        return float(cell.value)
    text = unicodedata.normalize("NFKC", cell.text)
    text = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text)
    is_percent = text.endswith("%")
    if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", text.removesuffix("%")):
        return None
    return float(text.removesuffix("%")) / (100 if is_percent else 1)
