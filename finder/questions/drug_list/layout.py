"""From the rows of a paper to the lines of a list: people and headings dropped, what belongs together joined, two drugs parted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from finder.domain.drug_lines import MOST_LETTERS, ListLine, Understood
from finder.domain.market import Catalog
from finder.questions.drug_list.identity import seems_private, without_identity
from finder.questions.drug_list.names import named
from finder.questions.drug_list.strength import fits_each
from finder.questions.drug_list.words import understand

_BETWEEN = re.compile(r"\s*[;,]\s+|\s+and\s+|\s+\+\s+", re.IGNORECASE)


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


def one_drug_each(catalog: Catalog, lines: Sequence[ListLine]) -> tuple[ListLine, ...]:
    """The lines, those with several drugs parted; numbered anew if any was."""
    parts = [(line, list(_parts(catalog, line.text))) for line in lines]
    if all(len(texts) == 1 for _, texts in parts):
        return tuple(lines)
    return tuple(ListLine(number, text) for number, text in enumerate((text for _, texts in parts for text in texts), start=1))


def _parts(catalog: Catalog, text: str) -> Iterator[str]:
    """The drugs of a line: a part begins where another drug with a strength of its own is named after one that has all it needs."""
    start = 0
    for between in _BETWEEN.finditer(text):
        before, after = text[start : between.start()], text[between.end() :]
        second = _BETWEEN.split(after)[0]
        if _is_whole(catalog, before) and _is_whole(catalog, second) and not _is_combination(catalog, before, second):
            yield before
            start = between.end()
    yield text[start:]


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
