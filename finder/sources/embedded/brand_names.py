"""Build the embedded table of brands and their ingredients, from RxNorm names and FDA's directory of 2019."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from finder.sources.catalog.store import write_folder
from finder.sources.names.drug_names import ingredient_set, parse_name

if TYPE_CHECKING:
    import pyarrow as pa

_BRANDED = ("NDA", "BLA")
_MOST_INGREDIENTS = 4
"""Infusions of a dozen salts are left out: no one looks for them in a drug plan."""
_VOLUMES = re.compile(r"(?:(\d+) [A-Z][A-Z, -]*? in 1 [A-Z]+ \([\d-]+\)\s*>\s*)?([\d.]+) mL in 1 [A-Z]", re.IGNORECASE)
_WRITTEN = 6
"""A concentration with more digits is a rounded fraction, which can't be matched with certainty."""


KNOWN_PRODUCTS, LISTED_PRODUCTS = "known_products.csv", "drug_names.csv"
NAME_COLUMNS = ("rxcui", "name", "rxnorm_name", "is_pill", "units_per_package", "is_insulin", "is_brand")
"""What a file of names beside a market's files says of a product; empty where it says nothing."""
_KNOWN = ("rxcui", "name", "ingredient", "brand", "strength", "form")


def build_drug_names(folder: Path, market: Path, out: Path) -> None:
    """Write the tables of drug names from the RxNorm names and FDA files in ``folder``, and the market's two files of names."""
    known = table_of(sorted(_known(folder, market / KNOWN_PRODUCTS)), _KNOWN)
    tables = name_tables(folder) | {"names": names_table(folder, market), "known": known}
    brands = [tables["brands"][column].to_pylist() for column in ("brand", "ingredient")]
    sections = {
        "brands": json.dumps(list(zip(*brands, strict=True)), ensure_ascii=False).encode(),
        "ingredients": json.dumps(tables["ingredients"]["ingredient"].to_pylist(), ensure_ascii=False).encode(),
        "known": json.dumps([list(row.values()) for row in tables["known"].to_pylist()], ensure_ascii=False).encode(),
    }
    write_folder(
        out,
        tables,
        {"source": "RxNorm names (NLM); FDA National Drug Code Directory, April 2019; products of CMS public use file of 2026"},
        sections,
    )


def _known(folder: Path, known_products: Path) -> Iterator[tuple[str, ...]]:
    """Products that are real, whatever a catalog lists: those of the file, and RxNorm names with a strength and a form."""
    listed = {row["rxcui"]: (row["name"], row["rxnorm_name"]) for row in rows_of(known_products)}
    named = json.loads((folder / "rxcui_names.json").read_text("utf-8"))
    for rxcui, (name, rxnorm_name) in ({key: (name, "") for key, name in named.items()} | listed).items():
        found = parse_name(name, rxnorm_name)
        if rxcui in listed or (found.strength and found.form):
            yield rxcui, name, found.ingredient, found.brand, found.strength, found.form


def name_tables(folder: Path) -> dict[str, pa.Table]:
    """``ingredients`` (bare), ``brands`` (brand, ingredient) and ``packages`` (brand, concentration, each, package), each sorted."""
    names: dict[str, str] = json.loads((folder / "rxcui_names.json").read_text("utf-8"))
    products = rows_of(folder / "fda_ndc_2019_products.csv")
    full = [name for name in names.values() if parse_name(name).form]
    packages = [(*key, size) for key, size in sorted(_packages(products, folder).items())]
    ingredients = sorted({(part,) for name in full for part in ingredient_set(parse_name(name).ingredient)})
    return {
        "ingredients": table_of(ingredients, ("ingredient",)),
        "brands": table_of(sorted(_brands(names, products)), ("brand", "ingredient")),
        "packages": table_of(packages, ("brand", "concentration", "each", "package")),
    }


