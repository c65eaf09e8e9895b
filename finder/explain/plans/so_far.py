"""How the costs of the year so far are asked, and what is said where they cannot be right."""

from __future__ import annotations

from datetime import date

from finder.adjudication.terms import year_terms
from finder.domain.money import Cents, shown

SPENT = "I already bought drugs with a Medicare drug plan this year"
STATEMENT = "Your plan sends you a statement each month (Explanation of Benefits). Both numbers are on it."
SPENT_LABEL = "Total drug costs so far this year"
TROOP_LABEL = "Your out-of-pocket costs so far this year (TrOOP)"


def so_far_refusal(spent: Cents | None, counted: Cents | None, start: date) -> str:
    """Why the costs so far cannot be counted; empty where they can."""
    if spent is None or counted is None:
        return "Please type both numbers from your statement: total drug costs, and out-of-pocket costs."
    if counted > spent:
        return f"Out-of-pocket costs ({shown(counted)}) can't be more than the total drug costs ({shown(spent)}). Check your statement."
    threshold = year_terms(start.year).threshold
    if counted > threshold:
        return f"Out-of-pocket costs stop at {shown(threshold)} in {start.year}. You typed {shown(counted)}. Check your statement."
    if spent and start.month == 1:
        return f"Costs so far in {start.year} need a later start. Choose the next month under “When does your plan start?”"
    return ""
