"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

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
