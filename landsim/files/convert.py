"""Located tree → plain values for pydantic, remembering which place each value came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from landsim.core.approval import Step
from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.located import Branch, Items, Leaf, Node, Place, shown
from landsim.files.overlay import is_null
from landsim.files.shape import (
    LAW_BY_NAME,
    EitherShape,
    KeyedShape,
    LawShape,
    ListShape,
    Member,
    PairShape,
    ScalarShape,
    Shape,
    StructShape,
    is_label,
    members_of,
)
from landsim.files.spots import Loc, Spot, Spots


@dataclass(frozen=True, slots=True)
class At:
    """Where a value stands."""

    loc: Loc
    """In the plain values."""
    path: str
    """In the scenario file, as a dotted key."""
    key_place: Place
    """Where its key is written."""

    def below(self, part: str | int, key_place: Place, name: str = "") -> "At":
        """Return where a value one level below stands, perhaps under another name in the file."""
        return At((*self.loc, part), join(self.path, name or str(part)), key_place)


class Converter:
    """Turns a tree into plain values.

    Parameters
    ----------
    faults
        Basket for values of the wrong shape.
    """

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.spots = Spots()

    def convert(self, node: Node, shape: Shape, at: At) -> Any:  # noqa: ANN401 - plain values
        """Return the plain value of a node.

        Parameters
        ----------
        node
            Tree.
        shape
            What it should look like.
        at
            Where it stands.
        """
        self._note(node, shape, at)
        if is_null(node):
            if not shape.is_optional:
                self._fault(at, messages.MUST_NOT_BE_NULL)
            return None
        if isinstance(shape, EitherShape):
            return self.convert(node, shape.name if isinstance(node, Leaf) else shape.inline, at)
        by_shape: dict[type[Shape], Callable[[Node, Any, At], Any]] = {
            ScalarShape: self._scalar,
            LawShape: self._law,
            StructShape: self._struct,
            KeyedShape: self._keyed,
            PairShape: self._pairs,
            ListShape: self._list,
        }
        return by_shape[type(shape)](node, shape, at)

    def _note(self, node: Node, shape: Shape, at: At) -> None:
        spot = Spot(
            path=at.path,
            key_place=at.key_place,
            place=node.place,
            shape=shape,
            shown=shown(node),
            law=_law_class(node) if isinstance(shape, LawShape) else "",
        )
        self.spots.note(at.loc, at.path, spot)

    def _fault(self, at: At, message: str, **values: str) -> None:
        self.spots.faulty.add(at.loc)
        place = self.spots.by_loc[at.loc].place
        if "{value}" in message:
            values["value"] = self.spots.by_loc[at.loc].shown
        self.faults.add(place, message, path=at.path, **dict[str, Any](values))

    def _scalar(self, node: Node, shape: ScalarShape, at: At) -> Any:  # noqa: ANN401
        is_number = shape.type in (int, float)
        if not isinstance(node, Leaf) or (is_number and isinstance(node.value, bool)):
            self._fault(at, scalar_message(shape))
            return None
        if shape.type is date:
            return self._date(node, at)
        return node.text if shape.type is str else node.value

    def _date(self, node: Leaf, at: At) -> date | None:
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            self._fault(at, messages.MUST_BE_DATE)
            return None

    def _law(self, node: Node, _: LawShape, at: At) -> Any:  # noqa: ANN401
        if isinstance(node, Branch):
            return self._stated_law(node, at)
        is_number = isinstance(node, Leaf) and isinstance(node.value, int | float)
        if isinstance(node, Leaf) and is_number and not isinstance(node.value, bool):
            return {"law": "constant", "value": node.value}
        self._fault(at, messages.MISSING_LAW)
        return None

    def _stated_law(self, node: Branch, at: At) -> Any:  # noqa: ANN401
        name = node.text_at("law")
        if name in LAW_BY_NAME:
            return self._members(node, members_of(LAW_BY_NAME[name]), at)
        self.spots.faulty.add(at.loc)
        place = node.entries["law"].place if name else node.place
        message = messages.UNKNOWN_LAW if name else messages.MISSING_KEY
        values = {"law": name} if name else {"key": "law"}
        self.faults.unknown(place, message, name, LAW_BY_NAME, path=join(at.path, "law"), **values)
        return None

    def _struct(self, node: Node, shape: StructShape, at: At) -> Any:  # noqa: ANN401
        if isinstance(node, Leaf) and is_label(shape):
            return {"zh": node.text, "en": node.text}
        if not isinstance(node, Branch):
            self._fault(at, messages.MUST_BE_MAPPING)
            return None
        return self._members(node, shape.fields, at)

    def _members(self, node: Branch, members: Mapping[str, Member], at: At) -> dict[str, Any]:
        return {
            name: self.convert(child, members[name].shape, at.below(name, node.key_place(name)))
            for name, child in node.entries.items()
            if name in members
        }

    def _keyed(self, node: Node, shape: KeyedShape, at: At) -> Any:  # noqa: ANN401
        if not isinstance(node, Branch):
            self._fault(at, messages.MUST_BE_KEYED, key=shape.key)
            return None
        entries = {key: child for key, child in node.entries.items() if not is_null(child)}
        if shape.item.cls is Step:
            entries = predecessors_first(entries)
        found = []
        for place, (key, child) in enumerate(entries.items()):
            value = self.convert(child, shape.item, at.below(place, node.key_place(key), key))
            found.append(value if value is None else {shape.key: key, **value})
        return found

    def _pairs(self, node: Node, shape: PairShape, at: At) -> Any:  # noqa: ANN401
        if not isinstance(node, Branch):
            self._fault(at, messages.MUST_BE_KEYED, key=shape.key)
            return None
        names = [key for key, child in node.entries.items() if not is_null(child)]
        return [
            self._pair(name, node, shape, at.below(place, node.key_place(name), name))
            for place, name in enumerate(sorted(names) if shape.is_dated else names)
        ]

    def _pair(self, name: str, node: Branch, shape: PairShape, at: At) -> dict[str, Any]:
        child, key = node.entries[name], Leaf(name, name, at.key_place)
        self._note(child, shape, at)
        value_at = replace(at, loc=(*at.loc, shape.value))
        key_at = replace(at, loc=(*at.loc, shape.key))
        return {
            shape.key: self.convert(key, shape.key_shape, key_at),
            shape.value: self.convert(child, shape.value_shape, value_at),
        }

    def _list(self, node: Node, shape: ListShape, at: At) -> Any:  # noqa: ANN401
        if not isinstance(node, Items):
            self._fault(at, messages.MUST_BE_LIST)
            return None
        return [
            self.convert(item, shape.item, at.below(place, item.place))
            for place, item in enumerate(node.items)
        ]


def predecessors_first(entries: dict[str, Node]) -> dict[str, Node]:
    """Return the steps of a route with predecessors first, otherwise in the order of the file.

    A variant that adds a step writes it last, wherever it belongs in the route.
    """
    after = {key: _after(child) & entries.keys() for key, child in entries.items()}
    ordered: dict[str, Node] = {}
    while len(ordered) < len(entries):
        left = [key for key in entries if key not in ordered]
        free = next((key for key in left if after[key] <= ordered.keys()), None)
        if free is None:  # a circle, which the core names
            return ordered | {key: entries[key] for key in left}
        ordered[free] = entries[free]
    return ordered


def scalar_message(shape: ScalarShape) -> str:
    """Return what to say of a value that is not of a scalar's type."""
    by_type = {
        int: messages.MUST_BE_WHOLE,
        float: messages.MUST_BE_NUMBER,
        bool: messages.MUST_BE_YES_NO,
        date: messages.MUST_BE_DATE,
    }
    return by_type.get(shape.type, messages.MUST_BE_TEXT)


def join(path: str, key: str) -> str:
    """Return a dotted key with one more part."""
    return f"{path}.{key}" if path else key


def _after(step: Node) -> set[str]:
    after = step.get("after") if isinstance(step, Branch) else None
    items = after.items if isinstance(after, Items) else ()
    return {item.text for item in items if isinstance(item, Leaf)}


def _law_class(node: Node) -> str:
    name = node.text_at("law") if isinstance(node, Branch) else "constant"
    return LAW_BY_NAME[name].__name__ if name in LAW_BY_NAME else ""
