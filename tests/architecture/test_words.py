"""One word, one meaning: identifiers, messages and pages keep to the glossary, and to the point."""

import ast
import re
import subprocess

import pytest
from architecture.source import ROOT, modules, name_of, nodes

WORDS = {
    "parcel": "宗地",
    "zone": "用地分区",
    "project": "项目",
    "admission": "准入",
    "supply period": "供地期",
    "on-demand supply": "随用随供",
    "batch supply": "批次供地",
    "quota": "用地指标",
    "tenure mode": "供地方式",
    "conversion": "租转让",
    "cure": "整改",
    "exit": "退出",
    "milestone": "里程碑",
    "appraisal": "评估",
    "green channel": "绿色通道",
    "deemed approval": "默认通过",
    "idle land": "闲置土地",
    "clearing": "腾退",
}
OTHER_WORDS = {
    "customer": "project",
    "applicant": "project",
    "idx": "index",
    "util": "a noun",
    "utils": "a noun",
    "timestep": "supply period",
    "lot_id": "parcel",
    "fast_track": "green channel",
    "auto_pass": "deemed approval",
    "checkpoint": "milestone",
    "strategy": "policy",
    "trial": "replication",
    "campaign": "study",
    "tmp": "a whole word",
    "arr": "a whole word",
}


def test_the_glossary_has_every_word_in_both_languages():
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for english, chinese in WORDS.items():
        assert re.search(rf"\| {english}\b.*\|.*{chinese}", page), english


def identifiers(path) -> set[str]:
    found = set()
    for node in nodes(path, ast.FunctionDef, ast.ClassDef, ast.arg, ast.Name, ast.AnnAssign):
        name = getattr(node, "name", None) or getattr(node, "arg", None) or getattr(node, "id", "")
        found.add(str(name))
    return found


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_identifiers_use_the_words_of_the_house(path):
    if name_of(path).startswith("landsim/testing/"):
        return
    tokens = {
        token
        for name in identifiers(path)
        for token in re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", name).lower())
    }
    wrong = {token: OTHER_WORDS[token] for token in tokens & set(OTHER_WORDS)}
    assert not wrong, f"say instead: {wrong}"


def tracked() -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git is on the path
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [name for name in done.stdout.split("\0") if name] if done.returncode == 0 else []


LEFT_BEHIND = re.compile(
    r"/work/|/root/|/tmp/|/home/[a-z]"
    r"|\b(TODO|FIXME|XXX)\b"
    r"|pypi\.org|pythonhosted|npmjs|conda\.anaconda"
    r"|\b(language model|chatbot|subagent|helper session)\b",
    re.IGNORECASE,
)
TEXT = (".py", ".md", ".toml", ".yaml", ".yml", ".cff", ".html", ".js", ".css", ".csv", ".po")


def test_nothing_of_the_making_is_left_behind():
    guilty = []
    for name in tracked():
        path = ROOT / name
        if path.suffix not in TEXT and name != ".ci/run":
            continue
        if name == "tests/architecture/test_words.py" or not path.exists():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            found = LEFT_BEHIND.search(line)
            if found:
                guilty.append(f"{name}:{number}: {found.group()}")
    assert not guilty
