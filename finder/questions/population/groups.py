"""Groups that can be shown: parts of a whole, put together until no count that is shown, or follows from those shown, is from 1 to 10.

Each group is a whole number of parts, and every part is in a group. So nothing is told of a part but what its group shows, and taking
groups from the whole leaves groups (decision 106).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from finder.questions.population.small_groups import hidden, shown_count

Part = TypeVar("Part")


def enough(counts: Sequence[int]) -> bool:
    """Whether all of the counts can be shown: nobody, or not too few."""
    return all(shown_count(count) is not None for count in counts)


def split(count: int, of: int) -> int | None:
    """How many of a whole; None where they, or the others, are too few."""
    return count if enough((count, of - count)) else None


def joined(parts: Mapping[Part, Sequence[int]]) -> tuple[tuple[Part, ...], ...]:
    """Parts without an order, each with its counts: the larger ones alone, those that cannot be shown together in a last group. None where
    not even the whole can be shown. Parts of nobody are left out."""
    some = {part: counts for part, counts in parts.items() if any(counts)}
    keys = list(some)
    away = hidden(list(some.values()))
    rest = tuple(key for place, key in enumerate(keys) if place in away)
    if rest and not enough(_sum(some, rest)):
        return ()
    shown = sorted((key for place, key in enumerate(keys) if place not in away), key=lambda key: -sum(some[key]))
    return (*((key,) for key in shown), *((rest,) if rest else ()))


def joined_in_order(parts: Mapping[Part, Sequence[int]]) -> tuple[tuple[Part, ...], ...]:
    """Parts in an order (bands of amounts): neighbors together. None where not even the whole can be shown."""
    groups: list[tuple[Part, ...]] = []
    begun: tuple[Part, ...] = ()
    for part in parts:
        begun = (*begun, part)
        if enough(_sum(parts, begun)):
            groups.append(begun)
            begun = ()
    while begun and groups and not enough(_sum(parts, begun)):
        begun = (*groups.pop(), *begun)
    if begun and not enough(_sum(parts, begun)):
        return ()
    return (*groups, *((begun,) if begun else ()))


def _sum(parts: Mapping[Part, Sequence[int]], of: Sequence[Part]) -> list[int]:
    return [sum(column) for column in zip(*(parts[part] for part in of), strict=True)]
