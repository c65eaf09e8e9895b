"""The name of a product by its NDC, from FDA's directory: what a claim without a readable product means."""

from __future__ import annotations

from functools import cache

from finder.paths import shipped
from finder.sources.catalog.market_map import MarketMap, Records

_PRODUCT_DIGITS = 9


def ndc_name(ndc: str) -> str:
    """``Eliquis 5 mg tablet`` for an NDC of eleven digits; empty where the directory lacks it."""
    record = _names().get(ndc[:_PRODUCT_DIGITS]) if len(ndc) > _PRODUCT_DIGITS else None
    return "" if record is None else bytes(record).decode()


@cache
def _names() -> Records:
    return Records(MarketMap(shipped("data") / "ndc_names" / "market.map"), "ndc_names")
