"""The user's own drug names, made from RxNorm and FDA's directory: kept beside the catalogs for the next import and for look-ups of NDCs.

The folder has a table of products (``products``) and a map with four tables of records: ``ndcs`` (NDC -> RxCUI); ``generics`` (RxCUI
of a brand -> RxCUI of the generic of the same make-up); ``groups`` (RxCUI -> key of the group of products with the same ingredients, a
blank, and the RxCUI of the generic of the same make-up: its own where it is one, nothing where there is none); ``members`` (key of a
group -> its RxCUIs).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import PackageForm
from finder.domain.money import Quantity
from finder.sources.catalog.market_map import records
from finder.sources.catalog.store import MANIFEST, check_folder, read_manifest, write_folder
from finder.sources.names.drug_names import ParsedName
from finder.sources.names.ndc_directory import Package, only_size, read_packages
from finder.sources.names.own_links import names_folder
from finder.sources.names.rxnorm import Product, RxNorm, read_rxnorm

TABLE = "products"
_COLUMNS = ("rxcui", "kind", "name", "ingredient", "brand", "strength", "form", "package_form", "unit", "generic", "units_per_package")


class OwnName(NamedTuple):
    """A product's name, the same taken apart, and the size of its packages in thousandths of a unit (None: unknown, or several)."""

    name: str
    parsed: ParsedName
    units_per_package: Quantity | None


def import_names(rxnorm: Path, directory: Path | None, out: Path) -> dict[str, int]:
    """Read RxNorm's files, and FDA's directory where given, into the folder ``out``; how many products, NDCs and package sizes it holds.

    Raises SourceError with every problem found; the names that were there then stay.
    """
    names = read_rxnorm(rxnorm)
    packages = read_packages(directory) if directory else {}
    rows = [_row(product, packages) for _, product in sorted(names.products.items())]
    try:
        _write(out, names, rows)
    except OSError as error:
        raise SourceError(f"{out}: the names could not be written ({error.strerror}). Those that were there are unchanged.") from error
    counted = {"products": len(rows), "ndcs": len(names.by_ndc()), "package_sizes": sum(row[-1] is not None for row in rows)}
    return counted


def _row(product: Product, packages: Mapping[str, Package]) -> tuple[Any, ...]:
    parsed = product.parsed
    asked = parsed.package_form is not PackageForm.TABLET  # tablets come in bottles of every size, and are counted anyway
    size = only_size(product.ndcs, parsed.unit, packages) if asked else None
    facts = (parsed.ingredient, parsed.brand, parsed.strength, parsed.form, int(parsed.package_form), parsed.unit)
    return (product.rxcui, product.kind, product.name, *facts, product.generic, size)


def _write(out: Path, names: RxNorm, rows: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    types = {"package_form": pa.int8(), "units_per_package": pa.int64()}
    columns = {name: pa.array([row[at] for row in rows], types.get(name, pa.string())) for at, name in enumerate(_COLUMNS)}
    generics = ((key, product.generic.encode()) for key, product in names.products.items() if product.generic not in ("", key))
    ndcs = ((ndc, rxcui.encode()) for ndc, rxcui in names.by_ndc().items())
    groups, members = _groups(names)
    sections = dict([*records("ndcs", ndcs), *records("generics", generics), *records("groups", groups), *records("members", members)])
    write_folder(out, {TABLE: pa.table(columns)}, {"source": "RxNorm prescribable content; FDA National Drug Code Directory"}, sections)


_Links = list[tuple[str, bytes]]


def _groups(names: RxNorm) -> tuple[_Links, _Links]:
    """Products by the group of their ingredients, named by its first product, and the products of each group."""
    by_ingredients: dict[tuple[str, ...], list[str]] = {}
    for rxcui, product in sorted(names.products.items()):
        if product.ingredients:
            by_ingredients.setdefault(product.ingredients, []).append(rxcui)
    groups = [(rxcui, f"{alike[0]} {names.products[rxcui].generic}".encode()) for alike in by_ingredients.values() for rxcui in alike]
    return groups, [(alike[0], " ".join(alike).encode()) for alike in by_ingredients.values()]


def read_own_names(folder: Path | None = None) -> dict[str, OwnName]:
    """RxCUI -> name; empty where the user imported none. Raises SourceError for a damaged folder."""
    base = folder or names_folder()
    if not (base / MANIFEST).is_file():
        return {}
    from pyarrow import parquet

    check_folder(base, read_manifest(base), (TABLE,))
    with parquet.ParquetFile(base / f"{TABLE}.parquet") as file:
        return {row["rxcui"]: _own_name(row) for row in file.read().to_pylist()}


def _own_name(row: Mapping[str, Any]) -> OwnName:
    form = PackageForm(row["package_form"])
    parsed = ParsedName(row["ingredient"], row["brand"], row["strength"], row["form"], form, row["unit"])
    return OwnName(row["name"], parsed, row["units_per_package"])
