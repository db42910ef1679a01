"""Where every policy value comes from and how sure it is, for the report and for the record."""

from collections.abc import Iterable, Iterator

from landsim.core.policy import Sourced
from landsim.files.compose import SHAPE
from landsim.files.located import Branch, Items, Leaf, Node
from landsim.files.overlay import is_null
from landsim.files.shape import (
    EitherShape,
    KeyedShape,
    PairShape,
    Shape,
    StructShape,
    is_label,
)

_SECTIONS = ("policy.", "demand.archetypes.", "demand.generator.", "park.access.", "calendar")
"""Parts of a scenario whose values are assumptions or law rather than data of the park."""


def sources_of(tree: Branch, told: Iterable[Sourced] = ()) -> tuple[Sourced, ...]:
    """Return the source of every policy value of a scenario.

    Parameters
    ----------
    tree
        All layers. A value with a citation keeps it; one a scenario file or an override set is
        sourced by its place, with confidence ``set``.
    told
        What a resolved scenario says of its own values; later layers say more.
    """
    resolved = tree.get("resolved")
    found = {entry.path: entry for entry in told}
    found |= {
        path: _sourced(path, node)
        for path, node in sourced_values(tree, SHAPE)
        if path.startswith(_SECTIONS)
        and not (resolved and node.place.source is resolved.place.source)
    }
    return tuple(found.values())


def sourced_values(node: Node, shape: Shape, path: str = "") -> Iterator[tuple[str, Node]]:
    """Iterate over the values that need a source: numbers, choices, laws and lists, not names.

    Parameters
    ----------
    node, shape, path
        A tree, what it looks like, and its dotted key.
    """
    if isinstance(shape, EitherShape):
        shape = shape.inline
    if is_label(shape) or (is_null(node) and not shape.is_optional):
        return
    if isinstance(node, Branch):
        below = _below(node, shape)
        if below is not None:
            for key, child in node.entries.items():
                if key in below:
                    here = f"{path}.{key}" if path else key
                    yield from sourced_values(child, below[key], here)
            return
    yield path, node


def _below(node: Branch, shape: Shape) -> dict[str, Shape] | None:
    if isinstance(shape, StructShape):
        return {name: member.shape for name, member in shape.fields.items()}
    if isinstance(shape, KeyedShape):
        return dict.fromkeys(node.entries, shape.item)
    if isinstance(shape, PairShape):
        return dict.fromkeys(node.entries, shape.value_shape)
    return None


def _sourced(path: str, node: Node) -> Sourced:
    citation = node.citation
    if citation is None:
        return Sourced(path=path, value=flow(node), source=node.place.short, confidence="set")
    return Sourced(
        path=path,
        value=flow(node),
        source=citation.source,
        confidence=citation.confidence,
        note=citation.note,
    )


def flow(node: Node) -> str:
    """Return a node on one line, as written."""
    if isinstance(node, Leaf):
        return "null" if node.value is None else node.text
    if isinstance(node, Items):
        return f"[{', '.join(flow(item) for item in node.items)}]"
    return f"{{{', '.join(f'{key}: {flow(child)}' for key, child in node.entries.items())}}}"
