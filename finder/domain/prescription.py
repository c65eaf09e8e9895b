"""What a person takes: a product, how much of it, and how often it is filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.market import Drug
from finder.domain.money import Quantity


@dataclass(frozen=True, slots=True)
class Prescription:
    """One drug of the list.

    ``quantity``: of one fill, in thousandths of the drug's unit.
    ``days_supply``: how many days a fill lasts.
    ``fills_per_year``, ``dates``: how many fills or on which days, in place of a fill whenever the last has run out.
    """

    drug: Drug
    quantity: Quantity
    days_supply: int
    fills_per_year: int | None = None
    dates: tuple[date, ...] = ()


def alike(prescriptions: Iterable[Prescription]) -> tuple[tuple[Drug, ...], ...]:
    """The products with the same drug in them, where there are several: a brand and its generic, two strengths."""
    of: dict[str, list[Drug]] = {}
    for prescription in prescriptions:
        of.setdefault(prescription.drug.ingredient.casefold(), []).append(prescription.drug)
    return tuple(tuple(drugs) for ingredient, drugs in of.items() if ingredient and len(drugs) > 1)


class Fill(NamedTuple):
    """One purchase of a prescription, not yet priced."""

    date: date
    quantity: Quantity
    days_supply: int
