"""Type-ahead: products by brand or ingredient, best match first. Misspellings are found; nonsense finds nothing.

A typed word matches a name if it is the name, starts it, or is similar. Similarity is the share of letters that need no edit (swapping two
neighbors is one edit). Beginnings of names are compared too, so a half-typed name may be misspelled. The limit comes from a table of words
in the tests: its misspellings score 0.75 or more (``eliquess``), its other words at most 0.67 (``marvel``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from finder.domain.market import Drug, DrugMatch, OtherBrand
from finder.sources.names.drug_names import bare, ingredient_set

ALIKE = 0.72
SHORTEST = 2
"""Letters. A single one starts a fifth of all names."""
SHORTEST_MISSPELT = 4
"""Letters. With three, one wrong letter makes another word (``car``, ``cat``)."""
_EXACT, _BEGINS, _OTHER_PART = 100.0, 95.0, 3.0


@dataclass(frozen=True)
class _Name:
    """A name by which products are found. ``other_brand`` is set if the catalog has them under another brand."""

    key: str
    shown: str
    drugs: tuple[Drug, ...]
    other_brand: OtherBrand | None = None


class DrugIndex:
    """The names of a catalog's products, and other brands of their ingredients."""

    def __init__(self, drugs: Sequence[Drug], brands: Sequence[tuple[str, str]], ingredients: Iterable[str]) -> None:
        self._names: list[_Name] = []
        by_ingredient: dict[frozenset[str], list[Drug]] = {}
        own: dict[str, list[Drug]] = {}
        for drug in drugs:
            by_ingredient.setdefault(ingredient_set(drug.ingredient), []).append(drug)
            names = {drug.brand, drug.ingredient, *ingredient_set(drug.ingredient)} - {""}
            for name in sorted(names):
                own.setdefault(name, []).append(drug)
        self._names = [_Name(_plain(name), name, tuple(found)) for name, found in sorted(own.items())]
        # The whole name of another drug is not a misspelling of one of ours: prednisolone is not prednisone.
        self._elsewhere = {_plain(name) for name in ingredients} | {_plain(brand) for brand, _ in brands}
        had = {_plain(drug.brand) for drug in drugs if drug.brand}
        for brand, ingredient in brands:
            same = by_ingredient.get(ingredient_set(ingredient))
            if same and not any(_plain(brand) == name or name.startswith(_plain(brand) + " ") for name in had):
                self._names.append(_Name(_plain(brand), brand, tuple(same), _other_brand(brand, ingredient, same)))

    def find(self, words: str, limit: int) -> list[DrugMatch]:
        """The products that the words mean, best match first. Strengths and forms in the words choose between products."""
        typed = _plain(words)
        name_words = " ".join(word for word in typed.split() if not _is_detail(word))
        details = [word for word in typed.split() if _is_detail(word)]
        if len(name_words) < SHORTEST:
            return []
        best: dict[str, DrugMatch] = {}
        for name in self._names:
            score = _score(name_words, name.key, misspelled=name_words not in self._elsewhere)
            for drug in name.drugs if score else ():
                fitting = score - _OTHER_PART * sum(detail not in _details_of(drug) for detail in details)
                if drug.rxcui not in best or fitting > best[drug.rxcui].score:
                    best[drug.rxcui] = DrugMatch(drug, name.shown, round(fitting, 1), name.other_brand)
        return sorted(best.values(), key=lambda match: (-match.score, match.drug.name.lower(), match.drug.rxcui))[:limit]


def _plain(words: str) -> str:
    """Lower case, letters and digits and points, single spaces."""
    return " ".join(re.sub(r"[^a-z0-9.% ]+", " ", words.lower()).split())


_FORM_WORDS = frozenset(
    {"tablet", "tablets", "capsule", "capsules", "pill", "pills", "pen", "pens", "inhaler", "syringe", "drops", "solution", "injection"}
    | {"mg", "mcg", "ml", "units", "unt", "oral", "er", "xr"}
)


def _is_detail(word: str) -> bool:
    """Whether a typed word is about strength or form, not part of the name."""
    return bool(re.fullmatch(r"[\d.]+(mg|mcg|ml|g|%)?", word)) or word in _FORM_WORDS


def _details_of(drug: Drug) -> frozenset[str]:
    """The words for a product's strength and form: ``40``, ``40mg``, ``mg``, ``tablet``, ``tablets``."""
    words = _plain(f"{drug.name} {drug.strength} {drug.form} {drug.unit}").split()
    joined = {first + second for first, second in pairwise(words)}
    return frozenset(words) | joined | {f"{word}s" for word in words}


def _score(typed: str, name: str, *, misspelled: bool) -> float:
    """0 to 100: the name itself, its beginning, the beginning of one of its words, or (``misspelled``) a similar name; 0: no match."""
    if typed == name:
        return _EXACT
    if name.startswith(typed):
        return _BEGINS
    if any(word.startswith(typed) for word in name.split() if not _is_detail(word)) or typed.startswith(name + " "):
        return _BEGINS - _OTHER_PART
    if len(typed) < SHORTEST_MISSPELT or not misspelled:
        return 0.0
    heads = {name, *bare(name).split()}
    heads |= {head[: len(typed)] for head in heads if len(head) > len(typed) + 1}
    alike = max(OSA.normalized_similarity(typed, head) for head in heads)
    same_start = any(head[0] == typed[0] for head in heads)
    return round(90 * alike, 1) if alike >= (ALIKE if same_start else ALIKE + 0.1) else 0.0


def _other_brand(brand: str, ingredient: str, drugs: Sequence[Drug]) -> OtherBrand:
    generic = any(not drug.brand for drug in drugs)
    return OtherBrand(brand, ingredient, () if generic else tuple(sorted({drug.brand for drug in drugs})))
