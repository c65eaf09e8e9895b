"""The costs of the year so far, on both sides of each limit that the pages check."""

from __future__ import annotations

from datetime import date

import pytest

from finder.explain.person import so_far_refusal

DECEMBER = date(2026, 12, 1)
THRESHOLD_2026 = 2_100_00


@pytest.mark.parametrize(
    ("spent", "counted", "start"),
    [(0, 0, date(2026, 1, 1)), (600_00, 600_00, DECEMBER), (9_000_00, THRESHOLD_2026, DECEMBER), (1, 0, date(2026, 2, 1))],
)
def test_possible_costs_are_counted(spent: int, counted: int, start: date) -> None:
    assert so_far_refusal(spent, counted, start) == ""


@pytest.mark.parametrize(
    ("spent", "counted", "start", "says"),
    [
        (None, 100_00, DECEMBER, "type both numbers"),
        (100_00, None, DECEMBER, "type both numbers"),
        (600_00, 600_01, DECEMBER, "($600.01) can't be more than the total drug costs ($600.00)"),
        (9_000_00, THRESHOLD_2026 + 1, DECEMBER, "stop at $2,100.00 in 2026. You typed $2,100.01"),
        (1, 0, date(2026, 1, 1), "need a later start"),
    ],
)
def test_contradictory_costs_get_a_sentence(spent: int | None, counted: int | None, start: date, says: str) -> None:
    assert says in so_far_refusal(spent, counted, start)
