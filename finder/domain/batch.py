"""A run over many people: how far it is, and what came of them."""

from __future__ import annotations

from typing import NamedTuple


class Counts(NamedTuple):
    """People who were answered, wait for an answer to a question, and were refused."""

    answered: int = 0
    asked: int = 0
    rejected: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self)

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))


class Refused(NamedTuple):
    """Why somebody was refused: row and column of the file, and the reason, without what was found there."""

    row: int
    column: str
    reason: str


class Came(NamedTuple):
    """What came of all people of a run."""

    counts: Counts = Counts()
    first_refusal: Refused | None = None


class Progress(NamedTuple):
    """How many people of all are done, and how many are done in a second; 0 while nothing is known of that."""

    done: int
    total: int
    rate: float
