"""From the rows of a paper to the lines of a list: people and headings dropped, what belongs together joined, two drugs parted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from finder.domain.drug_lines import MOST_LETTERS, ListLine, Remark, Understood
from finder.domain.market import Catalog
from finder.questions.drug_list.identity import seems_private, without_identity
from finder.questions.drug_list.names import SHORTEST_BEGINNING, SURE, named, whole_word
from finder.questions.drug_list.other_languages import in_english
from finder.questions.drug_list.strength import fits_each
from finder.questions.drug_list.words import understand, words_of

_BETWEEN = re.compile(
    r"\s*;\s*|\s*,\s+(?:(?:and|y)\s+)?|\s+(?:and|y|&|\+|/|w/|(?:along |together )?with|con)\s+|\s+(?=\(?\d{1,2}[.)]\s+[a-z])", re.IGNORECASE
)
_NUMBERING = re.compile(r"^\W*\d{0,2}[.)]\s+")
_VERB = re.compile(r"\W*(?:start|begin|began|new|now|continue|tak|resum|switched to|changed to|on\b|added?\b)", re.IGNORECASE)
_WRITTEN_AS_A_DRUG = re.compile(r"[a-z-]{4,}(?: [a-z]+)? \d[\d.,/]* ?(?:mg|mcg|g|meq|%|units?)(?![a-z])", re.IGNORECASE)
_AND = ("and", "y", "&", "+", "/")
_AS_SPELLED, _SHORTEST = 95.0, 6
"""The score and the letters of a drug that the catalog lacks, to be a name for sure."""


class _Part(NamedTuple):
    """What stands between two signs: what it says; whether it begins with the name of a drug, here or elsewhere; whether strength or
    directions stand beside its name; whether it is written as a drug that nobody knows here: a name, a strength and directions."""

    said: Understood
    named: bool
    whole: bool
    stranger: bool


def laid_out(lines: Sequence[ListLine]) -> list[ListLine]:
    """The lines without what is about people, stores and headings; directions without a name go to the line before them."""
    kept: list[ListLine] = []
    for line in lines:
        text = without_identity(line.text)
        said = understand(text)
        if said.words and seems_private(line.text):  # its unknown words may be a name: they go once the drug is known
            kept.append(line)
            continue
        if not text or _says_nothing(said):
            continue
        joined = f"{kept[-1].text} {text}" if kept else ""
        if kept and _belongs_to_a_name(said) and understand(kept[-1].text).words and len(joined) <= MOST_LETTERS:
            kept[-1] = ListLine(kept[-1].number, joined)
        else:
            kept.append(ListLine(line.number, text))
    return kept


def without_numbering(text: str) -> str:
    """A line without the number of a list before it (``3. Eliquis``)."""
    return _NUMBERING.sub("", text)


def one_drug_each(catalog: Catalog, lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    """The lines, those with several drugs parted; numbered anew if any was."""
    parts = [(line, list(_parts(catalog, line.text))) for line in lines]
    if all(len(texts) == 1 for _, texts in parts):
        return tuple(lines)
    return tuple(ListLine(number, text) for number, text in enumerate((text for _, texts in parts for text in texts), start=1))


def _parts(catalog: Catalog, text: str) -> Iterator[str]:
    """The drugs of a line: a part begins where another drug is named, so that none is lost beside one that Part D doesn't pay for."""
    start = 0
    for between in _BETWEEN.finditer(text):
        before, after = text[start : between.start()], text[between.end() :]
        second = _BETWEEN.split(after)[0]
        if before and _are_two(catalog, before, second, between[0].strip().lower()):
            yield before
            start = between.end()
    yield text[start:]


def _are_two(catalog: Catalog, before: str, second: str, sign: str) -> bool:
    """Whether two parts of a line are two drugs."""
    first, other = _part(catalog, before), _part(catalog, second)
    if sign == "/" and not (first.said.often or first.said.count):  # "tramadol 37.5 mg / acetaminophen 325 mg" is one tablet
        return False
    if _share_a_remark(before, second, first, other, joined=sign in _AND):
        return False
    if not ((first.named and other.named) or (first.named and first.whole and other.stranger) or (first.stranger and other.named)):
        return False
    if not _together(catalog, first, other):
        return True
    return _is_whole(catalog, before) and _is_whole(catalog, second) and not _is_combination(catalog, before, second)


def _part(catalog: Catalog, text: str) -> _Part:
    text = in_english(without_numbering(text)).text
    said = understand(text)
    written = next(iter(words_of(said.words)), "")
    word, rest = catalog.own_spelling(written), text[text.find(written) :]
    before = understand(text.removesuffix(rest))
    if not word or before.unread or before.words or Remark.CHANGED in before.remarks:  # "after metoprolol was stopped"
        return _Part(said, named=False, whole=False, stranger=False)
    known = len(word) >= _SHORTEST and any(found.score >= _AS_SPELLED for found in catalog.find_known(word, 1))
    begun = any(match.score >= SURE for match in catalog.find_drugs(whole_word(word), 1)) and len(word) >= SHORTEST_BEGINNING - 1
    stranger = bool(_WRITTEN_AS_A_DRUG.match(rest) and (said.often or said.count))
    return _Part(
        said, begun or known or catalog.outside_part_d(rest) is not None, bool(said.strength or said.often or said.count), stranger
    )


def _share_a_remark(before: str, after: str, first: _Part, second: _Part, *, joined: bool) -> bool:
    """``allergic to lisinopril, metformin``; ``lisinopril and metformin stopped``: what is said of one may be said of both."""
    if joined and second.said.remarks and not first.said.remarks:
        return True
    name = next(iter(words_of(first.said.words)), "")
    return bool(name) and bool(understand(before.lower().partition(name)[0]).remarks) and not (second.said.remarks or _VERB.match(after))


def _together(catalog: Catalog, first: _Part, second: _Part) -> bool:
    """Whether one product has both names: a combination, or a brand beside its generic."""
    words = (*words_of(first.said.words), *words_of(second.said.words))
    found = named(catalog, Understood(" ".join(words), words=(words,)))
    explained = [{*map(whole_word, words_of(part.said.words))} - {*found.unread} for part in (first, second)]
    if found.drugs and not found.missing and all(explained):
        return True
    whole = [whole_word(word) for word in words]
    return any(all(word in product.ingredient.lower() for word in whole) for product in catalog.find_known(" ".join(whole), 3))


def _is_whole(catalog: Catalog, text: str) -> bool:
    """Whether a text names a drug of the catalog and its strength."""
    said = understand(text)
    if not said.words or not said.strength or said.unread:
        return False
    found = named(catalog, said)
    return bool(found.drugs) and not found.unread and not found.missing


def _is_combination(catalog: Catalog, first: str, second: str) -> bool:
    """``losartan 50 mg + hctz 12.5 mg daily``: one tablet, if there is such a one and the first has no directions of its own."""
    alone = understand(first)
    if alone.often or alone.count or alone.days_supply:
        return False
    said = understand(f"{first} / {second}")
    return any(fits_each(drug, said) for drug in named(catalog, said).drugs)


def _says_nothing(said: Understood) -> bool:
    """A heading: words without a meaning of their own (``Medications:``)."""
    return said == Understood("", set_aside=said.set_aside) and not said.set_aside


def _belongs_to_a_name(said: Understood) -> bool:
    """Directions, a count or a strength, and nothing else."""
    content = said.often or said.count or said.days_supply or said.dose or said.loose or said.strength
    return bool(content) and not said.words and not said.unread and not said.remarks
