"""Who answers the parts of a batch: this process, all cores of this machine, or a cluster. The answers are the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")


class Runner(Protocol):
    """Answers parts with few of them under way at once, whatever their number, and gives the answers in the order of the parts.

    ``answer`` is a function of a module, so that another process can import it. It depends on the part alone.
    """

    def answers(self, answer: Callable[[bytes], Answer], parts: Iterable[bytes]) -> Iterator[Answer]:
        """One answer for each part, in order."""
        ...


class InThisProcess:
    """Answers one part after the other."""

    def answers(self, answer: Callable[[bytes], Answer], parts: Iterable[bytes]) -> Iterator[Answer]:
        """One answer for each part, in order."""
        return map(answer, parts)
