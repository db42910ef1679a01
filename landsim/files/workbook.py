"""The results workbook for a planner's desk: 计划, 指标, 审批时长, 参数."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from landsim.core.label import Label, Language
from landsim.core.scenario import Scenario
from landsim.files.columns import BY_NAME, Column, ColumnKind
from landsim.files.store import StoredRun

_PLAN = Label(zh="计划", en="plan")
_METRICS = Label(zh="指标", en="metrics")
_TIMES = Label(zh="审批时长", en="approval times")
_PARAMETERS = Label(zh="参数", en="parameters")
_SERVED_SHARE = Label(zh="各次模拟中获地的比例", en="share of replications in which it is served")
_TIME_HEADS = (
    Label(zh="环节", en="stage"),
    Label(zh="名称", en="name"),
    Label(zh="绿色通道", en="green channel"),
    Label(zh="次数", en="reviews"),
    Label(zh="排队均值(工作日)", en="queueing, mean (working days)"),
    Label(zh="办理均值(工作日)", en="work, mean (working days)"),
    Label(zh="办理中位数(工作日)", en="work, median (working days)"),
    Label(zh="办理九成分位(工作日)", en="work, 90th percentile (working days)"),
    Label(zh="法定时限(工作日)", en="statutory limit (working days)"),
)
_PARAMETER_HEADS = (
    Label(zh="参数", en="parameter"),
    Label(zh="取值", en="value"),
    Label(zh="来源", en="source"),
    Label(zh="可信度", en="confidence"),
    Label(zh="备注", en="note"),
)
_RUN_FACTS = ("scenario", "variant", "seed", "reps", "planner", "landsim", "scenario_sha256")
_WIDTH_MAX = 40

Cells = Iterable[Sequence[Any]]


def write_workbook(run: StoredRun, path: Path, language: Language) -> None:
    """Write the results workbook of a run; numbers are numbers and dates are dates.

    Parameters
    ----------
    run
        Run, finished or partial. The plan sheet shows its first replication.
    path
        File to make.
    language
        Language of headers and names.
    """
    options = {"nan_inf_to_errors": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheets = _Sheets(book, language)
        sheets.add(_PLAN, *_plan(run))
        sheets.add(_METRICS, *_metrics(run, language))
        sheets.add(_TIMES, _TIME_HEADS, _times(run, language))
        sheets.add(_PARAMETERS, _PARAMETER_HEADS, _parameters(run))


class _Sheets:
    """Writes sheets: a bold frozen header with a filter, then rows."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self._book = book
        self._language = language
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})

    def add(self, name: Label, heads: Sequence[Label], rows: Cells) -> None:
        sheet = self._book.add_worksheet(name.text(self._language))
        titles = [head.text(self._language) for head in heads]
        sheet.write_row(0, 0, titles, self._head)
        widths = [len(title) + 2 for title in titles]
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                self._write(sheet, last, place, cell)
                widths[place] = max(widths[place], len(str(cell)) + 2)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width, _WIDTH_MAX))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(heads) - 1)

    def _write(self, sheet: Any, row: int, place: int, cell: Any) -> None:  # noqa: ANN401
        if pd.isna(cell):
            return
        if isinstance(cell, date):
            sheet.write_datetime(row, place, cell, self._date)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, place, cell)
        else:
            sheet.write_string(row, place, str(cell))


def _plan(run: StoredRun) -> tuple[list[Label], Cells]:
    spec = BY_NAME["assignments"]
    table = run.table(spec.name)
    served = table.groupby("project")["replication"].nunique() / len(run.replications)
    first = table[table["replication"] == run.replications[0]]
    heads = [column.label for column in spec.columns] + [_SERVED_SHARE]
    names = [_shown(column) for column in spec.columns]
    rows = first[names].astype(object).itertuples(index=False, name=None)
    return heads, [(*_plain(row), float(served[row[0]])) for row in rows]


def _shown(column: Column) -> str:
    return column.date_name if column.kind is ColumnKind.DAY else column.name


def _plain(row: Sequence[Any]) -> list[Any]:
    return [cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in row]


def _metrics(run: StoredRun, language: Language) -> tuple[list[Label], Cells]:
    spec = BY_NAME["estimates"]
    name = f"name_{language}"
    shown = (name, "metric", "unit", "better", "n", "mean", "low", "high")
    labels = {column.name: column.label for column in spec.columns}
    rows = run.table(spec.name)[list(shown)].astype(object).itertuples(index=False, name=None)
    return [labels[column] for column in shown], rows


def _times(run: StoredRun, language: Language) -> Cells:
    log = run.table("stage_log")
    done = log[~log["outcome"].isin(["unfinished", "abandoned"])]
    for stage in run.scenario().policy.approvals.stages:
        of_stage = done[done["stage"] == stage.id]
        for is_green, reviews in of_stage.groupby("is_green"):
            worked = reviews["worked_workdays"]
            yield (
                stage.id,
                stage.name.text(language),
                bool(is_green),
                len(reviews),
                float(reviews["waited_workdays"].mean()),
                float(worked.mean()),
                float(worked.median()),
                float(worked.quantile(0.9)),
                stage.limit_workdays,
            )


def _parameters(run: StoredRun) -> Cells:
    scenario: Scenario = run.scenario()
    for fact in _RUN_FACTS:
        yield fact, run.manifest[fact], "manifest.json", "", ""
    for entry in scenario.sources:
        yield entry.path, _number(entry.value), entry.source, entry.confidence, entry.note


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
