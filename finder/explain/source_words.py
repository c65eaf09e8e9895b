"""Where numbers come from and how sure they are, versions, errors, and what is odd in a catalog."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from finder import __version__
from finder.domain.catalog_check import Oddity
from finder.domain.errors import FinderError, NoCatalog, OutsideArea, PlansChanged, Problem, Refusal, SourceError
from finder.domain.market import Assumed, CatalogInfo
from finder.domain.plan_cost import Comparison
from finder.explain.messages import mark, say
from finder.explain.refusal_words import refusal_words
from finder.explain.words import day, foreign
from finder.parameters import version

GO_TO_FIND_PLANS = mark("Go to Find plans")
GO_TO_PLANS = mark("Get plans for this computer")
START_OVER = mark("Start over for the next person")
START_OVER_SURE = mark("Erase all that was typed here, and start over?")
YES_START_OVER = mark("Yes, start over")
NO_GO_ON = mark("No, go on")
FOOT = mark("This is not a government site. All costs are estimates. Your plan has the last word.")
STAYS_HERE = mark("What you type stays on this computer.")
STAYS_ON_THE_SITE = mark("What you type goes to this site and nowhere else. It is erased soon after you close the page or start over.")
LOST = mark("We lost the connection, and what you typed here before is gone. Please begin again, or open your saved copy.")
BEGIN_AGAIN = mark("OK, begin again")
PLANS_CHANGED = mark("The plans on this computer have changed since this answer. Please compare again.")
_ELSEWHERE = mark("See other plans at medicare.gov, or call 1-800-MEDICARE.")
STATUSES = {
    "confirmed": mark("Two sources agree"),
    "single": mark("One source only"),
    "unconfirmed": mark("Not confirmed"),
    "estimate": mark("Our estimate"),
}
_NAMES = {
    "deductible": mark("The standard deductible"),
    "initial_coverage_limit": mark("Where the coverage gap starts"),
    "oop_threshold": mark("The yearly limit on what you pay"),
    "initial_coverage_coinsurance": mark("The standard share you pay after the deductible"),
    "gap_coinsurance.brand": mark("Your share of brand drugs in the gap"),
    "gap_coinsurance.generic": mark("Your share of generic drugs in the gap"),
    "gap_manufacturer_discount": mark("The drug maker's discount in the gap"),
    "gap_dispensing_fee_beneficiary_share.brand": mark("Your share of the store's fee in the gap, brand"),
    "catastrophic_coinsurance": mark("Your share past the yearly limit"),
    "payer_share.initial.manufacturer.applicable": mark("The drug maker's share of a brand before the yearly limit"),
    "payer_share.initial.medicare_selected_drug_subsidy": mark("Medicare's share of a drug whose price it set, before the yearly limit"),
    "payer_share.catastrophic.manufacturer.applicable": mark("The drug maker's share of a brand past the yearly limit"),
    "payer_share.catastrophic.medicare_reinsurance": mark("Medicare's share past the yearly limit"),
    "payer_share.catastrophic.medicare_reinsurance.applicable": mark("Medicare's share of a brand past the yearly limit"),
    "payer_share.catastrophic.medicare_reinsurance.non_applicable": mark("Medicare's share of other drugs past the yearly limit"),
    "lis_income_limit_pct.full": mark("Extra Help for incomes below"),
    "lis_income_limit_pct.partial": mark("Partial Extra Help for incomes below"),
    "catastrophic_min_copay.generic_preferred": mark("The least you pay for a generic past the limit"),
    "catastrophic_min_copay.other": mark("The least you pay for another drug past the limit"),
    "lis_copay.fbde_le100fpl.generic_preferred": mark("Extra Help copay with Medicaid, generic"),
    "lis_copay.fbde_le100fpl.other": mark("Extra Help copay with Medicaid, brand"),
    "lis_copay.full_subsidy_above_threshold": mark("Extra Help copay past the yearly limit"),
    "lis_copay.hcbs_fbde": mark("Extra Help copay with Medicaid home care"),
    "lis_copay.institutional_fbde": mark("Extra Help copay in a nursing home"),
    "lis_copay.other_full_subsidy.generic_preferred": mark("Extra Help copay, generic"),
    "lis_copay.other_full_subsidy.other": mark("Extra Help copay, brand"),
    "lis_partial.coinsurance_below_threshold": mark("Partial Extra Help, your share before the yearly limit"),
    "lis_partial.copay_above_threshold.generic_preferred": mark("Partial Extra Help, copay past the yearly limit, generic"),
    "lis_partial.copay_above_threshold.other": mark("Partial Extra Help, copay past the yearly limit, brand"),
    "lis_partial.deductible": mark("Partial Extra Help, deductible"),
    "national_base_beneficiary_premium": mark("The national base premium, for the late fee"),
    "lep_percent_per_uncovered_month": mark("The late fee for each month without coverage"),
    "m3p.likely_to_benefit_single_claim": mark("The cost of one fill at which the store tells you of the payment plan"),
    "m3p.auto_renewal": mark("You stay in the payment plan for the next year"),
    "insulin_monthly_cap": mark("The most you pay for a month of insulin"),
    "insulin_cap_pct_of_negotiated_or_mfp": mark("The most you pay for insulin, as a share of its price"),
}
_PREFIXES = {
    "mfp_30day.": mark("Medicare's price for an average month of {what} (your fill is priced by the unit)"),
    "lis_benchmark.": mark("The most that Extra Help pays of a premium, {what}"),
    "lis_benchmark_paid.": mark("The most that Extra Help pays of a premium (our estimate), {what}"),
    "irmaa_part_d.": mark("The amount for a higher income, {what}"),
}


def parameter_name(name: str) -> str:
    """A number of the law by a name that people understand."""
    if name in _NAMES:
        return say(_NAMES[name])
    found = next((prefix for prefix in _PREFIXES if name.startswith(prefix)), "")
    what = name.removeprefix(found).replace("_", " ").replace(".", ", ")
    return say(_PREFIXES[found], what=what) if found else what[:1].upper() + what[1:]


_ADDRESS, _WRITTEN_DAY = re.compile(r"\$\.\S+ \(([^()]*)\)"), re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
"""The address of another field with its value behind it, and a day as documents write it."""


class Printed(Protocol):
    """A number as printed, with its unit."""

    @property
    def value(self) -> str:
        """The number as printed."""

    @property
    def unit(self) -> str:
        """What it counts: ``USD/year``, ``percent``."""


def parameter_value(number: Printed) -> str:
    """The printed value with its unit: ``$2,100 a year``, ``25%``, ``$231 for 30 days``."""
    value, unit = number.value, number.unit
    if not value.replace(".", "", 1).isdigit():
        return say(value) if value in _SAID_VALUES else value
    if unit.startswith("USD"):
        whole, point, cents = value.partition(".")
        dollars, per = f"${int(whole):,}{point}{cents}", unit.removeprefix("USD")
        return say(_PER[per], amount=dollars) if per in _PER else dollars + per
    return f"{value}%" if unit.startswith("percent") else f"{value} {unit}"


_SAID_VALUES = (mark("yes"), mark("no"), mark("none"))
"""Values of the law that are words."""
_PER = {
    "": mark("{amount}"),
    "/year": mark("{amount} a year"),
    "/month": mark("{amount} a month"),
    "/30 days": mark("{amount} for 30 days"),
    "/fill": mark("{amount} a fill"),
    "/month supply": mark("{amount} for a month of the drug"),
    "/tablet": mark("{amount} a tablet"),
    "/capsule": mark("{amount} a capsule"),
    "/tablet or capsule": mark("{amount} a tablet or capsule"),
    "/blister": mark("{amount} a blister"),
    "/mL": mark("{amount} a mL"),
    " MAGI two years prior": mark("{amount} (income of two years before)"),
}


_ASSUMED = {
    Assumed.STANDARD_SHARES: mark("The files have no copays of these plans. We used the law's standard share, 25% of the price."),
    Assumed.EVERY_DRUG_COVERED: mark("The files have no drug lists of these plans. We took each drug as covered by every plan."),
}


def assumed_sentences(info: CatalogInfo) -> tuple[str, ...]:
    """What the catalog takes for every plan, and of which year its prices are; empty where its source says it all."""
    if not info.assumes:
        return ()
    prices = say("Prices are the averages of {priced}, used for {year}.", priced=info.prices_as_of.year, year=info.plan_year)
    return (*(say(_ASSUMED[of]) for of in info.assumes), prices)


def price_source_sentence(info: CatalogInfo) -> str:
    """Where the prices come from and of which day they are, and what is assumed."""
    return " ".join((_price_source(info), *assumed_sentences(info)))


def _price_source(info: CatalogInfo) -> str:
    return say(
        "Drug prices: {prices}, {priced_on}. Plans: {plans}, {listed_on}.",
        prices=foreign(info.price_source),
        priced_on=day(info.prices_as_of),
        plans=foreign(info.source),
        listed_on=day(info.as_of),
    )


def doubtful_parameters(comparison: Comparison) -> tuple[str, ...]:
    """A line for each number of the law behind the answer that two sources do not confirm."""
    doubtful = (used for used in comparison.parameters if used.status != "confirmed")
    return tuple(
        say(
            "{number}, {value}: {status}.",
            number=parameter_name(used.name),
            value=parameter_value(used),
            status=say(STATUSES[used.status]),
        )
        for used in doubtful
    )


def versions(info: CatalogInfo | None) -> str:
    """The data's date and the versions of program, rules and catalog, for the foot of a page."""
    program = say("Program {program}. Rules {rules}.", program=__version__, rules=version())
    if info is None:
        return program
    return say("Data of {date}, catalog {catalog}.", date=day(info.as_of), catalog=info.digest[:8]) + " " + program


