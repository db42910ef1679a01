"""Columns that tables may have, with their Chinese and English spellings and their units."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("spellings")


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    YES_NO = "yes_no"
    NAMES = "names"
    """Several names, separated by semicolons."""
    CHOICE = "choice"
    """One of the choices; may be written in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column a table may have."""

    name: str
    """Name, as in the core where there is one; the unit is its last part."""
    aliases: tuple[str, ...]
    """Other spellings, without unit; the first is the one templates use."""
    zh: str
    """What it means, in Chinese."""
    en: str
    """What it means, in English."""
    kind: Kind = Kind.TEXT
    """What its cells hold."""
    quantity: str = ""
    """What is measured, where the unit may stand in the header."""
    unit: str = ""
    """Unit that templates use."""
    is_required: bool = False
    """Whether a table must have it."""
    choices: tuple[tuple[str, str], ...] = ()
    """Choices, each with its Chinese spelling."""
    example: str | float | None = None
    """What the worked example of the template says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The columns of one kind of table."""

    sheets: tuple[str, ...]
    """Sheets of a workbook in which to look; templates use the first."""
    columns: tuple[Column, ...]
    """Columns, in the order of the template."""


@cache
def heading(table: str) -> Heading:
    """Return the columns of a kind of table: ``parcels``, ``projects`` or ``fits``."""
    content = _content(table)
    return Heading(
        sheets=tuple(content["sheets"]),
        columns=tuple(_column(name, entry) for name, entry in content["columns"].items()),
    )


@cache
def factors(quantity: str) -> dict[str, float]:
    """Return what one unit is worth in the unit of the core, by its spelling."""
    units = _content("units")[quantity]
    if "per" not in units:
        return {str(unit): float(worth) for unit, worth in units.items()}
    return {
        f"{unit}{per}": float(worth)
        for per in units["per"]
        for unit, worth in units["units"].items()
    }


@cache
def words(purpose: str) -> frozenset[str]:
    """Return the words of a purpose: ``yes``, ``no``, ``remarks`` or ``help_sheets``."""
    return frozenset(_content("words")[purpose])


def words_in_order(purpose: str) -> tuple[str, ...]:
    """Return the words of a purpose as they stand in the file."""
    return tuple(_content("words")[purpose])


def _column(name: str, entry: dict[str, Any]) -> Column:
    return Column(
        name=name,
        aliases=tuple(entry["aliases"]),
        zh=entry["zh"],
        en=entry["en"],
        kind=Kind(entry.get("kind", Kind.TEXT)),
        quantity=entry.get("quantity", ""),
        unit=entry.get("unit", ""),
        is_required=entry.get("required", False),
        choices=tuple(entry.get("choices", {}).items()),
        example=entry.get("example"),
    )


@cache
def _content(name: str) -> dict[str, Any]:
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
