import math
from datetime import date
from pathlib import Path

import pytest

from landsim.core import trajectory as records_of
from landsim.core.horizon import Horizon
from landsim.files.columns import BY_NAME, TABLES, ColumnKind
from landsim.files.frames import arrow_table, read_parquet, records, schema, write_parquet
from landsim.metrics.series import PeriodRow
from landsim.metrics.targets import TargetRow

HORIZON = Horizon(start=date(2021, 1, 1), n_periods=8)
MILESTONES = BY_NAME["milestones"]


def test_days_bring_their_dates() -> None:
    rows = [(31.9, "J1", "filed", "", "", ""), (math.nan, "J2", "filed", "", "", "")]
    table = arrow_table(MILESTONES, rows, HORIZON, replication=4)
    assert table.column_names == list(MILESTONES.names())
    assert table["replication"].to_pylist() == [4, 4]
    assert table["date"].to_pylist() == [date(2021, 2, 1), None]


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    rows = [(0.1 + 0.2, "J1", "filed", "A+B", "grant", "需地 3 亩")]
    write_parquet(arrow_table(MILESTONES, rows, HORIZON, 0), tmp_path / "deep" / "m.parquet")
    assert records(read_parquet(tmp_path / "deep" / "m.parquet"), MILESTONES) == rows


def test_equal_rows_are_equal_bytes(tmp_path: Path) -> None:
    rows = [(float(n), f"J{n % 7}", "filed", "", "", "") for n in range(500)]
    for name in ("one", "two"):
        write_parquet(arrow_table(MILESTONES, rows, HORIZON, 0), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_an_empty_table_has_the_whole_schema(spec) -> None:
    table = arrow_table(spec, [], HORIZON, 0)
    assert table.num_rows == 0
    assert table.schema == schema(spec)
    assert all(field.metadata[b"meaning"] for field in table.schema)


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("milestones", records_of.Milestone),
        ("stage_log", records_of.StagePass),
        ("parcel_timeline", records_of.Span),
        ("area_ledger", records_of.AreaPosting),
        ("money_ledger", records_of.MoneyPosting),
        ("production", records_of.Production),
        ("epochs", records_of.Epoch),
        ("passed_over", records_of.PassedOver),
        ("series", PeriodRow),
        ("targets", TargetRow),
    ],
)
def test_columns_stand_in_the_order_of_the_record(name: str, record) -> None:
    columns = BY_NAME[name].columns[: len(record._fields)]
    stored = [
        column.name.removesuffix("_day") if column.kind is ColumnKind.DAY else column.name
        for column in columns
    ]
    assert stored == list(record._fields)


def test_every_column_is_named_in_both_languages() -> None:
    for spec in TABLES:
        for column in spec.columns:
            assert column.label.zh, (spec.name, column.name)
            assert column.label.en, (spec.name, column.name)
        assert len(set(spec.names())) == len(spec.names())
