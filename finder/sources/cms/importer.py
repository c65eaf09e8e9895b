"""``finder catalog import``: files of a market in, a catalog folder out. If refused: one line per problem, and nothing changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.catalog_check import Oddity
from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.intake.limits import PROBLEMS
from finder.sources.catalog.map_contents import facts_of, sections_of
from finder.sources.catalog.ownership import what_is
from finder.sources.catalog.places import read_places
from finder.sources.catalog.price_grid import PriceGrid
from finder.sources.catalog.releases import Release, folder_name, info_of, month_in, release_of
from finder.sources.catalog.store import read_manifest, recover, replacing, write_contents
from finder.sources.cms import example_market, gap_market
from finder.sources.cms.borrowed_prices import borrow_prices
from finder.sources.cms.bundle import Bundle, SourceFile
from finder.sources.cms.checks import counties_not_known, run_checks, tiers_without_share
from finder.sources.cms.drug_table import drug_table, product, read_name_book
from finder.sources.cms.earlier_prices import Market, chosen_quarter, earlier_quarters
from finder.sources.cms.layout import KINDS, kind_of, no_catalog_needs
from finder.sources.cms.odd_counts import odd_counts
from finder.sources.cms.prices import ListedCodes, read_prices
from finder.sources.cms.sponsors import name_columns, sponsor_names
from finder.sources.cms.staging import chosen_files, stage
from finder.sources.cms.state_slice import StateSlice, refuse_unknown
from finder.sources.cms.tables import build_tables, drop_staged, listed_codes, text_tables
from finder.sources.cms.text_files import Problems, at
from finder.sources.names.ndc_names import named_by, read_ndc_products
from finder.sources.names.negotiated_units import negotiated_brands, unit_rows
from finder.sources.names.own_names import OwnName, read_own_names

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

IMPORTER = "2"
PRICE_SOURCE = "CMS public use file: the average cost of a unit at each plan, for a 30-day supply"
_MEMORY = "1200MB"
"""DuckDB's share of memory. Beyond that it writes to the new folder."""


@dataclass
class _Market:
    """What was read: the tables, prices and facts of a catalog, and the files as they stood."""

    tables: dict[str, pa.Table]
    prices: PriceGrid
    facts: dict[str, Any]
    texts: dict[str, Iterable[pa.Table]] = field(default_factory=dict)


def import_catalog(path: Path, year: int, out: Path, others: Sequence[Path] = (), *, states: Collection[str] = ()) -> CatalogInfo:
    """Import a folder, a zip or a zip of zips as the catalog folder ``out`` and return what it is.

    Takes the CMS public use file, with the Landscape and a file of drug names if they are beside it; or a folder with example designs and
    the Part D drug spending file. A monthly file has no prices: it takes those of the newest quarter of the year, else it estimates them
    from the year before. ``others``: folders of catalogs to look for them in, after the one of ``out``.
    ``states``: two letters each; only their plans, and what belongs to these. Without them, the whole country.

    Raises SourceError with every problem found. The catalog that was there then stays.
    """
    refuse_unknown(states, read_places())
    recover(out)
    with Bundle(path, skip=no_catalog_needs) as bundle:
        return _import(bundle, year, out, others, states)


def import_release(path: Path, year: int, folder: Path, others: Sequence[Path] = (), *, states: Collection[str] = ()) -> CatalogInfo:
    """Import as one of the catalogs in ``folder``, named by plan year, release and, if only some were asked for, states."""
    refuse_unknown(states, read_places())
    with Bundle(path, skip=no_catalog_needs) as bundle:
        release = _release_of(bundle)
        out = folder / folder_name(year, release.name if release else "", states)
        recover(out)
        return _import(bundle, year, out, others, states)


def _import(bundle: Bundle, year: int, out: Path, others: Sequence[Path], states: Collection[str]) -> CatalogInfo:
    import duckdb

    try:
        with replacing(out, what_is(("plans",), {"plan_year": year})) as new:
            work = new / "work"
            work.mkdir()
            _read_and_write(bundle, year, (out.parent, *others), new, states)
            shutil.rmtree(work)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error).split("\n")[0]
        raise SourceError(f"{out}: the catalog could not be written ({why}). The one that was there is unchanged.", "disk") from error
    return info_of(read_manifest(out))


def _read_and_write(bundle: Bundle, year: int, catalogs: Sequence[Path], new: Path, states: Collection[str]) -> None:
    import duckdb

    work, problems = new / "work", Problems()
    settings = {"memory_limit": _MEMORY, "temp_directory": str(work), "threads": 2, "autoinstall_known_extensions": False}
    with duckdb.connect(config=settings) as connection:  # type: ignore[arg-type]
        connection.execute("SET enable_progress_bar = false")  # it would be drawn between the lines of the answer
        if states and (example_market.is_example(bundle) or gap_market.is_gap_market(bundle)):
            raise SourceError(f"{bundle.path.name}: these plans are those of every state: import them without --state.")
        if example_market.is_example(bundle):
            market = _read_average(example_market.read, bundle, year, work, problems)
        elif gap_market.is_gap_market(bundle):
            market = _read_average(gap_market.read, bundle, year, work, problems)
        else:
            chosen = StateSlice(states, read_places()) if states else None
            market = _read_cms(connection, bundle, year, catalogs, work, problems, chosen)
        tables = {**market.tables, "prices": market.prices.batches(), **market.texts}
        sections, map_facts = dict(sections_of(market.tables, market.prices)), facts_of(market.tables, market.prices, year)
        write_contents(new, tables, {"importer": IMPORTER, "plan_year": year, **market.facts}, sections, map_facts)


