"""One tree over another: what a later layer says replaces what an earlier one said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from landsim.errors import nearest_name
from landsim.files import messages
from landsim.files.documents import located_value
from landsim.files.faults import Faults
from landsim.files.located import Branch, Leaf, Node, Place, Source
from landsim.files.shape import (
    EXTRA_KEYS,
    LAW_BY_NAME,
    EitherShape,
    KeyedShape,
    LawShape,
    ListShape,
    PairShape,
    ScalarShape,
    Shape,
    StructShape,
    members_of,
)


def known_keys_only(node: Node, shape: Shape, faults: Faults, path: str = "") -> Node:
    """Return a tree without keys its shape does not know; each is a fault with the nearest name.

    Parameters
    ----------
    node
        Tree of one layer.
    shape
        What it should look like.
    faults
        Basket for unknown keys.
    path
        Dotted key of the node.
    """
    if isinstance(shape, EitherShape):
        return node if isinstance(node, Leaf) else known_keys_only(node, shape.inline, faults, path)
    if not isinstance(node, Branch):
        if not isinstance(node, Leaf) and isinstance(shape, ListShape):
            items = (
                known_keys_only(item, shape.item, faults, _join(path, str(place)))
                for place, item in enumerate(node.items)
            )
            return replace(node, items=tuple(items))
        return node
    below = _shapes_below(node, shape)
    if below is None:
        return node
    kept = {}
    for key, child in node.entries.items():
        if key in below:
            kept[key] = known_keys_only(child, below[key], faults, _join(path, key))
        else:
            faults.unknown(
                node.key_place(key),
                messages.UNKNOWN_KEY,
                key,
                below,
                path=_join(path, key),
                key=key,
            )
    return replace(node, entries=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Lays later layers over earlier ones."""

    faults: Faults
    """Basket for entries that match nothing."""
    is_strict: bool = False
    """Whether a new entry that need not say anything is a fault if it is nearly an old one."""

    def laid(self, base: Node, over: Node, shape: Shape, path: str = "") -> Node:
        """Return a tree with a later layer laid over it.

        Parameters
        ----------
        base
            Earlier layers.
        over
            Later layer, with known keys only.
        shape
            What both should look like.
        path
            Dotted key of the nodes.
        """
        if isinstance(shape, EitherShape):
            return self.laid(base, over, shape.inline, path)
        if not (isinstance(base, Branch) and isinstance(over, Branch)):
            return over
        if isinstance(shape, LawShape):
            return over if "law" in over.entries else _joined(base, over, {})
        below = _shapes_below(over, shape)
        if below is None:
            return over
        changed = {
            key: self._entry(base, over, key, shape, _join(path, key))
            if isinstance(shape, KeyedShape | PairShape)
            else self._member(base, over, key, below[key], _join(path, key))
            for key in over.entries
        }
        return _joined(base, over, changed)

    def _member(self, base: Branch, over: Branch, key: str, shape: Shape, path: str) -> Node:
        child = over.entries[key]
        return self.laid(base.entries[key], child, shape, path) if key in base.entries else child

    def _entry(
        self, base: Branch, over: Branch, key: str, shape: KeyedShape | PairShape, path: str
    ) -> Node | None:
        """Return an entry of a collection; None where it is removed or refused."""
        child = over.entries[key]
        item = shape.item if isinstance(shape, KeyedShape) else shape.value_shape
        if is_null(child):
            if key not in base.entries:
                self._refuse(base, over, key, messages.NOTHING_TO_REMOVE, path)
            return None
        if key not in base.entries and self._is_mistaken(base, key, child, shape):
            self._refuse(base, over, key, messages.UNKNOWN_KEY, path)
            return None
        return self._member(base, over, key, item, path)

    def _is_mistaken(
        self, base: Branch, key: str, child: Node, shape: KeyedShape | PairShape
    ) -> bool:
        """Whether a new entry is more likely a misspelt old one."""
        if nearest_name(key, base.entries) is None:
            return False
        if isinstance(shape, PairShape):
            return self.is_strict and not shape.is_dated
        says_enough = any(member.is_required for member in shape.item.fields.values())
        return not is_complete(child, shape.item) or (self.is_strict and not says_enough)

    def _refuse(self, base: Branch, over: Branch, key: str, message: str, path: str) -> None:
        place = over.key_place(key)
        self.faults.unknown(place, message, key, base.entries, path=path, key=key)


def override(text: str, ordinal: int, folder: Path, faults: Faults) -> Branch | None:
    """Return an override such as ``policy.supply.mode=batch`` as a tree.

    Parameters
    ----------
    text
        Dotted key, equals sign, value as in a scenario file.
    ordinal
        1-based position on the command line; faults name it ``--set #2``.
    folder
        Folder against which file names are read.
    faults
        Basket for an override without key or value.
    """
    name = f"--set #{ordinal}"
    source = Source(name=name, short=name, folder=folder, lines=(text,), is_line_numbered=False)
    key, equals, value = text.partition("=")
    keys = key.strip().split(".")
    if not equals or not all(keys):
        faults.add(Place(source, 1, 1), messages.OVERRIDE_FORM, text=text)
        return None
    indent = " " * (len(key) + 1)
    node = located_value(indent + value, source, faults)
    if node is None:
        return None
    column = len(key) + 1
    for part in reversed(keys):
        column -= len(part) + 1
        place = Place(source, 1, column + 1)
        node = Branch(entries={part: node}, place=place, keys={part: place})
    return node if isinstance(node, Branch) else None


def is_null(node: Node) -> bool:
    """Whether a node is an explicit null."""
    return isinstance(node, Leaf) and node.value is None


def _shapes_below(node: Branch, shape: Shape) -> Mapping[str, Shape] | None:
    if isinstance(shape, StructShape):
        extra: dict[str, Shape] = dict.fromkeys(
            EXTRA_KEYS.get(shape.cls, ()), ScalarShape(type=str)
        )
        return {name: member.shape for name, member in shape.fields.items()} | extra
    if isinstance(shape, KeyedShape):
        return dict.fromkeys(node.entries, shape.item)
    if isinstance(shape, PairShape):
        return dict.fromkeys(node.entries, shape.value_shape)
    if isinstance(shape, LawShape) and node.text_at("law") in LAW_BY_NAME:
        members = members_of(LAW_BY_NAME[node.text_at("law")])
        return {name: member.shape for name, member in members.items()}
    return None


def is_complete(node: Node, shape: StructShape) -> bool:
    """Whether a node states every required field of a shape."""
    return isinstance(node, Branch) and all(
        name in node.entries for name, member in shape.fields.items() if member.is_required
    )


def _joined(base: Branch, over: Branch, changed: Mapping[str, Node | None]) -> Branch:
    place = over.place if over.place.source.is_line_numbered else base.place
    entries = {**base.entries, **(changed or over.entries)}
    return Branch(
        entries={key: node for key, node in entries.items() if node is not None},
        place=place,
        keys=base.keys | over.keys,
        citation=over.citation,
    )


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