def names_table(folder: Path, market: Path) -> pa.Table:
    """A product's row as a market's file of names has it: the products that the market lists, further ones, else its RxNorm name alone."""
    named = json.loads((folder / "rxcui_names.json").read_text("utf-8"))
    rows = {rxcui: {"rxcui": rxcui, "name": name} for rxcui, name in named.items() if parse_name(name).form}
    for file in (KNOWN_PRODUCTS, LISTED_PRODUCTS):
        rows |= {row["rxcui"]: row for row in rows_of(market / file)}
    return table_of([tuple(row.get(column, "") for column in NAME_COLUMNS) for _, row in sorted(rows.items())], NAME_COLUMNS)


def _brands(names: dict[str, str], products: list[dict[str, str]]) -> set[tuple[str, str]]:
    """Brand as written, and its bare ingredients joined by `` / ``. The first spelling of a brand counts."""
    found: dict[tuple[str, frozenset[str]], str] = {}
    pairs = [(parsed.brand, parsed.ingredient) for parsed in map(parse_name, names.values()) if parsed.brand]
    pairs += [(row["PROPRIETARYNAME"], row["NONPROPRIETARYNAME"]) for row in products if row["MARKETINGCATEGORYNAME"] in _BRANDED]
    for brand, ingredient in pairs:
        parts = ingredient_set(ingredient)
        own_name = ingredient_set(brand) & parts or brand.lower() in ingredient.lower()
        if parts and not own_name and len(parts) <= _MOST_INGREDIENTS and not re.match(r"\d", ingredient):
            found.setdefault((brand.lower(), parts), brand if not brand.isupper() else brand.title())
    return {(brand, " / ".join(sorted(parts))) for (_, parts), brand in found.items()}


def _packages(products: list[dict[str, str]], folder: Path) -> dict[tuple[str, str, int], int]:
    """(brand, mg/mL, volume of one syringe or bottle) -> volume of the package, if all its packages in the directory agree.

    Volumes are in thousandths of a milliliter.
    """
    described: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(folder / "fda_ndc_2019_packages.csv"):
        described[row["PRODUCTNDC"]].append(row["PACKAGEDESCRIPTION"])
    sizes: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    for row in products:
        concentration = _concentration(row["ACTIVE_NUMERATOR_STRENGTH"], row["ACTIVE_INGRED_UNIT"])
        if concentration and row["MARKETINGCATEGORYNAME"] in _BRANDED:
            for text in described[row["PRODUCTNDC"]]:
                count, each = _volumes(text)
                sizes[row["PROPRIETARYNAME"].lower(), concentration, each].add(count * each)
    return {key: size for key, found in sizes.items() for size in found if len(found) == 1 and size > 0}


def _concentration(strength: str, unit: str) -> str:
    """``90``, ``mg/mL`` -> ``90``; ``45``, ``mg/.5mL`` -> ``90``; another unit -> empty."""
    per = re.fullmatch(r"mg/([\d.]*)mL", unit)
    if not per or not re.fullmatch(r"\d*\.?\d+", strength):
        return ""
    written = f"{(Decimal(strength) / Decimal(per.group(1) or '1')).normalize():f}"
    return written if len(written) <= _WRITTEN else ""


def _volumes(description: str) -> tuple[int, int]:
    """How many a package holds, and the volume of one in thousandths of a milliliter; (0, 0) for a kit or what we can't read."""
    found = list(_VOLUMES.finditer(description))
    if len(found) != 1 or "KIT" in description:
        return 0, 0
    each = Decimal(found[0].group(2)) * 1000
    return (int(found[0].group(1) or "1"), int(each)) if each == each.to_integral_value() else (0, 0)


def table_of(rows: Sequence[tuple[object, ...]], names: tuple[str, ...]) -> pa.Table:
    """Rows as a table with these column names."""
    import pyarrow as pa

    return pa.table({name: [row[index] for row in rows] for index, name in enumerate(names)})


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
