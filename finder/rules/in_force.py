"""Which of several laws is in force in a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Law(Protocol):
    """A law as it stands from a year on."""

    @property
    def first_year(self) -> int:
        """The first year in which it holds."""


L = TypeVar("L", bound=Law)


def in_force(laws: Sequence[L], year: int) -> L:
    """The latest law that had begun by the year."""
    return max((law for law in laws if law.first_year <= year), key=lambda law: law.first_year)
