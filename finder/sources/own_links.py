"""Look-ups in the drug names that the user imported: the product of an NDC, the generic of a brand. The standard library alone."""

from __future__ import annotations

from pathlib import Path

from finder.sources.market_map import MarketMap, Records
from finder.sources.store import MAP


def names_folder() -> Path:
    """Where the user's own names are: beside the user's own catalogs."""
    from finder.sources.catalog import user_folder

    return user_folder().parent / "drug_names"


class OwnLinks:
    """Look-ups in the user's own names, by the standard library alone."""

    def __init__(self, folder: Path | None = None) -> None:
        base = folder or names_folder()
        self._map = MarketMap(base / MAP) if (base / MAP).is_file() else None

    def rxcui_of(self, ndc: str) -> str | None:
        """The product of an NDC, or None."""
        return self._found("ndcs", ndc)

    def generic_of(self, rxcui: str) -> str | None:
        """The generic of a branded product, or None."""
        return self._found("generics", rxcui)

    def _found(self, table: str, key: str) -> str | None:
        record = Records(self._map, table).get(key) if self._map else None
        return None if record is None else bytes(record).decode()
