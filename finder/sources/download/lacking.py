"""What a release will lack, told before it is downloaded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from finder.domain.lack import Lack, LackKind
from finder.sources.cms.earlier_prices import chosen_quarter, earlier_quarters
from finder.sources.download.resource_list import Download


def lacking(release: Download, year: int, catalogs: Sequence[Path], states: Collection[str] = ()) -> tuple[Lack, ...]:
    """What a catalog of the release will lack.

    ``catalogs``: the folders whose catalogs may lend prices.
    ``states``: the states that are wanted; empty for the whole country.
    """
    prices = () if release.quarterly else (_prices(release, year, catalogs, states),)
    return (*prices, *(() if release.landscape else (Lack(LackKind.LANDSCAPE, year),)))


def _prices(release: Download, year: int, catalogs: Sequence[Path], states: Collection[str]) -> Lack:
    """What stands in for the prices that a monthly release does not have."""
    lenders = (one for of in (year, year - 1) for one in earlier_quarters(of, catalogs))
    wanted = states or {state for one in lenders for state in one.manifest["states"]}
    earlier = chosen_quarter(year, catalogs, wanted)
    if earlier is not None:
        kind = LackKind.QUARTERS_PRICES if earlier.plan_year == year else LackKind.ESTIMATED_PRICES
        day, drugs = date.fromisoformat(str(earlier.manifest["prices_as_of"])), int(earlier.manifest["tables"]["drugs"]["rows"])
        return Lack(kind, year, day, drugs, tuple(earlier.manifest["states"]))
    before_january = release.day[:4] < str(year)
    return Lack(LackKind.NO_PRICES if before_january else LackKind.QUARTER_FIRST, year)
