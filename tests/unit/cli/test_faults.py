"""Faults show where first, then the line, the caret and what to do."""

import pytest

from landsim.cli.console import Console
from landsim.cli.faults import problem_document, show_problems
from landsim.cli.settings import Settings
from landsim.core.label import Language
from landsim.errors import Problem

FAULT = Problem(
    where="scenario.yaml:13:11",
    path="policy.tenure.mode",
    what='unknown choice "lease_then_transfr"',
    message='unknown choice "{value}"',
    values=(("value", "lease_then_transfr"),),
    hint='did you mean "lease_then_transfer"?',
    hint_message='did you mean "{name}"?',
    hint_values=(("name", "lease_then_transfer"),),
    source="    mode: lease_then_transfr",
    column=11,
)


def shown(capsys, *problems, language=Language.EN):
    show_problems(Console(Settings(language=language)), problems)
    return capsys.readouterr().err.splitlines()


def test_place_comes_first_and_the_caret_points_at_the_column(capsys):
    head, source, caret = shown(capsys, FAULT)
    assert head == 'scenario.yaml:13:11  policy.tenure.mode  unknown choice "lease_then_transfr"'
    assert source == "   13 |     mode: lease_then_transfr"
    assert caret.index("^") == source.index("lease_then_transfr")
    assert caret.endswith('^ did you mean "lease_then_transfer"?')


def test_fault_and_hint_are_translated(capsys):
    head, _, caret = shown(capsys, FAULT, language=Language.ZH)
    assert head.endswith('不认识的取值 "lease_then_transfr"')
    assert caret.endswith('您是否想写 "lease_then_transfer"\uff1f')


def test_caret_counts_chinese_letters_twice(capsys):
    fault = Problem(where="a.yaml:1:7", what="is empty", source="名称: x", column=5)
    _, source, caret = shown(capsys, fault)
    assert source == "    1 | 名称: x"
    assert caret == "      | " + " " * 6 + "^"


def test_sentence_of_the_core_is_recognised(capsys):
    fault = Problem(where="parcel P-13", path="area_m2", what="must be > 0 m²; got -4")
    (head,) = shown(capsys, fault, language=Language.ZH)
    assert head == "parcel P-13  area_m2  应 > 0 ㎡\uff0c现为 -4"


def test_hint_without_source_line_follows_below(capsys):
    fault = Problem(where="projects.xlsx[Sheet1!B7]", what="must not be empty", hint="known: a, b")
    assert shown(capsys, fault) == [
        "projects.xlsx[Sheet1!B7]  must not be empty",
        "      known: a, b",
    ]


def test_warning_says_that_it_is_one(capsys):
    fault = Problem(where="a.yaml", what="is empty", is_warning=True)
    assert shown(capsys, fault) == ["a.yaml  warning: is empty"]


@pytest.mark.parametrize(
    ("language", "what"), [(Language.EN, "unknown choice"), (Language.ZH, "不认识的取值")]
)
def test_document_of_a_fault_is_translated(language, what):
    document = problem_document(Console(Settings(language=language)), FAULT)
    assert document["where"] == "scenario.yaml:13:11"
    assert document["what"].startswith(what)
    assert not document["is_warning"]
