"""Which drugs are in a class of FDA: ``python -m finder.sources.names.fda_classes product.txt`` writes the lists of protected classes.

FDA's National Drug Code Directory gives each product its established pharmacologic classes ([EPC]) and physiologic effects ([PE]).
``data/protected_classes.yaml`` says which of them make up a protected class; its lists of ingredients are written here, never by hand.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from finder.domain.errors import Problem, SourceError
from finder.paths import shipped
from finder.sources.names.drug_classes import PROTECTED

_CLASS = re.compile(r"([^\[\]]+?) \[(EPC|PE)\](?:,|$)")
_SALTS = frozenset(
    re.findall(
        r"\S+",
        """acetate anhydrous besylate bromide calcium camsylate chloride citrate dihydrate dimaleate
        dimethyl disodium disoproxil ditosylate esylate ethanolate fumarate hemihydrate hydrobromide hydrochloride
        lactate magnesium malate maleate mesylate monohydrate mofetil napadisylate oxalate phosphate
        potassium s-malate sesquihydrate sodium succinate sulfate sulfoxide tartrate tosylate trihydrate""",
    )
)


def classes_by_ingredient(path: Path) -> dict[str, frozenset[str]]:
    """Ingredient without its salt -> FDA's classes, of prescription products of one ingredient taken by mouth. Raises SourceError."""
    found: dict[str, set[str]] = {}
    with path.open(encoding="latin-1", newline="") as file:
        table = csv.DictReader(file, delimiter="\t")
        missing = {"SUBSTANCENAME", "ROUTENAME", "PRODUCTTYPENAME", "PHARM_CLASSES"} - set(table.fieldnames or ())
        if missing:
            raise SourceError([Problem(path.name, "FDA's product.txt with PHARM_CLASSES", f"no column {min(missing)}")])
        for row in table:
            if ";" not in row["SUBSTANCENAME"] and "ORAL" in row["ROUTENAME"] and "PRESCRIPTION" in row["PRODUCTTYPENAME"]:
                found.setdefault(without_salt(row["SUBSTANCENAME"]), set()).update(_classes(row["PHARM_CLASSES"] or ""))
    return {ingredient: frozenset(classes) for ingredient, classes in found.items()}


def without_salt(substance: str) -> str:
    """An ingredient without the salt at its end, in small letters: ``quetiapine`` for ``QUETIAPINE FUMARATE``."""
    words = substance.casefold().split()
    while len(words) > 1 and words[-1] in _SALTS:
        words.pop()
    return " ".join(words)


def filled(document: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """The document with each class's ingredients: those of FDA's classes but the ones left out."""
    groups = [{**group, "ingredients": list(_ingredients(group, classes))} for group in document["classes"]]
    return {**document, "classes": groups}


def _classes(text: str) -> Iterator[str]:
    yield from (name.lstrip(" ,") for name, _ in _CLASS.findall(text))


def _ingredients(group: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    wanted, left_out = set(group["fda"]), set(group.get("left_out", ()))
    yield from sorted(one for one, of in classes.items() if of & wanted and one not in left_out)


def main(arguments: list[str]) -> None:
    """Write the lists anew from FDA's file, below the comment at the head of ours."""
    path = shipped("data") / PROTECTED
    text = path.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    written = filled(yaml.safe_load(text), classes_by_ingredient(Path(arguments[0])))
    path.write_text(head + yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=140), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
