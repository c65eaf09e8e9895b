"""Real products that a catalog lacks, so that a search can tell a drug that is not in the file from a word that is no drug."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from pathlib import Path

from finder.domain.market import Drug, KnownProduct, PackageForm
from finder.paths import shipped
from finder.sources.catalog.market_map import MarketMap
from finder.sources.catalog.ownership import MAP
from finder.sources.names.drug_search import DrugIndex

SECTION = "known"


class KnownProducts:
    """The products named in ``data/drug_names`` that are not among ``listed``."""

    def __init__(self, listed: Container[str], folder: Path | None = None) -> None:
        names = MarketMap((folder or shipped("data") / "drug_names") / MAP)
        rows: list[tuple[str, str, str, str, str, str]] = json.loads(bytes(names.read(SECTION))) if SECTION in names else []
        self._index = DrugIndex([_as_drug(*row) for row in rows if row[0] not in listed], (), ())

    def find(self, words: str, limit: int) -> Sequence[KnownProduct]:
        """The products that the words mean, best match first."""
        found = [(match.drug, match.matched, match.score) for match in self._index.find(words, limit)]
        return [
            KnownProduct(drug.rxcui, drug.name, drug.ingredient, drug.brand, drug.strength, drug.form, matched, score)
            for drug, matched, score in found
        ]


def _as_drug(rxcui: str, name: str, ingredient: str, brand: str, strength: str, form: str) -> Drug:
    """The product as the search takes it: nothing of it is priced."""
    return Drug(rxcui, name, ingredient, brand, strength, form, PackageForm.OTHER, "unit", None, insulin=False, vaccine=False, weekly=False)
