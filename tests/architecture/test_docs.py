"""Nothing is forgotten in the documentation: components, fragments, links, commands."""

import re
from importlib import import_module

import pytest
from architecture.source import ROOT

from landsim.allocation.objective import objectives
from landsim.allocation.rule import rules
from landsim.cli.verbs import VERBS
from landsim.metrics.metric import metrics

DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "scenarios").rglob("*.md"))
    if "generated" not in path.parts
)
FRAGMENTS = sorted(path for path in (DOCS / "changes").iterdir() if path.name != "index.md")


def shown(path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", rules.names())
def test_a_rule_has_a_page_with_its_formula_and_family(name):
    page = (DOCS / "explanation" / "rules" / f"{name}.md").read_text(encoding="utf-8")
    assert "$$" in page
    assert re.search(rf"\*\*Row family\*\* \| (none|`{name}`)", page)
    for part in ("**Check**", "**Levers**", "**Source**", "**Limits.**"):
        assert part in page


@pytest.mark.parametrize("name", objectives.names())
def test_an_objective_is_explained(name):
    page = (DOCS / "explanation" / "objectives.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page


@pytest.mark.parametrize("name", metrics.names())
def test_a_metric_says_what_it_is_in_both_languages_and_in_which_unit(name):
    found = metrics.get(name)
    assert found.name == name
    assert re.search(r"[\u4e00-\u9fff]", found.label.zh), found.label
    assert found.label.en
    assert found.unit


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_is_named_and_short(path):
    assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", path.name)
    lines = path.read_text(encoding="utf-8").strip().splitlines()
    assert 1 <= len(lines) <= 6


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target) or target.startswith("#") or "generated/" in target:
            continue
        assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_commands_shown_exist(path):
    text = path.read_text(encoding="utf-8")
    for verb, options in re.findall(r"(?:^|[`/\\ ])landsim ([a-z]+)([^`\n|]*)", text):
        if verb not in VERBS:
            continue
        command = import_module(f"landsim.cli.{verb}").command
        known = {option for entry in command.params for option in entry.opts}
        used = set(re.findall(r"(?<=\s)--[a-z-]+", options.partition("#")[0]))
        assert used <= known | {"--help", "--lang", "--json", "--no-color"}, (verb, used - known)


def test_both_readmes_give_the_same_commands():
    def blocks(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return re.findall(r"^```sh\n(.*?)```", text, re.DOTALL | re.MULTILINE)

    assert len(blocks("README.md")) == 2
    assert blocks("README.md") == blocks("README.zh.md")


@pytest.mark.parametrize("command", ["run", "test"])
def test_continuous_integration_takes_its_commands_from_the_readme(command):
    mark = f"<!-- command: {command} -->\n```sh\n"
    assert mark in (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f'"$(command_of {command})"' in script


def test_the_page_of_proofs_names_tests_that_are_there():
    page = (DOCS / "explanation" / "proof.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[^`]*)`", page)
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]
