"""The prices that Medicare negotiated for a plan year, put in place of estimates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from finder.domain.market import Drug, NegotiatedUnit, PackageForm
from finder.domain.money import MICRO_SCALE, UNIT_PRICE_SCALE, UnitPrice, ratio_half_up
from finder.sources.catalog.map_contents import DRUG_FIELDS
from finder.sources.names.negotiated_units import products_by_ndc, unit_rows, units_of
from finder.sources.names.package_facts import with_known_package

if TYPE_CHECKING:
    import pyarrow as pa

_ALIKE = 102
"""Percent that the dearest of a product's listed prices may be of the cheapest: packages of one product differ by pennies."""
_LEAST, _MOST = 10, 120
"""Percent of the price before at which a negotiated price is believed. Outside, it counts another unit (a pen for a milliliter)."""


def negotiated_prices(tables: Mapping[str, pa.Table], year: int, before: Mapping[str, UnitPrice]) -> dict[str, UnitPrice]:
    """Product -> the price of a unit that Medicare negotiated for the year, where the table has one price of this product in this unit.

    ``before``: the middle price of the year before, where there is one.
    """
    rows = unit_rows(year)
    by_ndc = _by_ndc(tables["ndcs"], year)
    found = {}
    for values in zip(*(tables["drugs"][name].to_pylist() for name in DRUG_FIELDS), strict=True):
        fields = dict(zip(DRUG_FIELDS, values, strict=True))
        if fields["selected"]:
            drug = with_known_package(Drug(**(fields | {"package_form": PackageForm(fields["package_form"])})))
            price = _one_price(units_of(drug, rows, by_ndc.get(drug.rxcui, frozenset()), None))
            if price is not None and _believed(price, before.get(drug.rxcui)):
                found[drug.rxcui] = price
    return found


def _by_ndc(ndcs: pa.Table, year: int) -> dict[str, frozenset[str]]:
    first: dict[str, str] = {}
    for ndc, rxcui in sorted(zip(ndcs["ndc"].to_pylist(), ndcs["rxcui"].to_pylist(), strict=True)):
        first.setdefault(ndc[:9], rxcui)
    return products_by_ndc(unit_rows(year), first.get)


def _one_price(units: Collection[NegotiatedUnit]) -> UnitPrice | None:
    """The price of a unit if the listed ones are nearly the same, the lower middle one among them; else None."""
    prices = sorted(unit.price for unit in units)
    if not prices or prices[-1] * 100 > prices[0] * _ALIKE:
        return None
    return ratio_half_up(prices[(len(prices) - 1) // 2] * UNIT_PRICE_SCALE, MICRO_SCALE)


def _believed(price: UnitPrice, before: UnitPrice | None) -> bool:
    return before is None or before * _LEAST <= price * 100 <= before * _MOST


def ended(tables: Mapping[str, pa.Table], before: Collection[str]) -> set[str]:
    """The products ``before``, which had a negotiated price the year before, that have none now by our list or the file's mark."""
    drugs, formulary = tables["drugs"], tables["formulary"]
    now = {rxcui for rxcui, of in zip(drugs["rxcui"].to_pylist(), drugs["selected"].to_pylist(), strict=True) if of}
    now |= set(formulary.filter(formulary["selected_drug"])["rxcui"].to_pylist())
    return set(before) - now
