"""Some states of a catalog as a catalog of their own: the same bytes as an import of these states from the same files.

Nothing is read from files of CMS again: the catalog's own tables tell which rows are of the states, and prices come from its map.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.catalog_check import Oddity
from finder.domain.errors import SourceError
from finder.domain.market import PriceOrigin
from finder.intake.limits import PROBLEMS
from finder.sources.catalog.audit import TIER_WITHOUT_COST_SHARE
from finder.sources.catalog.map_contents import DAYS, LARGE, ORIGINS, facts_of, origins_of, sections_of
from finder.sources.catalog.market_map import MarketMap, Records
from finder.sources.catalog.ownership import MAP, what_is
from finder.sources.catalog.places import read_places, state_of
from finder.sources.catalog.price_grid import PriceGrid, prices_in
from finder.sources.catalog.store import read_manifest, replacing, write_contents
from finder.sources.cms.earlier_prices import NOT_KNOWN, Market
from finder.sources.cms.importer import covers_words
from finder.sources.cms.layout import STAGED
from finder.sources.cms.odd_counts import odd_counts
from finder.sources.cms.state_slice import FIRST, StateSlice

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Facts = dict[str, Any]
_OF_PLANS = ("plans", "tiers", "cost_shares", "insulin", "prices_of_other_ndcs")
_MADE_ANEW = ("tables", "files", "digest", "format", "states", "covers", "warnings", "left_out", "price_origins")
"""What a manifest says that is not the same for some of its states."""


def cut_catalog(folder: Path, states: Collection[str], out: Path) -> None:
    """Write the plans of some states, and what they need, from the catalog in ``folder`` as the catalog ``out``.

    Raises SourceError for a catalog that did not come from files of CMS.
    """
    import duckdb

    manifest = read_manifest(folder)
    if "cms_plan" not in manifest["tables"]:
        raise SourceError(f"The catalog in {folder} is not of files of CMS: it is packed whole, without --state.")
    with replacing(out, what_is(manifest["tables"], manifest)) as new, duckdb.connect() as connection:
        (work := new / "work").mkdir()
        tables, texts = _tables(connection, folder, manifest, StateSlice(states, read_places()))
        grid = PriceGrid(work / "prices", tables["plans"]["plan_id"].to_pylist(), tables["drugs"]["rxcui"].to_pylist())
        _copy_prices(MarketMap(folder / MAP), grid)
        origins = _copy_origins(MarketMap(folder / MAP), grid, tables) if "price_origins" in manifest else None
        facts = _facts(
            connection, manifest, states, odd_counts(connection, tables, grid, manifest["plan_year"], folder.parent, _borrowed(manifest))
        )
        facts |= {"price_origins": origins} if origins is not None else {}
        sections, map_facts = dict(sections_of(tables, grid)), facts_of(tables, grid, manifest["plan_year"])
        write_contents(new, {**tables, "prices": grid.batches(), **texts}, facts, sections, map_facts)
        (work / "prices").unlink()
        work.rmdir()


def _borrowed(manifest: Mapping[str, Any]) -> bool:
    return bool(manifest.get("prices_from"))


def _tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Mapping[str, Any], chosen: StateSlice
) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """The tables of the states: those that questions read, and the files as they were. Each is in ``connection`` by its name."""
    texts = {}
    for kind in (*FIRST, *(kind for kind in STAGED if kind not in FIRST and f"cms_{kind}" in manifest["tables"])):
        texts[f"cms_{kind}"] = _chosen(_read(folder, f"cms_{kind}"), chosen.keep(kind))
        connection.register(f"cms_{kind}", texts[f"cms_{kind}"])
        if kind in FIRST:
            chosen.learn(kind, connection)
    connection.execute("CREATE TABLE kept AS SELECT unnest(?) AS plan_id", [sorted(chosen.plans)])
    tables: dict[str, pa.Table] = {}
    for name, wanted in _wanted(chosen.states).items():
        if name in manifest["tables"]:
            connection.register("whole", _numbered(_read(folder, name)))
            tables[name] = connection.sql(f"SELECT * EXCLUDE (place) FROM whole WHERE {wanted} ORDER BY place").to_arrow_table()
            connection.register(name, tables[name])
    tables["ndcs"] = connection.sql(_NDCS).to_arrow_table()
    return tables, texts


def _numbered(table: pa.Table) -> pa.Table:
    """The table with the place of each row: a join gives rows back in any order once there are many."""
    import numpy as np

    return table.append_column("place", [np.arange(table.num_rows)])


_NDCS = "SELECT ndc, min(rxcui) AS rxcui FROM cms_formulary GROUP BY ndc ORDER BY ndc"


def _wanted(states: Iterable[str]) -> dict[str, str]:
    """Which rows of each table are of the states."""
    listed = ", ".join(f"'{state}'" for state in sorted(states))  # two letters each, known
    area = """((kind = 'county' AND area IN (SELECT fips FROM counties)) OR (kind = 'region' AND area IN (SELECT pdp_region FROM counties))
        OR (kind = 'ma_region' AND area IN (SELECT ma_region FROM counties)) OR kind = 'nation')"""
    of_plans = "plan_id IN (SELECT plan_id FROM kept)"
    beside = "contract_id || '-' || lpad(plan_id, 3, '0') IN (SELECT contract_id || '-' || plan_id FROM cms_plan)"
    return {
        "counties": f"state IN ({listed})",
        **dict.fromkeys(_OF_PLANS, of_plans),
        "service_areas": f"{of_plans} AND {area}",
        "formulary": "formulary_id IN (SELECT formulary_id FROM cms_formulary)",
        "excluded": beside,
        "indications": beside,
        "drugs": "rxcui IN (SELECT rxcui FROM formulary UNION SELECT rxcui FROM excluded)",
    }


def _read(folder: Path, name: str) -> pa.Table:
    from pyarrow import parquet

    with parquet.ParquetFile(folder / f"{name}.parquet") as file:
        return file.read()


def _chosen(table: pa.Table, keep: Any) -> pa.Table:
    import pyarrow as pa

    if keep is None:
        return table
    batches = [batch.filter(keep(batch)) for batch in table.to_batches()]
    return pa.Table.from_batches(batches, table.schema)


def _copy_prices(market: MarketMap, grid: PriceGrid) -> None:
    """The prices of the grid's plans and drugs as they stand in a map."""
    import numpy as np

    plans, drugs = Records(market, "plans"), Records(market, "drugs")
    columns = [place for plan_id in grid.plan_ids if (place := plans.place(plan_id)) is not None]
    large = Records(market, LARGE) if f"{LARGE}.keys" in market else None
    for index, days in enumerate(DAYS):
        if f"prices.{days}" not in market:
            continue
        row_of = partial(_row, market, f"prices.{days}", len(plans))
        for row, rxcui in enumerate(grid.rxcuis):
            place = drugs.place(rxcui)
            cells = np.frombuffer(row_of(place), "<i4")[columns] if place is not None else None
            if cells is not None and cells.any():
                listed = large.get(rxcui) if large else None
                grid.set_prices(index, row, range(len(columns)), prices_in(cells, listed.cast("q").tolist() if listed else ()))


