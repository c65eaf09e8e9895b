"""What had run up this year before a question is asked, and what cannot have."""

from __future__ import annotations

from typing import NamedTuple

from finder.adjudication.terms import year_terms
from finder.domain.errors import Problem
from finder.domain.money import Cents, dollars


class TooMuch(NamedTuple):
    """More out-of-pocket costs than a year can have run up.

    ``most`` is what it can have.
    ``by_threshold``: the year's threshold says so; else what the drugs cost so far.
    """

    most: Cents
    by_threshold: bool


def too_much(gross_drug_cost: Cents, troop: Cents, year: int) -> TooMuch | None:
    """Whether the out-of-pocket costs so far are more than the year's threshold, or than the drugs cost. None: they can be."""
    threshold = year_terms(year).threshold
    if troop > threshold:
        return TooMuch(threshold, True)
    return TooMuch(gross_drug_cost, False) if troop > gross_drug_cost else None


def so_far_problem(gross_drug_cost: Cents, troop: Cents, year: int, where: str) -> Problem | None:
    """The same as a problem of a document."""
    found = too_much(gross_drug_cost, troop, year)
    if found is None:
        return None
    limit = "the year's threshold" if found.by_threshold else "the gross drug cost so far"
    return Problem(f"{where}.troop", f"at most {dollars(found.most)}, {limit}", dollars(troop))
