"""What the price is made of: pass-through against lock-in for a list of drugs, one purchase in its detail, and what counts toward the
out-of-pocket threshold. The question behind ``finder price-basis``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from finder.adjudication.engine import adjudicate_year
from finder.adjudication.price_basis import TwoPrices, at_two_prices, phase_dates
from finder.adjudication.standard_year import standard_terms
from finder.adjudication.terms import plan_year_terms, subsidy_terms, year_terms
from finder.documents.fields import Input, PlanYear, Rate, Whole, Word, read
from finder.documents.ledger import by_phase, totals
from finder.documents.rules import rule_entries, rule_entry
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.claim import PAYERS, Claim, Ledger
from finder.domain.errors import Refusal
from finder.domain.law import Rule
from finder.domain.money import BasisPoints, dollars, fraction
from finder.domain.plan_cost import PlanCost
from finder.parameters.rule_sets import all_rules, rule_of, rules_of
from finder.questions.explainers.purchase import PartsInput, PurchaseInput, places, purchase_answer
from finder.rules.price_basis import lock_in_price, premium_part_of_spread

__all__ = ["counted_costs", "counted_costs_by_span", "lock_in_allowed", "places", "price_basis", "price_basis_of_plan"]

TOPIC, COUNTED = "price_basis", "counted_costs"
_MONTHS = 12
_MOST_DRUGS = 100


class PricedDrug(PartsInput):
    """A drug of the list with the parts of its price at one fill, filled on the first of months spread over the year."""

    drug: Annotated[str, Field(min_length=1, max_length=200)]
    brand: bool
    fills_per_year: Annotated[Whole, Field(ge=1, le=_MONTHS)] = _MONTHS


class PriceBasisInput(Input):
    """``spread`` is what a drug manager keeps, as a fraction of what the pharmacy receives. Drugs, or a purchase, or both."""

    year: PlanYear
    drugs: Annotated[list[PricedDrug], Field(max_length=_MOST_DRUGS)] = Field(default_factory=list)
    spread: Rate = 1_000
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE
    purchase: PurchaseInput | None = None

    @model_validator(mode="after")
    def _something(self) -> PriceBasisInput:
        if not self.drugs and self.purchase is None:
            raise ValueError("drugs or a purchase")
        return self


def price_basis(document: object) -> dict[str, Any]:
    """The year of the list at both prices at the standard benefit (``pass_through``, ``lock_in``, ``difference``, ``premium_effect``), the
    ``purchase``, ``counts_toward_troop`` and the rules of the year. Raises Refusal."""
    asked = read(PriceBasisInput, document)
    answer = _head(asked.year)
    if asked.drugs:
        try:
            terms = standard_terms(asked.year, asked.low_income_subsidy)
        except Refusal as refusal:
            raise Refusal(problem._replace(where="$.low_income_subsidy") for problem in refusal.problems) from refusal
        claims = [claim for drug in asked.drugs for claim in _claims(asked.year, drug)]
        prices = at_two_prices(terms, adjudicate_year(terms, claims), asked.spread)
        answer |= {"drugs": [_parts(drug, asked.spread) for drug in asked.drugs], **_two_prices(prices, asked.spread)}
    if asked.purchase is not None:
        answer["purchase"] = purchase_answer(asked.year, asked.purchase, "$.purchase")
    return answer


def price_basis_of_plan(cost: PlanCost, level: LowIncomeSubsidy, spread: BasisPoints) -> dict[str, Any]:
    """The same for a person's own list at one plan, from its ledger."""
    ledger = cost.ledger
    terms = plan_year_terms(year_terms(ledger.plan_year), cost.plan.design, subsidy_terms(ledger.plan_year, level))
    return _head(ledger.plan_year) | _two_prices(at_two_prices(terms, ledger, spread), spread)


def counted_costs(year: int) -> list[dict[str, Any]]:
    """What counts toward the threshold in a year, item by item: ``counts`` true or false, with citation and status."""
    return [rule_entry(rule) | {"counts": bool(rule.number("counts"))} for rule in rules_of(COUNTED, year).values()]


def counted_costs_by_span() -> list[dict[str, Any]]:
    """The same items over all years: each span with ``counts``; a span without the item is absent."""
    return [
        {"id": rule.id, "says": rule.says, "from": rule.first_year, "through": rule.last_year, "counts": bool(rule.number("counts"))}
        for rule in all_rules(COUNTED)
    ]


def lock_in_allowed(year: int) -> bool:
    """Whether a plan of that year could count the price of its drug manager."""
    return bool(rule_of(TOPIC, "basis", year).number("lock_in_allowed"))


def _head(year: int) -> dict[str, Any]:
    rules: list[Rule] = list(rules_of(TOPIC, year).values())
    return {
        "year": year,
        "lock_in_allowed": lock_in_allowed(year),
        "rules": rule_entries(rules),
        "counts_toward_troop": counted_costs(year),
    }


def _claims(year: int, drug: PricedDrug) -> list[Claim]:
    months = [1 + index * _MONTHS // drug.fills_per_year for index in range(drug.fills_per_year)]
    channel = Channel.STANDARD_RETAIL
    return [
        Claim(date(year, month, 1), drug.drug, drug.brand, 0, 30, channel, drug.price, dispensing_fee=drug.dispensing_fee)
        for month in months
    ]


def _parts(drug: PricedDrug, spread: BasisPoints) -> dict[str, Any]:
    return {
        "drug": drug.drug,
        "ingredient_cost": dollars(drug.ingredient_cost),
        "dispensing_fee": dollars(drug.dispensing_fee),
        "sales_tax": dollars(drug.sales_tax),
        "negotiated_price": dollars(drug.price),
        "lock_in_price": dollars(lock_in_price(drug.price, spread)),
        "fills": drug.fills_per_year,
    }


def _two_prices(prices: TwoPrices, spread: BasisPoints) -> dict[str, Any]:
    before, after = _sums(prices.pass_through), _sums(prices.lock_in)
    year = prices.pass_through.plan_year
    percent = rule_of(TOPIC, "premium_share", year).number("enrollee_percent")
    part = premium_part_of_spread(prices.spread, percent * 100)
    paid = after["patient_pay"] - before["patient_pay"]
    return {
        "spread": fraction(spread),
        "pass_through": _year_entry(prices.pass_through),
        "lock_in": _year_entry(prices.lock_in),
        "difference": {name: dollars(after[name] - before[name]) for name in before},
        "premium_effect": {
            "spread": dollars(prices.spread),
            "off_premiums": dollars(part),
            "off_government": dollars(prices.spread - part),
            "net_for_the_person": dollars(paid - part),
        },
    }


def _sums(ledger: Ledger) -> dict[str, int]:
    sums = {payer: sum(getattr(part, payer) for row in ledger.rows for part in row.segments) for payer in PAYERS}
    troop = ledger.rows[-1].accumulators.troop if ledger.rows else ledger.opening.troop
    return {"gross_drug_cost": sum(row.price for row in ledger.rows), **sums, "troop": troop}


def _year_entry(ledger: Ledger) -> dict[str, Any]:
    return {
        "totals": totals(ledger.rows, ledger.opening),
        "by_phase": by_phase(ledger.rows),
        "phase_dates": {phase.key: day.isoformat() for phase, day in sorted(phase_dates(ledger).items())},
    }
