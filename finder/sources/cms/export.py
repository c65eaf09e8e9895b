"""A catalog as the files of CMS again, in the same layout.

Texts come back as they were, blanks as CMS's single space, prices by plan, NDC and days with at least four decimals.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from finder.domain.errors import SourceError
from finder.sources.catalog.store import read_manifest
from finder.sources.cms.layout import KINDS, PRICE
from finder.sources.cms.text_files import Layout

FILES = {
    "plan": "plan information  {}.txt",
    "formulary": "basic drugs formulary file  {}.txt",
    "cost": "beneficiary cost file  {}.txt",
    "insulin": "insulin beneficiary cost file  {}.txt",
    "excluded": "excluded drugs formulary file  {}.txt",
    "indication": "Indication Based Coverage Formulary File  {}.txt",
    "locator": "geographic locator file  {}.txt",
    "price": "pricing file  {}.txt",
    "landscape": "CY{year}_Landscape_{month}.csv",
    "names": "drug_names.csv",
}
_PRICES = """
SELECT p.plan_id, f.ndc, p.days, p.unit_price FROM read_parquet($prices) p
JOIN read_parquet($plans) USING (plan_id) JOIN read_parquet($formulary) f USING (formulary_id, rxcui)
UNION ALL SELECT plan_id, ndc, days, unit_price FROM read_parquet($others) ORDER BY ALL
"""
_AT_ONCE = 100_000


def export_catalog(folder: Path, out: Path) -> None:
    """Write the files of a catalog into ``out``. Raises SourceError for a catalog that did not come from files of CMS."""
    manifest = read_manifest(folder)
    kinds = [name.removeprefix("cms_") for name in manifest["tables"] if name.startswith("cms_")]
    if not kinds:
        raise SourceError(f"The catalog in {folder} did not come from files of CMS: there is nothing to write.")
    out.mkdir(parents=True, exist_ok=True)
    release, as_of = f"PPUF_{manifest['release']}", str(manifest["as_of"])
    names = {kind: name.format(release, year=manifest["plan_year"], month=as_of[:7].replace("-", "")) for kind, name in FILES.items()}
    for kind in kinds:
        _write(out / names[kind], KINDS[kind], partial(_texts, folder / f"cms_{kind}.parquet", KINDS[kind]))
    if not manifest.get("prices_from"):  # a monthly release had none of its own
        _write(out / names["price"], PRICE, partial(_prices, folder))


def _texts(path: Path, layout: Layout) -> Iterator[list[str]]:
    """The header as the layout prints it, in the order of the file that was read, then the rows."""
    from pyarrow import parquet

    printed = {layout.key(column): column for column in reversed((*layout.columns, *layout.optional))}
    with parquet.ParquetFile(path) as file:
        columns = [name for name in file.schema_arrow.names if name != "row"]
        yield [printed[name] for name in columns]
        for batch in file.iter_batches(_AT_ONCE, columns=columns):
            yield from map(list, zip(*(batch[name].to_pylist() for name in columns), strict=True))


def _prices(folder: Path) -> Iterator[list[str]]:
    import duckdb

    tables = {"prices": "prices", "plans": "plans", "formulary": "formulary", "others": "prices_of_other_ndcs"}
    paths: dict[str, Any] = {name: str(folder / f"{table}.parquet") for name, table in tables.items()}
    yield list(PRICE.columns)
    with duckdb.connect() as connection:
        cursor = connection.execute(_PRICES, paths)
        while rows := cursor.fetchmany(_AT_ONCE):
            for plan_id, ndc, days, price in rows:
                yield [*plan_id.split("-"), ndc, str(days), _dollars(price)]


def _dollars(unit_price: int) -> str:
    """19770 as ``0.1977``, 414512 as ``4.14512``."""
    text = f"{unit_price // 100_000}.{unit_price % 100_000:05d}"
    return text.removesuffix("0")


def _write(path: Path, layout: Layout, rows: Callable[[], Iterable[list[str]]]) -> None:
    """Write in the layout's encoding, or in UTF-8 with a byte order mark if a letter needs it."""
    usual = "utf-8" if layout.encoding == "utf8" else layout.encoding
    try:
        _write_in(usual, path, layout, rows())
    except UnicodeEncodeError:
        _write_in("utf-8-sig", path, layout, rows())


def _write_in(encoding: str, path: Path, layout: Layout, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        for row in rows:
            _line(stream, layout, row)


def _line(stream: TextIO, layout: Layout, row: list[str]) -> None:
    if layout.quoted:
        csv.writer(stream).writerow(row)
    else:
        stream.write(layout.delimiter.join(cell or " " for cell in row) + "\r\n")
