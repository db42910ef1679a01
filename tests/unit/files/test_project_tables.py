"""Projects from CSV and Excel: encodings, headers, units, dates, cells as a planner sees them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from unit.files.parkfolder import PROJECTS, ParkFolder

from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.phase import LaterPhase
from landsim.core.project import ChainRole, FirmClass

CHINESE = """\
项目编号,项目名称,类型,企业阶段,产业链环节,立项日期,需地日期,可等待（月）,面积（亩）,最大面积(公顷),用地性质,\
用电负荷(kW),总投资(亿元),年产值(万元),年税收（百万元/年）,研发占比(%),首年支付能力(万元)
甲-1,第一,机器人,初创,基础层,2021年2月1日,2021/6/1,12,30,4,M1；M0,2500,3,45000,12.5,6,1500
"""


def write_book(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(place, column, value, dated)
                    else:
                        sheet.write(place, column, value)


def cells(text: str) -> list[list[Any]]:
    return [list(line.split(",")) for line in text.splitlines()]


def test_plain_table(park: ParkFolder) -> None:
    first, second = park.load().scenario.projects
    assert (first.id, first.name, first.filed_day, first.need_by_day) == ("J1", "First", 31, 151)
    assert first.patience_days == 12 * DAYS_PER_MONTH
    assert (first.needs.area_min_m2, first.needs.area_max_m2) == (20_000, 27_000)
    assert second.needs.zones == ("M1", "M0")
    assert first.promises.investment_mcny == 300


def test_archetype_gives_what_the_table_leaves_open(park: ParkFolder) -> None:
    first = park.load().scenario.projects[0]
    assert first.firm_class is FirmClass.GROWTH
    assert first.chain_role is ChainRole.APPLICATION
    assert first.accepts("grant") == 0.8
    assert first.conduct.build_months.mean == 15


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers_units_and_encodings(encoding: str, park: ParkFolder) -> None:
    park.write("projects.csv", CHINESE.encode(encoding))
    (project,) = park.load().scenario.projects
    assert (project.id, project.name) == ("甲-1", "第一")
    assert project.archetype == "robotics"
    assert (project.firm_class, project.chain_role) == (FirmClass.STARTUP, ChainRole.BASE)
    assert (project.filed_day, project.need_by_day) == (31, 151)
    assert (project.needs.area_min_m2, project.needs.area_max_m2) == (20_000, 40_000)
    assert project.needs.zones == ("M1", "M0")
    assert project.needs.power_mw == 2.5
    assert project.promises.investment_mcny == 300
    assert project.promises.output_mcny_per_year == 450
    assert project.promises.tax_mcny_per_year == 12.5
    assert project.promises.rd_share == pytest.approx(0.06)
    assert project.ability_to_pay_mcny == 15


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(delimiter: str, park: ParkFolder) -> None:
    text = PROJECTS.replace("M1;M0", "M1|M0").replace(",", delimiter)
    park.write("projects.csv", text)
    assert len(park.load().scenario.projects) == 2


@pytest.mark.parametrize(
    ("header", "m2"),
    [
        ("area_min_m2", 30),
        ("area_min_ha", 300_000),
        ("area_min_mu", 20_000),
        ("面积(㎡)", 30),
        ("面积（平方米）", 30),
        (" 面 积 ( 公顷 ) ", 300_000),
        ("用地面积[亩]*", 20_000),
        ("面积(m²)", 30),
    ],
)
def test_unit_stands_in_the_header(header: str, m2: int, park: ParkFolder) -> None:
    text = PROJECTS.replace("area_min_m2", header).replace(",20000,", ",30,")
    park.write("projects.csv", text.replace(",30000,", ",30,"))
    assert park.load().scenario.projects[0].needs.area_min_m2 == m2


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.5", 1234.5), ("１２", 12.0), ("50%", 0.5), ("1e2", 100.0), (" 7 ", 7.0)],
)
def test_numbers_as_people_write_them(text: str, number: float, park: ParkFolder) -> None:
    park.write("projects.csv", PROJECTS.replace(",300,2\nJ2", f',"{text}",2\nJ2'))
    assert park.load().scenario.projects[0].promises.investment_mcny == number


def test_excel_reads_like_csv(park: ParkFolder) -> None:
    rows = cells(PROJECTS)
    for row in rows[1:]:
        row[3:5] = [date.fromisoformat(text) for text in row[3:5]]
        row[5:7] = [float(text) for text in row[5:7]]
        row[8:10] = [float(text) for text in row[8:10]]
    from_csv = park.load().scenario.projects
    write_book(park.path / "projects.xlsx", {"说明": [["看这里"]], "项目": rows})
    park.change("projects: projects.csv", "projects: projects.xlsx")
    assert park.load().scenario.projects == from_csv


def test_excel_faults_name_the_cell(park: ParkFolder) -> None:
    rows = cells(PROJECTS)
    rows[0][6] = "面积(亩)"
    rows[1][6] = "三十亩"
    rows[2][3] = "soon"
    rows.insert(2, [""] * 10)
    write_book(park.path / "projects.xlsx", {"项目": rows})
    park.change("projects: projects.csv", "projects: projects.xlsx")
    first, second = park.problems()
    assert park.place(first) == "projects.xlsx[项目!G2]"
    assert (first.path, first.what) == ("面积(亩)", 'must be a whole number; got "三十亩"')
    assert park.place(second) == "projects.xlsx[项目!D4]"
    assert second.what == 'must be a date such as 2021-03-31; got "soon"'


def test_fault_of_the_core_names_the_cell(park: ParkFolder) -> None:
    rows = cells(PROJECTS)
    rows[2][6] = "-5"
    write_book(park.path / "projects.xlsx", {"projects": rows})
    park.change("projects: projects.csv", "projects: projects.xlsx")
    problem = park.problem()
    assert park.place(problem) == "projects.xlsx[projects!G3]"
    assert problem.path == "area_min_m2"
    assert problem.what.startswith("must be > 0 and ≤ area_max_m2")


BROKEN = {
    "no number": ((",300,2\nJ2", ",lots,2\nJ2"), "2:53", "investment_mcny", "must be a number"),
    "no date": (("2021-02-01", "2021-02-30"), "2:19", "filed", "must be a date"),
    "empty": (("J1,First,robotics", "J1,First,"), "2:10", "archetype", "must not be empty"),
    "unknown archetype": (
        ("First,robotics", "First,robotix"),
        "2:10",
        "archetype",
        'no such archetype "robotix"',
    ),
    "unknown choice": (
        ("area_min_m2,zones", "area_min_m2,企业阶段"),
        "2:50",
        "企业阶段",
        'unknown choice "M1"',
    ),
    "twice": (("J2,Second", "J1,Second"), "3:1", "id", '"J1" occurs twice; first at'),
    "need before filing": (
        ("2021-06-01,12,20000", "2021-01-15,12,20000"),
        "2:30",
        "need_by",
        "must not precede filing on 2021-02-01; got 2021-01-15",
    ),
    "unknown zone": ((",M1;M0,", ",M1;M7,"), "3:51", "zones", 'no such zone "M7"'),
    "negative": (("300,2\nJ2", "300,-2\nJ2"), "2:57", "power_mw", "must be ≥ 0 MW; got -2"),
    "too many cells": (("300,2\nJ2", "300,2,9\nJ2"), "2:59", "", "the row has 11 cells"),
}


@pytest.mark.parametrize(("change", "place", "path", "what"), BROKEN.values(), ids=BROKEN)
def test_broken_cell(
    change: tuple[str, str], place: str, path: str, what: str, park: ParkFolder
) -> None:
    problem = park.change(*change, "projects.csv").problems()[0]
    assert park.place(problem) == f"projects.csv:{place}"
    assert problem.path == path
    assert problem.what.startswith(what)
    line, column = (int(part) for part in place.split(":"))
    assert (problem.source, problem.column) == (
        park.text("projects.csv").splitlines()[line - 1],
        column,
    )


HEADERS = {
    "missing": (
        "filed,",
        "",
        'missing column "立项日期 (filed)"',
        "",
    ),
    "misspelt": (
        "investment_mcny",
        "investmnt_mcny",
        'unknown column "investmnt_mcny"',
        'did you mean "投资 (investment_mcny)"?',
    ),
    "unknown unit": (
        "area_min_m2",
        "面积(斤)",
        'unknown unit "斤" in column "面积(斤)"',
        "",
    ),
    "twice": (
        "power_mw",
        "总投资(万元)",
        'column "总投资(万元)" says the same as column "investment_mcny"',
        "",
    ),
}


@pytest.mark.parametrize(("old", "new", "what", "hint"), HEADERS.values(), ids=HEADERS)
def test_broken_header(old: str, new: str, what: str, hint: str, park: ParkFolder) -> None:
    problem = park.change(old, new, "projects.csv").problems()[0]
    assert park.place(problem).startswith("projects.csv")
    assert problem.what.startswith(what)
    assert problem.hint == hint


def test_columns_of_no_use_are_a_warning_and_remarks_are_nothing(park: ParkFolder) -> None:
    park.change("power_mw", "power_mw,备注,owner_phone", "projects.csv")
    (warning,) = [w for w in park.load().warnings if "column" in w.what]
    assert warning.what == 'column "owner_phone" is not used'
    assert warning.is_warning


def test_no_projects_are_a_warning(park: ParkFolder) -> None:
    park.write("projects.csv", PROJECTS.splitlines()[0] + "\n")
    loaded = park.load()
    assert loaded.scenario.projects == ()
    assert [w.what for w in loaded.warnings] == ["no project is listed and none is generated"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n"])
def test_table_with_nothing_in_it_is_a_fault(content: bytes, park: ParkFolder) -> None:
    park.write("projects.csv", content)
    problem = park.problem()
    assert (park.place(problem), problem.what) == ("projects.csv", "is empty")


def test_unreadable_text_and_workbook(park: ParkFolder) -> None:
    park.write("projects.csv", b"\x81\x00\xff\xff")
    assert park.problem().what == "is neither UTF-8 nor GB 18030 text"
    park.write("projects.xlsx", b"not a workbook")
    park.change("projects: projects.csv", "projects: projects.xlsx")
    problem = park.problem()
    assert park.place(problem) == "projects.xlsx"
    assert problem.what.startswith("is not a workbook that can be read: ")


def test_folder_for_a_table_is_a_fault(park: ParkFolder) -> None:
    (park.path / "tables.csv").mkdir()
    park.change("projects: projects.csv", "projects: tables.csv")
    assert park.problem().what.startswith("cannot be read: ")


def test_quoted_cells_keep_their_column(park: ParkFolder) -> None:
    park.change("J1,First,robotics,2021-02-01", 'J1,"First, the ""best""",robotics,x',
                "projects.csv")  # fmt: skip
    assert park.place(park.problem()) == "projects.csv:2:35"


