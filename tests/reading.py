"""How hard a text is to read: the Flesch-Kincaid grade of a text, which tests keep to grade 6."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; a silent final e or ed is not counted."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(letters))
    silent_e = letters.endswith("e") and not re.search(r"([^aeiouy]le|[aeiouy]e)$", letters)
    silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded"))
    silent_es = letters.endswith("es") and not re.search(r"(s|x|z|ch|sh|c|g|[^aeiouy]l|[aeiouy])es$", letters)
    return max(groups - (silent_e or silent_ed or silent_es), 1)


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold a word. A new line ends one too."""
    return [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59. Raises ValueError for a text without words."""
    words = _WORD.findall(text)
    if not words:
        raise ValueError("a text without words has no grade")
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
