"""Type-ahead: products by any name people use, best match first. Misspellings are found; nonsense finds nothing.

What was typed is a name (brand, ingredients in any order, abbreviation) and details (strength, release, salt, form). The name finds
products, the details choose between them. If no product fits all details, the nearest are found with what differs; none replaces another
in silence.

A typed word matches a name if it is the name, starts it, or is similar. Similarity is the share of letters that need no edit (swapping two
neighbors is one edit). Beginnings of names are compared too, so a half-typed name may be misspelled. The limit comes from a table of words
in the tests: its misspellings score 0.75 or more (``eliquess``), its other words at most 0.67 (``marvel``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from finder.domain.market import Drug, DrugMatch, OtherBrand
from finder.sources.names.asked_name import AskedName, Details, details_of, differences, has_release, read_asked
from finder.sources.names.drug_names import bare, ingredient_set
from finder.sources.names.search_names import search_names
from finder.sources.names.spelling import Spellings

ALIKE = 0.72
SHORTEST = 2
"""Letters. A single one starts a fifth of all names."""
SHORTEST_MISSPELT = 4
"""Letters. With three, one wrong letter makes another word (``car``, ``cat``)."""
_EXACT, _BEGINS, _OTHER_PART = 100.0, 95.0, 3.0
_LONGEST = 3
"""Words of an ingredient or brand within a longer name."""


_NO_DETAILS = AskedName(())
_Order = tuple[int, bool, bool, str, float, str, str]


@dataclass(frozen=True)
class _Name:
    """A name by which products are found. ``other_brand`` is set if the catalog has them under another brand; ``implied`` are the details
    that such a brand means (``Lopressor``: tartrate); ``full`` is the whole name (``toprol xl``)."""

    key: str
    shown: str
    drugs: tuple[Drug, ...]
    other_brand: OtherBrand | None = None
    implied: AskedName = _NO_DETAILS
    full: str = ""


class DrugIndex:
    """The names of a catalog's products, and other brands of their ingredients."""

    def __init__(self, drugs: Sequence[Drug], brands: Sequence[tuple[str, str]], ingredients: Iterable[str]) -> None:
        own: dict[str, list[Drug]] = {}
        for drug in drugs:
            for name in sorted({drug.brand, drug.ingredient, _first_name(drug), *ingredient_set(drug.ingredient)} - {""}):
                own.setdefault(name, []).append(drug)
        self._details: dict[str, Details] = {}
        self._orders: dict[str, _Order] = {}
        self._by_rxcui = {drug.rxcui: drug for drug in drugs}
        # The whole name of another drug is not a misspelling of one of ours: prednisolone is not prednisone.
        others_named = tuple(ingredients)
        others = [*others_named, *(brand for brand, _ in brands)]
        self._elsewhere = {_plain(name) for name in others} | {_key(brand) for brand in search_names().brands}
        names = [_Name(key, name, tuple(found), full=key) for name, found in sorted(own.items()) if (key := _plain(name))]
        self._by_key: dict[str, list[_Name]] = {}
        for one in [*names, *_other_brands(drugs, brands)]:
            self._by_key.setdefault(one.key, []).append(one)
        self._keys = sorted(self._by_key)
        within = {
            (word, key) for key in self._keys for word in key.split()[1:] if len(word) > 1 and read_asked(f"x {word}").words != ("x",)
        }
        self._within = sorted(within)
        self._heads = sorted({(head, key) for key in self._keys for head in {key, *bare(key).split()}})
        self._spellings = Spellings([*own, *others_named], (*self._keys, *self._elsewhere))

    def find(self, words: str, limit: int) -> list[DrugMatch]:
        """The products that the words mean, best match first. Details in the words choose between products; ``differs`` says which of them
        aren't true of a product, if none fits all."""
        asked = read_asked(words)
        name = tuple(map(self.own_spelling, _spelled_out(asked.words)))
        if name != asked.words:
            more = read_asked(" ".join(name))
            asked = asked._replace(words=more.words, releases=asked.releases + more.releases, salts=asked.salts + more.salts)
        if len(asked.name) < SHORTEST:
            return self._by_number(words)
        best: dict[str, DrugMatch] = {}
        for score, one, left in self._candidates(asked, _plain(re.sub(r"\d[\d.,/-]*", " ", words))):
            for drug in one.drugs:
                match = self._match(asked, score, one, left, drug)
                if drug.rxcui not in best or match.score > best[drug.rxcui].score:
                    best[drug.rxcui] = match
        found = [match for match in best.values() if not match.differs] or list(best.values())
        return nsmallest(limit, found, key=lambda match: (-match.score, *self._order(match.drug)))

    def own_spelling(self, word: str) -> str:
        """A word as an ingredient is spelled here, of one that another language spells so; else the word."""
        return self._spellings.own(word)

    def _match(self, asked: AskedName, score: float, one: _Name, left: tuple[str, ...], drug: Drug) -> DrugMatch:
        """A product found, with what differs: words left over that it hasn't, and details that aren't true of it."""
        implied = one.implied
        whole = AskedName((), asked.numbers, asked.releases or implied.releases, asked.salts + implied.salts, asked.forms + implied.forms)
        if whole == _NO_DETAILS and not left:
            return DrugMatch(drug, one.shown, score, one.other_brand)
        product = self._details.get(drug.rxcui) or self._details.setdefault(drug.rxcui, details_of(drug))
        found = tuple(dict.fromkeys(differences(whole, product, search_names().hours.get(bare(drug.ingredient), {}))))
        over = tuple(word for word in left if word not in _plain(product.text).split())  # the M20 of Klor-Con M20
        return DrugMatch(drug, one.shown, round(score - _OTHER_PART * len(found), 1), one.other_brand, (*over, *found))

    def _order(self, drug: Drug) -> _Order:
        """A drug alone before mixtures, plain before slow release, packs of several strengths last, generic first, by strength."""
        if drug.rxcui not in self._orders:
            number = re.search(r"\d+(?:\.\d+)?", drug.strength)
            strength = float(number[0]) if number else 0.0
            order = (
                drug.ingredient.count(" / "),
                has_release(drug),
                number is None,
                drug.brand.lower(),
                strength,
                drug.name.lower(),
                drug.rxcui,
            )
            self._orders[drug.rxcui] = order
        return self._orders[drug.rxcui]

    def _by_number(self, words: str) -> list[DrugMatch]:
        drug = self._by_rxcui.get(words.strip())
        return [DrugMatch(drug, words.strip(), _EXACT)] if drug else []

    def _candidates(self, asked: AskedName, full: str) -> list[tuple[float, _Name, tuple[str, ...]]]:
        """The names that fit, each with its score and the words that it leaves over."""
        whole = list(self._spelled(asked.name))
        if not whole and len(asked.words) > 1:
            return self._of_parts(asked.words)
        if not whole and asked.name not in self._elsewhere:
            whole = self._misspelled(asked.name)
        exact = [one for score, one in whole if one.full == full and score == _EXACT]
        kept = [(score, one) for score, one in whole if not exact or one in exact or not one.other_brand or one.key != exact[0].key]
        return [(score, one, ()) for score, one in kept]

    def _spelled(self, name: str) -> Iterator[tuple[float, _Name]]:
        """The names that are what was typed, start with it, or have a word that does."""
        for one in self._by_key.get(name, ()):
            yield _EXACT, one
        for place in range(bisect_left(self._keys, name), len(self._keys)):
            if not self._keys[place].startswith(name):
                break
            yield from ((_BEGINS, one) for one in self._by_key[self._keys[place]] if self._keys[place] != name)
        for place in range(bisect_left(self._within, (name, "")), len(self._within)):
            word, key = self._within[place]
            if not word.startswith(name):
                break
            yield from ((_BEGINS - _OTHER_PART, one) for one in self._by_key[key])

    def _misspelled(self, name: str) -> list[tuple[float, _Name]]:
        """The names that are similar."""
        if len(name) < SHORTEST_MISSPELT:
            return []
        heads = [head for head, _ in self._heads]
        begun = [head[: len(name)] if len(head) > len(name) + 1 else head for head in heads]
        best: dict[str, float] = {}
        for texts in (heads, begun):
            for head, alike, place in process.extract(name, texts, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=None):
                if alike >= (ALIKE if head[0] == name[0] else ALIKE + 0.1):
                    key = self._heads[place][1]
                    best[key] = max(best.get(key, 0.0), round(90 * alike, 1))
        return [(score, one) for key, score in best.items() for one in self._by_key[key]]

    def _of_parts(self, words: tuple[str, ...]) -> list[tuple[float, _Name, tuple[str, ...]]]:
        """Products by several names at once: ingredients in any order, a brand with its ingredient. Words that name none are left over."""
        parts, left = self._divided(words)
        if not parts:
            return [(score, one, ()) for score, one in self._misspelled(" ".join(words))]
        sets = [{drug.rxcui for _, one in part for drug in one.drugs} for _, part in parts]
        both = set.intersection(*sets)
        found = []
        for text, part in parts:
            others = () if both else tuple(other for other, _ in parts if other != text)
            for score, one in part:
                drugs = tuple(drug for drug in one.drugs if not both or drug.rxcui in both)
                worth = min(score, _BEGINS - _OTHER_PART) if left or others else score
                found.append((worth, _Name(one.key, one.shown, drugs, one.other_brand, one.implied), (*left, *others)))
        return found

    def _divided(self, words: tuple[str, ...]) -> tuple[list[tuple[str, list[tuple[float, _Name]]]], tuple[str, ...]]:
        """The longest names in order, and the words between them."""
        parts: list[tuple[str, list[tuple[float, _Name]]]] = []
        left, place = [], 0
        while place < len(words):
            for length in range(min(_LONGEST, len(words) - place), 0, -1):
                text = " ".join(words[place : place + length])
                found = [(_EXACT, one) for one in self._by_key.get(text, ())]
                if not found and length == 1 and len(text) >= SHORTEST_MISSPELT:
                    found = list(self._spelled(text)) or ([] if text in self._elsewhere else self._misspelled(text))
                if found:
                    parts.append((text, found))
                    break
            else:
                left.append(words[place])
                length = 1
            place += length
        return parts, tuple(left)


