"""Build ``data/drug_users_2015.csv``: how many people took each drug, without and with Extra Help, from CMS's Part D spending by drug.

What is taken for a short time (an antibiotic) is on nobody's list of regular drugs, so it is left out, and so are drugs with few users
and those for which CMS hides one of the two counts.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from finder.sources.embedded.brand_names import name_tables, rows_of
from finder.sources.names.drug_names import ingredient_set
from finder.sources.names.drug_users import COLUMNS, DRUG_USERS

YEAR = 2015
FEWEST_USERS = 10_000
FEWEST_CLAIMS = 2
"""Claims a user and year of a drug that is taken for long. Antibiotics have 1.4, drugs of every day 5 (many fills are of 90 days)."""


def write_drug_users(names: Path, spending: Path, data: Path) -> None:
    """Write the file into ``data`` from the folder of drug names and the spending file."""
    brands = {row["brand"].casefold(): row["brand"] for row in name_tables(names)["brands"].to_pylist()}
    users: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in _taken_for_long(spending):
        ingredients = " / ".join(sorted(ingredient_set(row["generic_name"])))
        if not ingredients:  # a salt alone, such as calcium acetate
            continue
        of = users[ingredients, _brand(row["brand_name"], row["generic_name"], brands)]
        of[0] += int(row["beneficiary_count_no_lis"])
        of[1] += int(row["beneficiary_count_lis"])
    with (data / DRUG_USERS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((*key, *of) for key, of in sorted(users.items()))


def _taken_for_long(spending: Path) -> Iterator[dict[str, str]]:
    for row in rows_of(spending):
        if row["year"] != str(YEAR) or not row["beneficiary_count_no_lis"] or not row["beneficiary_count_lis"]:
            continue
        people = int(row["beneficiary_count"])
        if people >= FEWEST_USERS and int(row["claim_count"]) >= FEWEST_CLAIMS * people:
            yield row


def _brand(name: str, generic_name: str, brands: Mapping[str, str]) -> str:
    """The brand of a row (``lantus solostar`` is Lantus); empty for a row that bears the name of its ingredients."""
    words = name.partition("/")[0].split()  # lantus/lantus solostar
    known = (brands.get(" ".join(words[:count])) for count in range(len(words), 0, -1))
    found = next((brand for brand in known if brand), "")
    parts = ingredient_set(generic_name)
    own_name = bool(ingredient_set(name.replace("-", "/")) & parts) or any(part.startswith(words[0]) for part in parts)
    return found or ("" if own_name else name.title())
