"""The part of JSON Schema that the scenario schema uses: enough to check files against it."""

import re
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


class Miniature:
    """Says whether values fit a schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def fits(self, value: Any, schema: dict[str, Any] | None = None) -> bool:
        """Whether a value fits the whole schema, or a part of it."""
        schema = self.schema if schema is None else schema
        checks = (
            self._reference(value, schema),
            self._type(value, schema),
            "enum" not in schema or value in schema["enum"],
            "const" not in schema or value == schema["const"],
            "anyOf" not in schema or any(self.fits(value, part) for part in schema["anyOf"]),
            "pattern" not in schema or bool(re.search(schema["pattern"], str(value))),
            not isinstance(value, dict) or self._object(value, schema),
            not isinstance(value, list) or self._array(value, schema),
        )
        return all(checks)

    def _reference(self, value: Any, schema: dict[str, Any]) -> bool:
        if "$ref" not in schema:
            return True
        name = schema["$ref"].removeprefix("#/$defs/")
        return self.fits(value, self.schema["$defs"][name])

    def _type(self, value: Any, schema: dict[str, Any]) -> bool:
        named = schema.get("type", list(_TYPES))
        names = [named] if isinstance(named, str) else named
        is_truth = isinstance(value, bool)
        return any(
            isinstance(value, _TYPES[name]) and (name == "boolean" or not is_truth)
            for name in names
        )

    def _object(self, value: dict[str, Any], schema: dict[str, Any]) -> bool:
        if not set(schema.get("required", ())) <= value.keys():
            return False
        names = schema.get("propertyNames", {})
        return all(
            self.fits(key, names) and self._member(key, child, schema)
            for key, child in value.items()
        )

    def _member(self, key: str, child: Any, schema: dict[str, Any]) -> bool:
        if key in schema.get("properties", {}):
            return self.fits(child, schema["properties"][key])
        for pattern, below in schema.get("patternProperties", {}).items():
            if re.search(pattern, key):
                return self.fits(child, below)
        rest = schema.get("additionalProperties", True)
        return rest if isinstance(rest, bool) else self.fits(child, rest)

    def _array(self, value: list[Any], schema: dict[str, Any]) -> bool:
        low, high = schema.get("minItems", 0), schema.get("maxItems", len(value))
        items = schema.get("items", {})
        return low <= len(value) <= high and all(self.fits(item, items) for item in value)
