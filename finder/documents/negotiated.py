"""A drug's negotiated price as an answer shows it: by the unit, beside the plan's own price, with the reason where they differ."""

from __future__ import annotations

from typing import Any

from finder.documents.fields import dollars_or_null
from finder.domain.money import MICRO_SCALE, QUANTITY_SCALE, UNIT_PRICE_SCALE
from finder.domain.negotiated_price import negotiated_fill
from finder.domain.plan_cost import DrugCost
from finder.explain.plans.drugs import difference_text


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
        "price": dollars_or_null(price),
        "price_low": dollars_or_null(found.low),
        "price_high": dollars_or_null(found.high),
        "plan_price": dollars_or_null(found.plan_price),
        "difference": dollars_or_null(difference),
        "because": difference_text(found, drug.drug.unit, printed),
        "ndc": [unit.ndc for unit in found.units],
        "status": sorted({unit.status for unit in found.units}),
        "sources": sorted({unit.source for unit in found.units}),
    }


def _decimal(number: int, scale: int) -> str:
    whole, rest = divmod(number, scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}d}"
