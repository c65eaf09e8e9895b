"""Turn the table of negotiated unit prices into ``data/negotiated_unit_prices.yaml``:
``python -m finder.sources.embedded.negotiated_prices PRICES.csv FDA_PRODUCTS.csv``.

PRICES.csv has columns ndc9, drug, unit_price_2026, unit_price_2027, source, status, note; FDA_PRODUCTS.csv is FDA's directory of 2019,
which has the strength and form of the older products. A drug that ``negotiated_drugs.yaml`` doesn't list is refused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from finder.paths import shipped
from finder.sources.embedded.brand_names import rows_of
from finder.sources.names.negotiated_units import FILE, kind_of

_YEARS = (2026, 2027)
_UNITS = {"mg": "MG", "ug": "MCG", "[iU]": "UNT"}
_UNBRANDED = re.compile(r"authorized generic|Novo Nordisk Pharma label", re.IGNORECASE)
_IN_NAME = re.compile(r"(\d+) mg\b")
_DATED = re.compile(r"([\d.]+) to \d{4}-\d\d-\d\d then ([\d.]+)")
_POINTER = re.compile(r"second source: (?:CMS pricing file, shared/data/\S+|same file) ")
_HEAD = """\
# The price that Medicare negotiated for one unit (tablet, mL, blister), by NDC-9. Written by finder.sources.embedded.negotiated_prices.
# Strength and kind come from FDA's directory of 2019 or the product's name. A line without them fits every product of its brand.
# Two prices in one year: the price changed during the year. A year that a line lacks: no negotiated price.
"""


def lines_of(prices: Path, products: Path) -> dict[str, Any]:
    """The file's content. Raises ValueError for a drug that is not listed."""
    listed = yaml.safe_load((shipped("data") / "negotiated_drugs.yaml").read_text("utf-8"))
    brands = {brand.lower(): parameter for parameter, entry in listed.items() for brand in entry["brands"]}
    known = {nine_digits(row["PRODUCTNDC"]): row for row in rows_of(products)}
    sources: dict[str, str] = {}
    lines: dict[str, dict[Any, Any]] = {}
    for row in rows_of(prices):
        found = [brand for brand in brands if re.search(rf"\b{re.escape(brand)}\b", row["drug"].lower())]
        if not found:
            raise ValueError(f"{row['drug']}: no brand of negotiated_drugs.yaml")
        longest = [brand for brand in found if not any(brand != other and other.startswith(brand) for other in found)]
        source = sources.setdefault(row["source"], f"source-{len(sources) + 1}")
        lines[row["ndc9"]] = _line(row, brands[found[0]], longest if "/" not in row["drug"] else found, known.get(row["ndc9"]), source)
    return {"sources": {key: title for title, key in sources.items()}, "prices": lines}


def _line(row: Mapping[str, str], parameter: str, brands: list[str], product: Mapping[str, str] | None, source: str) -> dict[Any, Any]:
    name = row["drug"]
    line: dict[Any, Any] = {"parameter": parameter, "product": name, "brands": [] if _UNBRANDED.search(name) else brands}
    kit = product is not None and product["DOSAGEFORMNAME"] == "KIT"
    strength, kind = _strength(name, product), kind_of(name) or ("pack" if kit else "")
    kind = "liquid" if "suspension" in name.lower() else kind
    line |= {
        key: value
        for key, value in (("strength", strength), ("kind", kind), ("unit", "tablet" if "tablet" in name.lower() else ""))
        if value
    }
    years = {year: " ".join(_prices(row[f"unit_price_{year}"])) for year in _YEARS if row[f"unit_price_{year}"].strip()}
    # the second source of a confirmed price is CMS's file of 2026; a later year's price has a single source
    line |= years | {"status": {year: row["status"] if year == _YEARS[0] else "single" for year in years}, "source": source}
    note = _POINTER.sub("second source: CMS quarterly pricing file 2026 ", row["note"].strip())
    return line | ({"note": note} if note else {})


def _prices(printed: str) -> tuple[str, ...]:
    dated = _DATED.fullmatch(printed.strip())
    return (dated[1], dated[2]) if dated else (printed.strip(),)


def _strength(name: str, product: Mapping[str, str] | None) -> str:
    """As RxNorm writes it: ``5 MG``, ``50 MG/ML``, ``24 MG / 26 MG``; empty if neither directory nor name tells."""
    if product is None or not product["ACTIVE_NUMERATOR_STRENGTH"]:
        said = _IN_NAME.search(name)
        return f"{said[1]} MG" if said else ""
    parts = zip(product["ACTIVE_NUMERATOR_STRENGTH"].split("; "), product["ACTIVE_INGRED_UNIT"].split("; "), strict=True)
    return " / ".join(_part(Decimal(amount), *unit.split("/")) for amount, unit in parts)


def _part(amount: Decimal, unit: str, per: str) -> str:
    volume = re.fullmatch(r"([\d.]*)mL", per)
    each = (amount / Decimal(volume[1] or 1)) if volume else amount
    return f"{each.normalize():f} {_UNITS[unit]}{'/ML' if volume else ''}"


def nine_digits(code: str) -> str:
    """``0003-893`` as ``00003-0893``."""
    labeler, product = code.split("-")[:2]
    return f"{labeler:>05}-{product:>04}"


def written(content: Mapping[str, Any]) -> str:
    """The file's text, one line per product."""
    head = yaml.safe_dump({"sources": content["sources"]}, sort_keys=False, allow_unicode=True, width=1_000)
    told = sorted(content["prices"].items())
    lines = (f"  '{ndc}': {yaml.safe_dump(line, default_flow_style=True, sort_keys=False, width=10_000)}" for ndc, line in told)
    return _HEAD + head + "prices:\n" + "".join(lines)


def main() -> int:
    """The command."""
    if len(sys.argv) != 3:
        print("usage: python -m finder.sources.embedded.negotiated_prices PRICES.csv FDA_PRODUCTS.csv", file=sys.stderr)
        return 2
    content = lines_of(Path(sys.argv[1]), Path(sys.argv[2]))
    (shipped("data") / FILE).write_text(written(content), encoding="utf-8")
    print(f"{len(content['prices'])} products")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
