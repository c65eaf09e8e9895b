"""A catalog is read whole: all of it from one folder, though another catalog may take its place at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from finder.domain.errors import PlansChanged, SourceError
from finder.sources.catalog.market_map import MarketMap
from finder.sources.catalog.ownership import MAP
from finder.sources.catalog.releases import CATALOG_TABLES
from finder.sources.catalog.store import check_folder, read_manifest, version_of

_TRIES = 3


def opened_whole(folder: Path) -> tuple[dict[str, Any], MarketMap]:
    """The manifest and the open map of one and the same catalog. Raises SourceError."""
    for _ in range(_TRIES):
        before = version_of(folder)
        manifest = read_manifest(folder)
        check_folder(folder, manifest, CATALOG_TABLES)
        opened = MarketMap(folder / MAP)
        if version_of(folder) == before:
            return manifest, opened
    raise SourceError(f"The catalog in {folder} is being replaced. Try again in a minute.")


def specialty_tiers_in(path: Path, sha256: str, plan_ids: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """Plan id -> its specialty tiers, by the table with that checksum. It isn't in the map, so it is read when somebody asks.

    Raises PlansChanged if it is another catalog's by then.
    """
    import hashlib  # all late: only the formulary map asks this

    from pyarrow import BufferReader, parquet

    try:
        content = path.read_bytes()
    except OSError as error:
        raise PlansChanged from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PlansChanged
    with parquet.ParquetFile(BufferReader(content)) as file:
        rows = file.read(columns=["plan_id", "tier", "specialty"]).to_pylist()
    wanted, found = set(plan_ids), dict[str, set[int]]()
    for row in rows:
        if row["specialty"] and row["plan_id"] in wanted:
            found.setdefault(row["plan_id"], set()).add(row["tier"])
    return {plan_id: frozenset(tiers) for plan_id, tiers in found.items()}