def _read_average(
    read: Callable[[Bundle, int, Problems], tuple[dict[str, pa.Table], dict[str, Any]]],
    bundle: Bundle,
    year: int,
    work: Path,
    problems: Problems,
) -> _Market:
    """A market at average prices: for each plan, or in one column for all."""
    import numpy as np

    tables, facts = read(bundle, year, problems)
    listed = tables.pop("prices")
    grid = PriceGrid(work / "prices", sorted(set(listed["plan_id"].to_pylist())), tables["drugs"]["rxcui"].to_pylist())
    plans, drugs = ({key: place for place, key in enumerate(keys)} for keys in (grid.plan_ids, grid.rxcuis))
    of_drug, of_plan = (np.array([of[key] for key in listed[name].to_pylist()]) for of, name in ((drugs, "rxcui"), (plans, "plan_id")))
    grid.put(np.zeros(listed.num_rows, int), of_drug, of_plan, np.asarray(listed["unit_price"]))
    return _Market(tables, grid, facts)


def _read_cms(
    connection: duckdb.DuckDBPyConnection,
    bundle: Bundle,
    year: int,
    catalogs: Sequence[Path],
    work: Path,
    problems: Problems,
    chosen: StateSlice | None,
) -> _Market:
    """``catalogs``: the folders whose catalogs may lend prices; first the one that the new catalog goes to."""
    files, alone, facts = _staged(connection, bundle, year, catalogs, problems, chosen)
    tables = build_tables(connection, set(files))
    tables["drugs"] = _drugs(connection, "names" in files, year)
    states, codes = _states(connection), listed_codes(connection)
    lacking = tiers_without_share(connection, "landscape" in files)
    sponsors = _sponsors(connection, files)
    drop_staged(connection, files)
    grid = PriceGrid(work / "prices", tables["plans"]["plan_id"].to_pylist(), tables["drugs"]["rxcui"].to_pylist())
    if "price" in files:
        listed = ListedCodes(codes, tables["plans"], grid)
        tables["prices_of_other_ndcs"] = read_prices(files["price"], listed, grid, problems, chosen.keep("price") if chosen else None)
        problems.refuse_if_any()
    else:
        earlier = chosen_quarter(year, catalogs, states)
        if alone and earlier is None:
            _refuse_without_prices(bundle, year, problems)
        problems.refuse_if_any()
        facts |= borrow_prices(year, earlier, Market(tables, sponsors), facts, grid)
    borrowed = "price" not in files and "without_prices" not in facts
    facts |= _warnings(lacking, odd_counts(connection, tables, grid, year, catalogs[0], borrowed), problems)
    facts |= {"states": sorted(states), "covers": covers_words(states, year), "example": False}
    return _Market(tables, grid, facts, text_tables(connection, files))


def _staged(
    connection: duckdb.DuckDBPyConnection,
    bundle: Bundle,
    year: int,
    catalogs: Sequence[Path],
    problems: Problems,
    chosen: StateSlice | None,
) -> tuple[Mapping[str, SourceFile], bool, dict[str, Any]]:
    """The files, whether they need the prices of a quarter of the year, and the facts of the release. Their rows are in ``connection``,
    checked."""
    files = chosen_files(bundle, problems)
    alone = "price" not in files and not _before_prices(_release_of(bundle), year)
    if alone and not earlier_quarters(year, catalogs[:1]) and not earlier_quarters(year - 1, catalogs):
        _refuse_without_prices(bundle, year, problems)
    problems.refuse_if_any()
    facts = _release_facts(bundle, files, year, problems)
    stage(connection, files, read_places(), problems, chosen)
    run_checks(connection, year, {kind: file.name for kind, file in files.items()}, KINDS, problems)
    problems.refuse_if_any()
    problems.leave_out(Oddity.COUNTY_NOT_KNOWN, counties_not_known(connection))
    return files, alone, facts


def _before_prices(release: Release | None, year: int) -> bool:
    """Whether this is a monthly release from before the plan year, when no quarter with prices is out yet."""
    return release is not None and "Q" not in release.name and release.day.year < year


def _refuse_without_prices(bundle: Bundle, year: int, problems: Problems) -> None:
    expected = f"a {KINDS['price'].title}, or a quarter of {year} imported before (a monthly release has no prices)"
    problems.add(at(bundle.path.name), expected, "neither")


