"""Small modules and short functions; the few that are longer are named here with a reason."""

import ast

import pytest
from architecture.source import modules, name_of, nodes

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 60
LONG_FILES = {
    "landsim/cli/verbs.py": "a table: every verb with its arguments and options",
    "landsim/testing/builders.py": "values only: one complete scenario",
}
"""Modules over the limit, and why they are not split."""
LONG_FUNCTIONS: dict[str, str] = {}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_file_is_short(path):
    n_lines = path.read_text(encoding="utf-8").count("\n")
    if name_of(path) not in LONG_FILES:
        assert n_lines <= MOST_LINES_OF_A_FILE


def lengths(path) -> dict[str, int]:
    """Return the lines of each function's body, its docstring and signature left out."""
    found = {}
    for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body:
            found[f"{name_of(path)}:{node.name}"] = body[-1].end_lineno - body[0].lineno + 1
    return found


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_function_is_short(path):
    too_long = {
        name: n_lines
        for name, n_lines in lengths(path).items()
        if n_lines > MOST_LINES_OF_A_FUNCTION and name not in LONG_FUNCTIONS
    }
    assert not too_long


def test_the_lists_of_long_things_are_not_stale():
    files = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in modules()}
    assert all(files.get(name, 0) > MOST_LINES_OF_A_FILE for name in LONG_FILES)
    functions = {name: n for path in modules() for name, n in lengths(path).items()}
    assert all(functions.get(name, 0) > MOST_LINES_OF_A_FUNCTION for name in LONG_FUNCTIONS)


def test_the_median_file_is_small():
    sizes = sorted(path.read_text(encoding="utf-8").count("\n") for path in modules())
    assert sizes[len(sizes) // 2] <= 130


def test_no_module_is_called_utils():
    names = {"utils", "util", "helpers", "misc", "common", "tools"}
    assert not [name_of(path) for path in modules() if path.stem in names]
