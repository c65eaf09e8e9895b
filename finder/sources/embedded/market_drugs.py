"""Build ``data/market_drugs_2011.yaml``: what the products of the Part D drug spending file of 2011 are.

The file tells names and average prices, not forms. A product enters if its name has one row in the year and RxNorm's names of its brand or
ingredients are all tablets and capsules, or if the example designs describe it by hand. Others are left out: a price averaged over
tablets and bottles would be the price of neither.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from finder.sources.embedded.brand_names import name_tables, rows_of
from finder.sources.names.drug_names import bare, ingredient_set, parse_name

YEAR = 2011
GENERIC, BRAND = 1, 2
"""The tiers of the market: generics, and brands."""
_PILLS = frozenset({"tablet", "capsule"})
_FEWEST, _MOST = 5, 200
"""Units in an average claim for tablets and capsules. Outside, the row holds a liquid or an injection that RxNorm's names don't show."""
_RELEASED = re.compile(r"\b(er|xr|xl|sr|cr|la|cd|24hr|12hr|extended)\b")
_HEAD = """\
# What the products of the Part D drug spending file of 2011 are. Written by finder.sources.embedded.build; see market_drugs.py.
# Tiers: 1 generics, 2 brands. Strengths, and tablets and capsules, share one average price.
"""


class _Forms(NamedTuple):
    """The units in which RxNorm's names count the products of a brand, of ingredients; and how brands are spelled."""

    of_brand: Mapping[str, Counter[str]]
    of_ingredients: Mapping[frozenset[str], Counter[str]]
    brands: Mapping[str, tuple[str, frozenset[str]]]


def write_market_drugs(facts: Path, designs: Path, spending: Path, out: Path) -> None:
    """Write the file from the facts, the file of example designs and the spending file."""
    described = {row["listed_as"]: row for row in yaml.safe_load(designs.read_text("utf-8"))["drugs"]}
    rows = [row for row in rows_of(spending) if row["year"] == str(YEAR)]
    once = {name for name, count in Counter(row["brand_name"] for row in rows).items() if count == 1}
    forms = _forms(facts)
    products: dict[str, dict[str, Any]] = {}
    for row in sorted((row for row in rows if row["brand_name"] in once), key=lambda row: row["brand_name"]):
        found = _by_hand(described[row["brand_name"]]) if row["brand_name"] in described else _by_names(row, forms)
        if found:
            products.setdefault(found["key"], found)
    lines = (f"  - {yaml.safe_dump(product, default_flow_style=True, sort_keys=False, width=10_000)}" for product in products.values())
    out.write_text(f"{_HEAD}price_year: {YEAR}\ndrugs:\n{''.join(lines)}", encoding="utf-8")


def _by_hand(product: Mapping[str, Any]) -> dict[str, Any]:
    return {**product, "tier": BRAND if product.get("brand") else GENERIC}


def _by_names(row: Mapping[str, str], forms: _Forms) -> dict[str, Any] | None:
    """The product of a row by RxNorm's names, or None if they don't tell its form."""
    name, generic = row["brand_name"], row["generic_name"]
    ingredients = ingredient_set(generic)
    brand, of = forms.brands.get(name, ("", frozenset()))
    if brand and of != ingredients:
        return None
    if not brand and not _is_generic(name, ingredients):
        return None
    units = forms.of_brand.get(name) or forms.of_ingredients.get(ingredients) if brand else forms.of_ingredients.get(ingredients)
    if not units or not set(units) <= _PILLS or not _FEWEST <= float(row["unit_count"]) / int(row["claim_count"]) <= _MOST:
        return None
    unit = units.most_common(1)[0][0]
    form = "Tablet or capsule" if len(units) > 1 else unit.title()
    form = f"Extended-release {form.lower()}" if _RELEASED.search(name) else form
    key = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
    ingredient = " / ".join(part.strip() for part in generic.split("/"))
    facts = {"key": key, "listed_as": name, "ingredient": ingredient, "form": form, "unit": unit, "tier": BRAND if brand else GENERIC}
    return facts | ({"brand": brand} if brand else {})


def _is_generic(name: str, ingredients: frozenset[str]) -> bool:
    """Whether a row bears the name of its ingredients: ``lisinopril-hydrochlorothiazide``, ``bupropion hcl xl``."""
    plain = _RELEASED.sub("", name)
    return ingredients in (ingredient_set(plain), ingredient_set(plain.replace("-", "/"))) or frozenset({bare(plain)}) == ingredients


def _forms(facts: Path) -> _Forms:
    names = [(name, "") for name in json.loads((facts / "drug_names" / "rxcui_names.json").read_text("utf-8")).values()]
    for file in ("known_products.csv", "drug_names.csv"):
        names += [(row["name"], row["rxnorm_name"]) for row in rows_of(facts / "cms_puf_2026_ma" / file)]
    of_brand: dict[str, Counter[str]] = defaultdict(Counter)
    of_ingredients: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for parsed in (parse_name(*name) for name in names):
        if parsed.form:
            of_ingredients[ingredient_set(parsed.ingredient)][parsed.unit] += 1
            of_brand[parsed.brand.lower()][parsed.unit] += 1
    return _Forms(of_brand, of_ingredients, dict(_brands(facts)))


def _brands(facts: Path) -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    table = name_tables(facts / "drug_names")["brands"].to_pylist()
    for row in table:
        yield row["brand"].lower(), (row["brand"], ingredient_set(row["ingredient"]))
