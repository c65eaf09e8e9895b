"""The law behind an explainer's answer as tables: rules with citation, kind and how sure we are; numbers with source and status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from finder.explain.kit.section import Column, Table
from finder.explain.source_words import STATUSES, parameter_name, parameter_value

LAWS = {
    "codified": "Law on the books",
    "proposed": "Proposed in 2009, not law that year",
    "current": "In force now",
    "guidance": "Medicare's own practice",
    "not_found": "We did not find the text of the law",
}


def kind_of_law(rule: Mapping[str, Any]) -> str:
    """What kind of law a rule is, and since when: ``Law on the books since 2019 (83 FR 16440)``."""
    since = rule.get("since")
    return f"{LAWS[rule['law']]} since {since}" if since else LAWS[rule["law"]]


def rule_table(caption: str, rules: Iterable[Mapping[str, Any]]) -> Table:
    """Rules of an answer: what each says, where it stands, what kind of law it is, how sure we are."""
    columns = (Column("Rule"), Column("Where it stands"), Column("Kind"), Column("How sure we are"))
    rows = tuple((rule["says"], rule["citation"], kind_of_law(rule), STATUSES[rule["status"]]) for rule in rules)
    return Table(caption, columns, rows)


def number_table(caption: str, numbers: Iterable[Mapping[str, Any]]) -> Table:
    """Numbers of an answer as printed, with their source and how sure we are."""
    columns = (Column("Number"), Column("Value", True), Column("How sure we are"), Column("Where we read it"))
    rows = tuple(
        (_name(number), _value(number), STATUSES[number["status"]], "; ".join(number["sources"]) or "No source that we read")
        for number in numbers
    )
    return Table(caption, columns, rows)


def _name(number: Mapping[str, Any]) -> str:
    return str(number.get("description") or parameter_name(number["name"]))


def _value(number: Mapping[str, Any]) -> str:
    from finder.domain.plan_cost import ParameterUsed

    printed = str(number.get("printed", number.get("value")))
    return parameter_value(ParameterUsed(number["name"], printed, number["unit"], number["status"]))
