"""Charts of our own: what is drawn is to scale, what is labeled is the right bar, and no word can become markup."""

from __future__ import annotations

import re

import pytest

from finder.explain.kit.bars import month_bars, telling_months
from finder.explain.kit.html import html_of

LETTERS = "JFMAMJJASOND"


@pytest.mark.parametrize(
    ("amounts", "places"),
    [
        ([265_00, *[59_00] * 11], (0, 11)),
        ([*[59_00] * 11, 1_065_00], (11, 0)),
        ([None] * 5 + [1_00, 200_00, 300_00, 59_00, 59_00, 59_00, 0], (7, 10)),  # 59.00 comes three times; November is farthest from August
        ([100_00] * 12, (0, None)),
        ([0] * 12, (None, None)),
        ([], (None, None)),
    ],
)
def test_the_highest_month_and_a_usual_one_are_told(amounts: list[int | None], places: tuple[int | None, int | None]) -> None:
    assert telling_months(amounts) == places


def test_bars_of_months_are_to_scale_and_labeled() -> None:
    drawn = month_bars(LETTERS, [200_00, None, *[50_00] * 10], "January costs most.", {0: "$200", 11: "$50 <b>"})
    bars = re.findall(r'finder-tone-(\w+)" style="height:([\d.]+)%"', drawn.html)
    assert bars == [("peak", "100.00"), *[("bar", "25.00")] * 10]  # February is not counted; 50 is a quarter of 200
    assert "$50 &lt;b&gt;" in drawn.html
    assert 'role="img" aria-label="January costs most."' in html_of([drawn])
