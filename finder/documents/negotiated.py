"""A drug's negotiated price as an answer shows it: by the unit, beside the plan's own price, with the reason where they differ."""

from __future__ import annotations

from typing import Any

from finder.domain.money import MICRO_SCALE, QUANTITY_SCALE, UNIT_PRICE_SCALE, Cents, dollars
from finder.domain.negotiated_price import Difference, negotiated_fill
from finder.domain.plan_cost import DrugCost

MARKED = "marked in the plan's file"
_DIFFERENCES = {
    Difference.NONE: "",
    Difference.ROUNDED: "the plan's file rounds the price of a {unit} to {price}",
    Difference.FEE: "the pharmacy's fee is in the plan's price",
    Difference.OTHER_PRICE: "the plan's file says {price} a {unit}: an average over its pharmacies, or the price of another package (NDC)",
    Difference.UNKNOWN: "the file marks the drug as negotiated; we have no negotiated price of this product for this year",
    Difference.UNPRICED: "the plan's files give no price",
}


def negotiated_entry(drug: DrugCost) -> dict[str, Any] | None:
    """``price`` is quantity times ``unit_price``, both null where the package is not known and prices differ (``price_low`` to
    ``price_high``); ``plan_price`` is the plan's of the same quantity. None for a drug without a negotiated price at the plan."""
    found = negotiated_fill(drug)
    if found is None:
        return None
    each = sorted({unit.price for unit in found.units})
    price = found.low if found.low == found.high else None
    printed = _decimal(drug.unit_price or 0, UNIT_PRICE_SCALE).rstrip("0")
    difference = None if price is None or found.plan_price is None else found.plan_price - price
    return {
        "unit_price": _decimal(each[0], MICRO_SCALE) if len(each) == 1 else None,
        "unit": drug.drug.unit,
        "quantity": _decimal(found.quantity, QUANTITY_SCALE).rstrip("0").rstrip("."),
        "price": _money(price),
        "price_low": _money(found.low),
        "price_high": _money(found.high),
        "plan_price": _money(found.plan_price),
        "difference": _money(difference),
        "because": _DIFFERENCES[found.why].format(unit=drug.drug.unit, price=printed) or None,
        "ndc": [unit.ndc for unit in found.units],
        "status": sorted({unit.status for unit in found.units}),
        "sources": sorted({unit.source for unit in found.units}),
    }


def _decimal(number: int, scale: int) -> str:
    whole, rest = divmod(number, scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}d}"


def _money(amount: Cents | None) -> str | None:
    return None if amount is None else dollars(amount)
