"""Look-ups in the drug names that the user imported: the product of an NDC, and what is near a product. The standard library alone."""

from __future__ import annotations

from pathlib import Path

from finder.domain.market import Neighbours
from finder.sources.catalog.market_map import MarketMap, Records
from finder.sources.catalog.store import MAP


def names_folder() -> Path:
    """Where the user's own names are: beside the user's own catalogs."""
    from finder.sources.catalog.opened import user_folder

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

    def neighbours(self, rxcui: str) -> Neighbours | None:
        """The products of the same ingredients, which of them are made up alike, and which is the generic; None for a product that the
        names lack, and where they were imported before they told this."""
        group, generic = self._group(rxcui)
        alike = (self._found("members", group) or "").split()
        if rxcui not in alike:
            return None
        make_up = {other: self._group(other)[1] or other for other in alike}
        made_alike = frozenset(other for other in alike if make_up[other] == make_up[rxcui])
        return Neighbours(generic, made_alike - {rxcui}, frozenset(alike) - {rxcui})

    def _group(self, rxcui: str) -> tuple[str, str]:
        """The key of the products of the same ingredients, and the generic of the same make-up; empty where unknown."""
        group, _, generic = (self._found("groups", rxcui) or "").partition(" ")
        return group, generic

    def _found(self, table: str, key: str) -> str | None:
        known = self._map is not None and f"{table}.keys" in self._map
        record = Records(self._map, table).get(key) if self._map and known else None
        return None if record is None else bytes(record).decode()
