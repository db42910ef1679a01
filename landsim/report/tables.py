"""Tables of a page: columns with a kind and a unit, rows of plain values."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from landsim.report.text import Json, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    name: Text
    """Heading, with the unit."""
    kind: str = "text"
    """``text``, ``tight`` (never wrapped), ``wide``, ``list``, ``number``, ``pill``, ``code``,
    ``estimate`` or ``dots``."""
    digits: int = 0
    """Decimals of numbers."""
    help: Text | None = None
    """Explanation shown on the heading."""
    run: int | None = None
    """Place of the run whose colour the heading bears."""


def pill(text: Text, tone: str = "") -> Json:
    """Return a cell that stands out.

    Parameters
    ----------
    text
        What it says.
    tone
        ``good``, ``warn``, ``bad``, or nothing for neutral.
    """
    return {"text": text, "tone": tone}


def row(
    *cells: object,
    parcel: int | None = None,
    opens: int | None = None,
    is_marked: bool = False,
) -> Json:
    """Return a row; NaN becomes an empty cell.

    Parameters
    ----------
    cells
        One value a column.
    parcel
        Place of the parcel on the map that a click leads to.
    opens
        Place of the run, or plan, that a click opens.
    is_marked
        Whether the row is highlighted.
    """
    values = [None if isinstance(c, float) and math.isnan(c) else c for c in cells]
    found: Json = {"cells": values}
    if parcel is not None:
        found["parcel"] = parcel
    if opens is not None:
        found["opens"] = opens
    if is_marked:
        found["mark"] = True
    return found


def table(
    columns: Sequence[Column],
    rows: Sequence[Json],
    *,
    filter_column: int | None = None,
    is_plain: bool = False,
) -> Json:
    """Return a table as the page reads it.

    Parameters
    ----------
    columns
        Columns.
    rows
        Rows made by `row`.
    filter_column
        Place of a pill column the reader can choose values of.
    is_plain
        Whether the table goes without search and copy.
    """
    heads: list[Json] = []
    for column in columns:
        head: Json = {"name": column.name, "kind": column.kind, "digits": column.digits}
        if column.help is not None:
            head["help"] = column.help
        if column.run is not None:
            head["run"] = column.run
        heads.append(head)
    found: Json = {"columns": heads, "rows": list(rows), "is_plain": is_plain}
    if filter_column is not None:
        found["filter"] = filter_column
    return found
