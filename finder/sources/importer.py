"""``finder catalog import``: files of a market in, a catalog folder out, or one line per problem and nothing changed."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources import example_market
from finder.sources.bundle import Bundle, SourceFile
from finder.sources.cms_checks import run_checks
from finder.sources.cms_layout import KINDS
from finder.sources.cms_staging import chosen_files, stage
from finder.sources.cms_tables import build_tables
from finder.sources.drug_table import drug_table, negotiated_brands, product
from finder.sources.manifest import info_of
from finder.sources.places import read_name_book, read_places
from finder.sources.problems import Problems, at
from finder.sources.store import read_manifest, recover, write_folder

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

IMPORTER = "1"
PRICE_SOURCE = "CMS public use file: the average cost of a unit at each plan, for a 30-day supply"


def import_catalog(path: Path, year: int, out: Path) -> CatalogInfo:
    """Import a folder, a zip or a zip of zips as the catalog folder ``out`` and return what it is.

    Takes the CMS public use file (with the Landscape and a file of drug names where they lie beside it), or a folder with example designs
    and the Part D drug spending file. Raises SourceError with every problem found; the catalog that was there then stays as it was.
    """
    recover(out)
    problems = Problems()
    with Bundle(path) as bundle:
        if example_market.is_example(bundle):
            tables, facts = example_market.read(bundle, year, problems)
        else:
            tables, facts = _read_cms(bundle, year, problems)
    try:
        write_folder(out, tables, {"importer": IMPORTER, "plan_year": year, **facts})
    except OSError as error:
        raise SourceError(f"{out}: the catalog could not be written ({error.strerror}). The one that was there is unchanged.") from error
    return info_of(read_manifest(out))


def _read_cms(bundle: Bundle, year: int, problems: Problems) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    import duckdb

    files = chosen_files(bundle, problems)
    problems.refuse_if_any()
    released = _release(bundle, files, problems)
    with duckdb.connect() as connection:
        stage(connection, files, read_places(), problems)
        names = {kind: file.name for kind, file in files.items()}
        run_checks(connection, year, names, KINDS, problems)
        problems.refuse_if_any()
        tables = build_tables(connection, set(files))
        tables["drugs"] = _drugs(connection, "names" in files, year)
        states = _states(connection)
    return tables, {**released, "price_source": PRICE_SOURCE, "states": sorted(states), "covers": _covers(states, year), "example": False}


def _drugs(connection: duckdb.DuckDBPyConnection, named: bool, year: int) -> pa.Table:
    """The products on any formulary, named by the names file, else by RxNorm's names."""
    rows: dict[str, Mapping[str, str | None]] = {}
    if named:
        cursor = connection.execute("SELECT * FROM names")
        columns = [column[0] for column in cursor.description or ()]
        rows = {row["rxcui"]: row for row in (dict(zip(columns, values, strict=True)) for values in cursor.fetchall())}
    book, negotiated = read_name_book(), negotiated_brands(year)
    keys = [key for (key,) in connection.execute("SELECT DISTINCT rxcui FROM formulary").fetchall()]
    return drug_table(product(key, rows.get(key, {}), book, negotiated) for key in keys)


def _states(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(connection.execute("SELECT DISTINCT state, statename FROM locator WHERE state IS NOT NULL ORDER BY state").fetchall())


def _covers(states: Mapping[str, str], year: int) -> str:
    """``Massachusetts plans of 2026``; many states are counted, not listed."""
    names = sorted(states.values())
    where = f"{', '.join(names[:-1])} and {names[-1]}" if 1 < len(names) < 5 else names[0] if len(names) == 1 else f"{len(names)} states'"
    return f"{where} plans of {year}"


_QUARTER = re.compile(r"(20\d\d)Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")


def _release(bundle: Bundle, files: Mapping[str, SourceFile], problems: Problems) -> dict[str, str]:
    """What the names of the files say about their release; CMS puts it nowhere else."""
    quarter = _QUARTER.search(files["price"].name)
    if quarter:
        month = 3 * int(quarter[2])
        prices = date(int(quarter[1]), month, monthrange(int(quarter[1]), month)[1])
    else:
        prices = _month_in(files["price"].name) or _month_in(bundle.path.name) or date.min
    if prices == date.min:
        problems.add(at(files["price"].name), "a name that tells the quarter or month of release, such as PPUF_2026Q2", "none")
        problems.refuse_if_any()
    source = f"CMS public use file of {quarter[1]}, quarter {quarter[2]}" if quarter else f"CMS public use file of {prices:%Y-%m}"
    landscape = _month_in(files["landscape"].name) if "landscape" in files else None
    if "landscape" in files:
        source += f", and the CMS Landscape{f' of {landscape:%Y-%m}' if landscape else ''}"
    return {"source": source, "as_of": max(landscape or prices, prices).isoformat(), "prices_as_of": prices.isoformat()}


def _month_in(name: str) -> date | None:
    found = _MONTH.search(name)
    return date(int(found[1]), int(found[2]), 1) if found else None


__all__ = ["SourceError", "import_catalog"]
