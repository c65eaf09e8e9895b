"""Rules by span of years as an answer shows them: what each says, where it stands, what kind of law it is, how sure we are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from finder.domain.law import Rule


def rule_entry(rule: Rule) -> dict[str, Any]:
    """One rule: ``id``, ``says``, ``citation``, ``law`` (codified, proposed, current, guidance, not_found), ``since`` (when and
    by which rule, or empty), ``status`` (confirmed, single, unconfirmed), ``sources`` and ``note``."""
    return {
        "id": rule.id,
        "says": rule.says,
        "citation": rule.citation,
        "law": rule.law,
        "since": rule.since,
        "status": rule.status,
        "sources": list(rule.sources),
        "note": rule.note,
    }


def rule_entries(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Each rule once, in the order given."""
    once = {(rule.topic, rule.id, rule.first_year): rule for rule in rules}
    return [rule_entry(rule) for rule in once.values()]
