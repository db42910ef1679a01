"""What the core says about its fields: docstrings under the attributes, read from the source."""

import ast
import inspect
import itertools
import sys
from functools import cache


@cache
def attribute_docs(cls: type) -> dict[str, str]:
    """Return the docstring under each attribute of a class, on one line each.

    Parameters
    ----------
    cls
        A dataclass or an enumeration.
    """
    body = _definition(cls).body
    found = {}
    for line, following in itertools.pairwise(body):
        name = _attribute(line)
        if name and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            found[name] = " ".join(str(following.value.value).split())
    return found


def first_line(cls: type) -> str:
    """Return the first line of a class's docstring."""
    return (inspect.getdoc(cls) or "").split("\n", maxsplit=1)[0]


def _definition(cls: type) -> ast.ClassDef:
    tree = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
    named = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return next(node for node in named if node.name == cls.__name__)


def _attribute(line: ast.stmt) -> str:
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
        return line.target.id
    if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
        return line.targets[0].id
    return ""
