"""The text of each rule, read from its own docstring, so that a ledger can say why without computing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple, TypeVar

import finder.rules

F = TypeVar("F", bound=Callable[..., object])


class RuleText(NamedTuple):
    """A rule as a ledger shows it: its id (the function's name), the law in a sentence, and where that stands."""

    id: str
    sentence: str
    citation: str


_CITATION = re.compile(r"^(?P<sentence>.+?[.)]) (?P<citation>(?:42 CFR|42 USC|CMS|Choice)\b.*)$")


def law(function: F) -> F:
    """Mark a function as a rule. Returns the function itself, so that a compiler can take it."""
    function.is_rule = True  # type: ignore[attr-defined]
    return function


@cache
def _rules() -> Mapping[str, Callable[..., object]]:
    """Every rule of the modules in this folder, by its id."""
    modules = [import_module(f"{finder.rules.__name__}.{module.name}") for module in iter_modules(finder.rules.__path__)]
    return {name: found for module in modules for name, found in vars(module).items() if hasattr(found, "is_rule")}


def rule_text(rule: str) -> RuleText:
    """The sentence and citation of a rule by its id, from the first paragraph of its docstring. Raises KeyError for an unknown id."""
    paragraph = " ".join((_rules()[rule].__doc__ or "").split("\n\n")[0].split())
    match = _CITATION.match(paragraph)
    if match is None:
        raise ValueError(f"the docstring of rule {rule} does not end its first paragraph with a citation: {paragraph!r}")
    return RuleText(rule, match["sentence"], match["citation"].rstrip("."))


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules."""
    return tuple(sorted(_rules()))
