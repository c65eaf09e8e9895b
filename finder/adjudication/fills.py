"""When what is bought: the fills of a list by month, in the order processed."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.months import YEAR_MONTHS
from finder.domain.prescription import Fill

MONTHS = range(1, YEAR_MONTHS + 1)

FillsByMonth = tuple[tuple[int, ...], ...]
"""For each month of the year the fills in the order processed, each by the place of what is bought."""


def fills_by_month(fills: Sequence[Sequence[Fill]]) -> FillsByMonth:
    """The months of a year. ``fills`` are those of each thing bought, in the order processed on a day."""
    ordered = sorted((fill.date, place) for place, of_one in enumerate(fills) for fill in of_one)
    by_month: dict[int, list[int]] = {month: [] for month in MONTHS}
    for day, place in ordered:
        by_month[day.month].append(place)
    return tuple(map(tuple, by_month.values()))
