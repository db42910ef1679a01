"""A large and clean table of assessed fits, read without keeping the place of every cell.

A park's table of fits may have a line for every pair of project and parcel. Where it is spelled
as the core spells it and nothing in it could be misread, its lines become fits directly; any
doubt sends it back to the careful reader, which says what is wrong and where.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from landsim.core.ids import ParcelId, ProjectId
from landsim.core.project import Fit
from landsim.files.located import Place, Source

_COLUMNS = ("project", "parcel", "area_m2", "value")
_DOUBTFUL = re.compile(r"[^\S\n]|[\"';\u3000]")
"""What needs a careful reader: spaces of any kind, quotes, other separators."""
_WHOLE = re.compile(r"\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,12})?")


def quick_fits(text: str) -> tuple[Fit, ...] | None:
    """Return the fits of a clean table; None if there is any doubt.

    Parameters
    ----------
    text
        The table, as CSV.
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) < 2 or lines[0] != ",".join(_COLUMNS) or _DOUBTFUL.search(text):
        return None
    rows = [line.split(",") for line in lines[1:]]
    if not all(_is_clean(row) for row in rows):
        return None
    return tuple(
        Fit(
            project=ProjectId(project),
            parcel=ParcelId(parcel),
            area_m2=int(area) if area else None,
            value=float(value) if value else 0.0,
        )
        for project, parcel, area, value in rows
    )


def _is_clean(row: Sequence[str]) -> bool:
    if len(row) != len(_COLUMNS):
        return False
    project, parcel, area, value = row
    return (
        bool(project and parcel)
        and (not area or _WHOLE.fullmatch(area) is not None)
        and (not value or _NUMBER.fullmatch(value) is not None)
    )


class FitCells(Mapping[tuple[str, str], Place]):
    """Where the cells of a quickly read table are, found only when something is wrong.

    Parameters
    ----------
    source
        The file, with its lines.
    fits
        Fits in order of their lines.
    """

    def __init__(self, source: Source, fits: Sequence[Fit]) -> None:
        self._source = source
        self._fits = fits
        self._line: dict[str, int] = {}

    def __getitem__(self, key: tuple[str, str]) -> Place:
        where, column = key
        if not where.startswith("fit ") or column not in _COLUMNS:
            raise KeyError(key)
        if not self._line:
            self._line = {
                f"fit {fit.project} {fit.parcel}": line
                for line, fit in enumerate(self._fits, start=2)
            }
        line = self._line[where]
        before = self._source.lines[line - 1].split(",")[: _COLUMNS.index(column)]
        return Place(self._source, line, sum(len(cell) + 1 for cell in before) + 1)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for fit in self._fits:
            for column in _COLUMNS:
                yield f"fit {fit.project} {fit.parcel}", column

    def __len__(self) -> int:
        return len(_COLUMNS) * len(self._fits)
