"""One purchase: which price counts, what the person pays, and what of it counts toward the phases and the threshold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import model_validator

from finder.adjudication.accumulators import opening_accumulators
from finder.adjudication.engine import adjudicate_claim
from finder.adjudication.standard_year import standard_terms, total_at_threshold
from finder.documents.fields import Input, IsoDate, Money, Word
from finder.documents.ledger import rule_entry, segment_entry
from finder.documents.year_to_date import YearToDate
from finder.domain.benefit import Channel, Phase
from finder.domain.claim import NO_PRICE, Claim, OutsideKind, PaidOutside
from finder.domain.errors import Problem, Refusal
from finder.domain.money import dollars
from finder.parameters.rule_sets import rule_of
from finder.rules.incurred_costs import defined_standard_share
from finder.rules.price import negotiated_price
from finder.rules.price_basis import in_coverage_year


class PartsInput(Input):
    """What a price is made of."""

    ingredient_cost: Money
    dispensing_fee: Money = 0
    sales_tax: Money = 0

    @property
    def price(self) -> int:
        """The negotiated price, in cents."""
        return negotiated_price(self.ingredient_cost, self.dispensing_fee, self.sales_tax)


class PaidWithoutPlan(Input):
    """What the person paid without the plan, and whether that was documented to the plan."""

    kind: Annotated[OutsideKind, Word(OutsideKind)]
    amount: Money
    documented: bool = False


class PurchaseInput(Input):
    """A purchase after ``year_to_date``. ``paid_outside`` where the person paid without the plan: cash, or a drug maker's assistance, with
    the person's own part as the amount. ``paid_on`` is the day on which the claim was made and paid."""

    price: PartsInput
    brand: bool = True
    network_pharmacy: bool = True
    usual_and_customary: Money | None = None
    paid_outside: PaidWithoutPlan | None = None
    year_to_date: YearToDate = YearToDate()
    dispensed_on: IsoDate | None = None
    paid_on: IsoDate | None = None

    @model_validator(mode="after")
    def _whole(self) -> PurchaseInput:
        if (self.dispensed_on is None) != (self.paid_on is None):
            raise ValueError("dispensed_on and paid_on together, or neither")
        if self.dispensed_on and self.paid_on and self.paid_on < self.dispensed_on:
            raise ValueError("paid_on no earlier than dispensed_on")
        return self


def places(plan_year: int) -> dict[str, dict[str, str]]:
    """Phase -> year-to-date totals of a person at its beginning, at the year's standard benefit; phases that the year lacks are absent."""
    year = standard_terms(plan_year).year
    deductible = {"gross_drug_cost": dollars(year.deductible), "troop": dollars(year.deductible)}
    found = {Phase.DEDUCTIBLE.key: {"gross_drug_cost": "0.00", "troop": "0.00"}, Phase.INITIAL_COVERAGE.key: deductible}
    if year.law.has_coverage_gap:
        limit = year.initial_coverage_limit
        paid = defined_standard_share(limit, 0, year.deductible, year.coinsurance)
        found[Phase.COVERAGE_GAP.key] = {"gross_drug_cost": dollars(limit), "troop": dollars(paid)}
    total, _ = total_at_threshold(plan_year, brand=True)
    found[Phase.CATASTROPHIC.key] = {"gross_drug_cost": dollars(total), "troop": dollars(year.threshold)}
    return found


def purchase_answer(plan_year: int, bought: PurchaseInput, where: str) -> dict[str, Any]:
    """The purchase at the year's standard benefit: the price that counts, who pays it, how far both accumulators move. Raises Refusal."""
    terms = standard_terms(plan_year)
    if not bought.network_pharmacy and bought.usual_and_customary is None:
        raise Refusal([Problem(f"{where}.usual_and_customary", "the store's own price, for a store outside the network", "nothing")])
    impossible = bought.year_to_date.problem(terms.year.plan_year, f"{where}.year_to_date")
    if impossible:
        raise Refusal([impossible])
    if bought.dispensed_on and bought.dispensed_on.year != plan_year:
        raise Refusal([Problem(f"{where}.dispensed_on", f"a date in {plan_year}", bought.dispensed_on.isoformat())])
    before = opening_accumulators(terms, bought.year_to_date.gross_drug_cost, bought.year_to_date.troop)
    row = adjudicate_claim(terms, _claim(plan_year, bought), before)
    outside = bought.paid_outside
    return {
        "negotiated_price": dollars(bought.price.price),
        "price_that_counts": dollars(row.price),
        "patient_pay": dollars(row.patient_pay),
        "counts_toward_drug_spend": dollars(row.accumulators.gross_drug_cost - before.gross_drug_cost),
        "counts_toward_troop": dollars(row.accumulators.troop - before.troop),
        "paid_outside": None if outside is None else outside.kind.key,
        "segments": [segment_entry(segment) for segment in row.segments],
        "rules": [rule_entry(rule) for rule in row.rules],
        "in_coverage_year": _in_coverage_year(plan_year, bought),
    }


def _claim(plan_year: int, bought: PurchaseInput) -> Claim:
    customary = NO_PRICE if bought.usual_and_customary is None else bought.usual_and_customary
    outside = bought.paid_outside
    paid = None if outside is None else PaidOutside(outside.kind, outside.amount, outside.documented, bought.network_pharmacy)
    return Claim(
        date=bought.dispensed_on or date(plan_year, 1, 1),
        drug="the drug",
        brand=bought.brand,
        tier=0,
        days_supply=30,
        channel=Channel.STANDARD_RETAIL if bought.network_pharmacy else Channel.OUT_OF_NETWORK,
        negotiated_price=bought.price.price,
        usual_and_customary=customary,
        dispensing_fee=bought.price.dispensing_fee,
        paid_outside=paid,
    )


def _in_coverage_year(plan_year: int, bought: PurchaseInput) -> bool | None:
    if bought.dispensed_on is None or bought.paid_on is None:
        return None
    return in_coverage_year(bought.dispensed_on, bought.paid_on, rule_of("price_basis", "coverage_year", plan_year).number("months"))