def _plain(words: str) -> str:
    """Lower case, letters and digits and points, single spaces."""
    return " ".join(re.sub(r"[^a-z0-9.% ]+", " ", words.lower()).split())


def _other_brands(drugs: Sequence[Drug], brands: Sequence[tuple[str, str]]) -> Iterator[_Name]:
    """The brands that a catalog lacks though it has the same ingredients: those of our list, and of the table of brands."""
    by_ingredient: dict[frozenset[str], list[Drug]] = {}
    for drug in drugs:
        made = ingredient_set(drug.ingredient)
        for parts in {made, frozenset({_first_name(drug)} - {""}) or made}:
            by_ingredient.setdefault(parts, []).append(drug)
    had = {(_plain(drug.brand), ingredient_set(drug.ingredient)) for drug in drugs if drug.brand}
    listed = search_names().brands
    ours = {brand.lower() for brand in listed}
    of_list = [(brand, _parts_of(asked.words, by_ingredient), asked._replace(words=())) for brand, asked in _asked_brands()]
    of_table = [(brand, ingredient_set(generic), _NO_DETAILS) for brand, generic in brands if brand.lower() not in ours]
    for brand, parts, implied in [*of_list, *of_table]:
        key, same = _key(brand), by_ingredient.get(parts)
        if same and not any(_same_brand(key, name) and (made == parts or name == key) for name, made in had):
            yield _Name(key, brand, tuple(same), _other_brand(brand, " / ".join(sorted(parts)), same), implied, _plain(brand))


