"""The name of a product by its NDC, from FDA's directory: what a claim without a readable product means, and a product without a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from finder.domain.market import PackageForm
from finder.paths import shipped
from finder.sources.catalog.market_map import MarketMap, Records
from finder.sources.catalog.store import read_rows
from finder.sources.names.drug_names import ParsedName
from finder.sources.names.own_names import OwnName

_PRODUCT_DIGITS = 9
SOURCE = "name by its NDC, FDA 2019"
"""How the name of a product ends that only FDA's directory knew."""
_COUNTED = {"Tablet": "tablet", "Capsule": "capsule"}


class NdcProduct(NamedTuple):
    """A product of the directory: its printed name, and its parts as RxNorm writes them. ``strength``: empty where it isn't certain."""

    name: str
    ingredient: str
    brand: str
    strength: str
    form: str


def ndc_name(ndc: str) -> str:
    """``Eliquis 5 mg tablet`` for an NDC of eleven digits; empty where the directory lacks it."""
    record = _names().get(ndc[:_PRODUCT_DIGITS]) if len(ndc) > _PRODUCT_DIGITS else None
    return "" if record is None else bytes(record).decode()


@cache
def _names() -> Records:
    return Records(MarketMap(shipped("data") / "ndc_names" / "market.map"), "ndc_names")


def read_ndc_products() -> dict[str, NdcProduct]:
    """The nine digits of labeler and product -> product."""
    rows = read_rows(shipped("data") / "ndc_names" / "ndc_names.parquet")
    return {row.pop("product"): NdcProduct(**row) for row in rows}


def named_by(rxcui: str, ndcs: Iterable[str], products: Mapping[str, NdcProduct]) -> OwnName | None:
    """A product under the name of its NDCs; None if the directory lacks them, or they are of products that differ.

    The name carries the code where others may have the same name: other forms, other strengths.
    """
    found = sorted({products[ndc[:_PRODUCT_DIGITS]] for ndc in ndcs if ndc[:_PRODUCT_DIGITS] in products})
    if not found or len({product[1:] for product in found}) > 1:
        return None
    product = found[0]
    counted = next((unit for ending, unit in _COUNTED.items() if product.form.endswith(ending)), "")
    form, unit = (PackageForm.TABLET, counted) if counted else (PackageForm.OTHER, "unit")
    marked = SOURCE if product.strength else f"RxNorm code {rxcui}, {SOURCE}"
    parsed = ParsedName(product.ingredient, product.brand, product.strength, product.form, form, unit)
    return OwnName(f"{product.name} ({marked})", parsed, None)
