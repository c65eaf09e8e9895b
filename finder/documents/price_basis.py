"""The document of ``finder price-basis`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from finder.documents.design import YearToDate
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Rate, Whole, Word, read
from finder.documents.law import rule_entries, rule_entry
from finder.documents.ledger import applied_entry, by_phase, segment_entry, totals
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import OutsideKind, PaidOutside
from finder.domain.money import BasisPoints, dollars, fraction
from finder.domain.months import YEAR_MONTHS
from finder.domain.price_basis import FillDates, PriceParts, Purchase, Purchased, YearAtPrice, YearAtTwoPrices
from finder.domain.price_basis import PricedDrug as Priced
from finder.domain.price_basis import YearToDate as ToDate
from finder.questions.explainers.price_basis import counted_costs, list_at_two_prices, lock_in_allowed, price_pair, price_rules, purchase

_MOST_DRUGS = 100


class PartsInput(Input):
    """What a price is made of."""

    ingredient_cost: Money
    dispensing_fee: Money = 0
    sales_tax: Money = 0

    def parts(self) -> PriceParts:
        """The parts as values."""
        return PriceParts(self.ingredient_cost, self.dispensing_fee, self.sales_tax)


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


class PricedDrug(PartsInput):
    """A drug of the list with the parts of its price at one fill, filled on the first of months spread over the year."""

    drug: Annotated[str, Field(min_length=1, max_length=200)]
    brand: bool
    fills_per_year: Annotated[Whole, Field(ge=1, le=YEAR_MONTHS)] = YEAR_MONTHS


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


INPUT = PriceBasisInput


def answer(document: object) -> dict[str, Any]:
    """The year of the list at both prices at the standard benefit (``pass_through``, ``lock_in``, ``difference``, ``premium_effect``), the
    ``purchase``, ``counts_toward_troop`` and the rules of the year. Raises Refusal."""
    asked = read(INPUT, document)
    told: dict[str, Any] = {
        "year": asked.year,
        "lock_in_allowed": lock_in_allowed(asked.year),
        "rules": rule_entries(price_rules(asked.year)),
        "counts_toward_troop": [rule_entry(rule) | {"counts": bool(rule.number("counts"))} for rule in counted_costs(asked.year)],
    }
    if asked.drugs:
        drugs = [Priced(drug.drug, drug.brand, drug.parts(), drug.fills_per_year) for drug in asked.drugs]
        both = list_at_two_prices(asked.year, drugs, asked.low_income_subsidy, asked.spread)
        told |= {"drugs": [_drug(drug, asked.spread) for drug in drugs], **_two_prices(both)}
    if asked.purchase is not None:
        told["purchase"] = _purchased(purchase(asked.year, _purchase(asked.purchase)))
    return told


def _purchase(asked: PurchaseInput) -> Purchase:
    outside, dates = asked.paid_outside, (asked.dispensed_on, asked.paid_on)
    return Purchase(
        price=asked.price.parts(),
        brand=asked.brand,
        network_pharmacy=asked.network_pharmacy,
        usual_and_customary=asked.usual_and_customary,
        paid_outside=PaidOutside(outside.kind, outside.amount, outside.documented, asked.network_pharmacy) if outside else None,
        to_date=ToDate(asked.year_to_date.gross_drug_cost, asked.year_to_date.troop),
        dates=FillDates(dates[0], dates[1]) if dates[0] and dates[1] else None,
    )


def _purchased(found: Purchased) -> dict[str, Any]:
    outside = found.purchase.paid_outside
    return {
        "negotiated_price": dollars(found.negotiated_price),
        "price_that_counts": dollars(found.row.price),
        "patient_pay": dollars(found.row.patient_pay),
        "counts_toward_drug_spend": dollars(found.drug_spend),
        "counts_toward_troop": dollars(found.troop),
        "paid_outside": outside and outside.kind.key,
        "segments": [segment_entry(segment) for segment in found.row.segments],
        "rules": [applied_entry(rule) for rule in found.row.rules],
        "in_coverage_year": found.in_coverage_year,
    }


def _drug(drug: Priced, rate: BasisPoints) -> dict[str, Any]:
    pair = price_pair(drug, rate)
    return {
        "drug": drug.name,
        "ingredient_cost": dollars(drug.price.ingredient_cost),
        "dispensing_fee": dollars(drug.price.dispensing_fee),
        "sales_tax": dollars(drug.price.sales_tax),
        "negotiated_price": dollars(pair.pass_through),
        "lock_in_price": dollars(pair.lock_in),
        "fills": drug.fills_per_year,
    }


def _two_prices(both: YearAtTwoPrices) -> dict[str, Any]:
    return {
        "spread": fraction(both.rate),
        "pass_through": _year(both.pass_through),
        "lock_in": _year(both.lock_in),
        "difference": {name: dollars(both.difference(name)) for name in both.pass_through.sums},
        "premium_effect": {
            "spread": dollars(both.spread),
            "off_premiums": dollars(both.off_premiums),
            "off_government": dollars(both.off_government),
            "net_for_the_person": dollars(both.net),
        },
    }


def _year(at: YearAtPrice) -> dict[str, Any]:
    return {
        "totals": totals(at.ledger.rows, at.ledger.opening),
        "by_phase": by_phase(at.ledger.rows),
        "phase_dates": {phase.key: day.isoformat() for phase, day in sorted(at.begins.items())},
    }
