"""The text of each rule, read from its own docstring, so that a ledger can say why without computing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

F = TypeVar("F", bound=Callable[..., object])


class RuleText(NamedTuple):
    """A rule as a ledger shows it: its id (the function's name), the law in a sentence, and where that stands."""

    id: str
    sentence: str
    citation: str


_RULES: dict[str, Callable[..., object]] = {}
_CITATION = re.compile(r"^(?P<sentence>.+?[.)]) (?P<citation>(?:42 CFR|42 USC|CMS|Choice)\b.*)$")


def law(function: F) -> F:
    """Register a rule. Returns the function unchanged, so that a compiler can take it."""
    _RULES[function.__name__] = function
    return function


def rule_text(rule: str) -> RuleText:
    """The sentence and citation of a rule by its id, from the first paragraph of its docstring. Raises KeyError for an unknown id."""
    paragraph = " ".join((_RULES[rule].__doc__ or "").split("\n\n")[0].split())
    match = _CITATION.match(paragraph)
    if match is None:
        raise ValueError(f"the docstring of rule {rule} does not end its first paragraph with a citation: {paragraph!r}")
    return RuleText(rule, match["sentence"], match["citation"].rstrip("."))


def rule_ids() -> tuple[str, ...]:
    """Every rule in the book, by id."""
    return tuple(sorted(_RULES))
