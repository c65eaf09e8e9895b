"""The price that Medicare negotiated for one unit of a product, and which product of a catalog it belongs to.

``data/negotiated_unit_prices.yaml`` has a line per NDC-9 (labeler and product, without the package): the parameter of the drug's price, its
brands, strength and kind if known, and each year's price with status and source. A product is found by an NDC of the catalog that starts
with the NDC-9, else by brand, strength and kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from finder.domain.market import Drug, NegotiatedUnit
from finder.domain.money import MICRO_SCALE, UnitPrice, scaled
from finder.paths import shipped

FILE = "negotiated_unit_prices.yaml"
_KINDS = (
    ("pack", re.compile(r"\bpack\b|starter|\bkit\b", re.IGNORECASE)),
    ("sprinkle", re.compile(r"sprinkle|granule|pellet|for oral suspension", re.IGNORECASE)),
    ("liquid", re.compile(r"oral suspension|oral solution", re.IGNORECASE)),
    ("infusion", re.compile(r"infusion|intravenous|\b26 ML\b|\bIV\b")),
)
"""Words that tell a product from the others of its brand, in RxNorm's names and in the price table."""


@cache
def negotiated_brands(year: int, file: Path | None = None) -> dict[str, str]:
    """Brand (lower case) -> the parameter of its negotiated price, if it has one in that plan year."""
    text = (file or shipped("data") / "negotiated_drugs.yaml").read_text("utf-8")
    listed: dict[str, dict[str, Any]] = yaml.safe_load(text)
    holding = {name: entry for name, entry in listed.items() if entry["from"] <= year <= entry["through"]}
    return {brand.lower(): name for name, entry in holding.items() for brand in entry["brands"]}


class UnitRow(NamedTuple):
    """A line of the file, for one plan year."""

    parameter: str
    brands: tuple[str, ...]
    strength: str
    kind: str
    counted: str
    unit: NegotiatedUnit


def kind_of(name: str) -> str:
    """``pack``, ``sprinkle``, ``liquid`` or ``infusion`` if the name says so, else empty."""
    return next((kind for kind, words in _KINDS if words.search(name)), "")


@cache
def unit_rows(year: int, file: Path | None = None) -> tuple[UnitRow, ...]:
    """The prices in force in a plan year."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load((file or shipped("data") / FILE).read_bytes(), Loader=loader)
    return tuple(row for ndc, line in document["prices"].items() for row in _rows(ndc, line, year, document["sources"]))


def _rows(ndc: str, line: Mapping[Any, Any], year: int, sources: Mapping[str, str]) -> Iterable[UnitRow]:
    """The line's prices in a year: one, or one for each part of the year."""
    for price in line.get(year, "").split():
        unit = NegotiatedUnit(ndc, scaled(price, MICRO_SCALE, unit="dollars"), line["status"][year], sources[line["source"]])
        yield UnitRow(line["parameter"], tuple(line["brands"]), line.get("strength", ""), line.get("kind", ""), line.get("unit", ""), unit)


def units_of(drug: Drug, rows: Iterable[UnitRow], by_ndc: frozenset[str], middle: UnitPrice | None) -> tuple[NegotiatedUnit, ...]:
    """The product's negotiated prices: by the catalog's NDCs, else by brand, kind, strength and unit.

    If several prices are left, the one that equals the market's median, to four decimals, is the product's.
    """
    of_ndc = [row.unit for row in rows if row.unit.ndc in by_ndc]
    if of_ndc:
        return tuple(of_ndc)
    of_brand = [row for row in _of_brand(drug.brand.lower(), rows) if row.kind == kind_of(drug.name)]
    strong = [row for row in of_brand if row.strength == drug.strength.upper()]
    same = strong or [row for row in of_brand if not row.strength] or of_brand
    counted = [row for row in same if row.counted == drug.unit] or [row for row in same if not row.counted]
    found = tuple(row.unit for row in counted or same)
    if len({unit.price for unit in found}) > 1 and middle is not None:
        found = tuple(unit for unit in found if unit.printed_as(middle)) or found
    return found


def _of_brand(brand: str, rows: Iterable[UnitRow]) -> list[UnitRow]:
    """The lines of a brand, else those whose name starts with it or starts it (Breo, Breo Ellipta)."""
    named = [(row, name) for row in rows for name in row.brands if brand]
    exact = [row for row, name in named if name == brand]
    return exact or [row for row, name in named if f"{name} ".startswith(f"{brand} ") or f"{brand} ".startswith(f"{name} ")]


def products_by_ndc(rows: Iterable[UnitRow], product_of: Callable[[str], str | None]) -> dict[str, frozenset[str]]:
    """Product -> its NDC-9s in the price table. ``product_of`` finds the product of the first NDC that starts with nine digits."""
    found: dict[str, set[str]] = {}
    for row in rows:
        rxcui = product_of(row.unit.ndc.replace("-", ""))
        if rxcui:
            found.setdefault(rxcui, set()).add(row.unit.ndc)
    return {rxcui: frozenset(ndcs) for rxcui, ndcs in found.items()}