def _asked_brands() -> list[tuple[str, AskedName]]:
    return [(brand, read_asked(generic)) for brand, generic in search_names().brands.items()]


def _same_brand(brand: str, own: str) -> bool:
    """Whether one name begins the other: the catalog's ``Toujeo`` is ``Toujeo Max`` too."""
    return f"{own} ".startswith(f"{brand} ") or f"{brand} ".startswith(f"{own} ")


def _key(brand: str) -> str:
    """A brand without its release or device, which are details: ``toprol`` of ``Toprol XL``."""
    return read_asked(brand).name or _plain(brand)


def _first_name(drug: Drug) -> str:
    """The ingredient as the names file has it: ``alendronate`` where RxNorm says alendronic acid."""
    found = re.match(r"[A-Za-z][A-Za-z -]+(?= \d)", drug.name)
    return bare(found[0]) if found and drug.strength and not drug.brand and "/" not in drug.ingredient else ""


def _parts_of(words: tuple[str, ...], by_ingredient: dict[frozenset[str], list[Drug]]) -> frozenset[str]:
    """The ingredients that the words of a generic name are: one, or one a word."""
    text = " ".join(words)
    whole = ingredient_set(text)
    return whole if whole in by_ingredient or len(words) == 1 else frozenset(bare(word) for word in words)


def _spelled_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with abbreviations spelled out, the longest first."""
    known, found, place = search_names().abbreviations, [], 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            text = " ".join(words[place : place + length])
            if text in known or length == 1:
                found.extend(known.get(text, text).split())
                break
        place += length
    return tuple(found)


def _other_brand(brand: str, ingredient: str, drugs: Sequence[Drug]) -> OtherBrand:
    generic = any(not drug.brand for drug in drugs)
    return OtherBrand(brand, ingredient, () if generic else tuple(sorted({drug.brand for drug in drugs})))
