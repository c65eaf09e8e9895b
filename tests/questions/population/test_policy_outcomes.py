"""Counts of who gains and who loses: nothing small is shown, and nothing hidden can be reckoned."""

from __future__ import annotations

import random

from finder.questions.population.policy_outcomes import Changed, changed, of_everyone, of_groups
from finder.questions.population.small_groups import FEWEST, hidden


def group(less: int, more: int, same: int) -> Changed:
    return Changed((500,) * less, (700,) * more, (0,) * same)


def test_changes_are_sorted_to_the_dollar() -> None:
    assert changed([-100, -99, 0, 99, 100, 350]) == Changed((100,), (100, 350), (-99, 0, 99))


def test_who_loses_is_shown_though_those_who_gain_are_few() -> None:
    groups = [group(2, 20, 40), group(3, 30, 50), group(0, 0, 60)]
    whole = of_everyone(group(5, 50, 150))
    assert whole[:3] == (None, 50, None)
    assert [one[:3] for one in of_groups(groups, whole, ())] == [(None, 20, None), (None, 30, None), (None, 0, None)]


def test_a_small_part_that_stays_the_same_hides_who_gains() -> None:
    groups = [group(20, 20, 5), group(15, 15, 20), group(40, 40, 40)]
    found = of_groups(groups, of_everyone(group(75, 75, 65)), ())
    assert [one[:3] for one in found] == [(None, 20, None), (None, 15, None), (40, 40, 40)]
    assert [one.lost for one in found] == [20 * 700, 15 * 700, 40 * 700]


def test_nothing_hidden_can_be_reckoned() -> None:
    chance = random.Random(5)
    for _ in range(800):
        groups = [group(*(chance.choice([0, 0, 4, 9, 11, 15, 60]) for _ in range(3))) for _ in range(chance.randint(2, 5))]
        groups = [one for one in groups if one.people]
        if len(groups) < 2:
            continue
        total = Changed(*(tuple(amount for one in groups for amount in one[part]) for part in range(3)))
        whole, away = of_everyone(total), hidden([[one.people] for one in groups])
        found = of_groups(groups, whole, away)
        shown = [one for place, one in enumerate(found) if place not in away]
        assert all(count is None or not 0 < count < FEWEST for one in (*shown, whole) for count in one[:3])
        for column in range(2):  # the whole less the shown groups is the hidden ones: many, and not one alone
            if whole[column] is not None:
                left = [len(groups[place][column]) for place in range(len(groups)) if place in away or found[place][column] is None]
                assert not 0 < sum(left) < FEWEST
                assert len(left) != 1 or not any(0 < len(groups[place][column]) < FEWEST for place in range(len(groups)))
