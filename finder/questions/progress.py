"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

_WINDOW = 10.0
OnProgress = Callable[[int, int], bool | None]
"""Called with the steps done and the most there will be. Returning False stops the work; anything else lets it go on."""


class Steps:
    """Counts steps and asks after each whether to go on."""

    def __init__(self, of: int, on_progress: OnProgress | None) -> None:
        self.done, self.of, self.stopped = 0, of, False
        self._on_progress = on_progress

    def go_on(self, steps: int = 1) -> bool:
        """Count ``steps`` more. False once the work is to stop."""
        self.done = min(self.done + steps, self.of)
        if self._on_progress is not None and self._on_progress(self.done, self.of) is False:
            self.stopped = True
        return not self.stopped


class Pace:
    """How fast bytes come: over the last ten seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque([(0.0, 0)])

    def rate(self, seconds: float, came: int) -> float:
        """Bytes a second, after so many bytes came in so many seconds; 0 while nothing is known."""
        self._seen.append((seconds, came))
        while len(self._seen) > 2 and seconds - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        (start, before), (end, now) = self._seen[0], self._seen[-1]
        return (now - before) / (end - start) if now > before and end > start else 0.0
