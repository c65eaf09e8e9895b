"""Small groups are hidden, and no sum tells them."""

from __future__ import annotations

import random

from finder.questions.population.small_groups import FEWEST, hidden, shown_count


def test_a_small_row_takes_the_next_smallest_with_it() -> None:
    assert hidden([[10], [11], [50]]) == {0, 1}  # 10 alone would be the whole less 61
    assert hidden([[3], [4], [50], [60]]) == {0, 1, 2}  # together 7: still too few
    assert hidden([[5], [6], [50]]) == {0, 1}  # together 11
    assert hidden([[11], [0], [50]]) == frozenset()


def test_a_row_is_hidden_for_any_of_its_counts() -> None:
    assert hidden([[20, 5], [30, 30], [90, 90]]) == {0, 1}


def test_nothing_hidden_can_be_reckoned() -> None:
    chance = random.Random(13)
    for _ in range(500):
        rows = [[chance.choice([0, 3, 9, 10, 11, 12, 40]) for _ in range(2)] for _ in range(chance.randint(2, 6))]
        away = hidden(rows)
        shown = [row for place, row in enumerate(rows) if place not in away]
        assert all(not 0 < count < FEWEST for row in shown for count in row)
        if away and shown and any(map(any, shown)):
            assert len(away) > 1
            assert all(not 0 < sum(column) < FEWEST for column in zip(*(rows[place] for place in away), strict=True))


def test_a_count_below_11_is_none() -> None:
    assert [shown_count(count) for count in (0, 1, 10, 11)] == [0, None, None, 11]
