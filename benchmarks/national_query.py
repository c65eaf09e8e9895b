"""One question in a process of its own: six drugs and every plan of a county, by one of the layouts.

``python -m benchmarks.national_query LAYOUT CATALOG COUNTY DRUGS [once]`` (drugs by RxCUI, with commas) prints milliseconds of the first
and of later questions, and what was found (entries, those with a price, the sum of prices), so that layouts can be compared.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 40
_SERVING = """SELECT DISTINCT plan_id FROM service_areas a JOIN counties c ON c.fips = ?
    WHERE a.kind = 'nation' OR (a.kind = 'county' AND a.area = c.fips) OR (a.kind = 'region' AND a.area = c.pdp_region)"""
_ENTRIES = """SELECT p.plan_id, f.rxcui, tier, unit_price, quantity_limit FROM plans p JOIN formulary f USING (formulary_id)
    LEFT JOIN (SELECT * FROM prices WHERE days = 30 AND rxcui IN (SELECT unnest(?::VARCHAR[]))) USING (plan_id, rxcui)
    WHERE p.plan_id IN (SELECT unnest(?::VARCHAR[])) AND f.rxcui IN (SELECT unnest(?::VARCHAR[]))"""
_MIDDLES = "SELECT rxcui, median(unit_price) FROM prices WHERE days = 30 AND rxcui IN (SELECT unnest(?::VARCHAR[])) GROUP BY rxcui"
Found = tuple[int, int, int]
Question = Callable[[], Found]


def by_map(catalog: Path, fips: str, drugs: list[str]) -> Question:
    """The published layout, through the program's own catalog."""
    from finder.domain.market import County
    from finder.sources.catalog.reading import MarketCatalog

    market = MarketCatalog(catalog)

    def ask() -> Found:
        plans = market.plans_serving(County(fips, "", ""))
        for rxcui in drugs:
            market.drug(rxcui)
            market.median_unit_price(rxcui)
        found = market.formulary([plan.plan_id for plan in plans], drugs)
        return summed([entry.unit_price for entry in found.values()])

    return ask


def summed(prices: list[int | None]) -> Found:
    """Entries, those with a price, and the sum of prices."""
    known = [price for price in prices if price]
    return len(prices), len(known), sum(known)


def by_duckdb(connection: Any, fips: str, drugs: list[str]) -> Question:
    """The same through SQL: plans of the county, their shares, entries with prices, and the drugs' middle prices."""

    def ask() -> Found:
        plans = [row[0] for row in connection.execute(_SERVING, [fips]).fetchall()]
        for table in ("plans", "tiers", "cost_shares", "insulin"):
            connection.execute(f"SELECT * FROM {table} WHERE plan_id IN (SELECT unnest(?::VARCHAR[]))", [plans]).fetchall()
        found = connection.execute(_ENTRIES, [drugs, plans, drugs]).fetchall()
        connection.execute(_MIDDLES, [drugs]).fetchall()
        return summed([row[3] for row in found])

    return ask


def question(layout: str, catalog: Path, fips: str, drugs: list[str]) -> Question:
    """The question by a layout: ``map``, ``parquet:FOLDER`` (a table of prices beside the catalog's others), ``duckdb:FILE``."""
    if layout == "map":
        return by_map(catalog, fips, drugs)
    import duckdb

    kind, _, place = layout.partition(":")
    if kind == "duckdb":
        return by_duckdb(duckdb.connect(place, read_only=True), fips, drugs)
    connection = duckdb.connect(config={"threads": 2})
    for table in ("plans", "tiers", "cost_shares", "insulin", "formulary", "service_areas", "counties", "prices"):
        folder = Path(place) if place and table == "prices" else catalog
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{folder / table}.parquet')")
    return by_duckdb(connection, fips, drugs)


def main() -> None:
    """Ask, and print."""
    begun = time.perf_counter()
    ask = question(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4].split(","))
    found = ask()
    first = time.perf_counter() - begun
    times = [first]
    for _ in range(0 if "once" in sys.argv else ROUNDS if first < 1 else 5):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    print(json.dumps({"first": first * 1000, "warm": statistics.median(times) * 1000, "found": found}))


if __name__ == "__main__":
    main()
