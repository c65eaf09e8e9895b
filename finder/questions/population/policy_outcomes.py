"""How many of each group pay less, more, or the same, as far as that can be shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from finder.domain.money import Cents
from finder.domain.policy_effect import Outcomes
from finder.questions.population.small_groups import FEWEST, hidden

SAME: Cents = 100
"""A change of less than this much a year is none."""


class Changed(NamedTuple):
    """What those pay less who pay less, more who pay more, and how the cost of the others moves by some cents."""

    less: tuple[Cents, ...]
    more: tuple[Cents, ...]
    same: tuple[Cents, ...]

    @property
    def people(self) -> int:
        """How many there are."""
        return sum(map(len, self))


def changed(changes: Sequence[Cents]) -> Changed:
    """Changes of people's costs, sorted into the three."""
    less, more = tuple(-one for one in changes if one <= -SAME), tuple(one for one in changes if one >= SAME)
    return Changed(less, more, tuple(one for one in changes if abs(one) < SAME))


def of_everyone(everyone: Changed) -> Outcomes:
    """The counts and sums. A small count is hidden, and with it how many stay the same, so that it can't be reckoned; where that is not
    enough, all are. So of those who gain or lose, one hidden alone is fewer than 11."""
    sizes = [len(part) for part in everyone]
    away = {place for place, size in enumerate(sizes) if 0 < size < FEWEST}
    if away:
        away.add(len(sizes) - 1)
        told = [sizes[place] for place in away if sizes[place]]
        away = away if len(told) > 1 and sum(told) >= FEWEST else set(range(len(sizes)))
    return _outcomes(everyone, *(place not in away for place in range(len(sizes))))


def of_groups(groups: Sequence[Changed], whole: Outcomes, away: Collection[int]) -> list[Outcomes]:
    """The same for the groups of one kind, whose ``whole`` is shown and of which those in ``away`` are hidden. Who gains, and who loses, is
    hidden by itself, and with it in other groups so much that the whole doesn't tell it. Where both are shown, so are those whose cost
    stays; where these are few, who gains is hidden."""
    few = {place for place, group in enumerate(groups) if 0 < len(group.same) < FEWEST}
    every = range(len(groups))
    less = every if whole.gain is None else hidden([[len(one.less), one.people - len(one.less)] for one in groups], {*away, *few})
    more = every if whole.lose is None else hidden([[len(one.more), one.people - len(one.more)] for one in groups], away)
    return [_outcomes(group, place not in less, place not in more, False) for place, group in enumerate(groups)]


def _outcomes(of: Changed, gain: bool, lose: bool, same: bool) -> Outcomes:
    counts = [len(part) if shown else None for part, shown in zip(of, (gain, lose, same), strict=True)]
    if gain and lose:
        counts[2] = len(of.same)
    return Outcomes(counts[0], counts[1], counts[2], sum(of.less) if gain else None, sum(of.more) if lose else None)
