"""A whole list pasted into the field of one drug: the browser turned its lines into blanks, so lines begin where another drug is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from finder.domain.market import Catalog
from finder.questions.drug_list.names import SURE
from finder.questions.drug_list.words import understand

_FEWEST_WORDS = 4
"""Two drugs with something said of the first."""
_FEWEST_LETTERS = 4
_AS_SPELLED = 100.0
_EDGES = "()[],.;:*"
_NUMBER = r"(?:\d[\d/.]*|½|half|one|two|three|four)"
_OF_A_LINE = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|[-*•·–])$")
"""A number or a dash before the name."""
_AMOUNT_OF = re.compile(rf"\s(?:(?:take|use|give)\s+)?{_NUMBER}(?:\s+[a-z]+)?\s+of$", re.IGNORECASE)
"""``take two tablets of`` before the name."""
_COUNT = re.compile(rf"\s(?:(?:take|use|give)\s+)?{_NUMBER}(?:\s+(?:tablets?|tabs?|capsules?|caps?|pills?))?$", re.IGNORECASE)
_COUNTS_FIRST = re.compile(rf"(?:(?:take|use|give)\s+)?{_NUMBER}\s", re.IGNORECASE)
"""A list whose counts stand before the names."""


def parted(catalog: Catalog, text: str) -> tuple[str, ...]:
    """The lines of a pasted text, one where only one drug is named. A line ends where another drug is named after something was said of
    its own; numbering and amounts before the name are of the new line. No word is lost."""
    words = text.split()
    if len(words) < _FEWEST_WORDS:
        return (" ".join(words),)
    ingredients = {word: _ingredients(catalog, word) for word in dict.fromkeys(words)}
    before = [_OF_A_LINE, _AMOUNT_OF, *([_COUNT] if _COUNTS_FIRST.match(text.strip()) else [])]
    lines: list[list[str]] = [[]]
    drugs: frozenset[str] = frozenset()
    for word in words:
        named = ingredients[word]
        if named and (drugs or _names_something(lines[-1])) and not named & drugs and _says_more(lines[-1], ingredients):
            moved = _of_the_next(lines[-1], before)
            lines[-1], following = lines[-1][: len(lines[-1]) - moved], lines[-1][len(lines[-1]) - moved :]
            lines.append(following)
            drugs = frozenset()
        lines[-1].append(word)
        drugs |= named
    return tuple(" ".join(line) for line in lines)


def _ingredients(catalog: Catalog, word: str) -> frozenset[str]:
    """The ingredients of the products that a word names for sure, or a real drug that the catalog lacks."""
    bare = word.strip(_EDGES)
    if len(bare) < _FEWEST_LETTERS or not bare[0].isalpha() or not understand(bare).words:
        return frozenset()
    found = [match.drug for match in catalog.find_drugs(bare, limit=12) if match.score >= SURE]
    if found:
        return frozenset(part for drug in found for part in drug.ingredient.casefold().split(" / "))
    return frozenset(known.ingredient.casefold() for known in catalog.find_known(bare, 1) if known.score >= _AS_SPELLED)


def _names_something(line: Sequence[str]) -> bool:
    """Whether a line has a word that may be the name of a drug nobody knows here."""
    return any(understand(word).words for word in line)


def _says_more(line: Sequence[str], ingredients: Mapping[str, frozenset[str]]) -> bool:
    """Whether anything but names was said: ``amlodipine benazepril 5/10`` is one drug until its strength."""
    return any(character.isdigit() for word in line[1:] if not ingredients[word] for character in word) or any(
        understand(word).often for word in line
    )


def _of_the_next(line: Sequence[str], before: Sequence[re.Pattern[str]]) -> int:
    """How many of the last words belong to the name that follows."""
    text = " ".join(line)
    return next((len(found[0].split()) for pattern in before if (found := pattern.search(text))), 0)
