"""The questions about a person: year, place, help, plans, stores and what had run up. Grade 6."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.money import Cents, shown
from finder.explain.kit.section import Paragraphs, Sections
from finder.explain.messages import mark, say, say_count
from finder.explain.words import joined
from finder.questions.so_far import too_much

YEAR = mark("Plan year")
ZIP = mark("ZIP code")
TYPE_ZIP = mark("Type the 5 digits of your home ZIP code.")
WHICH_COUNTY = mark("Your ZIP code is in more than one county. Which is yours?")
CHOOSE_COUNTY = mark("Please choose your county.")
EXTRA_HELP_IS = mark("Extra Help is a Medicare program for people with a low income (low-income subsidy).")
EXTRA_HELP = mark("Do you get Extra Help with drug costs?")
NOT_SURE_OF_HELP = mark("Then we count no Extra Help. If you do get it, you would pay less.")
WHICH_PLANS = mark("Which plans should we compare?")
YOUR_PLAN = mark("Which plan do you have now?")
DURING_THE_YEAR = mark("Joining or switching during the year: start month, costs so far")
START = mark("When does your plan start?")
MORE_CHOICES = mark("More choices: special needs plans, store, other help, late fee, high income")
WHICH_STORE = mark("Where do you buy your drugs?")
YOUR_STORES = mark("Do you have drug stores that you always use? Choose up to 5.")
STORES_NOTE = mark("Then each plan is priced at the one where you pay least. Leave it empty to look at all stores.")
GOOD_COVERAGE = mark("Good coverage pays as much as Medicare's (creditable coverage). Leave 0 if you don't know.")
MONTHS_WITHOUT = mark("How many full months were you without good drug coverage since you first got Medicare?")


def unknown_zip(zip_code: str) -> str:
    """That no county has that ZIP code."""
    return say("We don't know the ZIP code {zip_code}. Please check its 5 digits.", zip_code=zip_code)


def lost_stores_sentence(npis: Sequence[str]) -> str:
    """That stores of a session file are not known here; empty if all are."""
    if not npis:
        return ""
    return say_count(
        "We can't find the drug store with NPI {npis} in the networks on this computer. So we did not set it.",
        "We can't find the drug stores with NPI {npis} in the networks on this computer. So we did not set them.",
        len(npis),
        npis=joined(npis),
    )


def lost_plan_sentence(plan_id: str) -> str:
    """That the plan of a session file is not in this place."""
    return say("In our file {plan} does not serve this place. So we did not set your current plan.", plan=plan_id)


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
