"""What had run up this year before a question is asked. Amounts in cents."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.money import Cents


class YearToDate(NamedTuple):
    """What drugs cost so far this year, and what of it counts toward the threshold."""

    gross_drug_cost: Cents = 0
    troop: Cents = 0
