"""Groups too small to be shown, so that nobody can be found in them, and others hidden with them so that no sum tells them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

FEWEST = 11
"""The smallest count that is shown. CMS's cell size policy."""


def hidden(counts: Sequence[Sequence[int]], also: Collection[int] = ()) -> frozenset[int]:
    """The places of the rows that must be hidden: the parts of a whole that is shown, each with its counts. A row is hidden if one of its
    counts is from 1 to 10; and then so many others, the smallest first, that no count of the hidden rows together is. One row is never
    hidden alone: the others and the whole would tell it. ``also``: places that are hidden for another reason."""
    away = {place for place, row in enumerate(counts) if place in also or any(0 < count < FEWEST for count in row)}
    others = [place for place in range(len(counts)) if place not in away and any(counts[place])]
    order = sorted(others, key=lambda place: (sum(counts[place]), place))
    while away and order and (len(away) == 1 or _small(counts, away)):
        away.add(order.pop(0))
    return frozenset(away)


def shown_count(count: int) -> int | None:
    """A count; None where it is too small to be shown."""
    return None if 0 < count < FEWEST else count


def _small(counts: Sequence[Sequence[int]], away: set[int]) -> bool:
    return any(0 < sum(column) < FEWEST for column in zip(*(counts[place] for place in away), strict=True))
