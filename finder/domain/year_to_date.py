"""What had run up this year before a question is asked, and what cannot have. Amounts in cents."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from finder.domain.errors import Problem
from finder.domain.money import Cents, dollars


class YearToDate(NamedTuple):
    """What drugs cost so far this year, and what of it counts toward the threshold."""

    gross_drug_cost: Cents = 0
    troop: Cents = 0


class ToDate(Protocol):
    """The totals of a year to date."""

    @property
    def gross_drug_cost(self) -> Cents:
        """What drugs cost so far."""

    @property
    def troop(self) -> Cents:
        """What counts toward the threshold so far."""


def to_date_problem(to_date: ToDate, threshold: Cents, where: str) -> Problem | None:
    """What no year can have run up: more out-of-pocket costs than the threshold, or than the drugs cost."""
    troop, gross = to_date.troop, to_date.gross_drug_cost
    if troop > threshold:
        return Problem(f"{where}.troop", f"at most {dollars(threshold)}, the year's threshold", dollars(troop))
    if troop > gross:
        return Problem(f"{where}.troop", f"at most {dollars(gross)}, the gross drug cost so far", dollars(troop))
    return None
