"""Every public name is listed, found, documented and can be copied from its page."""

import ast
import doctest
import importlib
import inspect

import pytest
from architecture.source import PACKAGE, modules, name_of, tree

import landsim
from landsim.allocation.objective import objectives
from landsim.allocation.planner import planners
from landsim.allocation.rule import rules
from landsim.metrics.metric import metrics
from landsim.simulation.discipline import disciplines

HAS_DOCTEST = [path for path in modules() if ">>> " in path.read_text(encoding="utf-8")]


def test_all_is_sorted_and_visible():
    assert landsim.__all__ == sorted(landsim.__all__)
    assert dir(landsim) == landsim.__all__


@pytest.mark.parametrize("name", landsim.__all__)
def test_a_public_name_is_found_and_documented(name):
    thing = getattr(landsim, name)
    documented = thing if callable(thing) else type(thing)
    assert inspect.getdoc(documented)


def test_type_checkers_see_the_names_that_users_load():
    (block,) = (node for node in tree(PACKAGE / "__init__.py").body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body for alias in node.names}
    assert seen == landsim._HOME
    assert sorted(seen) == landsim.__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        landsim.nothing  # noqa: B018


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_module_class_and_function_says_what_it_is_for(path):
    """What ruff cannot see: a docstring on the attributes of dataclasses that cross borders."""
    assert ast.get_docstring(tree(path)) or not path.read_text(encoding="utf-8").strip()


def fields_without_a_docstring(path) -> list[str]:
    bare = []
    for node in ast.walk(tree(path)):
        is_dataclass = isinstance(node, ast.ClassDef) and any(
            "dataclass" in ast.unparse(decorator) for decorator in node.decorator_list
        )
        if not is_dataclass:
            continue
        for entry, following in zip(node.body, [*node.body[1:], None], strict=True):
            if not isinstance(entry, ast.AnnAssign):
                continue
            name = entry.target.id
            is_told = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            if not is_told and not name.startswith("_") and name != "law":
                bare.append(f"{node.name}.{name}")
    return bare


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").glob("*.py")), ids=name_of)
def test_every_field_of_the_core_is_documented(path):
    assert not fields_without_a_docstring(path)


@pytest.fixture
def own_registries(monkeypatch):
    """Let what an example files be forgotten after it."""
    for registry in (rules, objectives, planners, disciplines, metrics):
        registry.names()
        for inside in ("_components", "_origins"):
            monkeypatch.setattr(registry, inside, dict(getattr(registry, inside)))


@pytest.mark.parametrize("path", HAS_DOCTEST, ids=name_of)
def test_examples_run(path, monkeypatch, own_registries):
    monkeypatch.chdir(PACKAGE.parent)
    dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    found = doctest.testmod(
        importlib.import_module(dotted.removesuffix(".__init__")),
        optionflags=doctest.NORMALIZE_WHITESPACE,
    )
    assert found.attempted > 0
    assert found.failed == 0
