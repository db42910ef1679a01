"""A table of projects, and one of assessed fits, as the core's `Project` and `Fit`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from landsim.core.demand import Archetype
from landsim.core.horizon import DAYS_PER_MONTH, Horizon
from landsim.core.project import Fit, Needs, Project, Promises, Scorecard
from landsim.files import messages
from landsim.files.documents import Reader
from landsim.files.located import Place
from landsim.files.records import Column, Kind, Record, records
from landsim.files.rows import note_row, without_duplicates
from landsim.files.shape import members_of
from landsim.files.spots import Spots
from landsim.files.tables import read_table
from landsim.files.units import AREA, MONEY, MONEY_PER_YEAR, MONTHS, POWER, SHARE
from landsim.files.validate import validated

SHEETS = ("projects", "项目")
FIRM_CLASSES = (("startup", "初创"), ("growth", "成长"), ("mature", "成熟"))
CHAIN_ROLES = (
    ("base", "基础层"),
    ("technology", "技术层"),
    ("application", "应用层"),
    ("support", "支撑"),
)
PROJECT_COLUMNS = (
    Column(name="id", aliases=("编号", "项目编号", "项目编码"), is_required=True,
           help="Identifier, unique in the table"),
    Column(name="name", aliases=("名称", "项目名称", "企业名称"),
           help="Name as people know it; empty takes the identifier"),
    Column(name="archetype", aliases=("类型", "项目类型", "原型"), is_required=True,
           help="Kind of project: one of demand.archetypes"),
    Column(name="firm_class", aliases=("企业阶段", "企业类别", "企业成熟度"), kind=Kind.CHOICE,
           choices=FIRM_CLASSES, help="How established the firm is; empty means growth"),
    Column(name="chain_role", aliases=("产业链环节", "产业链角色", "产业链"), kind=Kind.CHOICE,
           choices=CHAIN_ROLES, help="Place in the industry chain; empty takes the archetype's"),
    Column(name="filed", aliases=("立项日期", "申报日期", "备案日期"), kind=Kind.DATE,
           is_required=True, help="Day on which it files"),
    Column(name="need_by", aliases=("用地日期", "需地日期", "需求日期"), kind=Kind.DATE,
           is_required=True, help="Day by which it needs the land"),
    Column(name="patience_months", aliases=("可等待", "耐心", "最长等待"), kind=Kind.NUMBER,
           quantity=MONTHS, is_required=True, help="How long it waits after that day"),
    Column(name="area_min_m2", aliases=("面积", "用地面积", "最小面积", "最小用地面积"),
           kind=Kind.WHOLE, quantity=AREA, is_required=True, help="Smallest site it can use"),
    Column(name="area_max_m2", aliases=("最大面积", "最大用地面积"), kind=Kind.WHOLE,
           quantity=AREA, help="Largest site it may be given; empty allows 35 % more"),
    Column(name="zones", aliases=("用地性质", "用地类型", "可用地类"), kind=Kind.NAMES,
           help="Zones it can be built in, such as M1;M0; empty takes the archetype's"),
    Column(name="far", aliases=("容积率", "设计容积率"), kind=Kind.NUMBER,
           help="Floor area ratio it is designed for; empty means 1"),
    Column(name="power_mw", aliases=("用电负荷", "电力需求", "用电"), kind=Kind.NUMBER,
           quantity=POWER, help="Power demand at full production"),
    Column(name="investment_mcny", aliases=("投资", "总投资", "固定资产投资", "投资额"),
           kind=Kind.NUMBER, quantity=MONEY, help="Promised fixed investment"),
    Column(name="output_mcny_per_year", aliases=("年产值", "产值", "达产产值"), kind=Kind.NUMBER,
           quantity=MONEY_PER_YEAR, help="Promised yearly output at full production"),
    Column(name="tax_mcny_per_year", aliases=("年税收", "税收", "年纳税"), kind=Kind.NUMBER,
           quantity=MONEY_PER_YEAR, help="Promised yearly tax at full production"),
    Column(name="jobs", aliases=("就业", "就业人数", "就业岗位"), kind=Kind.NUMBER,
           help="Promised jobs"),
    Column(name="firms", aliases=("企业数", "入驻企业数"), kind=Kind.NUMBER,
           help="Firms that settle with it; empty means 1"),
    Column(name="rd_share", aliases=("研发占比", "研发投入占比"), kind=Kind.NUMBER,
           quantity=SHARE, help="Research and development in revenue"),
    Column(name="registration", aliases=("工商登记", "工商登记分"), kind=Kind.NUMBER,
           help="Mark 0 to 100; empty means 50"),
    Column(name="technology", aliases=("技术先进性", "技术先进性分"), kind=Kind.NUMBER,
           help="Mark 0 to 100; empty means 50"),
    Column(name="environment", aliases=("环保节能", "环保节能分"), kind=Kind.NUMBER,
           help="Mark 0 to 100; empty means 50"),
    Column(name="management", aliases=("经营管理", "经营管理分"), kind=Kind.NUMBER,
           help="Mark 0 to 100; empty means 50"),
    Column(name="finance", aliases=("财务", "财务分"), kind=Kind.NUMBER,
           help="Mark 0 to 100; empty means 50"),
    Column(name="ability_to_pay_mcny", aliases=("支付能力", "首年支付能力"), kind=Kind.NUMBER,
           quantity=MONEY, help="Most it can pay for land in the first year; empty for no limit"),
)  # fmt: skip
FIT_COLUMNS = (
    Column(name="project", aliases=("项目", "项目编号"), is_required=True, help="Project"),
    Column(name="parcel", aliases=("地块", "地块编号", "宗地"), is_required=True, help="Parcel"),
    Column(name="area_m2", aliases=("面积", "用地面积"), kind=Kind.WHOLE, quantity=AREA,
           help="Area it would use there"),
    Column(name="value", aliases=("分值", "评分", "价值"), kind=Kind.NUMBER,
           help="Assessed value in points"),
)  # fmt: skip
_NEEDS = ("area_min_m2", "area_max_m2", "zones", "far", "power_mw")
_AREA_SLACK_SHARE = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Rows of a table, and where each was written."""

    rows: tuple[Any, ...]
    places: dict[str, Place]
    """Row of each identifier."""
    cells: dict[tuple[str, str], Place]
    """Cell of each identifier and column."""


