"""The law behind an answer: its rules by span of years and its numbers, each with status and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from finder.domain.law import Rule
from finder.parameters import ParameterSet


def rule_entry(rule: Rule) -> dict[str, Any]:
    """One rule: ``id``, ``says``, ``citation``, ``law`` (codified, proposed, current, guidance, not_found), ``since`` (when and
    by which rule, or empty), ``proposed`` (where a proposal of 2008 or 2009 on it stands, or empty), ``status`` (confirmed, single,
    unconfirmed), ``sources`` and ``note``."""
    return {
        "id": rule.id,
        "says": rule.says,
        "citation": rule.citation,
        "law": rule.law,
        "since": rule.since,
        "proposed": rule.proposed,
        "status": rule.status,
        "sources": list(rule.sources),
        "note": rule.note,
    }


def rule_entries(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Each rule once, in the order given."""
    once = {(rule.topic, rule.id, rule.first_year): rule for rule in rules}
    return [rule_entry(rule) for rule in once.values()]


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
