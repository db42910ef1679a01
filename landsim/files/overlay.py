"""One tree over another: what a later layer says replaces what an earlier one said."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
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


def overlaid(
    base: Node, over: Node, shape: Shape, faults: Faults, path: str = "", *, is_strict: bool = False
) -> Node:
    """Return a tree with a later layer laid over it.

    Parameters
    ----------
    base
        Earlier layers.
    over
        Later layer, with known keys only.
    shape
        What both should look like.
    faults
        Basket for entries that match nothing.
    path
        Dotted key of the nodes.
    is_strict
        Whether even a complete new entry is a fault if its key is nearly that of an old one.
    """
    if isinstance(shape, EitherShape):
        return overlaid(base, over, shape.inline, faults, path, is_strict=is_strict)
    if not (isinstance(base, Branch) and isinstance(over, Branch)):
        return over
    if isinstance(shape, LawShape):
        return over if "law" in over.entries else _joined(base, over, base.entries | over.entries)
    if isinstance(shape, PairShape):
        entries = {**base.entries, **over.entries}
        _check_pairs(base, over, shape, faults, path, is_strict=is_strict)
        return _joined(
            base, over, {key: node for key, node in entries.items() if not is_null(node)}
        )
    below = _shapes_below(over, shape)
    if below is None:
        return over
    entries = dict(base.entries)
    for key, child in over.entries.items():
        here = _join(path, key)
        if isinstance(shape, KeyedShape) and is_null(child):
            if entries.pop(key, None) is None:
                _refuse(over, key, messages.NOTHING_TO_REMOVE, base.entries, faults, here)
        elif key in entries:
            entries[key] = overlaid(
                entries[key], child, below[key], faults, here, is_strict=is_strict
            )
        elif isinstance(shape, KeyedShape) and _is_mistaken(
            key, child, shape, base.entries, is_strict=is_strict
        ):
            _refuse(over, key, messages.UNKNOWN_KEY, base.entries, faults, here)
        else:
            entries[key] = child
    return _joined(base, over, entries)


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


def _check_pairs(
    base: Branch, over: Branch, shape: PairShape, faults: Faults, path: str, *, is_strict: bool
) -> None:
    for key, child in over.entries.items():
        if key in base.entries:
            continue
        here = _join(path, key)
        if is_null(child):
            _refuse(over, key, messages.NOTHING_TO_REMOVE, base.entries, faults, here)
        elif is_strict and not shape.is_dated and nearest_name(key, base.entries):
            _refuse(over, key, messages.UNKNOWN_KEY, base.entries, faults, here)


def _is_mistaken(
    key: str, child: Node, shape: KeyedShape, known: Iterable[str], *, is_strict: bool
) -> bool:
    """Whether a new entry is more likely a misspelt old one."""
    if nearest_name(key, known) is None:
        return False
    return is_strict or not is_complete(child, shape.item)


def is_complete(node: Node, shape: StructShape) -> bool:
    """Whether a node states every required field of a shape."""
    return isinstance(node, Branch) and all(
        name in node.entries for name, member in shape.fields.items() if member.is_required
    )


def _refuse(
    over: Branch, key: str, message: str, known: Iterable[str], faults: Faults, path: str
) -> None:
    faults.unknown(over.key_place(key), message, key, known, path=path, key=key)


def _joined(base: Branch, over: Branch, entries: dict[str, Node]) -> Branch:
    place = over.place if over.place.source.is_line_numbered else base.place
    return Branch(entries=entries, place=place, keys=base.keys | over.keys, citation=over.citation)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
