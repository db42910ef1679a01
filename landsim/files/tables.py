"""CSV and Excel → rows of cells that know their address."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from landsim.files import messages
from landsim.files.headings import words
from landsim.files.located import Place, Source
from landsim.files.reader import Reader

CellValue = None | bool | int | float | str | date
TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    value: CellValue
    place: Place

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def text(self) -> str:
        """What is written in it."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header."""

    cells: tuple[Cell, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and rows; rows without content are left out."""

    place: Place
    """The file or sheet."""
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]


def read_table(
    path: Path, asked_by: Place, reader: Reader, sheets: Sequence[str] = ()
) -> Table | None:
    """Return a CSV or Excel table; None with a fault if it cannot be read.

    Parameters
    ----------
    path
        File.
    asked_by
        Where the file is named.
    reader
        Reads files and keeps faults.
    sheets
        Names of the sheet to prefer in a workbook; otherwise the first that is no help page.
    """
    source = Source(name=str(path), short=reader.short(path), folder=path.parent)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        text = reader.text_of(path, asked_by)
        grid = None if text is None else _text_grid(text, source)
    elif path.suffix.lower() in TABLE_SUFFIXES:
        data = reader.bytes_of(path, asked_by)
        grid = None if data is None else _book_grid(data, source, reader, sheets)
    else:
        known = ", ".join(TABLE_SUFFIXES)
        reader.faults.add(
            asked_by, messages.UNKNOWN_FORMAT, suffix=path.suffix or path.name, known=known
        )
        return None
    if grid is None:
        return None
    rows = [row for row in grid if not all(cell.is_empty for cell in row.cells)]
    if not rows:
        reader.faults.add(Place(source), messages.EMPTY_FILE)
        return None
    header, *below = rows
    for row in below:
        _check_length(row, header, reader)
    return Table(place=header.place, header=header.cells, rows=tuple(below))


def _check_length(row: Row, header: Row, reader: Reader) -> None:
    surplus = [cell for cell in row.cells[len(header.cells) :] if not cell.is_empty]
    if surplus:
        reader.faults.add(
            surplus[0].place,
            messages.ROW_TOO_LONG,
            cells=len(row.cells),
            columns=len(header.cells),
        )


def _text_grid(text: str, source: Source) -> Iterator[Row]:
    lines = tuple(text.splitlines())
    source = Source(name=source.name, short=source.short, folder=source.folder, lines=lines)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for values in rows:
        number = rows.line_num
        starts = _starts(lines[number - 1] if number <= len(lines) else "", delimiter)
        starts += [1] * (len(values) - len(starts))
        cells = tuple(
            Cell(value, Place(source, number, start))
            for value, start in zip(values, starts, strict=False)
        )
        yield Row(cells, Place(source, number, 1))


def _starts(line: str, delimiter: str) -> list[int]:
    """Return the 1-based column at which each cell of a line begins."""
    starts, is_quoted = [1], False
    for place, letter in enumerate(line):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == delimiter and not is_quoted:
            starts.append(place + 2)
    return starts


def _book_grid(
    data: bytes, source: Source, reader: Reader, sheets: Sequence[str]
) -> Iterator[Row] | None:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - rim

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = _chosen_sheet(book.sheet_names, sheets)
        values = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError as error:
        reader.faults.add(Place(source), messages.BAD_WORKBOOK, reason=str(error))
        return None
    return _sheet_rows(values, sheet, source)


def _sheet_rows(values: Sequence[Sequence[object]], sheet: str, source: Source) -> Iterator[Row]:
    for number, line in enumerate(values, start=1):
        cells = tuple(
            Cell(_cell_value(value), Place(source, number, place + 1, f"{sheet}!{name}{number}"))
            for place, value in enumerate(line)
            for name in (_letters(place),)
        )
        yield Row(cells, Place(source, number, 1, f"{sheet}!A{number}"))


def _chosen_sheet(names: list[str], wanted: Sequence[str]) -> str:
    for name in names:
        if name.strip().lower() in wanted:
            return name
    return next(
        (name for name in names if name.strip().lower() not in words("help_sheets")), names[0]
    )


def _cell_value(value: object) -> CellValue:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | int | float | str | date):
        return value
    return str(value) if isinstance(value, timedelta) else None


def _letters(place: int) -> str:
    """Return the letters of a 0-based column, from A by way of Z to AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
