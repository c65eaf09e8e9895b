"""How the costs of the year so far are asked, and what is said where they cannot be right."""

from __future__ import annotations

from datetime import date

from finder.domain.money import Cents, shown
from finder.explain.kit.section import Paragraphs, Sections
from finder.explain.messages import mark, say
from finder.questions.so_far import too_much

SPENT = mark("I already bought drugs with a Medicare drug plan this year")
SPENT_LABEL = mark("Total drug costs so far this year")
TROOP_LABEL = mark("Your out-of-pocket costs so far this year (TrOOP)")


def statement() -> Sections:
    """Where the two numbers are found."""
    return (Paragraphs((say("Your plan sends you a statement each month (Explanation of Benefits). Both numbers are on it."),)),)


def so_far_refusal(spent: Cents | None, counted: Cents | None, start: date) -> str:
    """Why the costs so far cannot be counted; empty where they can."""
    if spent is None or counted is None:
        return say("Please type both numbers from your statement: total drug costs, and out-of-pocket costs.")
    found = too_much(spent, counted, start.year)
    if found is not None and found.by_threshold:
        return say(
            "Out-of-pocket costs stop at {most} in {year}. You typed {typed}. Check your statement.",
            most=shown(found.most),
            year=start.year,
            typed=shown(counted),
        )
    if found is not None:
        return say(
            "Out-of-pocket costs ({typed}) can't be more than the total drug costs ({most}). Check your statement.",
            typed=shown(counted),
            most=shown(found.most),
        )
    if spent and start.month == 1:
        return say("Costs so far in {year} need a later start. Choose the next month under “When does your plan start?”", year=start.year)
    return ""
