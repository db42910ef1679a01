"""YAML text → located tree: YAML 1.2 scalars, no duplicate keys, a place for every value."""

import hashlib
import math
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from landsim.errors import nearest_name
from landsim.files import messages
from landsim.files.faults import Faults, whole
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


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file a scenario was read from."""

    path: str
    """Path seen from the scenario's folder."""
    sha256: str
    """Digest of its bytes."""


class Reader:
    """Reads files once, keeps their digests and what is wrong with them.

    Parameters
    ----------
    folder
        Folder of the scenario, against which short names are made.
    faults
        Basket for what is wrong.
    """

    def __init__(self, folder: Path, faults: Faults) -> None:
        self.folder = folder
        self.faults = faults
        self.is_blind = False
        """Whether a layer is missing, so that what it holds would only seem to be missing."""
        self._inputs: dict[str, InputFile] = {}

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """Files read so far, in order of reading."""
        return tuple(self._inputs.values())

    def bytes_of(self, path: Path, asked_by: Place, short: str = "") -> bytes | None:
        """Return the bytes of a file; a fault and None if it cannot be read."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            self._missing(path, asked_by)
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            self.faults.add(whole(str(path)), messages.UNREADABLE, reason=reason)
            return None
        short = short or self.short(path)
        digest = hashlib.sha256(data).hexdigest()
        self._inputs.setdefault(short, InputFile(path=short, sha256=digest))
        return data

    def text_of(self, path: Path, asked_by: Place, short: str = "") -> str | None:
        """Return the text of a file, UTF-8 (with or without BOM) or GB 18030."""
        data = self.bytes_of(path, asked_by, short)
        if data is None:
            return None
        text = decoded(data)
        if text is None:
            self.faults.add(whole(str(path)), messages.UNKNOWN_ENCODING)
        return text

    def yaml_of(
        self, path: Path, asked_by: Place, *, is_base: bool = False, pack: str = ""
    ) -> Branch:
        """Return the mapping in a YAML file; an empty one if it cannot be read."""
        short = f"policies/{path.parent.name}/{path.name}" if pack else self.short(path)
        text = self.text_of(path, asked_by, short)
        source = Source(
            name=str(path),
            short=short,
            folder=path.parent,
            lines=tuple((text or "").splitlines()),
            is_base=is_base,
            pack=pack,
        )
        n_faults = len(self.faults.errors)
        tree = empty_branch(Place(source)) if text is None else located(text, source, self.faults)
        self.is_blind |= text is None or (not tree.entries and len(self.faults.errors) > n_faults)
        return tree

    def short(self, path: Path) -> str:
        """Return a path as seen from the scenario's folder, with forward slashes."""
        try:
            relative = os.path.relpath(path.resolve(), self.folder.resolve())
        except ValueError:  # another drive
            return path.resolve().as_posix()
        return Path(relative).as_posix()

    def _missing(self, path: Path, asked_by: Place) -> None:
        siblings = sorted(entry.name for entry in path.parent.glob("*") if entry.is_file())
        nearest = nearest_name(path.name, siblings)
        hint = messages.DID_YOU_MEAN if nearest else ""
        hint_values = {"name": nearest} if nearest else {}
        name = self.short(path) if asked_by.line else str(path)
        self.faults.add(
            asked_by, messages.NO_SUCH_FILE, name=name, hint=hint, hint_values=hint_values
        )


def neat(path: Path) -> Path:
    """Return a path without detours such as ``park/../base``, as a user would write it."""
    return Path(os.path.normpath(path))


def decoded(data: bytes) -> str | None:
    """Return bytes as text: UTF-8 with or without BOM, then GB 18030; None if neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Iterable[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


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
