"""The Chinese catalogue is complete, fresh, and the only place with Chinese sentences."""

import ast
import io
import re
import string
from pathlib import Path

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from unit.locale.message_ids import PACKAGE, constants, sentences

from landsim.core.label import Language
from landsim.locale.catalogue import DOMAIN, FOLDER, translate, translate_text

PO = FOLDER / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
CHINESE = re.compile("[\u3400-\u9fff]")
NAMES_OF_DATA = (
    "metrics/",
    "files/parcels.py",
    "files/projects.py",
    "files/records.py",
    "files/tables.py",
    "files/units.py",
    "testing/",
)
"""Modules that hold names of data in both languages, or the headers planners write."""


@pytest.fixture(scope="module")
def entries():
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    return {
        message.id if isinstance(message.id, str) else message.id[1]: (
            message.string if isinstance(message.string, str) else message.string[0]
        )
        for message in catalogue
        if message.id
    }


def test_compiled_catalogue_is_fresh(request):
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    if request.config.getoption("--regenerate"):
        PO.with_suffix(".mo").write_bytes(compiled.getvalue())
    assert compiled.getvalue() == PO.with_suffix(".mo").read_bytes(), "run pytest --regenerate"


def test_everything_the_code_says_has_a_chinese_entry(entries):
    missing = sorted(
        f"{said.where}: {said.text}"
        for said in sentences()
        if (not said.samples and said.text not in entries)
        or (said.samples and not any(_is_recognised(sample) for sample in said.samples))
    )
    assert missing == []


def test_no_entry_is_left_over(entries):
    texts, samples = constants()
    from_click = "".join(
        path.read_text(encoding="utf-8") for path in Path(click.__file__).parent.glob("*.py")
    )
    left_over = [
        message
        for message in entries
        if message not in texts
        and message not in from_click
        and not any(_fits(message, sample) for sample in samples)
    ]
    assert left_over == []


def test_placeholders_are_the_same_in_both_languages(entries):
    different = [
        message
        for message, text in entries.items()
        if _placeholders(message) != _placeholders(text)
    ]
    assert different == []


def test_a_translation_without_chinese_differs_in_nothing_but_marks(entries):
    bare = {key: text for key, text in entries.items() if not CHINESE.search(text)}
    assert {k: t for k, t in bare.items() if re.sub(r"\W", "", k) != re.sub(r"\W", "", t)} == {}


def test_no_chinese_string_stands_in_code():
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(NAMES_OF_DATA):
            found += [f"{name}:{line}" for line in _chinese_lines(path)]
    assert found == []


def test_pattern_with_most_literal_text_wins():
    text = translate_text("must be between 0 and staff (3); got 5", Language.ZH)
    assert text == translate(
        "must be between 0 and staff ({staff}); got {got}", Language.ZH, staff=3, got=5
    )


def test_sentence_no_pattern_fits_stays_english():
    assert translate_text("quite another thing", Language.ZH) == "quite another thing"


def test_english_is_the_message_itself():
    assert translate("must not be null", Language.EN) == "must not be null"
    assert translate("{n} parcels", Language.EN, n=3) == "3 parcels"
    assert translate("", Language.ZH) == ""


def _placeholders(text):
    if "%(" in text:
        return []
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _is_recognised(sample):
    return translate_text(sample, Language.ZH) != sample


def _fits(message, sample):
    """Whether a pattern of the catalogue could be what an f-string gives, or a case of it."""
    parts = re.split(r"\{\w+\}", message)
    if len(parts) == 1:
        return False
    as_pattern = ".*?".join(map(re.escape, parts))
    as_case = ".*?".join(map(re.escape, re.split(r"\bX\b", sample)))
    return any(
        re.fullmatch(pattern, text, re.DOTALL)
        for pattern, text in ((as_pattern, sample), (as_case, message))
    )


def _chinese_lines(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    names = {
        id(word.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "zh"
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and CHINESE.search(node.value)
            and id(node) not in documented | names
        ):
            yield node.lineno
