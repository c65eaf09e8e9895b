"""Build the embedded names of products by NDC, from FDA's directory of 2019: ``00003-0894`` is ``Eliquis 5 mg tablet``.

A strength is written only where the directory's is the one that people write. Extended release leaves it out: one strength may be several
products (SR and XL), which the reader of lists then asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from finder.sources.catalog.market_map import records
from finder.sources.catalog.store import write_folder
from finder.sources.embedded.brand_names import rows_of, table_of

_PRODUCT = re.compile(r"([0-9]{4,5})-([0-9]{3,4})")
_SOLID = re.compile(r"(mg|ug|meq)/1")
_LIQUID = re.compile(r"(mg|ug|\[iU\])/([0-9.]*)mL")
_UNITS = {"ug": "mcg", "[iU]": "units"}
_FORMS = {"TABLET": "tablet", "CAPSULE": "capsule"}


def build_ndc_names(folder: Path, out: Path) -> None:
    """Write the names of products by the nine digits of labeler and product, from the FDA file in ``folder``."""
    found = sorted(dict(_names(rows_of(folder / "fda_ndc_2019_products.csv"))).items())
    tables = {"ndc_names": table_of(found, ("product", "name"))}
    sections = dict(records("ndc_names", ((product, name.encode()) for product, name in found)))
    write_folder(out, tables, {"source": "FDA National Drug Code Directory, April 2019"}, sections)


def _names(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        code, name = _PRODUCT.fullmatch(row["PRODUCTNDC"]), printed_name(row)
        if code and name:
            yield f"{code[1]:>05}{code[2]:>04}", name


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
