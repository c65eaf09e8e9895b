"""Tables held against each other, and against the year's release before: half a file is not a file, so odd counts are said.

None of it is a reason to refuse: a plan may drop insulin or have no prices yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from finder.domain.catalog_check import INSULIN_SHARES_FROM, Oddity
from finder.domain.errors import SourceError
from finder.sources.catalog.audit import INSULIN_WITHOUT_SHARE
from finder.sources.catalog.price_grid import PriceGrid
from finder.sources.catalog.releases import folders_of
from finder.sources.catalog.store import check_folder, read_manifest, read_rows
from finder.sources.names.own_names import UNNAMED

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_USED = ("plans", "formulary", "drugs", "insulin")
_GONE = "SELECT DISTINCT plan_id FROM plans SEMI JOIN earlier USING (plan_id) ANTI JOIN insulin USING (plan_id)"


def odd_counts(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pa.Table],
    prices: PriceGrid,
    year: int,
    catalogs: Path,
    borrowed: bool,
) -> dict[str, int]:
    """Oddities by their word -> how many plans (or drugs) have them; those that none has are left out.

    ``catalogs``: the folder with the year's other releases.
    ``borrowed``: the prices are those of another release.
    """
    priced = int(prices.priced_plans().sum())
    counts = {Oddity.PLAN_WITHOUT_PRICES: tables["plans"].num_rows - priced, Oddity.PRICES_OF_ANOTHER_RELEASE: priced * borrowed}
    counts[Oddity.DRUG_WITHOUT_NAME] = sum(name.endswith(UNNAMED) for name in tables["drugs"]["name"].to_pylist())
    if year >= INSULIN_SHARES_FROM:
        counts |= _insulin_counts(connection, tables, _insulin_plans_before(year, catalogs))
    return {oddity.key: count for oddity, count in sorted(counts.items()) if count}


def _insulin_counts(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], before: set[str]) -> dict[Oddity, int]:
    import pyarrow as pa

    with connection.cursor() as apart:  # another database would take 30 ms to open
        for name in _USED:
            apart.register(name, tables[name])
        apart.register("earlier", pa.table({"plan_id": pa.array(sorted(before), pa.string())}))
        queries = {Oddity.INSULIN_WITHOUT_SHARE: INSULIN_WITHOUT_SHARE, Oddity.INSULIN_SHARE_GONE: _GONE}
        return {oddity: len(apart.execute(query).fetchall()) for oddity, query in queries.items()}


def _insulin_plans_before(year: int, catalogs: Path) -> set[str]:
    """The plans with insulin shares in the newest sound catalog of the year, which may be the one to be replaced."""
    for folder in folders_of(year, catalogs):
        try:
            check_folder(folder, read_manifest(folder), ("insulin",))
            return {row["plan_id"] for row in read_rows(folder / "insulin.parquet")}
        except (SourceError, OSError):  # a damaged one tells nothing
            continue
    return set()
