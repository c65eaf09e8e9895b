"""``finder catalog names``: RxNorm and FDA's directory in, the user's own drug names out.

The folder holds a table of products, for the next import, and a map with five tables of records, for look-ups:

ndcs      NDC -> RxCUI
generics  RxCUI of a brand -> RxCUI of the generic of the same make-up
groups    RxCUI -> key of the group of products with the same ingredients, a blank, and the RxCUI of the generic of the same make-up
          (its own for a generic, nothing if there is none)
members   key of a group -> its RxCUIs
names     RxCUI -> name, its parts and package size, as JSON: a catalog that was imported before shows them too
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from finder.domain.errors import SourceError
from finder.domain.market import PackageForm
from finder.sources.catalog.market_map import records
from finder.sources.catalog.store import write_folder
from finder.sources.names.ndc_directory import Package, only_size, read_packages
from finder.sources.names.own_names import NAME_PARTS, TABLE
from finder.sources.names.rxnorm import Product, RxNorm, read_rxnorm

_COLUMNS = ("rxcui", "kind", "name", "ingredient", "brand", "strength", "form", "package_form", "unit", "generic", "units_per_package")


def import_names(rxnorm: Path, directory: Path | None, out: Path) -> dict[str, int]:
    """Read RxNorm's files, and FDA's directory if given, into the folder ``out``. Returns how many products, NDCs and sizes it holds.

    Raises SourceError with every problem found. The names that were there then stay.
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
    asked = parsed.package_form is not PackageForm.TABLET  # tablets come in bottles of every size, and are counted one by one
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
    named = ((row[0], json.dumps([row[_COLUMNS.index(name)] for name in NAME_PARTS]).encode()) for row in rows)
    linked = {"ndcs": ndcs, "generics": generics, "groups": groups, "members": members, "names": named}
    sections = dict(section for table, entries in linked.items() for section in records(table, entries))
    write_folder(out, {TABLE: pa.table(columns)}, {"source": "RxNorm prescribable content; FDA National Drug Code Directory"}, sections)


_Links = list[tuple[str, bytes]]


def _groups(names: RxNorm) -> tuple[_Links, _Links]:
    """The group of each product, and the products of each group. A group has the same ingredients; its first product is its key."""
    by_ingredients: dict[tuple[str, ...], list[str]] = {}
    for rxcui, product in sorted(names.products.items()):
        if product.ingredients:
            by_ingredients.setdefault(product.ingredients, []).append(rxcui)
    groups = [(rxcui, f"{alike[0]} {names.products[rxcui].generic}".encode()) for alike in by_ingredients.values() for rxcui in alike]
    return groups, [(alike[0], " ".join(alike).encode()) for alike in by_ingredients.values()]
