"""Excel templates: Chinese headers, drop-downs, tinted cells, a help page, a worked example."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from landsim.files.headings import Column, Kind, heading, words_in_order

_N_ROWS = 500
"""Rows that are tinted and have drop-downs."""
_MADE = datetime(2020, 8, 4)  # noqa: DTZ001 - a fixed stamp makes templates reproducible
_HEADER = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1}
_INPUT = {"bg_color": "#FFF9E5", "border": 1, "border_color": "#D9D9D9"}
_WRAP = {"text_wrap": True, "valign": "top"}


def write_blank_table(path: Path, table: str, choices: Mapping[str, Sequence[str]]) -> None:
    """Write the template of a table.

    Parameters
    ----------
    path
        Workbook to write.
    table
        ``parcels`` or ``projects``.
    choices
        What columns may hold that only the scenario knows, such as zones.
    """
    import xlsxwriter  # noqa: PLC0415 - rim

    columns = heading(table).columns
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": _MADE})
        _write_table(book, heading(table).sheets[0], columns, choices)
        _write_help(book, columns)


def header_of(column: Column) -> str:
    """Return the header a template gives a column, with its unit in brackets."""
    return f"{column.aliases[0]}({column.unit})" if column.unit else column.aliases[0]


def _write_table(
    book: Any,  # noqa: ANN401 - xlsxwriter has no types
    name: str,
    columns: Sequence[Column],
    choices: Mapping[str, Sequence[str]],
) -> None:
    sheet = book.add_worksheet(name)
    header, tinted = book.add_format(_HEADER), book.add_format(_INPUT)
    dated = book.add_format({**_INPUT, "num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 1)
    for position, column in enumerate(columns):
        form = dated if column.kind is Kind.DATE else tinted
        text = header_of(column)
        sheet.set_column(position, position, max(10, 2 * len(text) + 2))
        sheet.write_string(0, position, text, header)
        for row in range(1, _N_ROWS + 1):
            sheet.write_blank(row, position, None, form)
        _write_example(sheet, position, column, form)
        listed = _choices(column, choices)
        if listed:
            rule = {"validate": "list", "source": list(listed), "error_type": "warning"}
            sheet.data_validation(1, position, _N_ROWS, position, rule)


def _write_example(sheet: Any, position: int, column: Column, form: Any) -> None:  # noqa: ANN401
    if column.example is None:
        return
    if column.kind is Kind.DATE:
        sheet.write_datetime(1, position, date.fromisoformat(str(column.example)), form)
    else:
        sheet.write(1, position, column.example, form)


def _choices(column: Column, choices: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if column.kind is Kind.YES_NO:
        return words_in_order("yes_no")
    return [chinese for _, chinese in column.choices] or choices.get(column.name, ())


def _write_help(book: Any, columns: Sequence[Column]) -> None:  # noqa: ANN401 - no types
    sheet = book.add_worksheet(words_in_order("help_sheets")[0])
    wrapped, header = book.add_format(_WRAP), book.add_format(_HEADER)
    for position, width in enumerate((22, 46, 56, 12, 14)):
        sheet.set_column(position, position, width, wrapped)
    for position, text in enumerate(words_in_order("help_header")):
        sheet.write_string(0, position, text, header)
    for row, column in enumerate(columns, start=1):
        needed = words_in_order("yes_no")[0] if column.is_required else ""
        said = (column.aliases[0], column.zh, column.en, column.unit, needed)
        for position, text in enumerate(said):
            sheet.write_string(row, position, text)
