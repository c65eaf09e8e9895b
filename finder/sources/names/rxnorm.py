"""Read RxNorm's prescribable content: products with ingredient, strength, form, brand, NDCs and generic.

It has three files, each line ending in ``|``: RXNCONSO (18 columns: concepts and their kinds), RXNREL (16: what is made of what) and RXNSAT
(13: NDCs). Kinds: IN and PIN are ingredients, BN a brand, DF a form, SCDC an ingredient with strength, SCD a generic product, SBD a branded
one, GPCK and BPCK packs of them. Relations are read by the kinds at their ends, so their direction doesn't matter.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from finder.domain.market import PackageForm
from finder.intake.archive import DAMAGED
from finder.intake.files import bounded_lines
from finder.intake.limits import NAMES_LINE
from finder.intake.texts import Unfit
from finder.sources.cms.bundle import Bundle, SourceFile
from finder.sources.cms.text_files import Problems, at
from finder.sources.names.drug_names import ParsedName, measured

FILES = {"RXNCONSO.RRF": 18, "RXNREL.RRF": 16, "RXNSAT.RRF": 13}
GENERIC, BRANDED, PACKS = ("SCD", "GPCK"), ("SBD", "BPCK"), ("GPCK", "BPCK")
PRODUCTS = (*GENERIC, *BRANDED)
_KINDS = frozenset((*PRODUCTS, "IN", "PIN", "BN", "DF", "SCDC"))
_MADE_OF = frozenset({"has_ingredient", "ingredient_of", "consists_of", "constitutes", "has_dose_form", "dose_form_of", "contains"})
_RELATIONS = _MADE_OF | {"contained_in", "tradename_of", "has_tradename", "form_of", "has_form"}
_NDC = re.compile(r"\d{11}")


class Product(NamedTuple):
    """A product of RxNorm.

    ``ingredients``: sorted by name.
    ``brand``: empty for a generic.
    ``generic``: the RxCUI of the generic of the same make-up; a generic's own; empty if there is none.
    ``ndcs``: eleven digits each.
    """

    rxcui: str
    kind: str
    name: str
    ingredients: tuple[str, ...]
    strength: str
    form: str
    brand: str
    generic: str
    ndcs: tuple[str, ...]

    @property
    def parsed(self) -> ParsedName:
        """The product as the parts of a name."""
        package_form, unit = measured(self.form) if self.kind not in PACKS else (PackageForm.OTHER, "unit")
        return ParsedName(" / ".join(self.ingredients), self.brand, self.strength, self.form, package_form, unit)


@dataclass(frozen=True)
class RxNorm:
    """Every product by its key."""

    products: Mapping[str, Product]

    def by_ndc(self) -> dict[str, str]:
        """NDC -> product."""
        return {ndc: product.rxcui for product in self.products.values() for ndc in product.ndcs}

    def generic_of(self, rxcui: str) -> Product | None:
        """The generic product with the ingredients, strengths and form of a branded one, or None."""
        product = self.products.get(rxcui)
        return self.products.get(product.generic) if product and product.generic != rxcui else None

    def same_ingredient(self, rxcui: str) -> tuple[Product, ...]:
        """The other products of the same ingredients, in any strength and form, by name."""
        product = self.products.get(rxcui)
        if product is None or not product.ingredients:
            return ()
        alike = (other for other in self.products.values() if other.ingredients == product.ingredients and other.rxcui != rxcui)
        return tuple(sorted(alike, key=lambda other: (other.name.lower(), other.rxcui)))


class _Concept(NamedTuple):
    kind: str
    name: str


def read_rxnorm(path: Path) -> RxNorm:
    """The products in a folder or zip with the three files. Raises SourceError with every problem found."""
    problems = Problems()
    with Bundle(path) as bundle:
        files = {file.name.upper(): file for file in bundle.files if file.name.upper() in FILES}
        for name in FILES:
            if name not in files:
                problems.add(at(path.name), f"a file {name}", "none")
        problems.refuse_if_any()
        concepts = _concepts(_rows(files["RXNCONSO.RRF"], problems))
        related = _related(_rows(files["RXNREL.RRF"], problems), concepts)
        ndcs = _ndcs(_rows(files["RXNSAT.RRF"], problems), concepts)
    if not any(concept.kind in PRODUCTS for concept in concepts.values()):
        problems.add(at("RXNCONSO.RRF"), "products of RxNorm (SCD, SBD, GPCK, BPCK)", "none")
    problems.refuse_if_any()
    graph = _Graph(concepts, related)
    found = (graph.product(rxcui, tuple(sorted(ndcs.get(rxcui, ())))) for rxcui in concepts if concepts[rxcui].kind in PRODUCTS)
    return RxNorm({product.rxcui: product for product in found})


def _rows(file: SourceFile, problems: Problems) -> Iterator[list[str]]:
    """The rows of a file. A row with a wrong number of columns is a problem; so is a file that can't be read."""
    columns = FILES[file.name.upper()]
    try:
        with file.open() as stream:
            for number, line in enumerate(bounded_lines(io.TextIOWrapper(stream, "utf-8", newline="\n"), NAMES_LINE), start=1):
                row = line.rstrip("\r\n").split("|")
                if len(row) == columns + 1 and not row[-1]:
                    yield row[:-1]
                elif line.strip():
                    problems.add(at(file.name, number), f"{columns} columns, each ended by |", f"{len(row) - 1}: {line}")
    except Unfit as unfit:
        problems.add(at(file.name), unfit.expected, unfit.found)
    except UnicodeDecodeError as error:
        problems.add(at(file.name), "text in UTF-8", str(error))
    except DAMAGED as error:
        problems.add(at(file.name), "a file that can be read to its end", str(error))


