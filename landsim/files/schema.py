"""JSON Schema of a scenario file, for editors that complete and check while one types.

The schema describes what a file *may* say; that nothing required is missing once pack, preset
and base are below it, only the reader can tell.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from landsim.files.calendars import CALENDARS
from landsim.files.docstrings import attribute_docs, first_line
from landsim.files.dump import plain_default
from landsim.files.forms import ScenarioForm
from landsim.files.packs import pack_names, preset_names
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
    choices_of,
    is_label,
    members_of,
)

Schema = dict[str, Any]
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DATE_KEY = rf"{_DATE}|^_source$"
_CITATION: Schema = {"^_source$": {"type": "object"}}
_SOURCED: Schema = {
    "type": "object",
    "description": "A value with its source.",
    "properties": {
        "value": {},
        "source": {"type": "string"},
        "confidence": {"type": "string"},
        "note": {"type": "string"},
    },
    "required": ["value", "source", "confidence"],
    "additionalProperties": False,
}
_WRITTEN_ONLY = ("variant", "sources", "resolved")
"""Keys that landsim writes and nobody types."""


def scenario_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a scenario file.

    Returns
    -------
    dict
        Schema; descriptions are the docstrings of the core's fields, collections with
        identifiers are objects.
    """
    writer = _Writer()
    overlay = writer.struct(StructShape(cls=ScenarioForm))
    properties = {
        name: schema for name, schema in overlay["properties"].items() if name not in _WRITTEN_ONLY
    }
    properties["calendar"] |= _or_sourced({"enum": list(CALENDARS)})
    variant = {**overlay, "properties": properties, "description": "Changes of a variant."}
    extends = {"type": "string", "description": "Scenario file to start from."}
    variants = {
        "type": "object",
        "description": "Named changes, chosen with --variant.",
        "additionalProperties": {"anyOf": [{"$ref": "#/$defs/variant"}, {"type": "null"}]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "landsim scenario",
        **overlay,
        "properties": {"extends": extends, **properties, "variants": variants},
        "$defs": {**writer.definitions, "sourced": _SOURCED, "variant": variant},
    }


class _Writer:
    """Writes schemas of shapes, each class once."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def of(self, shape: Shape) -> Schema:
        """Return the schema of a shape, null included where it may be."""
        schema = self._of(shape)
        return {"anyOf": [schema, {"type": "null"}]} if shape.is_optional else schema

    def struct(self, shape: StructShape) -> Schema:
        """Return the schema of a mapping of fields."""
        docs = attribute_docs(shape.cls)
        properties = {
            name: self._member(member, docs.get(name, "")) for name, member in shape.fields.items()
        }
        if shape.cls.__name__ == "Policy":
            properties["pack"] |= {"examples": list(pack_names())}
            properties["preset"] = {
                "type": "string",
                "description": "Levers to start from, on top of the pack.",
                "examples": list(preset_names()),
            }
        return {
            "type": "object",
            "description": first_line(shape.cls),
            "properties": properties,
            "patternProperties": _CITATION,
            "additionalProperties": False,
        }

    def _member(self, member: Member, doc: str) -> Schema:
        schema = self.of(member.shape)
        if doc:
            schema = {**schema, "description": doc}
        if not member.is_required and member.default is not None:
            schema["default"] = plain_default(member.default, member.shape)
        return schema

    def _of(self, shape: Shape) -> Schema:
        by_shape: dict[type[Shape], Callable[[Any], Schema]] = {
            StructShape: self._struct,
            ScalarShape: _scalar,
            LawShape: lambda _: self._law(),
            EitherShape: lambda either: {"anyOf": [self._of(either.name), self._of(either.inline)]},
            KeyedShape: lambda keyed: _entries(self._of(keyed.item)),
            PairShape: lambda pair: _entries(self._of(pair.value_shape), is_dated=pair.is_dated),
            ListShape: lambda items: _list(self._of(items.item), items.length),
        }
        return _or_sourced(by_shape[type(shape)](shape))

    def _struct(self, shape: StructShape) -> Schema:
        name = shape.cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.struct(shape)
        reference: Schema = {"$ref": f"#/$defs/{name}"}
        return {"anyOf": [reference, {"type": "string"}]} if is_label(shape) else reference

    def _law(self) -> Schema:
        if "law" not in self.definitions:
            self.definitions["law"] = {}
            laws = [{"type": "number", "description": "Always this value."}]
            laws += [self._stated_law(name, cls) for name, cls in LAW_BY_NAME.items()]
            self.definitions["law"] = {"anyOf": laws}
        return {"$ref": "#/$defs/law"}

    def _stated_law(self, name: str, cls: type) -> Schema:
        schema = self.struct(StructShape(cls=cls))
        schema["properties"]["law"] = {"const": name}
        return {**schema, "required": list(members_of(cls))}


def _or_sourced(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"$ref": "#/$defs/sourced"}]}


def _entries(entry: Schema, *, is_dated: bool = False) -> Schema:
    schema: Schema = {
        "type": "object",
        "patternProperties": _CITATION,
        "additionalProperties": {"anyOf": [entry, {"type": "null"}]},
    }
    return {**schema, "propertyNames": {"pattern": _DATE_KEY}} if is_dated else schema


def _list(item: Schema, length: int | None) -> Schema:
    size = {} if length is None else {"minItems": length, "maxItems": length}
    return {"type": "array", "items": item, **size}


def _scalar(shape: ScalarShape) -> Schema:
    choices = choices_of(shape)
    if choices:
        return {"enum": list(choices)}
    by_type: dict[Any, Schema] = {
        str: {"type": ["string", "number"]},
        int: {"type": "integer"},
        float: {"type": "number"},
        bool: {"type": "boolean"},
        date: {"type": "string", "pattern": _DATE},
    }
    return by_type[shape.type]
