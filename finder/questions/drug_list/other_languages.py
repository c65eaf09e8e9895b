"""A line of a drug list in another language, put into the English that ``list_words.yaml`` knows.

Each ``data/list_words.<code>.yaml`` holds phrases of a language and their English. A line is in a language if it has a phrase that only
that language has (``words``); its words that mean something else elsewhere (``beside``) are read so in such a line alone: ``media`` is a
half there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import yaml

from finder.domain.errors import Problem, SourceError
from finder.intake.texts import folded
from finder.paths import shipped

_FILES = "list_words.*.yaml"
_WORD = re.compile(r"[a-z]+")


class InEnglish(NamedTuple):
    """A text in English, and the words that stood there, by those that stand there now."""

    text: str
    written: Mapping[str, str]

    def as_written(self, words: str) -> str:
        """Words of the English text as they were written."""
        for english, written in sorted(self.written.items(), key=lambda pair: len(pair[0]), reverse=True):
            words = re.sub(rf"(?<![a-z]){re.escape(english)}(?![a-z])", written, words)
        return words


class _Language(NamedTuple):
    """``telling``: its own phrases. ``english``: what each phrase means, ``beside`` included. ``pattern`` finds the longest."""

    telling: re.Pattern[str]
    first_words: frozenset[str]
    pattern: re.Pattern[str]
    english: Mapping[str, str]

    def is_that_of(self, text: str) -> bool:
        return not self.first_words.isdisjoint(_WORD.findall(text)) and bool(self.telling.search(text))


def in_english(text: str, beside: str = "") -> InEnglish:
    """A text in English, letters small and without accents. ``beside``: more of the line, which may tell the language."""
    text = " ".join(folded(text).split())
    whole = f"{text} {folded(beside)}" if beside else text
    language = next((one for one in _languages() if one.is_that_of(whole)), None)
    if language is None:
        return InEnglish(text, {})
    written: dict[str, str] = {}

    def put(found: re.Match[str]) -> str:
        english = language.english[found[0]]
        written.setdefault(english, found[0])
        return english

    return InEnglish(language.pattern.sub(put, text), written)


@cache
def _languages() -> tuple[_Language, ...]:
    """Those that have a file. Raises SourceError if one is wrong."""
    return tuple(_language(path.name) for path in sorted(shipped("data").glob(_FILES)))


def _language(name: str) -> _Language:
    try:
        document = yaml.safe_load((shipped("data") / name).read_text(encoding="utf-8"))
        telling, beside = dict(_phrases(document["words"])), dict(_phrases(document["beside"]))
        return _Language(_any_of(telling), frozenset(map(_first_word, telling)), _any_of({**beside, **telling}), {**beside, **telling})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise SourceError([Problem(name, "phrases by their English", type(error).__name__)]) from error


def _phrases(section: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    return ((folded(phrase), english) for english, phrases in section.items() for phrase in phrases)


def _first_word(phrase: str) -> str:
    return next(iter(_WORD.findall(phrase)), "")


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds these phrases, the longest first, as whole words."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![a-z'])(?:{'|'.join(map(re.escape, longest_first))})(?![a-z'])")
