"""How a type of the core is written in a scenario file: one question, answered from the types."""

import types
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from landsim.core.distribution import LAWS, Distribution
from landsim.core.label import Label
from landsim.core.policy import Policy
from landsim.files.forms import KEYS, PAIRS, ScenarioForm

LAW_BY_NAME: dict[str, type] = {get_args(get_type_hints(law)["law"])[0]: law for law in LAWS}
"""Laws by the name that a file gives as ``law``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a value looks like in a file; the subclasses say which kind it is."""

    is_optional: bool = False
    """Whether null means that it does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarShape(Shape):
    """A number, a text, a date, a choice."""

    type: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LawShape(Shape):
    """A law of a random quantity, or a plain number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructShape(Shape):
    """A mapping of fields."""

    cls: type
    without: str = ""
    """Field that the key of the surrounding mapping gives."""

    @property
    def fields(self) -> dict[str, "Member"]:
        """Fields that may be written."""
        members = members_of(self.cls)
        return {name: member for name, member in members.items() if name != self.without}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedShape(Shape):
    """A mapping of entries by one of their fields."""

    item: StructShape
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShape(Shape):
    """A mapping from one field to the only other."""

    cls: type
    key: str
    value: str

    @property
    def key_shape(self) -> Shape:
        """What a key looks like."""
        return members_of(self.cls)[self.key].shape

    @property
    def value_shape(self) -> Shape:
        """What a value looks like."""
        return members_of(self.cls)[self.value].shape

    @property
    def is_dated(self) -> bool:
        """Whether keys are dates."""
        return self.key_shape == ScalarShape(type=date)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape(Shape):
    """A list."""

    item: Shape
    length: int | None = None
    """Number of items, where it is fixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EitherShape(Shape):
    """The name of a table, or what would be in it."""

    name: ScalarShape
    inline: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A field of a dataclass as a file writes it."""

    name: str
    shape: Shape
    is_required: bool
    default: Any = None
    """Default; None where it is required."""


EXTRA_KEYS: dict[type, tuple[str, ...]] = {Policy: ("preset",), ScenarioForm: ("extends",)}
"""Keys that say what to read first, and are gone once it is read."""


@cache
def members_of(cls: type) -> dict[str, Member]:
    """Return the fields of a dataclass that a file may write."""
    hints = get_type_hints(cls)
    return {
        entry.name: Member(
            name=entry.name,
            shape=shape_of(hints[entry.name]),
            is_required=entry.default is MISSING and entry.default_factory is MISSING,
            default=_default(entry),
        )
        for entry in fields(cls)
        if entry.init
    }


@cache
def shape_of(hint: Any) -> Shape:  # noqa: ANN401 - a type hint has no better type
    """Return how a value of a type is written."""
    if hint == Distribution:
        return LawShape()
    if isinstance(hint, NewType):
        return shape_of(hint.__supertype__)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _shape_of_union(args)
    if origin is tuple:
        return _shape_of_tuple(args)
    if is_dataclass(hint) and isinstance(hint, type):
        return StructShape(cls=hint)
    return ScalarShape(type=hint)


def choices_of(shape: ScalarShape) -> tuple[str, ...]:
    """Return the choices of a scalar; empty where anything goes."""
    if get_origin(shape.type) is Literal:
        return tuple(str(choice) for choice in get_args(shape.type))
    if isinstance(shape.type, type) and issubclass(shape.type, StrEnum):
        return tuple(choice.value for choice in shape.type)
    return ()


def is_label(shape: Shape) -> bool:
    """Whether a value is a name in both languages."""
    return isinstance(shape, StructShape) and shape.cls is Label


def _shape_of_union(args: tuple[Any, ...]) -> Shape:
    stated = tuple(arg for arg in args if arg is not type(None))
    is_optional = len(stated) < len(args)
    if set(stated) == set(get_args(Distribution)):
        return LawShape(is_optional=is_optional)
    if len(stated) == 2:
        name, inline = (shape_of(arg) for arg in stated)
        if isinstance(name, ScalarShape):
            return EitherShape(name=name, inline=inline, is_optional=is_optional)
    (only,) = stated
    return _optional(shape_of(only)) if is_optional else shape_of(only)


def _shape_of_tuple(args: tuple[Any, ...]) -> Shape:
    item = args[0]
    if len(args) == 2 and args[1] is Ellipsis:
        if item in KEYS:
            struct = StructShape(cls=item, without=KEYS[item])
            return KeyedShape(item=struct, key=KEYS[item])
        if item in PAIRS:
            key, value = PAIRS[item]
            return PairShape(cls=item, key=key, value=value)
        return ListShape(item=shape_of(item))
    return ListShape(item=shape_of(item), length=len(args))


def _optional(shape: Shape) -> Shape:
    values = {entry.name: getattr(shape, entry.name) for entry in fields(shape)}
    return type(shape)(**(values | {"is_optional": True}))


def _default(entry: Field[Any]) -> Any:  # noqa: ANN401 - as the field declares
    return None if entry.default is MISSING else entry.default
