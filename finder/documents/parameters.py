"""A number of the law as an answer shows it: as printed, with unit, status and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from finder.parameters import ParameterSet


def parameter_entry(numbers: ParameterSet, name: str) -> dict[str, Any]:
    """One number: ``name``, ``year``, ``value`` and ``unit`` as printed, ``status``, ``sources``, ``note``. Raises MissingParameter."""
    parameter = numbers.get(name)
    return {
        "name": name,
        "year": parameter.year,
        "value": parameter.value,
        "unit": parameter.unit,
        "status": parameter.status,
        "sources": list(parameter.sources),
        "note": parameter.note,
    }


def parameter_entries(numbers: ParameterSet, names: Iterable[str]) -> list[dict[str, Any]]:
    """The numbers of those names that the year has, in that order."""
    return [parameter_entry(numbers, name) for name in names if numbers.has(name)]
