"""Cells → values of the kind their column asks for."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.headers import Heard
from landsim.files.headings import Kind, words, words_in_order
from landsim.files.tables import Cell

Value = str | float | int | bool | date | tuple[str, ...]
"""What a cell can say."""

_DATES = tuple(re.compile(form) for form in words_in_order("dates"))
_BETWEEN_NAMES = re.compile(words_in_order("between_names")[0])
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


def value_of(cell: Cell, said: Heard, faults: Faults) -> Value | None:
    """Return what a cell says, in the unit of the core; None with a fault if it does not fit.

    Parameters
    ----------
    cell
        A cell with something in it.
    said
        What its header says.
    faults
        Basket.
    """
    if said.column.kind is Kind.CHOICE:
        return _choice(cell, said, faults)
    reader, message = _READERS[said.column.kind]
    value = reader(cell, said)
    if value is None:
        faults.add(cell.place, message, path=said.text, value=f'"{cell.text}"')
    return value


def _text(cell: Cell, _: Heard) -> Value:
    return cell.text


def _names(cell: Cell, _: Heard) -> Value:
    names = (name.strip() for name in _BETWEEN_NAMES.split(cell.text))
    return tuple(name for name in names if name)


def _yes_no(cell: Cell, _: Heard) -> Value | None:
    text = cell.text.lower()
    return text in words("yes") if text in words("yes") | words("no") else None


def _date(cell: Cell, _: Heard) -> Value | None:
    if isinstance(cell.value, date):
        return cell.value
    text = unicodedata.normalize("NFKC", cell.text)
    found = next((found for form in _DATES if (found := form.fullmatch(text))), None)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _number(cell: Cell, said: Heard) -> Value | None:
    number = _parsed(cell)
    return None if number is None else number * said.factor


def _whole(cell: Cell, said: Heard) -> Value | None:
    """Return a whole number; a measured one is rounded to the unit of the core."""
    number = _parsed(cell)
    if number is None or (number % 1 and not said.column.quantity):
        return None
    return round(number * said.factor)


_READERS: dict[Kind, tuple[Callable[[Cell, Heard], Value | None], str]] = {
    Kind.TEXT: (_text, messages.MUST_BE_TEXT),
    Kind.NAMES: (_names, messages.MUST_BE_TEXT),
    Kind.YES_NO: (_yes_no, messages.MUST_BE_YES_NO),
    Kind.DATE: (_date, messages.MUST_BE_DATE),
    Kind.NUMBER: (_number, messages.MUST_BE_NUMBER),
    Kind.WHOLE: (_whole, messages.MUST_BE_WHOLE),
}


def _choice(cell: Cell, said: Heard, faults: Faults) -> str | None:
    text = cell.text.lower()
    for choice, chinese in said.column.choices:
        if text in (choice, chinese):
            return choice
    known = [name for pair in said.column.choices for name in pair]
    faults.unknown(
        cell.place, messages.UNKNOWN_CHOICE, text, known, path=said.text, value=cell.text
    )
    return None


def _parsed(cell: Cell) -> float | None:
    if isinstance(cell.value, bool | date):
        return None
    if isinstance(cell.value, int | float):
        return float(cell.value)
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", cell.text))
    digits = text.removesuffix("%").strip()
    if not _NUMBER.fullmatch(digits):
        return None
    return float(digits) / (100 if text.endswith("%") else 1)
