"""The words of a drug list and their meanings: tokens. The table is data: ``data/list_words.yaml``.

A token's kind is one letter, so that a row of tokens is a short string and the rules of ``directions`` are patterns over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import yaml

from finder.domain.errors import Problem, SourceError
from finder.domain.supply import Often
from finder.paths import shipped

FILE = "list_words.yaml"
KINDS = {
    "N": "number", "R": "several numbers (5-10, 50/12.5)", "G": "mass", "U": "unit", "D": "period", "H": "hours", "F": "how often",
    "M": "moment of a day", "m": "meal", "W": "days of the week", "x": "except", "A": "as needed", "a": "as directed", "Q": "count marker",
    "r": "refill", "Y": "supply", "E": "every", "P": "per", "B": "lasting", "i": "at a time", "k": "release", "O": "route", "e": "eyes",
    "V": "remark", "v": "earlier", "L": "filler", "Z": "reason", "T": "times", "|": "separator", "/": "slash", "w": "other word",
    "p": "of the past",
    "S": "strength", "J": "dose", "C": "count", "X": "days it lasts", "!": "no sense",
}  # fmt: skip
"""The kinds. The last five are made by rules."""
_PLAIN = {
    "meals": "m", "except": "x", "as_needed": "A", "as_directed": "a", "counts": "Q", "refills": "r", "supply": "Y", "every": "E",
    "per": "P",
    "lasting": "B", "at_a_time": "i", "routes": "O", "earlier": "v", "filler": "L", "reasons": "Z", "hours": "H", "other_days": "W",
    "past": "p",
}  # fmt: skip
"""Sections of the file that are lists, and their kinds."""
_KEYED = {"units": "U", "masses": "G", "moments": "M", "releases": "k", "remarks": "V"}
_NUMBERED = {"periods": "D", "eyes": "e"}
OTHER_DAYS = "other"


class Token(NamedTuple):
    """Words of a line and what they mean.

    ``kind``: a letter of ``KINDS``.
    ``number``: its number; the least of a range.
    ``most``: the most of a range.
    ``key``: a unit, a release, a remark, a strength.
    ``often``: how often.
    ``days``: days of the week, Monday is 0.
    """

    kind: str
    text: str
    number: Fraction = Fraction(0)
    most: Fraction = Fraction(0)
    key: str = ""
    often: Often | None = None
    days: frozenset[int] = frozenset()


Lexicon = Mapping[tuple[str, ...], Token]
_ATOM = re.compile(r"\b[bdm]\d{1,2}\b|\d+(?:\.\d+)?(?:[-/]\d+(?:\.\d+)?)+|\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[^\sa-z\d]")


def atoms(text: str) -> list[str]:
    """The smallest pieces of a text in lower case: numbers (5, 0.5, 1/2, 50-12.5), words and signs."""
    return _ATOM.findall(text)


@cache
def lexicon() -> Lexicon:
    """The words that come with the program. Raises SourceError if the file is wrong."""
    try:
        document = yaml.safe_load((shipped("data") / FILE).read_text(encoding="utf-8"))
        found: dict[tuple[str, ...], Token] = {}
        for phrase, token in _entries(document):
            found.setdefault(tuple(atoms(phrase)), token)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise SourceError([Problem(FILE, "words by their meaning", type(error).__name__)]) from error
    return found


@cache
def longest_phrase() -> int:
    """The pieces of the longest phrase."""
    return max(map(len, lexicon()))


def _entries(document: Mapping[str, Any]) -> Iterator[tuple[str, Token]]:
    for section, kind in _PLAIN.items():
        key = OTHER_DAYS if section == "other_days" else ""
        yield from ((phrase, Token(kind, phrase, key=key)) for phrase in document[section])
    for section, kind in _KEYED.items():
        for key, phrases in document[section].items():
            yield from ((phrase, Token(kind, phrase, key=key)) for phrase in phrases)
    for section, kind in _NUMBERED.items():
        for number, phrases in document[section].items():
            yield from ((phrase, Token(kind, phrase, Fraction(number))) for phrase in phrases)
    for day, phrases in document["weekdays"].items():
        yield from ((phrase, Token("W", phrase, days=frozenset(map(int, str(day))))) for phrase in phrases)
    for rate, phrases in document["often"].items():
        times, days = rate.split("/")
        yield from ((phrase, Token("F", phrase, often=Often(int(times), int(days)))) for phrase in phrases)
    for section, kind in (("numbers", "N"), ("times", "T")):
        for phrase, number in document[section].items():
            yield phrase, Token(kind, phrase, Fraction(str(number)), key="word")
    yield from ((word, Token("T", word, Fraction(0))) for word in ("x", "times", "time"))
    yield from ((sign, Token("|", sign)) for sign in "|&+=,;:()[].*•·-–—\"“”'")
    yield "/", Token("/", "/")