def damaged_year_sentence(year: int) -> str:
    """What is said beside the choice of a year where the catalog of one is damaged."""
    return say(
        "We can't read the plans of {year}. Whoever runs this program must load them again. You can see them at medicare.gov.", year=year
    )


def error_sentences(error: FinderError) -> tuple[str, ...]:
    """What a person reads in place of an answer: one sentence a problem."""
    if isinstance(error, OutsideArea):
        lacks = say(
            "ZIP {zip_code} is in {place}. We only have {covered}.", zip_code=error.zip_code, place=error.place, covered=error.covers
        )
        return (f"{lacks} {say(_ELSEWHERE)}",)
    if isinstance(error, NoCatalog):
        return (f"{error.lacks} {say(_ELSEWHERE)}",)
    if isinstance(error, PlansChanged):
        return (say(PLANS_CHANGED),)
    if isinstance(error, (Refusal, SourceError)) and error.problems:
        return tuple(problem_sentence(problem) for problem in error.problems)
    return (str(error),)


def problem_sentence(problem: Problem) -> str:
    """A problem without addresses, its days in words: what we need and what we found."""
    return say("We need {expected}. We found {found}.", expected=_for_people(problem.expected), found=_for_people(problem.found))


def _for_people(text: str) -> str:
    """``on or after $.on (2026-01-15)``, as a command says it: ``on or after January 15, 2026``."""
    return refusal_words(_WRITTEN_DAY.sub(_day_in_words, _ADDRESS.sub(r"\1", text)))


