"""The price that counts: a list of drugs at the pharmacy's price and at a drug manager's, and what counts toward the threshold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from finder.adjudication.engine import adjudicate_year
from finder.adjudication.price_basis import at_two_prices, phase_dates
from finder.adjudication.standard_year import standard_terms
from finder.adjudication.terms import PlanYearTerms, plan_year_terms, subsidy_terms, year_terms
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.claim import PAYERS, Claim, Ledger
from finder.domain.errors import Refusal
from finder.domain.law import Rule
from finder.domain.money import BasisPoints
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import PlanCost
from finder.domain.price_basis import PricedDrug, PricePair, YearAtPrice, YearAtTwoPrices
from finder.parameters.rule_sets import all_rules, rule_of, rules_of
from finder.rules.price import negotiated_price
from finder.rules.price_basis import lock_in_price, premium_part_of_spread

TOPIC, COUNTED = "price_basis", "counted_costs"


def list_at_two_prices(year: int, drugs: Iterable[PricedDrug], level: LowIncomeSubsidy, rate: BasisPoints) -> YearAtTwoPrices:
    """A year of the drugs at both prices, at the standard benefit. Raises Refusal for a level that the year lacks."""
    try:
        terms = standard_terms(year, level)
    except Refusal as refusal:
        raise Refusal(problem._replace(where="$.low_income_subsidy") for problem in refusal.problems) from refusal
    claims = [claim for drug in drugs for claim in _claims(year, drug)]
    return _two_prices(terms, adjudicate_year(terms, claims), rate)


def plan_at_two_prices(cost: PlanCost, level: LowIncomeSubsidy, rate: BasisPoints) -> YearAtTwoPrices:
    """The same for a person's own list at one plan, from its ledger."""
    year = cost.ledger.plan_year
    return _two_prices(plan_year_terms(year_terms(year), cost.plan.design, subsidy_terms(year, level)), cost.ledger, rate)


def price_pair(drug: PricedDrug, rate: BasisPoints) -> PricePair:
    """Both prices of a drug at one fill."""
    price = negotiated_price(*drug.price)
    return PricePair(price, lock_in_price(price, rate))


def price_rules(year: int) -> tuple[Rule, ...]:
    """The rules of the year on prices."""
    return tuple(rules_of(TOPIC, year).values())


def counted_costs(year: int) -> tuple[Rule, ...]:
    """What counts toward the threshold in a year, item by item. The number ``counts`` is 1 or 0."""
    return tuple(rules_of(COUNTED, year).values())


def counted_costs_by_span() -> tuple[Rule, ...]:
    """The same items over all years; a span without the item is absent."""
    return all_rules(COUNTED)


def lock_in_allowed(year: int) -> bool:
    """Whether a plan of that year could count the price of its drug manager."""
    return bool(rule_of(TOPIC, "basis", year).number("lock_in_allowed"))


def _claims(year: int, drug: PricedDrug) -> Iterator[Claim]:
    price = negotiated_price(*drug.price)
    for fill in range(drug.fills_per_year):
        day = date(year, 1 + fill * YEAR_MONTHS // drug.fills_per_year, 1)
        yield Claim(day, drug.name, drug.brand, 0, 30, Channel.STANDARD_RETAIL, price, dispensing_fee=drug.price.dispensing_fee)


def _two_prices(terms: PlanYearTerms, ledger: Ledger, rate: BasisPoints) -> YearAtTwoPrices:
    prices = at_two_prices(terms, ledger, rate)
    percent = rule_of(TOPIC, "premium_share", ledger.plan_year).number("enrollee_percent")
    return YearAtTwoPrices(
        rate=rate,
        pass_through=_at_price(prices.pass_through),
        lock_in=_at_price(prices.lock_in),
        spread=prices.spread,
        off_premiums=premium_part_of_spread(prices.spread, percent * 100),
        basis=rule_of(TOPIC, "basis", ledger.plan_year),
    )


def _at_price(ledger: Ledger) -> YearAtPrice:
    sums = {payer: sum(getattr(part, payer) for row in ledger.rows for part in row.segments) for payer in PAYERS}
    troop = ledger.rows[-1].accumulators.troop if ledger.rows else ledger.opening.troop
    gross = sum(row.price for row in ledger.rows)
    return YearAtPrice(ledger, {"gross_drug_cost": gross, **sums, "troop": troop}, phase_dates(ledger))
