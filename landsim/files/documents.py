"""YAML text → located tree: YAML 1.2 scalars, no duplicate keys, a place for every value."""

import math
import re
from collections.abc import Callable

import yaml

from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.located import Branch, Items, Leaf, Node, Place, Scalar, Source, empty_branch

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Scalar]], ...] = (
    (re.compile(r"~|null|Null|NULL|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+"), lambda text: int(text, 0)),
    (
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
        lambda text: float(text) if math.isfinite(float(text)) else text,
    ),
)
"""Forms of plain scalars in YAML 1.2, and what they mean; anything else is text."""
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in (
        "null", "bool", "int", "float", "str", "seq", "map", "timestamp", "merge", "value"
    )
)  # fmt: skip
"""What PyYAML's own YAML 1.1 makes of plain scalars; `scalar` has the last word."""


def located(text: str, source: Source, faults: Faults) -> Branch:
    """Return the mapping in a YAML text.

    Parameters
    ----------
    text
        One YAML document.
    source
        What it was read from.
    faults
        Basket for syntax errors, duplicate keys, tags and values that YAML 1.2 does not know.
    """
    top = Place(source)
    if not text.strip():
        faults.add(top, messages.EMPTY_FILE)
        return empty_branch(top)
    node = _composed(text, source, faults)
    if node is None:
        return empty_branch(top)
    tree = _Locator(source, faults).locate(node)
    if isinstance(tree, Branch):
        return Branch(entries=tree.entries, place=top, keys=tree.keys)
    faults.add(tree.place, messages.NOT_A_MAPPING_FILE)
    return empty_branch(top)


def located_value(text: str, source: Source, faults: Faults) -> Node | None:
    """Return the value in a short YAML text; None with a fault if it is not valid YAML."""
    if not text.strip():
        return Leaf(None, "", Place(source, 1, len(text) + 1))
    node = _composed(text, source, faults)
    return None if node is None else _Locator(source, faults).locate(node)


def scalar(text: str) -> Scalar:
    """Return what a plain scalar means in YAML 1.2: ``NO`` and ``2021-01-01`` are text.

    Numbers that are not finite stay text, since no quantity here can be infinite.
    """
    for form, meaning in _PLAIN:
        if form.fullmatch(text):
            return meaning(text)
    return text


def _composed(text: str, source: Source, faults: Faults) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        place = _marked(error.problem_mark or error.context_mark, source)
        reason = error.problem or error.context or ""
        faults.add(place, messages.YAML_SYNTAX, reason=reason)
    except yaml.YAMLError as error:
        faults.add(Place(source), messages.YAML_SYNTAX, reason=str(error).splitlines()[0])
    return None


def _marked(mark: yaml.Mark | None, source: Source) -> Place:
    """Return the place of a syntax error; the end of the text is the end of its last line."""
    if mark is None:
        return Place(source)
    last = len(source.lines)
    if mark.line >= last > 0:
        return Place(source, last, len(source.lines[-1]) + 1)
    return Place(source, mark.line + 1, mark.column + 1)


class _Locator:
    """Turns composed YAML nodes into located ones."""

    def __init__(self, source: Source, faults: Faults) -> None:
        self.source = source
        self.faults = faults
        self._done: dict[int, Node] = {}
        self._open: set[int] = set()

    def locate(self, node: yaml.Node) -> Node:
        """Return the located form of a node; aliases share one."""
        if id(node) in self._done:
            return self._done[id(node)]
        if id(node) in self._open:
            self.faults.add(self._place(node), messages.YAML_RECURSIVE)
            return Leaf(None, "", self._place(node))
        self._open.add(id(node))
        tree = self._located(node)
        self._open.discard(id(node))
        self._done[id(node)] = tree
        return tree

    def _located(self, node: yaml.Node) -> Node:
        place = self._place(node)
        if node.tag not in _CORE_TAGS:
            self.faults.add(place, messages.YAML_TAG, tag=node.tag)
        if isinstance(node, yaml.MappingNode):
            return self._branch(node, place)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.locate(item) for item in node.value), place)
        text = str(node.value)
        if isinstance(node, yaml.ScalarNode) and node.style:  # quoted or block
            return Leaf(text, text, place)
        return Leaf(scalar(text), text, place)

    def _branch(self, node: yaml.MappingNode, place: Place) -> Branch:
        tree = Branch(entries={}, place=place)
        for key_node, value_node in node.value:
            key_place = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.add(key_place, messages.COMPLEX_KEY)
                continue
            key = str(key_node.value)
            if key in tree.entries:
                line = tree.keys[key].line
                self.faults.add(key_place, messages.DUPLICATE_KEY, key=key, line=line)
                continue
            tree.entries[key] = self.locate(value_node)
            tree.keys[key] = key_place
        return tree

    def _place(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        return Place(self.source, mark.line + 1, mark.column + 1)
