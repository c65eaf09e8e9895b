"""The price that counts: a purchase, a list at the pharmacy's and at a drug manager's price, and what counts toward the threshold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from finder.adjudication.accumulators import opening_accumulators
from finder.adjudication.engine import adjudicate_claim, adjudicate_year
from finder.adjudication.price_basis import at_two_prices, phase_dates
from finder.adjudication.standard_year import standard_terms, total_at_threshold
from finder.adjudication.terms import PlanYearTerms, plan_year_terms, subsidy_terms, year_terms
from finder.domain.benefit import Channel, LowIncomeSubsidy, Phase
from finder.domain.claim import NO_PRICE, PAYERS, Claim, Ledger
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.money import BasisPoints, Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import PlanCost
from finder.domain.price_basis import FillDates, PricedDrug, PricePair, Purchase, Purchased, YearAtPrice, YearAtTwoPrices, YearToDate
from finder.parameters.rule_sets import all_rules, rule_of, rules_of
from finder.questions.so_far import so_far_problem
from finder.rules.incurred_costs import defined_standard_share
from finder.rules.price import negotiated_price
from finder.rules.price_basis import in_coverage_year, lock_in_price, premium_part_of_spread

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


def places(plan_year: int) -> dict[Phase, YearToDate]:
    """The totals of a person at the beginning of each phase, at the year's standard benefit; a phase that the year lacks is absent."""
    year = standard_terms(plan_year).year
    found = {Phase.DEDUCTIBLE: YearToDate(), Phase.INITIAL_COVERAGE: YearToDate(year.deductible, year.deductible)}
    if year.law.has_coverage_gap:
        limit = year.initial_coverage_limit
        found[Phase.COVERAGE_GAP] = YearToDate(limit, defined_standard_share(limit, 0, year.deductible, year.coinsurance))
    total, _ = total_at_threshold(plan_year, brand=True)
    return found | {Phase.CATASTROPHIC: YearToDate(total, year.threshold)}


def purchase(plan_year: int, bought: Purchase) -> Purchased:
    """The purchase at the year's standard benefit: the price that counts, who pays it, how far both accumulators move. Raises Refusal."""
    terms = standard_terms(plan_year)
    _refuse(plan_year, bought)
    before = opening_accumulators(terms, bought.to_date.gross_drug_cost, bought.to_date.troop)
    price = negotiated_price(*bought.price)
    row = adjudicate_claim(terms, _claim(plan_year, bought, price), before)
    return Purchased(
        purchase=bought,
        negotiated_price=price,
        row=row,
        drug_spend=row.accumulators.gross_drug_cost - before.gross_drug_cost,
        troop=row.accumulators.troop - before.troop,
        in_coverage_year=bought.dates and _in_coverage_year(plan_year, bought.dates),
    )


def _refuse(plan_year: int, bought: Purchase) -> None:
    if not bought.network_pharmacy and bought.usual_and_customary is None:
        raise Refusal([Problem("$.purchase.usual_and_customary", "the store's own price, for a store outside the network", "nothing")])
    impossible = so_far_problem(*bought.to_date, plan_year, "$.purchase.year_to_date")
    if impossible:
        raise Refusal([impossible])
    if bought.dates and bought.dates.dispensed_on.year != plan_year:
        raise Refusal([Problem("$.purchase.dispensed_on", f"a date in {plan_year}", bought.dates.dispensed_on.isoformat())])


def _claim(plan_year: int, bought: Purchase, price: Cents) -> Claim:
    return Claim(
        date=bought.dates.dispensed_on if bought.dates else date(plan_year, 1, 1),
        drug="the drug",
        brand=bought.brand,
        tier=0,
        days_supply=30,
        channel=Channel.STANDARD_RETAIL if bought.network_pharmacy else Channel.OUT_OF_NETWORK,
        negotiated_price=price,
        usual_and_customary=NO_PRICE if bought.usual_and_customary is None else bought.usual_and_customary,
        dispensing_fee=bought.price.dispensing_fee,
        paid_outside=bought.paid_outside,
    )


def _in_coverage_year(plan_year: int, dates: FillDates) -> bool:
    return in_coverage_year(dates.dispensed_on, dates.paid_on, rule_of("price_basis", "coverage_year", plan_year).number("months"))
