"""What can go wrong, as one tree. Each is said to a person in one sentence a problem, never as a traceback.

FinderError
├── Refusal              the input was refused; it carries every problem found (exit 2)
│   └── UnknownPlanYear  a plan year that the parameters do not have
├── ClusterError         machines that can't be asked, or that would answer otherwise than this one
├── PlansChanged         the catalog of an answer is here no more, so nothing can be added to the answer
├── MissingParameter     a number of the law that we do not have for that year
└── SourceError          a file of the market that cannot be taken as it is; it carries every problem found
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from finder.intake.limits import PROBLEMS

_LONGEST_FOUND = 60


class Problem(NamedTuple):
    """One reason for a refusal.

    ``where`` is a JSON path, or file, row and column.
    ``reason`` is a code by which a page says it in its own words; empty where a page has none.
    ``days`` and ``numbers`` are those that the page names; amounts in cents.
    """

    where: str
    expected: str
    found: str
    reason: str = ""
    days: tuple[date, ...] = ()
    numbers: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}"


def found_words(value: object) -> str:
    """A found value on one line: text quoted, containers by name, and never more than 60 characters of it."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_LONGEST_FOUND:
        return f"a number of more than {_LONGEST_FOUND} digits"
    if isinstance(value, str):
        value = value[: _LONGEST_FOUND + 1]
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float | None) else type(value).__name__
    text = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
    return text if len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 3] + "..."


class FinderError(Exception):
    """Anything that this program says to a person instead of an answer."""


def _listed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first problems, and one more that counts them all where there are too many to read."""
    found = tuple(problems)
    if len(found) <= PROBLEMS + 1:  # the last may be the count of others
        return found
    return *found[:PROBLEMS], in_all(len(found))


def in_all(count: int, *, and_more: bool = False) -> Problem:
    """What ends a list of problems that is cut: how many there are. ``and_more``: nobody counted further."""
    told = f"more than {count:,}" if and_more else f"{count:,}"
    return Problem("in all", "no problem", f"{told} problems, of which the first {PROBLEMS} are listed")


class Refusal(FinderError):
    """The input was refused. ``problems`` has one entry a problem, in the order of the input; of very many, the first and their number."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = _listed(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownPlanYear(Refusal):
    """A plan year outside those that the parameters know. Never answered with another year's numbers."""

    def __init__(self, year: int, first: int, last: int, where: str = "$.plan_year") -> None:
        self.year = year
        super().__init__([Problem(where, f"a plan year from {first} to {last}", str(year))])


class OutsideArea(Refusal):
    """A place that the catalog does not cover. ``sentence`` says what it does cover and how to load the rest."""

    def __init__(self, zip_code: str, place: str, covers: str, remedy: str) -> None:
        self.zip_code, self.place, self.covers = zip_code, place, covers
        self.sentence = f"ZIP {zip_code} is in {place}. This catalog has {covers}. To add {place}: {remedy}."
        super().__init__(
            [Problem("$.zip", f"a ZIP that this catalog covers ({covers}; to add {place}: {remedy})", f"{zip_code}, in {place}")]
        )


class MissingParameter(FinderError):
    """A number of the law that the parameters lack for that year. ``parameter`` and ``year`` name it."""

    def __init__(self, parameter: str, year: int) -> None:
        self.parameter = parameter
        self.year = year
        super().__init__(f"We don't have {parameter} for {year}.")


class PlansChanged(FinderError):
    """The catalog that an answer was made from has been replaced or deleted since."""

    def __init__(self) -> None:
        super().__init__("The plans on this computer have changed since this answer. Please compare again.")


class ClusterError(FinderError):
    """A cluster that can't be used, or was lost. What it has answered by then stays answered."""


class SourceError(FinderError):
    """A file of the market that was refused whole. ``problems`` has one entry a problem: file, row, column, expected, found.

    ``reason`` is a code by which a page says it in its own words; empty where a page has none.
    ``numbers`` are those that the page names.
    """

    def __init__(self, problems: Iterable[Problem] | str, reason: str = "", numbers: Iterable[int] = ()) -> None:
        self.problems: tuple[Problem, ...] = () if isinstance(problems, str) else _listed(problems)
        self.reason, self.numbers = reason, tuple(numbers)
        super().__init__(problems if isinstance(problems, str) else "\n".join(str(problem) for problem in self.problems))


class NoCatalog(SourceError):
    """No catalog of the year asked for, or none at all. ``lacks`` says so in a sentence; the message adds the command that loads one."""

    def __init__(self, lacks: str, remedy: str) -> None:
        self.lacks = lacks
        super().__init__(f"{lacks} {remedy}")