def test_fits_are_read_and_checked(park: ParkFolder) -> None:
    park.change("projects: projects.csv", "projects: projects.csv\n  fits: fits.csv")
    park.write("fits.csv", "project,parcel,面积(亩),value\nJ1,P1,45,7.5\nJ2,P3,,1\n")
    fits = park.load().scenario.fits
    assert [(fit.project, fit.parcel, fit.area_m2, fit.value) for fit in fits] == [
        ("J1", "P1", 30_000, 7.5),
        ("J2", "P3", None, 1.0),
    ]
    park.write("fits.csv", "project,parcel,value\nJ1,P9,7.5\n")
    problem = park.problem()
    assert park.place(problem) == "fits.csv:2:4"
    assert problem.what == 'no such parcel "P9"'


def test_projects_may_stand_in_the_scenario_itself(park: ParkFolder) -> None:
    inline = (
        "projects: {J9: {name: nine, archetype: robotics, firm_class: growth, chain_role: base,"
        " filed_day: 3, need_by_day: 30, patience_days: 60,"
        " needs: {area_min_m2: 20000, area_max_m2: 30000, zones: [M1]}}}"
    )
    park.change("projects: projects.csv", inline)
    (project,) = park.load().scenario.projects
    assert (project.id, project.filed_day, project.needs.area_max_m2) == ("J9", 3, 30_000)
    problem = park.change("zones: [M1]}}}", "zones: [M7]}}}").problem()
    assert park.place(problem).startswith("scenario.yaml:15:")
    assert problem.path == "demand.projects.J9.needs.zones.0"


