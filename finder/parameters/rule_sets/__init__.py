"""Rules by span of years: what each says, where it stands, what kind of law it is, how sure we are, and its own small numbers.

    gate = rules_of("late_enrollment", 2026)["gate"]
    gate.number("days")      # 63
    gate.citation, gate.law  # "42 CFR 423.46(a)", "codified"

One YAML file a topic. A rule that changes shape has an entry for each span; its entries never overlap. A span without an end holds
until a later text is read. ``law`` is ``codified`` (regulation or statute that was read as in force), ``proposed`` (the proposed rules of
2008 and 2009 that never became law) or ``current`` (in force now by later sources); ``guidance`` is CMS practice that no section states;
``not_found`` is believed to be law, but the text in force was not read. ``since`` says from when a codified text holds, and by which rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from finder.domain.errors import MissingParameter
from finder.domain.law import Rule
from finder.parameters.model import HOME, read_yaml

FOLDER = HOME / "rule_sets"
LAWS = ("codified", "proposed", "current", "guidance", "not_found")
STATUSES = ("confirmed", "single", "unconfirmed")


@cache
def all_rules(topic: str) -> tuple[Rule, ...]:
    """Every rule of a topic's file, in its order."""
    return tuple(_rules(topic, read_yaml(FOLDER / f"{topic}.yaml")))


@cache
def rules_of(topic: str, year: int) -> Mapping[str, Rule]:
    """The topic's rules that hold in a year, by id; a rule that the year lacks is absent."""
    return {rule.id: rule for rule in all_rules(topic) if rule.holds_in(year)}


def rule_of(topic: str, rule_id: str, year: int) -> Rule:
    """One rule of a year. Raises MissingParameter where the year has none."""
    found = rules_of(topic, year).get(rule_id)
    if found is None:
        raise MissingParameter(f"the rule {topic}.{rule_id}", year)
    return found


def _rules(topic: str, document: Mapping[str, Any]) -> Iterator[Rule]:
    for rule_id, spans in document["rules"].items():
        for span in spans:
            numbers = span.get("numbers", {})
            yield Rule(
                topic=topic,
                id=rule_id,
                first_year=span["from"],
                last_year=span.get("through"),
                text=span["says"],
                citation=span["citation"],
                law=span["law"],
                status=span["status"],
                sources=tuple(document["sources"][key] for key in span["sources"]),
                numbers=numbers,
                note=span.get("note", ""),
                since=str(span.get("since", "")),
            )
