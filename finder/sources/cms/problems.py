"""Collecting what is wrong with a set of files, so that it is refused whole with one line per problem."""

from __future__ import annotations

from finder.domain.errors import Problem, SourceError

SHOWN = 50
"""How many problems are listed; the rest is counted. Somebody with a thousand bad rows has one cause, not a thousand."""


def at(file: str, row: int | None = None, column: str = "") -> str:
    """Where a problem is: file, row (the header is row 1) and column, as far as they apply."""
    return ", ".join(part for part in (file, f"row {row}" if row is not None else "", f"column {column}" if column else "") if part)


class Problems:
    """The problems found so far: the first fifty, and how many there are in all."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self.count = 0

    def add(self, where: str, expected: str, found: str) -> None:
        """One more problem."""
        self.count += 1
        if len(self._listed) < SHOWN:
            self._listed.append(Problem(where, expected, _quoted(found)))

    def add_unlisted(self, count: int) -> None:
        """``count`` more problems of a kind whose first ones are listed."""
        self.count += count

    def refuse_if_any(self) -> None:
        """Raise SourceError with everything found, if anything was."""
        if not self.count:
            return
        listed = list(self._listed)
        if self.count > len(listed):
            listed.append(Problem("in all", "no problem", f"{self.count:,} problems, of which the first {len(listed)} are listed"))
        raise SourceError(listed)


def _quoted(found: str) -> str:
    """What was found on one line and not endlessly long."""
    flat = " ".join(found.split())
    return flat if len(flat) <= 120 else flat[:117] + "..."
