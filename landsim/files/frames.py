"""Records to Arrow tables with documented columns, and stored tables back to records.

Only typed columns in a fixed order, no times of writing, fixed compression: equal records
give equal bytes.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from landsim.core.horizon import Horizon
from landsim.files.atomic import replacing
from landsim.files.columns import ColumnKind, TableSpec

_ARROW = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.INTEGER: pa.int64(),
    ColumnKind.NUMBER: pa.float64(),
    ColumnKind.FLAG: pa.bool_(),
    ColumnKind.DAY: pa.float64(),
}


def schema(spec: TableSpec) -> pa.Schema:
    """Return the Arrow schema of a table; meanings travel as field metadata."""
    fields = []
    if spec.has_replication:
        fields.append(_field("replication", pa.int64(), "index of the replication"))
    for column in spec.columns:
        fields.append(_field(column.name, _ARROW[column.kind], column.label.en))
        if column.kind is ColumnKind.DAY:
            fields.append(_field(column.date_name, pa.date32(), column.label.en))
    return pa.schema(fields)


def _field(name: str, kind: pa.DataType, meaning: str) -> pa.Field:
    return pa.field(name, kind, metadata={"meaning": meaning})


def arrow_table(
    spec: TableSpec,
    rows: Iterable[Sequence[Any]],
    horizon: Horizon,
    replication: int | None = None,
) -> pa.Table:
    """Return rows as an Arrow table, with dates beside days.

    Parameters
    ----------
    spec
        Table; rows hold its columns in order, without the replication and without dates.
    rows
        Records, such as `StagePass`.
    horizon
        Turns days into dates.
    replication
        Replication the rows belong to; None for a table of the whole run.
    """
    kept = list(rows)
    cells = list(zip(*kept, strict=True)) if kept else [()] * len(spec.columns)
    arrays: list[Sequence[Any]] = []
    if spec.has_replication:
        arrays.append([replication] * len(kept))
    for column, values in zip(spec.columns, cells, strict=True):
        if column.kind is ColumnKind.TEXT:
            arrays.append([str(value) for value in values])
        else:
            arrays.append(values)
        if column.kind is ColumnKind.DAY:
            arrays.append([None if math.isnan(day) else horizon.date_of(day) for day in values])
    layout = schema(spec)
    return pa.Table.from_arrays(
        [pa.array(array, type=field.type) for array, field in zip(arrays, layout, strict=True)],
        schema=layout,
    )


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table as Parquet, in one piece."""
    with replacing(path) as draft:
        pq.write_table(table.combine_chunks(), draft, compression="zstd", version="2.6")


def read_parquet(path: Path) -> pa.Table:
    """Read a table that `write_parquet` wrote."""
    return pq.read_table(path)


def records(table: pa.Table, spec: TableSpec) -> list[tuple[Any, ...]]:
    """Return the rows of a stored table as plain tuples of its columns, without dates.

    Parameters
    ----------
    table
        Stored table.
    spec
        Its columns.
    """
    columns = [table[column.name].to_pylist() for column in spec.columns]
    return list(zip(*columns, strict=True))
