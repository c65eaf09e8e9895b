"""Rules by span of years: what each says, where it stands, what kind of law it is, how sure we are, and its own small numbers.

    gate = rules_of("late_enrollment", 2026)["gate"]
    gate.number("days")      # 63
    gate.citation, gate.law  # "42 CFR 423.46(a)", "codified"

One YAML file per topic. A rule that changes has one entry for each span of years (see ``finder.parameters.spans``).

``law``: ``codified`` (regulation or statute, read as in force), ``proposed`` (the proposed rules of 2008 and 2009 that never became law),
``current`` (in force now by later sources), ``guidance`` (CMS practice that no section states) or ``not_found`` (believed to be law, but
the text in force was not read).
``since``: from when a codified text holds, and by which rule. ``proposed``: where it stood among the proposals of 2008 and 2009.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from finder.domain.errors import MissingParameter
from finder.domain.law import Rule
from finder.parameters import LAST_YEAR
from finder.parameters.model import HOME
from finder.parameters.spans import Span, read_yaml, sources_of, spans_of

FOLDER = HOME / "rule_sets"


@cache
def topics() -> tuple[str, ...]:
    """Every topic, by name."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def all_rules(topic: str) -> tuple[Rule, ...]:
    """Every rule of a topic's file, in its order."""
    return tuple(_rules(topic, read_yaml(FOLDER / f"{topic}.yaml")))


@cache
def rules_of(topic: str, year: int) -> Mapping[str, Rule]:
    """The topic's rules that hold in a year, by id. A rule that the year lacks is absent."""
    return {rule.id: rule for rule in all_rules(topic) if rule.holds_in(year)}


def rule_of(topic: str, rule_id: str, year: int) -> Rule:
    """One rule of a year. Raises MissingParameter where the year has none."""
    found = rules_of(topic, year).get(rule_id)
    if found is None:
        raise MissingParameter(f"the rule {topic}.{rule_id}", year)
    return found


def law_year(day: date) -> int:
    """The year whose rules a question about a day uses: the day's own, or the last one known for a later day. Only questions about
    deadlines, enrollment days and uncovered months ask this, since their days may be after the last plan year. Amounts never do."""
    return min(day.year, LAST_YEAR)


def _rules(topic: str, document: Mapping[str, Any]) -> Iterator[Rule]:
    sources = sources_of(document)
    for rule_id, entries in document["rules"].items():
        yield from (_rule(topic, rule_id, span) for span in spans_of(entries, sources))


def _rule(topic: str, rule_id: str, span: Span) -> Rule:
    own = span.own
    numbers = {name: int(number) for name, number in own.get("numbers", {}).items()}
    return Rule(
        topic=topic,
        id=rule_id,
        first_year=span.first_year,
        last_year=span.last_year,
        text=own["says"],
        citation=own["citation"],
        law=own["law"],
        status=span.status,
        references=span.references,
        numbers=numbers,
        note=span.note,
        since=own.get("since", ""),
        proposed=own.get("proposed", ""),
    )
