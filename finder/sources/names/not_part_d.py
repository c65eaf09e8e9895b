"""Which names on a list Part D doesn't pay for: our own short list, by the classes of 42 USC 1396r-8(d)(2)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from finder.domain.drug_lines import LONGEST_NAME, NotCounted, WhyNotCounted
from finder.domain.errors import Problem, SourceError
from finder.paths import shipped

FILE = "not_part_d.yaml"


class NotPartD(NamedTuple):
    """The list.

    ``over_the_counter``: words that mean "over the counter".
    ``excepted``: words that make a vitamin coverable.
    ``amounts``: words of an amount, ignored after a name.
    ``names``: product name -> reason.
    """

    over_the_counter: tuple[str, ...]
    excepted: tuple[str, ...]
    amounts: frozenset[str]
    names: dict[str, WhyNotCounted]

    def find(self, words: str) -> NotCounted | None:
        """The line as a product outside Part D, or None. The longest name that fits decides."""
        plain = _plain(words)
        if not plain or any(_holds(plain, word) for word in self.excepted):
            return None
        shown = " ".join(words.split())[:LONGEST_NAME]
        fits = [name for name in self.names if plain == name or (plain.startswith(name + " ") and self._amounts_alone(plain[len(name) :]))]
        if fits:
            return NotCounted(shown, self.names[max(fits, key=len)])
        if any(_holds(plain, word) for word in self.over_the_counter):
            return NotCounted(shown, WhyNotCounted.OVER_THE_COUNTER)
        return None

    def _amounts_alone(self, rest: str) -> bool:
        return all(word in self.amounts or re.fullmatch(r"[0-9.]+(?:mg|mcg|iu|g|ml|x)?", word) for word in rest.split())


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9.+-]+", " ", words.casefold()).split())


def _holds(plain: str, word: str) -> bool:
    return f" {word} " in f" {plain} "


@cache
def not_part_d(folder: Path | None = None) -> NotPartD:
    """The list that comes with the program. Raises SourceError if the file is wrong."""
    path = (folder or shipped("data")) / FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        pairs = [(_plain(name), WhyNotCounted.from_key(why)) for why, names in document["classes"].items() for name in names]
        words = [tuple(map(_plain, document[key])) for key in ("over_the_counter_words", "excepted_words", "amount_words")]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise SourceError([Problem(path.name, "names by class, and the words that decide", type(error).__name__)]) from error
    found: dict[str, WhyNotCounted] = {}
    for name, why in pairs:
        if name in found:
            raise SourceError([Problem(path.name, "each name once", name)])
        found[name] = WhyNotCounted(why)
    return NotPartD(words[0], words[1], frozenset(words[2]), found)
