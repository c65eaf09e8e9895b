"""Fills as a claim file, a statement or a receipt shows them. No name, number or address of a person, prescriber or pharmacy."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.money import Cents, Quantity


class PaidFill(NamedTuple):
    """A fill as it was paid. None or empty where the source doesn't say.

    ``number``: its place in the file or list, from 1.
    ``ndc``: as printed.
    ``drug``: its name as printed.
    ``paid``: what the person paid; ``price``: the whole cost of the drug.
    ``extra_help``: what Extra Help paid.
    ``plan``: contract and plan, ``S4802-137``.
    """

    number: int
    day: date | None = None
    ndc: str = ""
    drug: str = ""
    quantity: Quantity | None = None
    days_supply: int | None = None
    paid: Cents | None = None
    price: Cents | None = None
    extra_help: Cents | None = None
    plan: str = ""


class PaidFills(NamedTuple):
    """The fills of a file.

    ``name``: the file's.
    ``reversed``: claims that were taken back, left out.
    ``other_claims``: claims that are no drug fills, left out.
    ``pages_missing``: the download has more pages than the file.
    """

    name: str
    fills: tuple[PaidFill, ...]
    reversed: int = 0
    other_claims: int = 0
    pages_missing: bool = False

    def with_more(self, more: PaidFills) -> PaidFills:
        """The fills of two files of the same person. A fill that both have counts once."""
        fills = dict.fromkeys(fill._replace(number=0) for fill in (*self.fills, *more.fills))
        return PaidFills(
            name=more.name,
            fills=tuple(fill._replace(number=place) for place, fill in enumerate(fills, start=1)),
            reversed=self.reversed + more.reversed,
            other_claims=self.other_claims + more.other_claims,
            pages_missing=self.pages_missing or more.pages_missing,
        )
