"""When what is bought: the fills of a list as months, and the months in a row that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from finder.adjudication.year_sums import Schedule
from finder.domain.prescription import Fill


def schedule_of(fills: Sequence[Sequence[Fill]], first_month: int) -> Schedule:
    """The months from the first one covered to December. ``fills`` are those of each purchase, in the order processed on a day."""
    ordered = sorted((fill.date, purchase) for purchase, of_purchase in enumerate(fills) for fill in of_purchase)
    by_month: dict[int, list[int]] = {month: [] for month in range(first_month, 13)}
    for day, purchase in ordered:
        by_month[day.month].append(purchase)
    return [(sequence, len(list(months))) for sequence, months in groupby(map(tuple, by_month.values()))]
