"""Scenario folders to start from: they can be read as they are, and nothing is overwritten."""

import hashlib
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from landsim.errors import ScenarioError
from landsim.files.headings import heading
from landsim.files.read import load_scenario
from landsim.files.templates import template_names, write_template


def sheet(path: Path, name: str) -> list[list[object]]:
    book = CalamineWorkbook.from_path(str(path))
    return [list(row) for row in book.get_sheet_by_name(name).to_python()]


def test_names() -> None:
    assert set(template_names()) >= {"blank", "quickstart", "qingsheng"}


@pytest.mark.parametrize("name", ["blank", "quickstart", "qingsheng"])
def test_template_can_be_read_as_it_is(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "my-park"
    written = write_template(folder, name)
    assert all(path.is_file() for path in written)
    assert not list(folder.rglob("*.py"))
    scenario = load_scenario(folder).scenario
    assert scenario.name == "my-park"
    assert scenario.park.parcels
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "landsim scenario"
    first = (folder / "scenario.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema.json"


def test_copy_of_a_shipped_scenario_is_the_same_scenario(tmp_path: Path) -> None:
    write_template(tmp_path / "quickstart", "quickstart")
    copy = load_scenario(tmp_path / "quickstart").scenario
    shipped = load_scenario("scenarios/quickstart").scenario
    assert (copy.park, copy.projects, copy.policy) == (
        shipped.park,
        shipped.projects,
        shipped.policy,
    )


def test_blank_tables_have_chinese_headers_an_example_and_help(tmp_path: Path) -> None:
    write_template(tmp_path, "blank")
    rows = sheet(tmp_path / "projects.xlsx", "项目")
    assert rows[0][:3] == ["编号", "名称", "类型"]
    assert "面积(亩)" in rows[0]
    assert "投资(万元)" in rows[0]
    assert rows[1][2] == "robotics"
    explained = [row[0] for row in sheet(tmp_path / "projects.xlsx", "说明")[1:]]
    assert explained == [column.aliases[0] for column in heading("projects").columns]
    (project,) = load_scenario(tmp_path).scenario.projects
    assert project.needs.area_min_m2 == 30_000
    assert project.promises.investment_mcny == 450
    (parcel,) = load_scenario(tmp_path).scenario.park.parcels
    assert (parcel.area_m2, parcel.price_cny_per_m2) == (40_000, 1200)


def test_templates_are_the_same_every_time(tmp_path: Path) -> None:
    def digests(name: str) -> list[str]:
        return [
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in write_template(tmp_path / name, "blank")
        ]

    assert digests("one") == digests("two")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is not empty; nothing was written"):
        write_template(tmp_path, "blank")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_unknown_template_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="did you mean") as caught:
        write_template(tmp_path / "x", "qingshen")
    (problem,) = caught.value.problems
    assert problem.where == "--template"
    assert '"qingsheng"' in problem.hint
    assert not (tmp_path / "x").exists()
