"""Documents of a command by its JSON Schema: every field that it names, with values that mostly fit."""

from __future__ import annotations

import re
from random import Random
from typing import Any

_SAMPLES = (
    "01604", "25027", "2026-03-01", "2026-01-15", "2025-12-07", "S4802-080-000", "617311", "00003089421", "12.50", "600.00", "0.25", "1000",
    "MA", "12:30", "atorvastatin 40 mg once a day", "Eliquis 5 MG", "2026",
)  # fmt: skip


def document(chance: Random, schema: dict[str, Any]) -> Any:
    """A document that the schema nearly allows."""
    return _value(chance, schema, schema.get("$defs", {}), 0)


def _value(chance: Random, schema: dict[str, Any], defs: dict[str, Any], depth: int) -> Any:
    if "$ref" in schema:
        return _value(chance, defs[schema["$ref"].rpartition("/")[2]], defs, depth + 1)
    for key in ("const", "enum"):
        if key in schema:
            return schema[key] if key == "const" else chance.choice(schema[key])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _value(chance, chance.choice(schema[key]), defs, depth)
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        return _object(chance, schema, defs, depth)
    if kind == "array":
        few = max(schema.get("minItems", 0), chance.randrange(3))
        return [_value(chance, schema.get("items", {}), defs, depth + 1) for _ in range(min(few, schema.get("maxItems", 3)))]
    return _plain(chance, schema, kind)


def _object(chance: Random, schema: dict[str, Any], defs: dict[str, Any], depth: int) -> dict[str, Any]:
    needed = schema.get("required", ())
    likely = 0.5 if depth < 3 else 0.2
    found = {
        name: _value(chance, of, defs, depth + 1)
        for name, of in schema.get("properties", {}).items()
        if name in needed or chance.random() < likely
    }
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        found |= {name: _value(chance, more, defs, depth + 1) for name in ("1", "initial_coverage", "deductible")[: chance.randrange(3)]}
    return found


def _plain(chance: Random, schema: dict[str, Any], kind: str | None) -> Any:
    if kind == "integer":
        least = schema.get("minimum", schema.get("exclusiveMinimum", 0))
        most = schema.get("maximum", schema.get("exclusiveMaximum", least + 30))
        return (
            chance.choice((2026, 12)) if least <= 12 and most >= 2026 and chance.random() < 0.5 else chance.randint(int(least), int(most))
        )
    if kind == "number":
        return chance.choice((0, 1, 12.5, 250))
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "null":
        return None
    pattern = schema.get("pattern", "2026-[0-9-]+" if schema.get("format") == "date" else "")
    fitting = [text for text in _SAMPLES if re.search(pattern, text)] or list(_SAMPLES)
    return chance.choice(fitting)[: schema.get("maxLength", 100)]