def _concepts(rows: Iterable[list[str]]) -> dict[str, _Concept]:
    """RxCUI -> concept, for RxNorm's own English names in use."""
    found: dict[str, _Concept] = {}
    for row in rows:
        rxcui, language, source, kind, name, suppressed = row[0], row[1], row[11], row[12], row[14], row[16]
        if language == "ENG" and source == "RXNORM" and kind in _KINDS and suppressed == "N":
            found[rxcui] = _Concept(kind, " ".join(name.split()))
    return found


def _related(rows: Iterable[list[str]], concepts: Mapping[str, _Concept]) -> dict[str, set[str]]:
    """RxCUI -> related RxCUIs, in either direction."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        one, other, relation, source, suppressed = row[0], row[4], row[7], row[10], row[14]
        if source == "RXNORM" and relation in _RELATIONS and suppressed in ("", "N") and one in concepts and other in concepts:
            found[one].add(other)
            found[other].add(one)
    return found


def _ndcs(rows: Iterable[list[str]], concepts: Mapping[str, _Concept]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        rxcui, name, source, value, suppressed = row[0], row[8], row[9], row[10], row[11]
        if name == "NDC" and source == "RXNORM" and suppressed in ("", "N") and rxcui in concepts and _NDC.fullmatch(value):
            found[rxcui].add(value)
    return found


class _Graph:
    """Related concepts, by kind."""

    def __init__(self, concepts: Mapping[str, _Concept], related: Mapping[str, set[str]]) -> None:
        self._concepts, self._related = concepts, related

    def _of(self, rxcui: str, *kinds: str) -> list[str]:
        """The related concepts of some kinds, by name."""
        tied = (other for other in self._related.get(rxcui, ()) if self._concepts[other].kind in kinds)
        return sorted(tied, key=lambda other: (self._concepts[other].name.lower(), other))

    def _names(self, rxcuis: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._concepts[rxcui].name for rxcui in rxcuis))

    def product(self, rxcui: str, ndcs: tuple[str, ...]) -> Product:
        """A product from its related concepts. What RxNorm doesn't say is left empty."""
        concept = self._concepts[rxcui]
        parts = self._parts(rxcui)
        strengths = [name for part in parts for name in self._strengths(part)]
        forms = self._names(form for part in parts for form in self._of(part, "DF"))
        generic = rxcui if concept.kind in GENERIC else next(iter(self._of(rxcui, *GENERIC)), "") if concept.kind == "SBD" else ""
        if concept.kind == "BPCK":
            generic = next(iter(self._of(rxcui, "GPCK")), "")
        ingredients = tuple(sorted({name for part in parts for name in self._ingredients(part)}, key=str.lower))
        strength = " / ".join(dict.fromkeys(strengths))
        return Product(rxcui, concept.kind, concept.name, ingredients, strength, " / ".join(forms), self._brand(rxcui), generic, ndcs)

    def _parts(self, rxcui: str) -> list[str]:
        """The products in a pack, or the product itself."""
        if self._concepts[rxcui].kind not in PACKS:
            return [rxcui]
        return self._of(rxcui, "SCD", "SBD")

    def _components(self, part: str) -> list[str]:
        """Ingredients with strength: its own, or for a brand those of its generic."""
        own = self._of(part, "SCDC")
        return own or [component for generic in self._of(part, "SCD")[:1] for component in self._of(generic, "SCDC")]

    def _ingredients(self, part: str) -> tuple[str, ...]:
        components = self._components(part)
        return self._names(base for component in components for base in self._of(component, "IN")) or self._names(self._of(part, "IN"))

    def _strengths(self, part: str) -> list[str]:
        """``5 MG`` of ``apixaban 5 MG``: a component's name is its ingredient's (or its salt's) and the strength."""
        found = []
        for component in self._components(part):
            name = self._concepts[component].name
            names = sorted(self._names(self._of(component, "IN", "PIN")), key=len, reverse=True)
            found.append(next((name[len(base) :].strip() for base in names if name.lower().startswith(base.lower() + " ")), name))
        return found

    def _brand(self, rxcui: str) -> str:
        """The related brand, else the one in the name's brackets; empty for generics."""
        concept = self._concepts[rxcui]
        if concept.kind in GENERIC:
            return ""
        bracketed = re.search(r"\[([^\]]+)\]\s*$", concept.name)
        return next(iter(self._names(self._of(rxcui, "BN"))), bracketed[1] if bracketed else "")
