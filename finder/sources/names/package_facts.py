"""What one priced unit of a product is, and how many a package holds, if form and names file don't tell or are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from finder.domain.errors import Problem, SourceError
from finder.domain.market import Drug
from finder.domain.money import QUANTITY_SCALE, Quantity, scaled
from finder.paths import shipped

FILE = "package_facts.yaml"
_UNITS = ("pen", "syringe", "blister", "mL", "gram", "capsule", "patch", "kit", "vial")


@dataclass(frozen=True, slots=True)
class PackageFact:
    """What is known about the products whose names contain all ``words`` and none of ``none``.

    ``unit``: empty if the form tells it.
    ``package``: None for tablets, which have only a dose.
    """

    words: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    unit: str
    package: Quantity | None
    other: tuple[Quantity, ...]
    dose: Quantity
    source: str

    def holds_for(self, text: str) -> bool:
        """Whether a product of that name, brand and form is meant."""
        return all(word.search(text) for word in self.words) and not any(word.search(text) for word in self.none)


def with_known_package(drug: Drug) -> Drug:
    """The product with the priced unit and package of the facts, or unchanged if no fact fits."""
    text = f"{drug.name} {drug.brand} {drug.form}"
    facts = (fact for fact in package_facts() if (fact.package is None) is drug.solid_oral)
    found = next((fact for fact in facts if fact.holds_for(text)), None)
    if found is None:
        return drug
    if drug.solid_oral:
        return replace(drug, units_a_dose=found.dose)
    return replace(
        drug,
        unit=found.unit or drug.unit,
        units_per_package=found.package,
        other_sizes=found.other,
        units_a_dose=found.dose,
        package_source=found.source,
    )


@cache
def package_facts(folder: Path | None = None) -> tuple[PackageFact, ...]:
    """The facts that come with the program. Raises SourceError if the file is wrong."""
    path = (folder or shipped("data")) / FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(_facts(document["facts"]))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, re.error, KeyError, TypeError, ValueError) as error:
        expected = "facts with words, a package and a source"
        raise SourceError([Problem(path.name, expected, f"{type(error).__name__}: {error}")]) from error


def _facts(rows: list[dict[str, Any]]) -> Iterator[PackageFact]:
    for row in rows:
        unit = row.get("unit", "")
        if unit and unit not in _UNITS:
            raise ValueError(unit)
        yield PackageFact(
            words=tuple(re.compile(word, re.IGNORECASE) for word in row["words"]),
            none=tuple(re.compile(word, re.IGNORECASE) for word in row.get("none", ())),
            unit=unit,
            package=_units(row["package"]) if "package" in row else None,
            other=tuple(_units(size) for size in row.get("other", ())),
            dose=_units(row.get("dose", 1)),
            source=row["source"],
        )


def _units(number: object) -> Quantity:
    return scaled(str(number), QUANTITY_SCALE, unit="units")
