"""Find every sentence that the code can say, by reading the code.

A sentence is a message id (constant text) or a finished English sentence (an f-string).  What
counts is where it stands: the arguments of the calls that translate, the help of options, the
tables of words, the checks of the core and what is raised.
"""

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import landsim

PACKAGE = Path(landsim.__file__).parent
CALLS = {"about", "translate", "say", "text", "note", "gettext", "sentence", "say_sentence"}
KEYWORDS = {"message", "help", "what", "hint", "hint_message", "unit", "subject"}
ERRORS = {
    "LandsimError",
    "ResultsError",
    "PlanError",
    "Infeasible",
    "SolverFailed",
    "LedgerError",
    "MissingExtra",
}
TABLES = {"cli", "report"}
"""Packages whose module-level tables of upper-case name hold message ids as values."""
MESSAGE_MODULES = {"files/messages.py", "metrics/units.py"}
"""Modules whose constants are all message ids."""
DETAIL_MODULES = {"allocation/lacking.py", "allocation/blocking.py", "allocation/explain.py"}
"""Modules whose f-strings are the figures of a refusal."""
UNSPOKEN = {"%(prog)s %(version)s"}
"""Forms that are the same in every language."""


STYLES = (["green"], ["yellow"], ["red"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in the code."""

    text: str
    """Message id; of a finished sentence its first sample."""
    where: str
    """File and line."""
    samples: tuple[str, ...] = ()
    """What a finished sentence may look like, with X or nothing for each value."""


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence in the package."""
    return tuple(_sentences())


def _sentences() -> Iterator[Sentence]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in _message_nodes(tree, name):
            yield from _said(node, f"{name}:{node.lineno}")


def _message_nodes(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    if name in MESSAGE_MODULES:
        yield from (node.value for node in tree.body if isinstance(node, ast.Assign))
        return
    if name.partition("/")[0] in TABLES:
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
                yield from (value for value in node.value.values if not _is_style(value))
    specs = {
        id(node.format_spec) for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _arguments(node)
        elif isinstance(node, ast.JoinedStr) and name in DETAIL_MODULES and id(node) not in specs:
            yield node


def _is_style(node: ast.expr) -> bool:
    """Whether a value is a colour or a style of the terminal, which nobody reads."""
    return isinstance(node, ast.Constant) and (
        str(node.value).startswith("#") or str(node.value).split()[-1:] in STYLES
    )


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else None
    name = call.func.id if isinstance(call.func, ast.Name) else function
    if name in CALLS | ERRORS and call.args:
        yield call.args[0]
    if name == "require":
        for check in call.args[1:]:
            yield from _check(check)
    if name == "table":
        for argument in call.args[:1]:
            if isinstance(argument, ast.List):
                yield from argument.elts
    yield from (word.value for word in call.keywords if word.arg in KEYWORDS)


def _check(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what is wrong from a check of `require`: the third of three."""
    if isinstance(node, ast.Starred):
        yield from (
            part.elts[2]
            for part in ast.walk(node)
            if isinstance(part, ast.Tuple) and len(part.elts) == 3
        )
    elif isinstance(node, ast.Tuple) and len(node.elts) == 3:
        yield node.elts[2]


def _said(node: ast.expr, where: str) -> Iterator[Sentence]:
    if isinstance(node, ast.IfExp):
        yield from _said(node.body, where)
        yield from _said(node.orelse, where)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value and node.value not in UNSPOKEN:
            yield Sentence(text=node.value, where=where)
    elif isinstance(node, ast.JoinedStr):
        samples = tuple(_samples(node))
        if samples[0].strip("X ():,"):
            yield Sentence(text=samples[0], where=where, samples=samples)


def _samples(node: ast.JoinedStr) -> Iterator[str]:
    choices = (
        (str(part.value),) if isinstance(part, ast.Constant) else ("X", "") for part in node.values
    )
    return ("".join(parts) for parts in itertools.product(*choices))


@cache
def constants() -> tuple[set[str], list[str]]:
    """Return every text in the package, and samples of every f-string."""
    texts: set[str] = set()
    samples: list[str] = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr) and len(node.values) < 10:
                samples += _samples(node)
    return texts, samples
