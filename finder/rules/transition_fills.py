"""Transition fills: the window, what is owed in it, and the notices. Days are whole numbers; ``NO_TOTAL`` means that none was printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from finder.rules.business_days import business_days_after
from finder.rules.in_force import in_force
from finder.rules.registry import law

NO_TOTAL = -1


class Supply(NamedTuple):
    """The numbers of a supply rule, in days: the largest fill, the total owed, and how far a fill begun below the total may reach."""

    fill: int
    total: int
    reach: int


@law
def window_end(start: date, days: int) -> date:
    """The transition window is the first days of coverage, the first day counted. 42 CFR 423.120(b)(3)(ii)."""
    return start + timedelta(days=days - 1)


@law
def day_of_window(day: date, start: date) -> int:
    """The first day of coverage is day 1 of the window; days before it are 0 or less. 42 CFR 423.120(b)(3)(ii)."""
    return (day - start).days + 1


@law
def supply_to_a_total(asked: int, supplied: int, supply: Supply) -> int:
    """Fills are owed until together they make the total, so a prescription for fewer days may be filled again. 42 CFR
    423.120(b)(3)(iii)(A)."""
    return max(min(asked, supply.total - supplied), 0)


@law
def supply_in_increments(asked: int, supplied: int, supply: Supply) -> int:
    """In long-term care fills are owed in increments, up to a total where the rule has one. 42 CFR 423.120(b)(3)(iii)(B)."""
    increment = min(asked, supply.fill)
    return increment if supply.total == NO_TOTAL else max(min(increment, supply.total - supplied), 0)


@law
def supply_by_dispensing_increment(asked: int, supplied: int, supply: Supply) -> int:
    """From 2013 to 2018 a long-term care fill begun below the least total is owed whole, as far as the largest total. CMS Prescription
    Drug Benefit Manual ch. 6, 30.4.4."""
    return min(asked, supply.reach - supplied) if supplied < supply.total else 0


@law
def emergency_supply(asked: int, days: int) -> int:
    """Outside the window a long-term care resident gets one emergency supply while an exception is pending. CMS Prescription Drug Benefit
    Manual ch. 6, 30.4.6."""
    return min(asked, days)


@law
def enrollee_notice_due(filled: date, business_days: int) -> date:
    """The enrollee's written notice is due within business days of the fill; weekends and federal holidays do not count. 42 CFR
    423.120(b)(3)(iv)."""
    return business_days_after(filled, business_days)


SupplyRule = Callable[[int, int, Supply], int]


class TransitionLaw(NamedTuple):
    """Which supply rule holds from a year on, outpatient and in long-term care."""

    first_year: int
    outpatient: SupplyRule
    long_term_care: SupplyRule


TRANSITION_LAWS = (
    TransitionLaw(2006, supply_to_a_total, supply_in_increments),
    TransitionLaw(2013, supply_to_a_total, supply_by_dispensing_increment),
    TransitionLaw(2019, supply_to_a_total, supply_to_a_total),
)


def transition_law(year: int) -> TransitionLaw:
    """The law of transition supplies for a window that starts in that year."""
    return in_force(TRANSITION_LAWS, year)
