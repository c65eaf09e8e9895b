"""What a release without a pricing file gets for prices, and the facts of its manifest that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finder.sources.catalog.price_grid import PriceGrid
from finder.sources.cms.earlier_prices import Earlier, EarlierPrices, Market, copy_prices, estimate_prices
from finder.sources.cms.negotiated_prices import ended, negotiated_prices


def borrow_prices(year: int, earlier: Earlier | None, market: Market, facts: Mapping[str, Any], grid: PriceGrid) -> dict[str, Any]:
    """Fill the grid from ``earlier``, a quarter of the year or of the year before (None: there is none). ``facts``: those of the release.
    Returns what the manifest says of the prices."""
    if earlier is not None and earlier.plan_year == year:
        copy_prices(earlier, grid)
        return _borrowed(earlier, str(facts["release"]), "are those of")
    before = EarlierPrices(earlier) if earlier else None
    negotiated = negotiated_prices(market.tables, year, before.middles() if before else {})
    over = ended(market.tables, before.negotiated() if before else ())
    origins = estimate_prices(earlier, market, negotiated, over, grid)
    said = _borrowed(earlier, str(facts["release"]), "are estimated from") if earlier else _none(facts, year)
    return {**said, "price_origins": origins}


def _borrowed(earlier: Earlier, release: str, how: str) -> dict[str, Any]:
    """That the prices are from another release. A quarter's own files should have had them."""
    manifest = earlier.manifest
    lacking = "the pricing file of this quarter is missing, the prices" if "Q" in release else "this monthly file has no prices, they"
    quarter = str(manifest["source"]).partition(", and the CMS Landscape")[0]
    return {
        "prices_as_of": manifest["prices_as_of"],
        "price_source": f"{manifest['price_source']}; {lacking} {how} {quarter}",
        "prices_from": manifest["digest"],
    }


def _none(facts: Mapping[str, Any], year: int) -> dict[str, Any]:
    return {
        "prices_as_of": facts["released"],
        "price_source": f"none: the files of {year} have no prices yet, and no quarter of {year - 1} for these states was imported before",
        "without_prices": True,
    }
