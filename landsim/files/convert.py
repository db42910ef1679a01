"""Located tree → plain values for pydantic, remembering which place each value came from."""

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
    PairShape,
    ScalarShape,
    Shape,
    StructShape,
    is_label,
    members_of,
)
from landsim.files.spots import Loc, Spot, Spots


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

    def convert(self, node: Node, shape: Shape, loc: Loc, path: str, key_place: Place) -> Any:  # noqa: ANN401
        """Return the plain value of a node.

        Parameters
        ----------
        node
            Tree.
        shape
            What it should look like.
        loc, path
            Where the value will stand in the plain values, and in the file.
        key_place
            Where its key is written.
        """
        law = ""
        if isinstance(shape, LawShape):
            law = _law_class(node)
        self._note(loc, path, key_place, node, shape, law)
        if is_null(node):
            if not shape.is_optional:
                self._fault(loc, messages.MUST_NOT_BE_NULL)
            return None
        if isinstance(shape, EitherShape):
            is_name = isinstance(node, Leaf)
            return self.convert(node, shape.name if is_name else shape.inline, loc, path, key_place)
        if isinstance(shape, ScalarShape):
            return self._scalar(node, shape, loc)
        if isinstance(shape, LawShape):
            return self._law(node, loc, path)
        if isinstance(shape, StructShape):
            return self._struct(node, shape, loc, path)
        if isinstance(shape, KeyedShape):
            return self._keyed(node, shape, loc, path)
        if isinstance(shape, PairShape):
            return self._pairs(node, shape, loc, path)
        return self._list(node, shape, loc, path)

    def _note(
        self, loc: Loc, path: str, key_place: Place, node: Node, shape: Shape, law: str
    ) -> None:
        spot = Spot(
            path=path,
            key_place=key_place,
            place=node.place,
            shape=shape,
            shown=shown(node),
            law=law,
        )
        self.spots.note(loc, path, spot)

    def _fault(self, loc: Loc, message: str, **values: Any) -> None:
        spot = self.spots.by_loc[loc]
        self.spots.faulty.add(loc)
        self.faults.add(spot.place, message, path=spot.path, **values)

    def _scalar(self, node: Node, shape: ScalarShape, loc: Loc) -> Any:  # noqa: ANN401
        if not isinstance(node, Leaf):
            self._fault(loc, scalar_message(shape), value=shown(node))
            return None
        if shape.type is str:
            return node.text
        if shape.type is date:
            return self._date(node, loc)
        if shape.type in (int, float) and isinstance(node.value, bool):
            self._fault(loc, scalar_message(shape), value=shown(node))
            return None
        return node.value

    def _date(self, node: Leaf, loc: Loc) -> date | None:
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            self._fault(loc, messages.MUST_BE_DATE, value=shown(node))
            return None

    def _law(self, node: Node, loc: Loc, path: str) -> Any:  # noqa: ANN401
        if isinstance(node, Leaf) and isinstance(node.value, int | float):
            if isinstance(node.value, bool):
                self._fault(loc, messages.MISSING_LAW, value=shown(node))
            return {"law": "constant", "value": node.value}
        if not isinstance(node, Branch):
            self._fault(loc, messages.MISSING_LAW, value=shown(node))
            return None
        name = node.text_at("law")
        if name not in LAW_BY_NAME:
            place = node.entries["law"].place if name else node.place
            message = messages.UNKNOWN_LAW if name else messages.MISSING_KEY
            values = {"law": name} if name else {"key": "law"}
            self.faults.unknown(place, message, name, LAW_BY_NAME, path=f"{path}.law", **values)
            self.spots.faulty.add(loc)
            return None
        return self._members(node, members_of(LAW_BY_NAME[name]), loc, path)

    def _struct(self, node: Node, shape: StructShape, loc: Loc, path: str) -> Any:  # noqa: ANN401
        if isinstance(node, Leaf) and is_label(shape):
            return {"zh": node.text, "en": node.text}
        if not isinstance(node, Branch):
            self._fault(loc, messages.MUST_BE_MAPPING, value=shown(node))
            return None
        return self._members(node, shape.fields, loc, path)

    def _members(
        self, node: Branch, members: dict[str, Any], loc: Loc, path: str
    ) -> dict[str, Any]:
        return {
            name: self.convert(
                child, members[name].shape, (*loc, name), join(path, name), node.key_place(name)
            )
            for name, child in node.entries.items()
            if name in members
        }

    def _keyed(self, node: Node, shape: KeyedShape, loc: Loc, path: str) -> Any:  # noqa: ANN401
        if not isinstance(node, Branch):
            self._fault(loc, messages.MUST_BE_KEYED, key=shape.key, value=shown(node))
            return None
        entries = {key: child for key, child in node.entries.items() if not is_null(child)}
        if shape.item.cls is Step:
            entries = predecessors_first(entries)
        found = []
        for place, (key, child) in enumerate(entries.items()):
            here, key_place = (*loc, place), node.key_place(key)
            value = self.convert(child, shape.item, here, join(path, key), key_place)
            found.append(value if value is None else {shape.key: key, **value})
        return found

    def _pairs(self, node: Node, shape: PairShape, loc: Loc, path: str) -> Any:  # noqa: ANN401
        if not isinstance(node, Branch):
            self._fault(loc, messages.MUST_BE_KEYED, key=shape.key, value=shown(node))
            return None
        names = [key for key, child in node.entries.items() if not is_null(child)]
        found = []
        for place, name in enumerate(sorted(names) if shape.is_dated else names):
            here, key_place = (*loc, place), node.key_place(name)
            child, at = node.entries[name], join(path, name)
            self._note(here, at, key_place, child, shape, "")
            key = Leaf(name, name, key_place)
            found.append(
                {
                    shape.value: self.convert(
                        child, shape.value_shape, (*here, shape.value), at, key_place
                    ),
                    shape.key: self.convert(
                        key, shape.key_shape, (*here, shape.key), at, key_place
                    ),
                }
            )
        return found

    def _list(self, node: Node, shape: Shape, loc: Loc, path: str) -> Any:  # noqa: ANN401
        if not isinstance(node, Items) or not isinstance(shape, ListShape):
            self._fault(loc, messages.MUST_BE_LIST, value=shown(node))
            return None
        return [
            self.convert(item, shape.item, (*loc, place), join(path, str(place)), item.place)
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
