"""Where the numbers come from and how sure they are: prices and their date, the law's numbers and their status, versions; and errors."""

from __future__ import annotations

from finder import __version__
from finder.domain.errors import FinderError, NoCatalog, OutsideArea, Problem, Refusal, SourceError
from finder.domain.market import CatalogInfo
from finder.domain.plan_cost import Comparison, ParameterUsed
from finder.explain.words import day
from finder.parameters import version

WELCOME = (
    "Tell us where you live and which drugs you take. We show what each Medicare drug plan would cost you in a year, "
    "and why. You can stop and start over at any time."
)
_ELSEWHERE = "See other plans at medicare.gov, or call 1-800-MEDICARE."
STATUSES = {"confirmed": "Two sources agree", "single": "One source only", "unconfirmed": "Not confirmed", "estimate": "Our estimate"}
_NAMES = {
    "deductible": "The standard deductible",
    "initial_coverage_limit": "Where the coverage gap starts",
    "oop_threshold": "The yearly limit on what you pay",
    "initial_coverage_coinsurance": "The standard share you pay after the deductible",
    "gap_coinsurance.brand": "Your share of brand drugs in the gap",
    "gap_coinsurance.generic": "Your share of generic drugs in the gap",
    "gap_manufacturer_discount": "The drug maker's discount in the gap",
    "catastrophic_min_copay.generic_preferred": "The least you pay for a generic past the limit",
    "catastrophic_min_copay.other": "The least you pay for another drug past the limit",
    "national_base_beneficiary_premium": "The national base premium, for the late fee",
    "lep_percent_per_uncovered_month": "The late fee for each month without coverage",
    "m3p.likely_to_benefit_single_claim": "The cost of one fill at which the store tells you of the payment plan",
    "m3p.auto_renewal": "You stay in the payment plan for the next year",
    "insulin_monthly_cap": "The most you pay for a month of insulin",
    "insulin_cap_pct_of_negotiated_or_mfp": "The most you pay for insulin, as a share of its price",
}
_PREFIXES = {
    "mfp_30day.": "Medicare's price for an average month of {} (your fill is priced by the unit)",
    "lis_copay.": "Extra Help copay, {}",
    "lis_partial.": "Partial Extra Help, {}",
    "lis_benchmark.": "The most that Extra Help pays of a premium, {}",
    "lis_benchmark_paid.": "The most that Extra Help pays of a premium (our estimate), {}",
    "irmaa_part_d.": "The amount for a higher income, {}",
}


def parameter_name(name: str) -> str:
    """A number of the law by a name that people understand."""
    if name in _NAMES:
        return _NAMES[name]
    found = next((prefix for prefix in _PREFIXES if name.startswith(prefix)), None)
    rest = name[len(found) :] if found else name
    words = rest.replace("_", " ").replace(".", ", ")
    return _PREFIXES[found].format(words) if found else words[:1].upper() + words[1:]


def parameter_value(parameter: ParameterUsed) -> str:
    """The printed value with its unit: ``$2,100 a year``, ``25%``, ``$231 for 30 days``."""
    value, unit = parameter.value, parameter.unit
    if not value.replace(".", "", 1).isdigit():
        return value
    if unit.startswith("USD"):
        whole, point, cents = value.partition(".")
        per = unit.removeprefix("USD").replace("/30 days", " for 30 days").replace("/", " a ")
        return f"${int(whole):,}{point}{cents}{per}"
    return f"{value}%{unit.removeprefix('percent')}" if unit.startswith("percent") else f"{value} {unit}"


def price_source_sentence(info: CatalogInfo) -> str:
    """Where the prices come from and of which day they are."""
    return f"Drug prices: {info.price_source}, {day(info.prices_as_of)}. Plans: {info.source}, {day(info.as_of)}."


def doubtful_parameters(comparison: Comparison) -> tuple[str, ...]:
    """A line for each number of the law behind the answer that two sources do not confirm."""
    return tuple(
        f"{parameter_name(used.name)}, {parameter_value(used)}: {STATUSES.get(used.status, used.status)}."
        for used in comparison.parameters
        if used.status != "confirmed"
    )


def versions(info: CatalogInfo | None) -> str:
    """The data's date and the versions of program, rules and catalog, for the foot of a page."""
    data = f"Data of {day(info.as_of)}, catalog {info.digest[:8]}. " if info else ""
    return f"{data}Program {__version__}. Rules {version()}."


def damaged_year_sentence(year: int) -> str:
    """What is said beside the choice of a year where the catalog of one is damaged."""
    return f"We can't read the plans of {year}. Whoever runs this program must load them again. You can see them at medicare.gov."


def error_sentences(error: FinderError) -> tuple[str, ...]:
    """What a person reads in place of an answer: one sentence a problem."""
    if isinstance(error, OutsideArea):
        return (f"ZIP {error.zip_code} is in {error.place}. We only have {error.covers}. {_ELSEWHERE}",)
    if isinstance(error, NoCatalog):
        return (f"{error.lacks} {_ELSEWHERE}",)
    if isinstance(error, (Refusal, SourceError)) and error.problems:
        return tuple(problem_sentence(problem) for problem in error.problems)
    return (str(error),)


def problem_sentence(problem: Problem) -> str:
    """A problem without its address: what we need and what we found."""
    return f"We need {problem.expected}. We found {problem.found}."
