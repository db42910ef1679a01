"""Values that know where they were written, so that every fault can point at its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A file, an override or a default that values come from."""

    name: str
    """Name as the user would look it up, such as ``scenarios/quickstart/scenario.yaml``."""
    short: str
    """Name seen from the scenario's folder; does not depend on where landsim was started."""
    folder: Path
    """Folder against which relative paths are read."""
    lines: tuple[str, ...] = field(default=(), repr=False)
    """Text, for the caret display."""
    is_line_numbered: bool = True
    """Whether places are given by line and column."""
    is_base: bool = False
    """Whether another scenario brought it in by ``extends``."""
    pack: str = ""
    """Pack or preset it belongs to, such as ``pack gz2020``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source."""

    source: Source
    line: int = 0
    """1-based line; 0 for the source as a whole."""
    column: int = 0
    """1-based column."""
    cell: str = ""
    """Cell or feature, such as ``项目!B7`` or ``parcel QS-01``."""

    @property
    def where(self) -> str:
        """Name of the place as the user would look it up."""
        return self._named(self.source.name)

    @property
    def short(self) -> str:
        """Name of the place seen from the scenario's folder."""
        return self._named(self.source.short)

    @property
    def text(self) -> str:
        """The line of text, where there is one."""
        lines = self.source.lines
        return lines[self.line - 1] if 0 < self.line <= len(lines) else ""

    def _named(self, name: str) -> str:
        if self.cell:
            return f"{name}[{self.cell}]"
        if self.source.is_line_numbered and self.line:
            return f"{name}:{self.line}:{self.column}"
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a pack says about where a value comes from."""

    source: str
    confidence: str
    note: str = ""


Scalar = None | bool | int | float | str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar."""

    value: Scalar
    text: str
    """As written."""
    place: Place
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    place: Place
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping."""

    entries: dict[str, "Node"]
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    """Where each key is written."""
    citation: Citation | None = None

    def key_place(self, key: str) -> Place:
        """Return where a key is written; the mapping itself if the key is not."""
        return self.keys.get(key, self.place)

    def get(self, *path: str) -> "Node | None":
        """Return the node at a path of keys, or None."""
        node: Node | None = self
        for key in path:
            node = node.entries.get(key) if isinstance(node, Branch) else None
        return node

    def text_at(self, *path: str) -> str:
        """Return the text at a path of keys; empty if there is none or it is null."""
        node = self.get(*path)
        return node.text if isinstance(node, Leaf) and node.value is not None else ""

    def without(self, *dropped: str) -> "Branch":
        """Return the mapping without some keys."""
        kept = {key: node for key, node in self.entries.items() if key not in dropped}
        return replace(self, entries=kept)


Node = Leaf | Items | Branch


def empty_branch(place: Place) -> Branch:
    """Return a mapping with nothing in it."""
    return Branch(entries={}, place=place)


def shown(node: Node) -> str:
    """Return a node as a fault quotes it."""
    if isinstance(node, Leaf):
        return "null" if node.value is None else f'"{node.text}"'
    return "a mapping" if isinstance(node, Branch) else "a list"


def walk(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Iterate over a node and everything below it, with dotted paths."""
    yield path, node
    if isinstance(node, Branch):
        for key, below in node.entries.items():
            yield from walk(below, f"{path}.{key}" if path else key)
    elif isinstance(node, Items):
        for place, below in enumerate(node.items):
            yield from walk(below, f"{path}.{place}" if path else str(place))
