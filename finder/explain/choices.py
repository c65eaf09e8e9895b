"""The answers that a page offers, in words that people use, each with the value that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.market import CatalogInfo, County, PlanKind
from finder.domain.pharmacy import Pharmacy
from finder.domain.supply import Often
from finder.explain.messages import mark, say, say_count
from finder.explain.words import month
from finder.parameters import parameter_set

NOT_SURE = mark("I'm not sure")
NO_PLAN = mark("I don't have one")
NO_PLANS = (None, NOT_SURE, NO_PLAN)
"""The answers to "Which plan do you have now?" that name none."""

STORES: dict[str, tuple[Channel, ...]] = {
    mark("The store where each plan costs least"): (Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL),
    mark("Any store, not only the plan's preferred ones"): (Channel.STANDARD_RETAIL,),
    mark("By mail"): (Channel.PREFERRED_MAIL, Channel.STANDARD_MAIL),
}
"""Where the person would buy drugs."""

BOTH_KINDS = mark("I'm not sure. Show me both kinds")
PLAN_KINDS: dict[str, tuple[PlanKind, ...]] = {
    mark("Original Medicare, with a drug plan"): (PlanKind.PDP,),
    mark("A health plan that covers drugs too (Medicare Advantage)"): (PlanKind.MA_PD,),
    BOTH_KINDS: (PlanKind.PDP, PlanKind.MA_PD),
}
"""Which plans the person would look at; special needs plans are asked for apart."""
KINDS_MEAN = (
    mark("You keep your red, white and blue Medicare card for doctors and hospitals. You add a plan for drugs."),
    mark("One plan from a company covers doctors, hospitals and drugs. You may have to use its doctors."),
    mark("That is fine. You see what each kind would cost, and can choose later."),
)
"""What each answer means, in the order of ``PLAN_KINDS``."""

ORDER_LABEL = mark("In which order do you buy drugs on the same day?")
ORDERS: dict[str, bool] = {
    mark("By name, as Medicare's own finder counts"): True,
    mark("As they stand on my list"): False,
}
"""The order of drugs bought on one day; True for the order by name."""

SPECIAL_NEEDS_LABEL = mark("Some plans are only for some people (special needs plans). Check what fits you, and we show them.")
SPECIAL_NEEDS: dict[str, SpecialNeed | None] = {
    mark("I have Medicaid"): SpecialNeed.MEDICAID,
    mark("I have a long illness, such as diabetes or heart failure"): SpecialNeed.CHRONIC_CONDITION,
    mark("I live in a nursing home, or need that much care"): SpecialNeed.INSTITUTION,
    mark("I'm not sure. Show these plans anyway"): None,
}
"""What may fit a person of the needs that special needs plans are for; the last stands for not being sure."""

_DAYS = {
    30: mark("1 month"),
    90: mark("3 months"),
    60: mark("2 months"),
    28: mark("4 weeks"),
    84: mark("12 weeks"),
    56: mark("8 weeks"),
    14: mark("2 weeks"),
    7: mark("1 week"),
    180: mark("6 months"),
}
HOW_OFTEN: dict[str, Often] = {
    mark("Once a day"): Often(1, 1),
    mark("Twice a day"): Often(2, 1),
    mark("3 times a day"): Often(3, 1),
    mark("At bedtime"): Often(1, 1),
    mark("Every other day"): Often(1, 2),
    mark("Once a week"): Often(1, 7),
    mark("Every 2 weeks"): Often(1, 14),
}
"""How often a person takes a drug: the usual answers."""
LESS_OFTEN_MEANT: dict[str, Often] = {
    mark("4 times a day"): Often(4, 1),
    mark("5 times a day"): Often(5, 1),
    mark("3 times a week"): Often(3, 7),
    mark("Twice a week"): Often(2, 7),
    mark("Once a month"): Often(1, 30),
    mark("Every 3 months"): Often(1, 91),
}
"""How often a person takes a drug: answers that few give."""
AS_NEEDED, ANOTHER_WAY = mark("Only when I need it"), mark("Another way")
ONLY_THE_BOTTLE = mark("I only know the bottle")
"""A drug taken only when it is needed, and a number read from the bottle, are asked apart."""


def days_words(days: int) -> str:
    """``30 days (1 month)``."""
    if days in _DAYS:
        return say("{days} days ({length})", days=days, length=say(_DAYS[days]))
    return say_count("{count} day", "{count} days", days)


def subsidies(plan_year: int) -> dict[str, LowIncomeSubsidy]:
    """What people may answer about Extra Help in a plan year. Not being sure is counted as none, and said so."""
    answers = {
        NOT_SURE: LowIncomeSubsidy.NONE,
        mark("No"): LowIncomeSubsidy.NONE,
        mark("Yes, in full (no Medicaid, or an income above the poverty line)"): LowIncomeSubsidy.FULL_OTHER,
        mark("Yes, and I have Medicaid and an income up to the poverty line"): LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY,
        mark("Yes, and Medicaid pays for my nursing home or home care"): LowIncomeSubsidy.FULL_INSTITUTIONAL,
    }
    if parameter_set(plan_year).has("lis_partial.deductible"):
        answers[mark("Yes, but only part of it")] = LowIncomeSubsidy.PARTIAL
    return answers


def year_words(plan_year: int, info: CatalogInfo) -> str:
    """``2026``; ``2012 (example designs, not real plans)``; ``2010 (real plans, estimated costs)``."""
    if info.assumes:
        return say("{year} (real plans, estimated costs)", year=plan_year)
    return say("{year} (example designs, not real plans)", year=plan_year) if info.example else str(plan_year)


def county_words(county: County) -> str:
    """``Worcester County, MA``."""
    return say("{county} County, {state}", county=county.name, state=county.state)


def start_words(start: date) -> str:
    """``January 2026``."""
    return say("{month} {year}", month=month(start.month), year=start.year)


def store_words(pharmacy: Pharmacy) -> str:
    """``Corner Drug Store, 1 Main St, Worcester``; where the name is not known, its number and ZIP code."""
    if not pharmacy.name:
        return say("NPI {npi}, ZIP {zip_code}", npi=pharmacy.npi, zip_code=pharmacy.zip_code)
    return ", ".join(part.title() for part in (pharmacy.name, pharmacy.address, pharmacy.city) if part)


def kinds(answer: str, special_needs: bool) -> tuple[PlanKind, ...]:
    """The kinds of plan of an answer, with special needs plans where they are asked for."""
    return (*PLAN_KINDS[answer], PlanKind.SNP) if special_needs else PLAN_KINDS[answer]


def special_needs(checked: Sequence[str]) -> tuple[SpecialNeed, ...] | None:
    """The needs that fit a person; None where nothing is checked, and for somebody who is not sure."""
    needs = [SPECIAL_NEEDS[answer] for answer in checked]
    return None if not needs or None in needs else tuple(need for need in needs if need is not None)
