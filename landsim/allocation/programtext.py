"""A program as text that any solver reads, with tables that say what its columns and rows are."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.pulpmodel import LOW, row_name

MPS = ".mps"
FORMS = (".lp", MPS)
"""Endings of the files that can be written."""
_COLUMNS = ("column", "project", "period", "mode", "parcels", "area_m2", "points")
_ROWS = ("row", "rule", "about", "unit")


def write_program(program: Program, path: Path) -> tuple[Path, ...]:
    """Write a program as LP or MPS text, with a table of its columns and one of its rows.

    Parameters
    ----------
    program
        Options, points and rows.
    path
        File to write: MPS text if it ends in ``.mps``, LP text otherwise.

    Returns
    -------
    tuple of Path
        Files written: the program, ``<name>.columns.csv`` and ``<name>.rows.csv``.

    Notes
    -----
    Names are ordinal, since solvers differ in the names they take. The objective is the first
    tier's. LP text maximises points, or minimises cost where the policy does; MPS text always
    minimises: points with their sign turned, which is the cost of a policy that minimises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == MPS:
        program.write_mps(path)
    else:
        program.write_lp(path)
    return (
        path,
        _write(path.with_suffix(".columns.csv"), _COLUMNS, _columns(program)),
        _write(path.with_suffix(".rows.csv"), _ROWS, _rows(program)),
    )


def _columns(program: Program) -> Iterator[Sequence[object]]:
    """Yield what each column stands for; auxiliary ones for nothing but themselves."""
    points, horizon = program.tiers[0], program.problem.horizon
    for option in program.options:
        parcels = "+".join(f"{take.parcel}:{take.area_m2}" for take in option.bundle)
        yield (
            f"x{option.index}",
            option.project.id,
            horizon.period_label(option.period),
            option.mode,
            parcels,
            option.area_m2,
            repr(float(points[option.index])),
        )
    for column in range(len(program.options), program.n_columns):
        yield f"x{column}", "", "", "", "", "", repr(float(points[column]))


def _rows(program: Program) -> Iterator[Sequence[object]]:
    """Yield what each row is about; one with two bounds stands in the text twice."""
    rows, n_seen = program.rows(), Counter[str]()
    for place, (family, what) in enumerate(program.labels()):
        name = row_name(family, n_seen[family])
        n_seen[family] += 1
        lower, upper = rows.lower[place], rows.upper[place]
        if upper < np.inf:
            yield name, family, str(what), what.unit
        if lower > -np.inf and lower != upper:
            yield name + LOW, family, str(what), what.unit


def _write(path: Path, header: Sequence[str], rows: Iterator[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