def _day_in_words(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:  # no day of the calendar: as it was typed
        return found[0]


def phone_words() -> dict[str, str]:
    """The words of the box with the numbers to call, by their place in it."""
    return {
        "title": say("Free help by phone"),
        "medicare": say("Medicare, day and night:"),
        "counselor": say("A local counselor (SHIP):"),
    }


_ODDITIES = {
    Oddity.FORMULARY_WITHOUT_PLAN: mark("formularies that no plan has"),
    Oddity.PLAN_WITHOUT_FORMULARY: mark("plans without a formulary"),
    Oddity.PLAN_WITHOUT_AREA: mark("plans that serve no place"),
    Oddity.PLAN_WITHOUT_PREMIUM: mark("plans without a premium"),
    Oddity.PLAN_WITHOUT_COST_SHARES: mark("plans without cost shares"),
    Oddity.PLAN_WITHOUT_PRICES: mark("plans without prices"),
    Oddity.TIER_WITHOUT_COST_SHARE: mark("tiers of a plan's formulary without a cost share"),
    Oddity.TIER_WITHOUT_MONTHLY_RETAIL_SHARE: mark(
        "tiers of a plan's formulary with cost shares, but none for 30 days at a retail pharmacy"
    ),
    Oddity.PRICE_OFF_FORMULARY: mark("prices of drugs that the plan does not list"),
    Oddity.DRUG_WITHOUT_NAME: mark("drugs without a name"),
    Oddity.DRUG_WITHOUT_PRICE: mark("drugs that no plan prices"),
    Oddity.PRICE_FAR_FROM_MEDIAN: mark("prices ten times above or below the middle of the drug's prices"),
    Oddity.UNKNOWN_COLUMN: mark("columns of the files that this program does not know and left out"),
    Oddity.ROW_OF_ANOTHER_PLAN_TYPE: mark("rows of the Landscape for Cost plans and Medicare-Medicaid plans, left out"),
    Oddity.COUNTY_NOT_KNOWN: mark("counties whose names this program does not know: their health plans are left out there"),
    Oddity.HELPED_PREMIUM_DIFFERS: mark(
        "plans whose premium with full Extra Help is not the premium less the region's subsidy, where the Landscape says both; "
        "answers use the first"
    ),
    Oddity.INSULIN_WITHOUT_SHARE: mark("plans that list an insulin but have no share for insulin on its tier"),
    Oddity.INSULIN_SHARE_GONE: mark("plans that had shares for insulin in the release imported before and have none now"),
    Oddity.PRICES_OF_ANOTHER_RELEASE: mark("plans with prices of another release, since the files had none"),
}


def oddity_words(oddity: Oddity) -> str:
    """What is odd, as ``finder catalog check`` says it beside the count."""
    return say(_ODDITIES[oddity])