def _copy_origins(market: MarketMap, grid: PriceGrid, tables: Mapping[str, pa.Table]) -> dict[str, int]:
    """Where the prices are from, for a catalog with estimates. Returns how many are from where."""
    import numpy as np

    plans, records = Records(market, "plans"), Records(market, ORIGINS) if f"{ORIGINS}.keys" in market else None
    columns = [place for plan_id in grid.plan_ids if (place := plans.place(plan_id)) is not None]
    of_state = Market(tables, {})
    (listed, _), of = of_state.lists(grid), of_state.formularies(grid)
    counts = np.zeros(len(PriceOrigin), np.int64)
    for drug, rxcui in enumerate(grid.rxcuis):
        record = records.get(rxcui) if records else None
        codes = np.zeros(len(of), np.uint8) if record is None else np.frombuffer(origins_of(record), np.uint8)[columns]
        wanted = listed[drug][of]
        if codes[wanted].any():
            grid.set_origins(drug, codes)
        counts += np.bincount(codes[wanted], minlength=len(PriceOrigin))
    found = {origin.key if origin is not PriceOrigin.OWN else NOT_KNOWN: int(counts[origin]) for origin in PriceOrigin}
    return {key: count for key, count in found.items() if count}


def _row(market: MarketMap, section: str, width: int, place: int) -> memoryview:
    return market.read(section, 4 * width * place, 4 * width * (place + 1))


def _facts(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], states: Collection[str], counts: Mapping[str, int]) -> Facts:
    """The facts of the manifest; those that differ for some of its states are made anew."""
    places = read_places()
    named = {state_of(places, name) or "": name for (name,) in _rows(connection, "SELECT DISTINCT statename FROM cms_locator ORDER BY ALL")}
    left_out = _left_out(manifest, named.values())
    lacking = len(_rows(connection, TIER_WITHOUT_COST_SHARE))
    found = {**({Oddity.TIER_WITHOUT_COST_SHARE.key: lacking} if lacking else {}), **counts}
    found |= {key: len(listed) for key, listed in left_out.items()}
    return {
        **{name: fact for name, fact in manifest.items() if name not in _MADE_ANEW},
        **({"warnings": found} if found else {}),
        **({"left_out": {key: listed[:PROBLEMS] for key, listed in left_out.items()}} if left_out else {}),
        "states": sorted(states),
        "covers": covers_words(named, manifest["plan_year"]),
    }


def _left_out(manifest: Mapping[str, Any], states: Iterable[str]) -> dict[str, list[str]]:
    """What the import left out that these states would have had: the same columns, and their own counties. Rows of plans that we
    don't compare are of no state's plans."""
    listed: Mapping[str, list[str]] = manifest.get("left_out", {})
    counties = [place for place in listed.get(Oddity.COUNTY_NOT_KNOWN.key, ()) if place.startswith(tuple(f"{name}, " for name in states))]
    found = {
        Oddity.UNKNOWN_COLUMN.key: listed.get(Oddity.UNKNOWN_COLUMN.key, []),
        Oddity.COUNTY_NOT_KNOWN.key: counties,
    }
    return {key: places for key, places in found.items() if places}


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str, ...]]:
    return connection.execute(query).fetchall()
