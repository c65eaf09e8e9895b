"""A whole list pasted into the field of one drug: the browser turned its lines into blanks, so lines begin where another drug is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from finder.domain.market import Catalog
from finder.intake.texts import folded
from finder.questions.drug_list.names import SURE
from finder.questions.drug_list.other_languages import in_english
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
    ingredients = {word: _ingredients(catalog, word, text) for word in dict.fromkeys(words)}
    outside = {word for word, following in pairwise([*words, ""]) if not ingredients[word] and _outside(catalog, word, following)}
    ingredients |= {word: frozenset((word,)) for word in outside}
    before = [_OF_A_LINE, _AMOUNT_OF, *([_COUNT] if _COUNTS_FIRST.match(text.strip()) else [])]
    lines: list[list[str]] = [[]]
    drugs: frozenset[str] = frozenset()
    for word in words:
        named = ingredients[word]
        another = named and not named & drugs and (drugs or _names_something(lines[-1], text))
        if another and ((drugs and drugs <= outside) or _says_more(lines[-1], ingredients, text)):  # those are in no combination
            moved = _of_the_next(lines[-1], before)
            lines[-1], following = lines[-1][: len(lines[-1]) - moved], lines[-1][len(lines[-1]) - moved :]
            lines.append(following)
            drugs = frozenset()
        lines[-1].append(word)
        drugs |= named
    return tuple(" ".join(line) for line in lines)


def _ingredients(catalog: Catalog, word: str, text: str) -> frozenset[str]:
    """The ingredients of the products that a word of a text names for sure, or a real drug that the catalog lacks."""
    bare = catalog.own_spelling(folded(word.strip(_EDGES)))
    if len(bare) < _FEWEST_LETTERS or not bare[0].isalpha() or not understand(bare, text).words:
        return frozenset()
    found = [match.drug for match in catalog.find_drugs(bare, limit=12) if match.score >= SURE]
    if found:
        return frozenset(part for drug in found for part in drug.ingredient.casefold().split(" / "))
    return frozenset(known.ingredient.casefold() for known in catalog.find_known(bare, 1) if known.score >= _AS_SPELLED)


def _outside(catalog: Catalog, word: str, following: str) -> bool:
    """Whether a word, or two, name a product that Part D doesn't pay for (``vitamin D``)."""
    texts = (in_english(part).text for part in (word.strip(_EDGES), f"{word} {following.strip(_EDGES)}") if part[:1].isalpha())
    return any(len(text) >= _FEWEST_LETTERS and catalog.outside_part_d(text) is not None for text in texts)


def _names_something(line: Sequence[str], text: str) -> bool:
    """Whether a line of a text has a word that may be the name of a drug nobody knows here."""
    return any(run for run in understand(" ".join(line), text).words)


def _says_more(line: Sequence[str], ingredients: Mapping[str, frozenset[str]], text: str) -> bool:
    """Whether anything but names was said: ``amlodipine benazepril 5/10`` is one drug until its strength."""
    more = [word for word in line[1:] if not ingredients[word]]
    return any(character.isdigit() for word in more for character in word) or any(
        said.often or said.forms for said in (understand(word, text) for word in line)
    )


def _of_the_next(line: Sequence[str], before: Sequence[re.Pattern[str]]) -> int:
    """How many of the last words belong to the name that follows."""
    text = in_english(" ".join(line)).text
    return next((len(found[0].split()) for pattern in before if (found := pattern.search(text))), 0)
