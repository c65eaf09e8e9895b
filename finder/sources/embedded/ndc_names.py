"""Build the embedded names of products by NDC, from FDA's directory of 2019: ``00003-0894`` is ``Eliquis 5 mg tablet``.

A strength is written only where the directory's is the one that people write. Extended release leaves it out: one strength may be several
products (SR and XL), which the reader of lists then asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from finder.sources.catalog.market_map import records
from finder.sources.catalog.store import write_folder
from finder.sources.embedded.brand_names import rows_of, table_of
from finder.sources.names.drug_names import ingredient_set
from finder.sources.names.ndc_names import NdcProduct

_PRODUCT = re.compile(r"([0-9]{4,5})-([0-9]{3,4})")
_SOLID = re.compile(r"(mg|ug|meq)/1")
_LIQUID = re.compile(r"(mg|ug|\[iU\])/([0-9.]*)mL")
_UNITS = {"ug": "mcg", "[iU]": "units"}
_FORMS = {"TABLET": "tablet", "CAPSULE": "capsule"}
_EXTENDED = "Extended Release"
_SOLIDS = {
    **dict.fromkeys(("TABLET", "TABLET, COATED", "TABLET, FILM COATED", "TABLET, SUGAR COATED"), "Oral Tablet"),
    **dict.fromkeys(("CAPSULE", "CAPSULE, COATED", "CAPSULE, GELATIN COATED", "CAPSULE, LIQUID FILLED"), "Oral Capsule"),
    "TABLET, CHEWABLE": "Chewable Tablet",
    "TABLET, ORALLY DISINTEGRATING": "Disintegrating Oral Tablet",
    "TABLET, DELAYED RELEASE": "Delayed Release Oral Tablet",
    **dict.fromkeys(("CAPSULE, DELAYED RELEASE", "CAPSULE, DELAYED RELEASE PELLETS"), "Delayed Release Oral Capsule"),
    **dict.fromkeys(("TABLET, EXTENDED RELEASE", "TABLET, FILM COATED, EXTENDED RELEASE"), f"{_EXTENDED} Oral Tablet"),
    **dict.fromkeys(("CAPSULE, EXTENDED RELEASE", "CAPSULE, COATED, EXTENDED RELEASE"), f"{_EXTENDED} Oral Capsule"),
}
"""Forms of the directory that are taken by mouth and counted one by one, as RxNorm names them."""


def build_ndc_names(folder: Path, out: Path) -> None:
    """Write the names of products by the nine digits of labeler and product, from the FDA file in ``folder``."""
    found = sorted(dict(_products(rows_of(folder / "fda_ndc_2019_products.csv"))).items())
    tables = {"ndc_names": table_of([(code, *product) for code, product in found], ("product", *NdcProduct._fields))}
    sections = dict(records("ndc_names", ((code, product.name.encode()) for code, product in found)))
    write_folder(out, tables, {"source": "FDA National Drug Code Directory, April 2019"}, sections)


def _products(rows: list[dict[str, str]]) -> Iterator[tuple[str, NdcProduct]]:
    for row in rows:
        code, product = _PRODUCT.fullmatch(row["PRODUCTNDC"]), ndc_product(row)
        if code and product.name:
            yield f"{code[1]:>05}{code[2]:>04}", product


def ndc_product(row: Mapping[str, str]) -> NdcProduct:
    """A product as RxNorm would tell it. The strength is empty unless it and the form tell the product apart from every other."""
    substances = [part.strip().lower() for part in row["SUBSTANCENAME"].split(";")]
    form = _SOLIDS.get(row["DOSAGEFORMNAME"], "") if row["ROUTENAME"] == "ORAL" else ""
    parts = _strengths(row)
    strength = " / ".join(parts) if form and _EXTENDED not in form and len(parts) == len(substances) else ""
    ingredient = " / ".join(substances) if substances != [""] else row["NONPROPRIETARYNAME"].strip().lower()
    return NdcProduct(printed_name(row), ingredient, _brand(row), strength, form or row["DOSAGEFORMNAME"].strip().lower())


def _brand(row: Mapping[str, str]) -> str:
    """The brand of a product approved as new; empty for one sold by its ingredient's name."""
    name = " ".join(row["PROPRIETARYNAME"].split())
    generic = f"{row['NONPROPRIETARYNAME']} {row['SUBSTANCENAME']}".lower()
    if row["MARKETINGCATEGORYNAME"] not in ("NDA", "BLA") or name.lower() in generic or ingredient_set(name) & ingredient_set(generic):
        return ""
    return name.title() if name.isupper() else name


def printed_name(row: Mapping[str, str]) -> str:
    """A product's name as people write it: name, strength, form and release; empty for a kit."""
    form = row["DOSAGEFORMNAME"]
    if form == "KIT":
        return ""
    name, suffix = " ".join(row["PROPRIETARYNAME"].split()), " ".join((row["PROPRIETARYNAMESUFFIX"] or "").split())
    name = name.title() if name.isupper() else name
    release = next((words for words in ("extended release", "delayed release") if words.upper() in form), "")
    strength = "" if release == "extended release" else _strength(row)
    shape = next((shown for printed, shown in _FORMS.items() if form.startswith(printed)), "")
    return " ".join(filter(None, (name, suffix, strength, release, shape)))


def _strengths(row: Mapping[str, str]) -> list[str]:
    """``50 MG`` and ``12.5 MG`` of a tablet; none where the directory's units are others."""
    amounts, units = (row[column].split(";") for column in ("ACTIVE_NUMERATOR_STRENGTH", "ACTIVE_INGRED_UNIT"))
    solids = [_SOLID.fullmatch(unit.strip()) for unit in units]
    if len(amounts) != len(units) or not all(solids):
        return []
    return [_as_rxnorm(Decimal(amount.strip()), solid[1]) for amount, solid in zip(amounts, solids, strict=True) if solid]


def _as_rxnorm(number: Decimal, unit: str) -> str:
    """``0.05 MG`` for 50 ug."""
    number, unit = (number / 1000, "mg") if unit == "ug" else (number, unit)
    return f"{number.normalize():f} {unit.upper()}"


def _strength(row: Mapping[str, str]) -> str:
    amounts = [amount.strip() for amount in row["ACTIVE_NUMERATOR_STRENGTH"].split(";")]
    amounts = [f"0{amount}" if amount.startswith(".") else amount for amount in amounts]
    units = [unit.strip() for unit in row["ACTIVE_INGRED_UNIT"].split(";")]
    if len(set(units)) != 1 or len(units) != len(amounts) or not all(amounts):
        return ""
    solid, liquid = _SOLID.fullmatch(units[0]), _LIQUID.fullmatch(units[0])
    if solid:
        return f"{'/'.join(amounts)} {_UNITS.get(solid[1], solid[1])}"
    if liquid and len(amounts) == 1:
        volume = f"0{liquid[2]}" if liquid[2].startswith(".") else liquid[2]
        return f"{amounts[0]} {_UNITS.get(liquid[1], liquid[1])}/{f'{volume} ' if volume else ''}ml"
    return ""
