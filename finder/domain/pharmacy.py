"""Pharmacies: who they are, and how each stands at a plan. Fees and floor in hundred-thousandths of a dollar."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import LONGEST_MONTHS_SUPPLY, SUPPLY_COLUMNS, Channel
from finder.domain.money import UnitPrice

NOT_SAID = -1


class Pharmacy(NamedTuple):
    """A pharmacy by its NPI; what is not known is empty."""

    npi: str
    name: str
    address: str
    city: str
    state: str
    zip_code: str


class Fees(NamedTuple):
    """Dispensing fees of a fill of 30, 60 and 90 days; -1 where the files do not say."""

    brand: tuple[UnitPrice, UnitPrice, UnitPrice]
    generic: tuple[UnitPrice, UnitPrice, UnitPrice]
    selected: tuple[UnitPrice, UnitPrice, UnitPrice]


class PharmacyTerms(NamedTuple):
    """A pharmacy in a plan's network.

    ``retail``, ``mail``: as what kind of store and of mail order (None: not as one).
    ``floor_price``: the least that a fill costs there (0: no floor).
    """

    npi: str
    retail: Channel | None
    mail: Channel | None
    floor_price: UnitPrice
    fees: Fees

    def fee(self, days_supply: int, *, brand: bool, selected: bool) -> UnitPrice:
        """The fee of a fill of that length; -1 if the files don't say. A drug with a negotiated price may have the brand's fee."""
        column = next((place for place in range(len(SUPPLY_COLUMNS)) if days_supply <= LONGEST_MONTHS_SUPPLY * (place + 1)), -1)
        if selected and self.fees.selected[column] != NOT_SAID:
            return self.fees.selected[column]
        return (self.fees.brand if brand or selected else self.fees.generic)[column]
