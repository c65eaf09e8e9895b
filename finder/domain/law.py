"""A rule of the law for a span of years, as an answer carries it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from finder.domain.errors import MissingParameter


class Rule(NamedTuple):
    """A rule for a span of years.

    ``text`` is the rule in plain words; ``{days}`` in it stands for the number of that name.
    ``numbers`` are the rule's own numbers (days, months, cents) by name.
    ``law`` is ``codified``, ``proposed``, ``current``, ``guidance`` or ``not_found``.
    ``status`` is ``confirmed``, ``single`` or ``unconfirmed``.
    """

    topic: str
    id: str
    first_year: int
    last_year: int | None
    text: str
    citation: str
    law: str
    status: str
    sources: tuple[str, ...]
    numbers: Mapping[str, int]
    note: str
    since: str = ""

    @property
    def says(self) -> str:
        """The rule in plain English, its numbers filled in."""
        return self.text.format(**self.numbers)

    def number(self, name: str) -> int:
        """One of the rule's numbers. Raises MissingParameter for a name that the rule does not have."""
        if name not in self.numbers:
            raise MissingParameter(f"{self.topic}.{self.id}.{name}", self.first_year)
        return self.numbers[name]

    def holds_in(self, year: int) -> bool:
        """Whether the rule's span has that year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)
