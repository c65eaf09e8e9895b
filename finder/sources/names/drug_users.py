"""How many people took the products of a catalog, by CMS's counts of 2015 for each brand and generic."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from finder.domain.errors import SourceError
from finder.domain.market import Drug
from finder.domain.population import DrugUsers, Users
from finder.paths import shipped
from finder.sources.names.drug_names import ingredient_set

DRUG_USERS = "drug_users_2015.csv"
COLUMNS = ("ingredients", "brand", "without_help", "with_help")


@cache
def counted_users() -> dict[tuple[frozenset[str], str], Users]:
    """(ingredients, brand in lower case or empty) -> who took it. Raises SourceError for a file that was changed."""
    path = shipped("data") / DRUG_USERS
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        counts = {(row["ingredients"], row["brand"].casefold()): Users(*(int(row[column]) for column in COLUMNS[2:])) for row in rows}
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{DRUG_USERS}: expected columns {', '.join(COLUMNS)} with whole numbers, found {error}") from error
    return {(frozenset(ingredients.split(" / ")), brand): users for (ingredients, brand), users in counts.items()}


def users_of(drugs: Sequence[Drug]) -> DrugUsers:
    """Who took each product. The file doesn't tell strengths, so the users of a name are shared evenly among its products. Users of a brand
    that the catalog lacks took the same ingredients, so they count for the generics of it, else for its brands."""
    by_name: dict[tuple[frozenset[str], str], list[Drug]] = defaultdict(list)
    by_ingredients: dict[frozenset[str], list[Drug]] = defaultdict(list)
    for drug in drugs:
        parts = ingredient_set(drug.ingredient)
        by_name[parts, drug.brand.casefold()].append(drug)
        by_ingredients[parts].append(drug)
    counted = counted_users()
    found: dict[str, Users] = {}
    matched = 0
    for (parts, brand), users in counted.items():
        products = by_name.get((parts, brand)) or by_name.get((parts, "")) or by_ingredients.get(parts) or []
        matched += users.all if products else 0
        for drug in products:
            before = found.get(drug.rxcui, Users(0, 0))
            found[drug.rxcui] = Users(*(had + (had_now * 1000) // len(products) for had, had_now in zip(before, users, strict=True)))
    total = sum(users.all for users in counted.values())
    return DrugUsers(found, matched * 100 // total if total else 0, max(counted.values(), key=lambda users: users.all, default=Users(0, 0)))
