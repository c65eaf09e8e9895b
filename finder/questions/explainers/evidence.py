"""How do we know? What the tests found, how sure each number and rule is, and which plans are at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from finder.domain.evidence import Evidence, TestResults
from finder.domain.law import Rule
from finder.domain.market import CatalogInfo
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set, version
from finder.parameters.rule_sets import all_rules, topics

_NOT_READ, _UNCONFIRMED = "not_found", "unconfirmed"


def how_we_know(results: TestResults, catalogs: Iterable[CatalogInfo]) -> Evidence:
    """The evidence. Numbers are counted by year and status, rules by span."""
    rules = _rules()
    return Evidence(
        results=results,
        version=version(),
        numbers=_numbers(),
        rules=Counter(rule.status for rule in rules),
        unconfirmed=tuple(rule for rule in rules if rule.law == _NOT_READ or rule.status == _UNCONFIRMED),
        catalogs=tuple(catalogs),
    )


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for topic in topics() for rule in all_rules(topic))


@cache
def _numbers() -> Counter[str]:
    return Counter(number.status for year in range(FIRST_YEAR, LAST_YEAR + 1) for number in parameter_set(year))
