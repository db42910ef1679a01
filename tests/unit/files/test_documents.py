"""YAML 1.2 scalars, encodings, and places."""

from pathlib import Path

import pytest

from landsim.files.documents import located, scalar
from landsim.files.faults import Faults
from landsim.files.located import Branch, Items, Leaf, Source, walk
from landsim.files.reader import decoded


def read(text: str) -> tuple[Branch, Faults]:
    faults = Faults()
    source = Source(name="x.yaml", short="x.yaml", folder=Path(), lines=tuple(text.splitlines()))
    return located(text, source, faults), faults


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("12", 12),
        ("-12", -12),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("2021-01-01", "2021-01-01"),
        ("12:30:45", "12:30:45"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
    ],
)
def test_plain_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_quoted_and_block_scalars_are_text() -> None:
    tree, faults = read("a: '5'\nb: |\n  true\nc: \"null\"\n")
    values = [node.value for _, node in walk(tree) if isinstance(node, Leaf)]
    assert values == ["5", "true\n", "null"]
    assert not faults.errors


def test_places_count_characters_from_one() -> None:
    tree, _ = read("名称: {甲: 1, 乙: [2, 三]}\n")
    places = {path: (node.place.line, node.place.column) for path, node in walk(tree)}
    assert places["名称.甲"] == (1, 9)
    assert places["名称.乙.1"] == (1, 19)
    inner = tree.entries["名称"]
    assert isinstance(inner, Branch)
    assert inner.key_place("乙").where == "x.yaml:1:12"


def test_aliases_share_what_they_name() -> None:
    tree, faults = read("a: &one [1]\nb: *one\n")
    assert tree.entries["a"] is tree.entries["b"]
    assert isinstance(tree.entries["a"], Items)
    assert not faults.errors


def test_second_document_is_a_fault() -> None:
    _, faults = read("a: 1\n---\nb: 2\n")
    assert "is not valid YAML" in faults.errors[0].what


def test_control_characters_are_a_fault() -> None:
    _, faults = read("a: \x01\n")
    assert "is not valid YAML" in faults.errors[0].what


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_the_encodings_that_chinese_excel_saves(encoding: str) -> None:
    assert decoded("编号,面积\n一,二\n".encode(encoding)) == "编号,面积\n一,二\n"


@pytest.mark.parametrize("data", [b"\x81\x00\xff\xff", b"\x00\x01", b"\xff\xff"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    assert decoded(data) is None