PHASED = """\
id,name,archetype,filed,need_by,patience_months,area_min_m2,二期面积(亩),二期启动(月),预留期限(年),二期概率
J1,First,robotics,2021-02-01,2021-06-01,12,20000,15,12,2,0.7
J2,Second,robotics,2021-03-01,2021-06-01,12,30000,,,,
"""


def test_phase_2_is_read_with_its_units(park: ParkFolder) -> None:
    park.write("projects.csv", PHASED)
    first, second = park.load().scenario.projects
    assert first.later_phase == LaterPhase(
        area_m2=10_000, after_months=12.0, expiry_months=24.0, probability=0.7
    )
    assert second.later_phase is None


@pytest.mark.parametrize(
    ("change", "place", "path", "what"),
    [
        (("15,12,2,0.7", "15,12,2,1.7"), "2:58", "二期概率", "must be 0 to 1; got 1.7"),
        (("15,12,2,0.7", "15,30,2,0.7"), "2:53", "二期启动(月)", "must be ≥ 0 and ≤ 24 months"),
        (("15,12,2,0.7", "0,12,2,0.7"), "2:50", "二期面积(亩)", "must be > 0 m²; got 0"),
        (("15,12,2,0.7", "15,,2,0.7"), "2:1", "after_months", ""),
    ],
)
def test_fault_in_phase_2_names_its_cell(
    change: tuple[str, str], place: str, path: str, what: str, park: ParkFolder
) -> None:
    park.write("projects.csv", PHASED)
    problem = park.change(*change, "projects.csv").problems()[0]
    assert (park.place(problem), problem.path) == (f"projects.csv:{place}", path)
    assert problem.what.startswith(what)
