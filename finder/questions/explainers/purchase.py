"""One purchase: which price counts, what the person pays, and what of it counts toward the phases and the threshold."""

from __future__ import annotations

from datetime import date

from finder.adjudication.accumulators import opening_accumulators
from finder.adjudication.engine import adjudicate_claim
from finder.adjudication.standard_year import standard_terms, total_at_threshold
from finder.domain.benefit import Channel, Phase
from finder.domain.claim import NO_PRICE, Claim
from finder.domain.errors import Problem, Refusal
from finder.domain.money import Cents
from finder.domain.price_basis import FillDates, Purchase, Purchased
from finder.domain.year_to_date import YearToDate
from finder.parameters.rule_sets import rule_of
from finder.questions.so_far import so_far_problem
from finder.rules.incurred_costs import defined_standard_share
from finder.rules.price import negotiated_price
from finder.rules.price_basis import in_coverage_year


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
