"""Names of ingredients as other languages write them: ``metformina``, ``levotiroxina`` and ``hidroclorotiazida``.

International names differ between languages in few letters, by rule: the Greek ``ph``, ``th``, ``ch`` and ``y``, double letters, and the
ending. A word whose spelling comes to that of one ingredient, by these rules alone, is that ingredient; of two, it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from finder.intake.texts import folded

_FEWEST_LETTERS = 6
_RULES = (
    (re.compile("ph"), "f"),
    (re.compile("(?<=[tcr])h"), ""),
    (re.compile("y"), "i"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile("^es(?=[bcdfgklmnpqrtvz])"), "s"),  # espironolactona
    (re.compile("(?:um|[aeo])$"), ""),
)


class Spellings:
    """The names of ingredients, of one word each. ``taken``: other names, which are no spelling of one of these."""

    def __init__(self, ingredients: Iterable[str], taken: Iterable[str] = ()) -> None:
        self._names = {word for name in ingredients for word in re.findall("[a-z]+", name.lower()) if len(word) >= _FEWEST_LETTERS}
        self._taken = self._names | {name.lower() for name in taken}
        self._by_rules: dict[str, set[str]] = {}
        for name in self._names:
            self._by_rules.setdefault(by_rules(name), set()).add(name)

    def own(self, word: str) -> str:
        """The one name that the word is in another spelling; else the word."""
        if len(word) < _FEWEST_LETTERS or word in self._taken:
            return word
        found = self._by_rules.get(by_rules(word), set())
        return next(iter(found)) if len(found) == 1 else word


def by_rules(word: str) -> str:
    """A name without what languages write differently."""
    bare = folded(word)
    for pattern, replacement in _RULES:
        bare = pattern.sub(replacement, bare)
    return bare
