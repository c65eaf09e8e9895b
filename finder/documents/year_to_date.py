"""What had run up this year before a question is asked, and what cannot have."""

from __future__ import annotations

from finder.documents.fields import Input, Money
from finder.domain.errors import Problem
from finder.domain.money import Cents, dollars


class YearToDate(Input):
    """What had run up this year before the first fill, in dollars."""

    gross_drug_cost: Money = 0
    troop: Money = 0


def to_date_problem(to_date: YearToDate, threshold: Cents, where: str) -> Problem | None:
    """What no year can have run up: more out-of-pocket costs than the threshold, or than the drugs cost."""
    troop, gross = to_date.troop, to_date.gross_drug_cost
    if troop > threshold:
        return Problem(f"{where}.troop", f"at most {dollars(threshold)}, the year's threshold", dollars(troop))
    if troop > gross:
        return Problem(f"{where}.troop", f"at most {dollars(gross)}, the gross drug cost so far", dollars(troop))
    return None
