"""The income-related amount: which bracket an income is in, and what it costs a month."""

from __future__ import annotations

from finder.domain.errors import Problem, Refusal
from finder.domain.income_related import FilingStatus, IncomeRelated, IncomeTier
from finder.domain.money import Cents
from finder.parameters import LAST_YEAR, ParameterSet, parameter_set
from finder.parameters.rule_sets import all_rules, rule_of, rules_of
from finder.rules.premiums import income_above, income_at_least

TOPIC = "income_related"
FIRST_YEAR = min(rule.first_year for rule in all_rules(TOPIC))
_REACHES = {False: income_above, True: income_at_least}
"""The rule by which an income reaches a tier: by whether the tier begins at its bound."""


def income_related(year: int, filing: FilingStatus, income: Cents | None) -> IncomeRelated:
    """The bracket of an income of two years before. No bracket where the income or a limit of the year is not known: never last year's."""
    missing = _missing(year, filing)
    tiers = () if missing else tiers_of(year, filing)
    reached = [tier for tier in tiers if income is not None and _reaches(income, tier)]
    found = reached[-1] if reached else None
    return IncomeRelated(
        year=year,
        tax_year=tax_year(year),
        filing=filing,
        income=income,
        bracket=found and found.bracket,
        amount=found and found.amount,
        tiers=tiers,
        missing=missing,
        rules=tuple(rules_of(TOPIC, year).values()),
    )


def refuse_bracket(year: int, bracket: int) -> None:
    """Raises Refusal for a bracket that the year does not have."""
    known = [tier.bracket for tier in amounts_of(year)] or [0]
    if bracket not in known:
        raise Refusal([Problem("income_bracket", f"an income bracket that {year} has ({known[0]} to {known[-1]})", f"bracket {bracket}")])


def tax_year(plan_year: int) -> int:
    """The year whose income counts in a plan year."""
    return plan_year - rule_of(TOPIC, "income", plan_year).number("years_before")


def appeal_days(plan_year: int) -> int:
    """How long a person has to appeal, in days from the letter."""
    return rule_of(TOPIC, "appeal", plan_year).number("days")


def tiers_of(year: int, filing: FilingStatus) -> tuple[IncomeTier, ...]:
    """The brackets that a filing status has in a year, from the one without an amount up. A bracket without a bound is left out."""
    numbers, rule = parameter_set(year), rule_of(TOPIC, "bounds", year)
    at_least = rule.numbers.get("at_least_tier")
    tiers = [IncomeTier(0, None, False, 0, "confirmed")]
    for bracket in range(1, rule.number("tiers") + 1):
        bound = _bound(filing, bracket)
        if numbers.has(bound):
            tiers.append(IncomeTier(bracket, numbers.cents(bound), bracket == at_least, *_amount(numbers, bracket)))
    return tuple(tiers)


def amounts_of(year: int) -> tuple[IncomeTier, ...]:
    """The brackets of a year by their amounts alone, none first; empty for a year without the income-related amount."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    numbers, tiers = parameter_set(year), range(1, rule_of(TOPIC, "bounds", year).number("tiers") + 1)
    known = [IncomeTier(tier, None, False, *_amount(numbers, tier)) for tier in tiers if numbers.has(_amount_name(tier))]
    return (IncomeTier(0, None, False, 0, "confirmed"), *known)


def _reaches(income: Cents, tier: IncomeTier) -> bool:
    return tier.begins is None or _REACHES[tier.at_least](income, tier.begins)


def _missing(year: int, filing: FilingStatus) -> tuple[str, ...]:
    """The bounds without which a bracket cannot be told. A married person who filed apart starts at the first bound of one person, at
    whatever bracket; so the lowest bound must be that one, and the highest tier must have a bound."""
    numbers, tiers = parameter_set(year), rule_of(TOPIC, "bounds", year).number("tiers")
    if filing is not FilingStatus.SEPARATE:
        return tuple(name for name in (_bound(filing, tier) for tier in range(1, tiers + 1)) if not numbers.has(name))
    first, top = _bound(FilingStatus.SINGLE, 1), _bound(filing, tiers)
    lacking = tuple(name for name in (first, top) if not numbers.has(name))
    if lacking:
        return lacking
    bounds = {tier: numbers.cents(_bound(filing, tier)) for tier in range(1, tiers + 1) if numbers.has(_bound(filing, tier))}
    if min(bounds.values()) != numbers.cents(first):
        return (_bound(filing, min(bounds) - 1),)
    return ()


def _bound(filing: FilingStatus, tier: int) -> str:
    return f"irmaa_part_d.lower_bound.{filing.key}.tier{tier}"


def _amount_name(tier: int) -> str:
    return f"irmaa_part_d.amount.tier{tier}"


def _amount(numbers: ParameterSet, tier: int) -> tuple[Cents | None, str]:
    name = _amount_name(tier)
    return (numbers.cents(name), numbers.get(name).status) if numbers.has(name) else (None, "missing")
