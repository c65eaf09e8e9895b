"""The drug names that the user imported: the product of an NDC, what is near a product, and names for the next import.

Look-ups need the standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.market import Drug, Neighbours, PackageForm
from finder.domain.money import Quantity
from finder.paths import own_folder
from finder.sources.catalog.market_map import MarketMap, Records
from finder.sources.catalog.ownership import MANIFEST, MAP
from finder.sources.catalog.store import check_folder, read_manifest, read_rows
from finder.sources.names.drug_names import WEEKLY, ParsedName

TABLE = "products"
UNNAMED = "(name not known)"
"""How the name of a product ends that no names file knew."""
NAME_PARTS = ("name", "ingredient", "brand", "strength", "form", "package_form", "unit", "units_per_package")
"""What the map's table of names holds of a product."""


class OwnName(NamedTuple):
    """A product's name, its parts, and its package size in thousandths of a unit (None: unknown, or several)."""

    name: str
    parsed: ParsedName
    units_per_package: Quantity | None


class OwnNames:
    """Look-ups in the user's own names. Without such names, every look-up finds nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        base = folder or own_folder("drug_names")
        self._map = MarketMap(base / MAP) if (base / MAP).is_file() else None

    def rxcui_of(self, ndc: str) -> str | None:
        """The product of an NDC, or None."""
        return self._found("ndcs", ndc)

    def generic_of(self, rxcui: str) -> str | None:
        """The generic of a branded product, or None."""
        return self._found("generics", rxcui)

    def name_of(self, rxcui: str) -> OwnName | None:
        """The name of a product, or None; also if the names were imported by an earlier version, which did not keep them for this."""
        found = self._found("names", rxcui)
        return None if found is None else _own_name(dict(zip(NAME_PARTS, json.loads(found), strict=True)))

    def neighbours(self, rxcui: str) -> Neighbours | None:
        """The products of the same ingredients, which of them have the same make-up, and which is the generic.

        None if the names lack the product, or were imported by an earlier version without groups.
        """
        group, generic = self._group(rxcui)
        alike = (self._found("members", group) or "").split()
        if rxcui not in alike:
            return None
        make_up = {other: self._group(other)[1] or other for other in alike}
        made_alike = frozenset(other for other in alike if make_up[other] == make_up[rxcui])
        return Neighbours(generic, made_alike - {rxcui}, frozenset(alike) - {rxcui})

    def _group(self, rxcui: str) -> tuple[str, str]:
        """The key of a product's group, and the generic of the same make-up; empty if unknown."""
        group, _, generic = (self._found("groups", rxcui) or "").partition(" ")
        return group, generic

    def _found(self, table: str, key: str) -> str | None:
        known = self._map is not None and f"{table}.keys" in self._map
        record = Records(self._map, table).get(key) if self._map and known else None
        return None if record is None else bytes(record).decode()


def renamed(drug: Drug, own: OwnName) -> Drug:
    """A product under the user's own name for it, with all that a name tells: what is counted, and whether it is insulin."""
    parsed = own.parsed
    known = drug.units_per_package if parsed.unit == drug.unit else None
    return replace(
        drug,
        name=own.name,
        ingredient=parsed.ingredient,
        brand=parsed.brand,
        strength=parsed.strength,
        form=parsed.form,
        package_form=parsed.package_form,
        unit=parsed.unit,
        units_per_package=own.units_per_package or known,
        insulin=parsed.ingredient.lower().startswith("insulin"),
        vaccine="vaccine" in own.name.lower(),
        weekly=bool(WEEKLY.search(f"{parsed.ingredient} {parsed.strength} {parsed.form}")),
    )


def read_own_names(folder: Path | None = None) -> dict[str, OwnName]:
    """RxCUI -> name; empty if the user imported none. Raises SourceError for a damaged folder."""
    base = folder or own_folder("drug_names")
    if not (base / MANIFEST).is_file():
        return {}
    check_folder(base, read_manifest(base), (TABLE,))
    return {row["rxcui"]: _own_name(row) for row in read_rows(base / f"{TABLE}.parquet")}


def _own_name(row: Mapping[str, Any]) -> OwnName:
    form = PackageForm(row["package_form"])
    parsed = ParsedName(row["ingredient"], row["brand"], row["strength"], row["form"], form, row["unit"])
    return OwnName(row["name"], parsed, row["units_per_package"])