def _sponsors(connection: duckdb.DuckDBPyConnection, files: Collection[str]) -> dict[str, frozenset[str]]:
    """By contract the names of its sponsor in the files as read."""
    found = {}
    for kind in ("plan", "landscape"):
        if kind in files:
            present = [name for name, *_ in connection.execute(f"DESCRIBE cms_{kind}").fetchall()]
            columns = ", ".join(name_columns(f"cms_{kind}", present))
            found[f"cms_{kind}"] = connection.sql(f"SELECT DISTINCT {columns} FROM cms_{kind}").to_arrow_table().to_pylist()
    return sponsor_names(found)


def _warnings(lacking: int, counts: Mapping[str, int], problems: Problems) -> dict[str, Any]:
    """Oddities that are no reason to refuse, counted, and the first places of what was left out; empty if there are none."""
    left_out = {oddity.key: places for oddity, places in problems.left_out.items()}
    found = {**({Oddity.TIER_WITHOUT_COST_SHARE.key: lacking} if lacking else {}), **counts}
    found |= {key: len(places) for key, places in left_out.items()}
    facts: dict[str, Any] = {"warnings": found} if found else {}
    return facts | ({"left_out": {key: places[:PROBLEMS] for key, places in left_out.items()}} if left_out else {})


_PRODUCTS = "SELECT rxcui FROM formulary UNION SELECT rxcui FROM excluded WHERE rxcui IS NOT NULL"


def _drugs(connection: duckdb.DuckDBPyConnection, named: bool, year: int) -> pa.Table:
    """The products on any formulary and the excluded drugs that plans cover, named by the names file, the user's own names or those that
    came with the program; by their NDCs, if no other names know them."""
    rows: dict[str, Mapping[str, str | None]] = {}
    if named:
        cursor = connection.execute("SELECT * FROM names")
        columns = [column[0] for column in cursor.description or ()]
        rows = {row["rxcui"]: row for row in (dict(zip(columns, values, strict=True)) for values in cursor.fetchall())}
    book, own, negotiated = read_name_book(), read_own_names(), negotiated_brands(year)
    keys = [key for (key,) in connection.execute(_PRODUCTS).fetchall()]
    listed = {row.unit.ndc.replace("-", ""): row.parameter for row in unit_rows(year)}
    codes = connection.execute("SELECT DISTINCT rxcui, ndc[1:9] FROM formulary").fetchall() if listed else []
    of_ndc = {rxcui: listed[code] for rxcui, code in codes if code in listed}
    nameless = sorted(key for key in keys if not (key in rows or key in own or key in book.rows))
    others = own | _named_by_ndc(connection, nameless)
    return drug_table(product(key, rows.get(key, {}), book, negotiated, others.get(key), of_ndc.get(key, "")) for key in keys)


def _named_by_ndc(connection: duckdb.DuckDBPyConnection, rxcuis: Sequence[str]) -> dict[str, OwnName]:
    """The products that FDA's directory tells by their NDCs on the formularies."""
    if not rxcuis:
        return {}
    products = read_ndc_products()
    query = "SELECT rxcui, list(DISTINCT ndc) FROM formulary WHERE rxcui IN (SELECT unnest(?)) GROUP BY rxcui"
    found = ((rxcui, named_by(rxcui, ndcs, products)) for rxcui, ndcs in connection.execute(query, [list(rxcuis)]).fetchall())
    return {rxcui: name for rxcui, name in found if name is not None}


def _states(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT DISTINCT state, statename FROM locator WHERE state IS NOT NULL ORDER BY state").fetchall())


def covers_words(states: Mapping[str, str], year: int) -> str:
    """``Massachusetts plans of 2026``. Five or more states are counted, not listed."""
    names = sorted(states.values())
    where = f"{', '.join(names[:-1])} and {names[-1]}" if 1 < len(names) < 5 else names[0] if len(names) == 1 else f"{len(names)} states'"
    return f"{where} plans of {year}"


def _release_of(bundle: Bundle) -> Release | None:
    """The release of the public use file. The Landscape beside it has its own date."""
    own = [file.name for file in bundle.files if kind_of(file.name) not in (None, "landscape", "names")]
    return release_of([*own, bundle.path.name])


def _release_facts(bundle: Bundle, files: Mapping[str, SourceFile], year: int, problems: Problems) -> dict[str, Any]:
    """What the file names say about the release. CMS puts it nowhere else."""
    landscape = month_in(files["landscape"].name) if "landscape" in files else None
    release = _release_of(bundle)
    if release is None:
        problems.add(at(files["plan"].name), "a name that tells the quarter or month of release, such as PPUF_2026Q2", "none")
        problems.refuse_if_any()
    assert release is not None, "refused above"
    beside = f", and the CMS Landscape{f' of {landscape:%Y-%m}' if landscape else ''}" if "landscape" in files else ""
    return {
        "release": release.name,
        "released": release.day.isoformat(),
        "source": release.title + beside,
        "as_of": max(landscape or release.day, release.day).isoformat(),
        "prices_as_of": max(release.day, date(year, 1, 1)).isoformat(),  # the quarter of January is named by the year before
        "price_source": PRICE_SOURCE,
        **({} if "landscape" in files else {"landscape": False}),
    }