NOTHING_LISTED = Listed(rows=(), places={}, cells={})


def read_projects(
    path: Path,
    asked_by: Place,
    reader: Reader,
    horizon: Horizon,
    archetypes: Sequence[Archetype],
) -> Listed:
    """Return the projects of a CSV or Excel table.

    Parameters
    ----------
    path
        File.
    asked_by
        Where the scenario names it.
    reader
        Reads files and keeps faults.
    horizon
        Turns dates into days.
    archetypes
        Kinds of project: they give a project its conduct, the tenure modes it would take, and
        whatever columns the table leaves empty.
    """
    table = read_table(path, asked_by, reader, SHEETS)
    found = records(table, PROJECT_COLUMNS, reader.faults) if table else None
    if not found:
        return NOTHING_LISTED
    found = without_duplicates(found, "id", reader.faults)
    kinds: dict[str, Archetype] = {
        name: kind for kind in archetypes for name in (kind.name.zh, kind.name.en, kind.id)
    }
    spots = Spots()
    plain: list[dict[str, Any]] = []
    for record in found:
        kind = _archetype(record, kinds, [kind.id for kind in archetypes], reader)
        if kind is None or record.faulty or not _check_dates(record, reader):
            continue
        note_row(spots, (len(plain),), record, PROJECT_COLUMNS, _loc)
        plain.append(_plain_project(record, kind, horizon))
    rows = validated(tuple[Project, ...], plain, spots, reader.faults) or ()
    return _listed(rows, found, "id")


def read_fits(path: Path, asked_by: Place, reader: Reader) -> Listed:
    """Return the assessed fits of a CSV or Excel table.

    Parameters
    ----------
    path, asked_by, reader
        As for `read_projects`.
    """
    table = read_table(path, asked_by, reader, ("fits", "适配"))
    found = records(table, FIT_COLUMNS, reader.faults) if table else None
    if not found:
        return NOTHING_LISTED
    spots = Spots()
    plain: list[dict[str, Any]] = []
    for record in found:
        if record.faulty:
            continue
        note_row(spots, (len(plain),), record, FIT_COLUMNS, lambda name: (name,))
        plain.append(dict(record.values))
    rows = validated(tuple[Fit, ...], plain, spots, reader.faults) or ()
    cells = {
        (f"{record.values.get('project')} {record.values.get('parcel')}", name): place
        for record in found
        for name, place in record.places.items()
    }
    return Listed(rows=rows, places={}, cells=cells)


def _listed(rows: tuple[Any, ...], found: Sequence[Record], key: str) -> Listed:
    return Listed(
        rows=rows,
        places={str(record.values.get(key)): record.place for record in found},
        cells={
            (str(record.values.get(key)), name): place
            for record in found
            for name, place in record.places.items()
        },
    )


def _archetype(
    record: Record, kinds: dict[str, Archetype], known: Sequence[str], reader: Reader
) -> Archetype | None:
    name = record.values.get("archetype")
    if name is None:
        return None
    kind = kinds.get(str(name))
    if kind is None:
        reader.faults.unknown(
            record.places["archetype"],
            messages.NO_SUCH_NAME,
            str(name),
            known,
            path=record.headers["archetype"],
            kind="archetype",
            name=name,
        )
    return kind


def _check_dates(record: Record, reader: Reader) -> bool:
    filed, need_by = record.values["filed"], record.values["need_by"]
    if not (isinstance(filed, date) and isinstance(need_by, date)) or filed <= need_by:
        return True
    reader.faults.add(
        record.places["need_by"],
        messages.NEED_BEFORE_FILED,
        path=record.headers["need_by"],
        filed=filed,
        value=need_by,
    )
    return False


def _plain_project(record: Record, kind: Archetype, horizon: Horizon) -> dict[str, Any]:
    values: dict[str, Any] = dict(record.values)
    area = values["area_min_m2"]
    needs = {name: values[name] for name in _NEEDS if name in values}
    needs.setdefault("area_max_m2", round(area * (1 + _AREA_SLACK_SHARE)))
    needs.setdefault("zones", kind.zones)
    return {
        "id": values["id"],
        "name": values.get("name", values["id"]),
        "archetype": kind.id,
        "firm_class": values.get("firm_class", "growth"),
        "chain_role": values.get("chain_role", kind.chain_role),
        "filed_day": float(horizon.day_of(values["filed"])),
        "need_by_day": float(horizon.day_of(values["need_by"])),
        "patience_days": values["patience_months"] * DAYS_PER_MONTH,
        "needs": needs,
        "promises": {n: values[n] for n in members_of(Promises) if n in values},
        "scorecard": {n: values[n] for n in members_of(Scorecard) if n in values},
        "acceptance": kind.acceptance,
        "ability_to_pay_mcny": values.get("ability_to_pay_mcny"),
        "conduct": kind.conduct,
    }


def _loc(column: str) -> tuple[str, ...]:
    renamed = {"filed": "filed_day", "need_by": "need_by_day", "patience_months": "patience_days"}
    for section, cls in (("needs", Needs), ("promises", Promises), ("scorecard", Scorecard)):
        if column in members_of(cls):
            return section, column
    return (renamed.get(column, column),)
