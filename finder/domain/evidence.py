"""How we know: examples of others reproduced, cases worked out by hand, dates of the data, and what could not be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.law import Rule
from finder.domain.market import CatalogInfo


class PrintedExample(NamedTuple):
    """An example that somebody printed: who, where, of which year, what it says, and whether this program gave it to the cent."""

    who: str
    where: str
    year: int
    says: str
    passed: bool


class Counted(NamedTuple):
    """How many tests of a group passed and failed."""

    passed: int
    failed: int


class TestResults(NamedTuple):
    """What the program's own tests found when they last ran: of which version, on which day.

    ``by_hand``: claims worked out by hand from the law. ``right_values``: whole questions with their right amounts.
    """

    version: str
    run_on: date
    printed: tuple[PrintedExample, ...]
    by_hand: Counted
    right_values: Counted


@dataclass(frozen=True, slots=True)
class Evidence:
    """The answer.

    ``version``: of the program and numbers that answer now.
    ``numbers``: how many numbers of the law have each status, over all years. ``rules``: the same of its rules.
    ``unconfirmed``: the rules whose text was not found, or that rest on nothing that we read.
    ``catalogs``: the plans at hand.
    """

    results: TestResults
    version: str
    numbers: Mapping[str, int]
    rules: Mapping[str, int]
    unconfirmed: tuple[Rule, ...]
    catalogs: tuple[CatalogInfo, ...]

    @property
    def reproduced(self) -> int:
        """How many printed examples this program gave to the cent."""
        return sum(example.passed for example in self.results.printed)

    @property
    def by_source(self) -> dict[str, Counted]:
        """Of each who printed examples, how many came out, the most first."""
        found: dict[str, Counted] = {}
        for example in self.results.printed:
            before = found.get(example.who, Counted(0, 0))
            found[example.who] = Counted(before.passed + example.passed, before.failed + (not example.passed))
        return dict(sorted(found.items(), key=lambda one: (-sum(one[1]), one[0])))
