"""The six doors of the pages, and what stands behind each: every page by its name, in a sentence. Grade 6."""

from __future__ import annotations

from typing import NamedTuple

from finder.explain.messages import mark


class PageWords(NamedTuple):
    """A page: its name, and in a sentence what it is for."""

    title: str
    about: str


PAGES: dict[str, PageWords] = {
    "find_plans": PageWords(mark("Find plans"), mark("Tell us where you live and which drugs you take.")),
    "answer": PageWords(mark("My answer"), mark("What each plan would cost you in a year, and why.")),
    "plan_year": PageWords(mark("Plan year"), mark("One plan's year, month by month, and each refill in it.")),
    "side_by_side": PageWords(mark("Side by side"), mark("Two to four plans beside each other.")),
    "what_if": PageWords(mark("What if"), mark("See what changes if you add a drug, switch stores or get Extra Help.")),
    "annual_change": PageWords(mark("Next year"), mark("What changes in your plan from this year to the next.")),
    "report": PageWords(mark("Report"), mark("Your answer on paper, to keep or to take along.")),
    "help_with_costs": PageWords(mark("Help with costs"), mark("Ways to pay less, and checks on what you paid.")),
    "extra_help": PageWords(mark("Extra Help"), mark("A few questions show if you may get help that pays most of your drug costs.")),
    "payment_plan": PageWords(mark("Payment plan"), mark("Spread your drug costs over the year in monthly bills.")),
    "late_enrollment": PageWords(mark("Late fee"), mark("See if you owe a late fee, how much, and what you can do.")),
    "employer_coverage": PageWords(mark("Employer or Part D"), mark("Drug coverage from a job or union, or a drug plan: what each costs.")),
    "receipt": PageWords(mark("Check a receipt"), mark("Find out if you paid the right price at the drug store.")),
    "price_basis": PageWords(mark("What a price is made of"), mark("Who gets which part of the price of a drug.")),
    "benefit_year": PageWords(mark("The benefit by year"), mark("How the drug benefit works in any year since 2006.")),
    "rights_and_deadlines": PageWords(mark("Rights and deadlines"), mark("What you may ask for, and until when.")),
    "rights": PageWords(mark("Rights and dates"), mark("Ask your plan to pay, appeal a no, and never miss a date.")),
    "read_my_letter": PageWords(mark("Read my letter"), mark("What a letter from your plan must say, and what to do by when.")),
    "losing_coverage": PageWords(mark("I may lose my plan"), mark("A missed bill, a move, a plan that ends: keep it, or join one again.")),
    "two_homes": PageWords(mark("Living in two places"), mark("Months away from home: how long, which stores, when to refill.")),
    "transition_fills": PageWords(mark("First supply of a drug"), mark("A new plan must fill your old drugs for a while. See until when.")),
    "medication_therapy": PageWords(mark("Drug review program"), mark("A free talk about all your drugs. See if your plan must offer it.")),
    "for_counselors": PageWords(mark("For counselors"), mark("Tools for people who help others.")),
    "desk": PageWords(mark("Desk"), mark("Paste a whole drug list, settle each line, and save the session.")),
    "clients": PageWords(mark("Clients"), mark("All saved sessions in a folder, and what ends when.")),
    "couple": PageWords(mark("Couple"), mark("Two people in one home, each with a list and an answer.")),
    "caseload": PageWords(mark("Caseload"), mark("Many people at once: who would save, and which plans fit whom.")),
    "special_plans": PageWords(mark("Kinds of plans"), mark("Which kinds of plan a person may join, and what goes together.")),
    "plans_here": PageWords(mark("Plans on this computer"), mark("Get the plans of another state or year.")),
    "for_advocates": PageWords(mark("For advocates"), mark("What the law does to many people, and where the money goes.")),
    "formulary_map": PageWords(
        mark("Drug lists by class"), mark("Which drugs of a class each plan leaves out, restricts or makes costly.")
    ),
    "pharmacy_reach": PageWords(mark("Reach of drug stores"), mark("How many people live near a drug store of each plan.")),
    "how_we_know": PageWords(mark("How we know"), mark("For people who doubt: what was checked, and what we could not confirm.")),
    "policy": PageWords(mark("Policy what-ifs"), mark("Change the law, and see who would gain and who would pay.")),
    "plan_payments": PageWords(mark("Who pays the plan"), mark("Where a drug plan's money comes from, and where it goes.")),
    "retiree_drug_subsidy": PageWords(
        mark("Retiree drug subsidy"), mark("What Medicare pays an employer that keeps its retirees' drug plan.")
    ),
}

DOORS: dict[str, tuple[str, ...]] = {
    "find_plans": (),
    "answer": (
        "plan_year",
        "side_by_side",
        "what_if",
        "annual_change",
        "report",
    ),
    "help_with_costs": (
        "extra_help",
        "payment_plan",
        "late_enrollment",
        "employer_coverage",
        "receipt",
        "price_basis",
        "benefit_year",
    ),
    "rights_and_deadlines": (
        "rights",
        "read_my_letter",
        "losing_coverage",
        "two_homes",
        "transition_fills",
        "medication_therapy",
    ),
    "for_counselors": (
        "desk",
        "clients",
        "couple",
        "caseload",
        "special_plans",
        "plans_here",
    ),
    "for_advocates": (
        "policy",
        "formulary_map",
        "pharmacy_reach",
        "plan_payments",
        "retiree_drug_subsidy",
        "how_we_know",
    ),
}
"""The doors in their order, by the name of the page, and the pages behind each."""

IN_ENGLISH = {"for_counselors", "desk", "clients", "caseload", *DOORS["for_advocates"], "for_advocates"}
"""The pages that stay in English: who reads them hands over what is in the client's language."""
ENGLISH_TITLES = frozenset(PAGES[name].title for name in IN_ENGLISH)

MENU = mark("Menu")
OPEN = mark("Open")


def door_of(page: str) -> str:
    """The door that a page stands behind; a door stands behind itself."""
    return next(door for door, behind in DOORS.items() if page == door or page in behind)
