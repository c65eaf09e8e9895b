"""What a person takes: a product, how much at a time, and how often it is filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.market import Drug
from finder.domain.money import Quantity


@dataclass(frozen=True, slots=True)
class Prescription:
    """One drug of the list. ``quantity`` in thousandths of the drug's unit for ``days_supply`` days; ``fills_per_year`` and ``dates``
    override
    a fill on the first of each month that the supply lasts."""

    drug: Drug
    quantity: Quantity
    days_supply: int
    fills_per_year: int | None = None
    dates: tuple[date, ...] = ()


class Fill(NamedTuple):
    """One purchase of a prescription, not yet priced."""

    date: date
    quantity: Quantity
    days_supply: int
