"""What a fill costs by the price that Medicare negotiated for one unit, beside what the plan's files say, and why the two differ."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import NegotiatedUnit
from finder.domain.money import Cents, Quantity, priced, priced_in_micros
from finder.domain.plan_cost import DrugCost


class Difference(Named):
    """Why a plan's price of a negotiated drug is not units times the negotiated price.

    ``ROUNDED``: the file has four decimals of the same price; ``FEE``: the pharmacy's fee is in the plan's price; ``OTHER_PRICE``: the file
    has another price a unit; ``UNKNOWN``: the file marks the drug, and we have no negotiated price of this product; ``UNPRICED``: the plan
    has no price.
    """

    NONE = 0
    ROUNDED = 1
    FEE = 2
    OTHER_PRICE = 3
    UNKNOWN = 4
    UNPRICED = 5


class NegotiatedFill(NamedTuple):
    """``low`` and ``high`` are the quantity times the negotiated price of a unit: equal but where the package is not known; None where we
    have no price. ``plan_price`` is what the plan's files make of the same quantity."""

    quantity: Quantity
    units: tuple[NegotiatedUnit, ...]
    low: Cents | None
    high: Cents | None
    plan_price: Cents | None
    why: Difference


def negotiated_fill(drug: DrugCost) -> NegotiatedFill | None:
    """The negotiated price of what is bought; None for a drug without one at this plan."""
    if not drug.selected:
        return None
    units, quantity = drug.drug.negotiated, drug.prescription.quantity
    prices = sorted(priced_in_micros(unit.price, quantity) for unit in units)
    plan_price = _plan_price(drug)
    low, high = (prices[0], prices[-1]) if prices else (None, None)
    return NegotiatedFill(quantity, units, low, high, plan_price, _why(drug, prices, plan_price))


def _plan_price(drug: DrugCost) -> Cents | None:
    """The plan's price of the quantity as it is written; of one bought month by month, without the fees."""
    if drug.price is None or drug.unit_price is None:
        return None
    return priced(drug.unit_price, drug.prescription.quantity) if drug.split_into_months else drug.price


def _why(drug: DrugCost, prices: list[Cents], plan_price: Cents | None) -> Difference:
    if plan_price is None or drug.unit_price is None:
        return Difference.UNPRICED
    if not prices:
        return Difference.UNKNOWN
    if prices[0] <= plan_price <= prices[-1]:
        return Difference.NONE
    if not any(unit.printed_as(drug.unit_price) for unit in drug.drug.negotiated):
        return Difference.OTHER_PRICE
    return Difference.ROUNDED if plan_price == priced(drug.unit_price, drug.prescription.quantity) else Difference.FEE
