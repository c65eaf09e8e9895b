"""What looks like a slip in the amounts of a list, as the answer of ``finder compare`` says it: a question with both readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.prescription import Prescription
from finder.domain.supply import (
    ABOVE_LIMIT,
    COUNT_LIKE_A_DOSE,
    FEW_A_WEEK,
    MANY_A_DAY,
    MANY_FILLS,
    MANY_PACKAGES,
    OFTEN_FOR_WEEKLY,
    ONE,
    PART_OF_A_PACKAGE,
    Amount,
    Doubt,
    Limit,
    doubts_of,
    largest_limit,
)


def doubts_at(catalog: Catalog, prescription: Prescription) -> tuple[Doubt, ...]:
    """What looks like a slip in a fill, against the most generous limit of the market and plain sense."""
    limits = [Limit(*limit) for limit in catalog.quantity_limits(prescription.drug.rxcui)]
    return doubts_of(prescription, largest_limit(limits))


def amount_warnings(catalog: Catalog, prescriptions: Sequence[Prescription]) -> list[dict[str, Any]]:
    """One entry a doubt: the place of the prescription in the list, its code, and the question."""
    return [
        {"prescription": place, "code": doubt.code, "sentence": _sentence(prescription.drug, doubt)}
        for place, prescription in enumerate(prescriptions)
        for doubt in doubts_at(catalog, prescription)
    ]


def _sentence(drug: Drug, doubt: Doubt) -> str:
    written, *others = doubt.readings
    asked = f"Is {_amount(drug, written)} meant, or {_amount(drug, others[0])}?" if others else f"Is {_amount(drug, written)} meant?"
    return f"{drug.name}: {_why(drug, doubt, written)} {asked}"


def _why(drug: Drug, doubt: Doubt, written: Amount) -> str:
    limit = Amount(*doubt.limit) if doubt.limit else written
    return {
        ABOVE_LIMIT: f"that is more than twice the largest limit of any plan here, {_amount(drug, limit)}.",
        MANY_A_DAY: f"that is {_number(written.quantity // written.days_supply)} a day.",
        FEW_A_WEEK: "that is less than one a week.",
        COUNT_LIKE_A_DOSE: "so small a number may be a dose, or how often it is taken, and not what is bought.",
        PART_OF_A_PACKAGE: f"one package holds {_number(drug.units_per_package or 0)} {_unit(drug, drug.units_per_package or 0)}.",
        MANY_PACKAGES: "that is a great many packages.",
        OFTEN_FOR_WEEKLY: "most people take this drug once a week.",
        MANY_FILLS: "so many fills of that length last far longer than a year.",
    }[doubt.code]


def _amount(drug: Drug, amount: Amount) -> str:
    days = "1 day" if amount.days_supply == 1 else f"{amount.days_supply} days"
    return f"{_number(amount.quantity)} {_unit(drug, amount.quantity)} for {days}"


def _unit(drug: Drug, quantity: Quantity) -> str:
    return drug.unit if quantity == ONE or drug.unit == "mL" else f"{drug.unit}s"


def _number(quantity: Quantity) -> str:
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole:,}" + (f".{rest:03d}".rstrip("0") if rest else "")
