"""Those who wait for long work. One at a time on two cores, so that short answers of others never wait for it; and not too many."""

from __future__ import annotations

import os
from functools import cache
from itertools import count
from threading import Lock

_MOST_WAITING = 20


class Line:
    """Places in the order in which they were taken; the first few are at work."""

    def __init__(self, at_work: int, waiting: int) -> None:
        self._at_work, self._most = at_work, at_work + waiting
        self._places: list[int] = []
        self._numbers, self._lock = count(), Lock()

    def join(self) -> int | None:
        """A place at the end; None where too many wait."""
        with self._lock:
            if len(self._places) >= self._most:
                return None
            self._places.append(next(self._numbers))
            return self._places[-1]

    def before(self, place: int) -> int:
        """How many others must end first; 0 for one whose turn it is."""
        with self._lock:
            return max(0, self._places.index(place) - self._at_work + 1)

    def leave(self, place: int) -> None:
        """Give a place to the next one."""
        with self._lock:
            self._places.remove(place)

    @property
    def running(self) -> int:
        """How many are at work."""
        return min(len(self._places), self._at_work)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._places) - self.running


@cache
def line() -> Line:
    """The line of this server."""
    return Line(max(1, (os.cpu_count() or 1) // 2), _MOST_WAITING)
