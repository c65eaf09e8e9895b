"""How sure we are of a rule, and where we read it: the words beside the table of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from finder.explain.explainers.law_table import kind_of_law
from finder.explain.source_words import STATUSES


def how_sure(rule: Mapping[str, Any]) -> str:
    """The kind of law and how sure we are: ``In force now. Two sources agree.``"""
    return f"{kind_of_law(rule)}. {STATUSES[rule['status']]}."


def source_sentences(rules: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Where each rule was read, with what is to be known about that: ``42 CFR 423.44(d)(1). Read in: ... Note: ...``"""
    return tuple(_source(rule) for rule in rules)


def _source(rule: Mapping[str, Any]) -> str:
    note = f" Note: {rule['note']}." if rule["note"] else ""
    return f"{rule['citation']}. Read in: {'; '.join(rule['sources'])}.{note}"
