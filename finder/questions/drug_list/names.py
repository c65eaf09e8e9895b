"""Which products the words of a line mean, each word accounted for: a name, a part of one, a salt, or a word that no product has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from finder.domain.drug_lines import Understood
from finder.domain.market import Catalog, Drug, DrugMatch, OtherBrand
from finder.questions.drug_list.words import words_of

SURE = 92.0
"""The lowest score of a name that was spelled right."""
_WHOLE = 100.0
"""The score of a whole name."""
SHORTEST_BEGINNING = 5
"""Letters: a shorter beginning (``pred``) fits many drugs."""
_BEGUN = 95.0
"""The score of a beginning."""
_SHORTEST_FRAGMENT = 4
_MOST = 400
SHORT_NAMES = {
    "hctz": "hydrochlorothiazide",
    "mtx": "methotrexate",
    "ntg": "nitroglycerin",
    "apap": "acetaminophen",
    "asa": "aspirin",
    "smz": "sulfamethoxazole",
    "smx": "sulfamethoxazole",
    "tmp": "trimethoprim",
}
_SALTS = {
    "hcl": "hydrochloride",
    "succ": "succinate",
    "tart": "tartrate",
    "na": "sodium",
    "ca": "calcium",
    "mag": "magnesium",
    "hbr": "hydrobromide",
    "mn": "mononitrate",
    "dn": "dinitrate",
    "pot": "potassium",
    "cl": "chloride",
    "chl": "chloride",
    "carb": "carbonate",
    "bicarb": "bicarbonate",
    "sulf": "sulfate",
    "ox": "oxide",
    "gluc": "gluconate",
    "cit": "citrate",
    "phos": "phosphate",
}
_SALT_WORDS = frozenset(
    {"hydrochloride", "hydrobromide", "sodium", "potassium", "calcium", "magnesium", "phosphate", "sulfate", "succinate", "tartrate"}
    | {"mesylate", "besylate", "maleate", "fumarate", "acetate", "citrate", "bisulfate", "bitartrate", "bromide", "medoxomil", "cilexetil"}
    | {"oxalate", "propionate", "hyclate"}
)

_IONS = frozenset({"chloride", "carbonate", "bicarbonate", "oxide", "hydroxide", "gluconate", "nitrate", "iodide", "acid"})
"""Words that name a drug beside another word alone: ``potassium chloride``."""

_OTHER_INSULINS = frozenset({"r", "n", "regular", "nph", "human", "aspart", "detemir", "degludec", "glulisine", "isophane"})


class Named(NamedTuple):
    """The products that the words of a line mean.

    ``guessed``: not by their own name as written.
    ``branded``: by their brand.
    ``unread``: words that no part of their names explains.
    ``missing``: the names of a combination that the catalog lacks.
    """

    drugs: tuple[Drug, ...] = ()
    guessed: bool = False
    branded: bool = False
    unread: tuple[str, ...] = ()
    other_brand: OtherBrand | None = None
    name: str = ""
    missing: tuple[str, ...] = ()


class _Word(NamedTuple):
    """A word, the products that it surely names, and the brand that leads to them if the catalog has another."""

    text: str
    found: Mapping[str, DrugMatch]


def named(catalog: Catalog, said: Understood) -> Named:
    """The products of a line's words, also of names as another language spells them (``metformina``)."""
    written = {catalog.own_spelling(word): word for word in words_of(said.words)}
    if set(written) == set(written.values()):
        return _named(catalog, said)
    ours = {word: spelled for spelled, word in written.items()}
    respelled = [tuple(tuple(ours[word] for word in run) for run in runs) for runs in (said.words, said.linked)]
    found = _named(catalog, replace(said, words=respelled[0], linked=respelled[1]))
    name, unread, missing = (tuple(written.get(word, word) for word in part) for part in (found.name.split(), found.unread, found.missing))
    return found._replace(name=" ".join(name), unread=unread, missing=missing)


def _named(catalog: Catalog, said: Understood) -> Named:
    words = [_look_up(catalog, word) for word in dict.fromkeys(map(whole_word, words_of(said.words)))]
    words = _of_one_another(_by_main_word(words))
    if _is_another_salt(words):
        return Named(name=said.name, missing=tuple(word.text for word in words))
    known = [word for word in words if word.found and not (word.text in _SALT_WORDS and _others(words, word))]
    if not known:
        return _misspelled(catalog, said)
    common = _common(known)
    if not common:
        return _apart(said, words, known)
    common = _with_salts(common, words)
    for run in said.linked:  # "glyburide-metformin" is no metformin; the "(K-DUR)" after a name is a word that nobody knows
        whole = {*map(whole_word, run)}
        known_in = run == said.words[0] or any(word.found for word in words if word.text in whole)
        if known_in and any(not _explained(word, common) for word in words if word.text in whole):
            return Named(missing=tuple(map(whole_word, run)), name=" ".join(run))
    stray = _stray_salts(words, common)
    unread = tuple(word.text for word in words if word.text in stray or not _explained(word, common))
    found = _settled(said, known, common, unread)
    insulin = any(match.drug.insulin for match in common.values())
    if (found.branded and any(len(word) == 1 for word in unread)) or (insulin and _OTHER_INSULINS & {*unread}):  # Humulin R is no Humulin N
        return Named(missing=unread, name=found.name)
    return found._replace(guessed=True) if _begins_others(catalog, known, common) else found


def _of_one_another(words: Sequence[_Word]) -> list[_Word]:
    """The words, each with the products of another word that have it in their name too: the ``max`` of ``Toujeo Max`` is no Maxzide."""
    found = {rxcui: match for word in words for rxcui, match in word.found.items()}
    having = [{rxcui: match for rxcui, match in found.items() if word.text in parts_of(match.drug)} for word in words]
    return [word._replace(found={**more, **word.found}) if word.found else word for word, more in zip(words, having, strict=True)]


def _by_main_word(words: Sequence[_Word]) -> list[_Word]:
    """The words, each with the products that it may name beside the main word. A name begins with its main word: where no product has
    that (``ferrous sulf``), a fragment after it names none; a salt alone (``potassium cl``) names what begins with it."""
    if any(_whole_names(word) for word in words):  # "do not discontinue metoprolol" is no doxazosin
        words = [word if len(word.text) >= _SHORTEST_FRAGMENT else word._replace(found=_whole_names(word)) for word in words]
    first = next(iter(words), None)
    if first is None or (first.found and first.text not in _SALT_WORDS):
        return [word._replace(found=_beside(word, words)) for word in words]
    rest = [word._replace(found={} if word.text in _IONS | _SALT_WORDS else _whole_names(word)) for word in words[1:]]
    if any(word.found for word in rest):
        return [first, *rest]
    begun = {rxcui: match for rxcui, match in first.found.items() if _first_of(match.drug).startswith(first.text)}
    return [first._replace(found=begun), *rest]


def _stray_salts(words: Sequence[_Word], common: Mapping[str, DrugMatch]) -> set[str]:
    """Salts that no product has, before the name (``propionate eliquis``) or of a brand."""
    drugs = [match.drug for match in common.values()]
    had = {part for drug in drugs for part in parts_of(drug)}
    branded = all(drug.is_brand for drug in drugs)
    return {word.text for word in words if word.text in _SALT_WORDS - had and (branded or word is words[0])}


def _beside(word: _Word, words: Sequence[_Word]) -> Mapping[str, DrugMatch]:
    return (
        word.found
        if word is words[0] or word.text not in _IONS
        else {rxcui: match for rxcui, match in word.found.items() if rxcui in words[0].found}
    )


def _is_another_salt(words: Sequence[_Word]) -> bool:
    """Whether a salt stands for a drug (``potassium citrate``) that no product is."""
    if not words or words[0].text not in _SALT_WORDS or any(word.found for word in words[1:]):
        return False
    more = {word.text for word in words if word.text in _IONS | _SALT_WORDS}
    return not any(more <= parts_of(match.drug) for match in words[0].found.values())


def _whole_names(word: _Word) -> dict[str, DrugMatch]:
    return {rxcui: match for rxcui, match in word.found.items() if match.score >= _WHOLE or word.text in parts_of(match.drug)}


def _first_of(drug: Drug) -> str:
    return drug.ingredient.lower()


def _begins_others(catalog: Catalog, known: Sequence[_Word], common: Mapping[str, DrugMatch]) -> bool:
    """Whether the beginning of a name (``predni``) is that of a drug elsewhere too (prednisolone), which the catalog lacks."""
    ours = frozenset(part for match in common.values() for part in parts_of(match.drug))
    begun = [word.text for word in known if word.text not in ours and all(match.score < _WHOLE for match in word.found.values())]
    if not begun:
        return False
    elsewhere = catalog.find_known(" ".join(word.text for word in known), _MOST)
    others = {part for product in elsewhere for part in re.findall(r"[a-z]+", product.ingredient.lower())} - ours
    return any(part.startswith(text) for part in others for text in begun)


def _settled(said: Understood, known: Sequence[_Word], common: Mapping[str, DrugMatch], unread: tuple[str, ...]) -> Named:
    matches = list(common.values())
    name = " ".join(word.text for word in known)
    texts = [word.text for word in known]
    brands = [match for match in matches if match.drug.is_brand and any(_begins(match.drug.brand, text) for text in texts)]
    other = next((match.other_brand for match in matches if match.other_brand), None)
    if all(any(match.other_brand for match in word.found.values()) for word in known) and other:
        drugs = tuple(match.drug for match in matches)
        return Named(_generic_first(drugs), True, False, unread, other, name)
    generics = _generics_before_brand(said, known, brands)
    if brands and generics:
        return Named((*generics, *(match.drug for match in brands)), True, False, unread, None, name)
    if brands:
        return Named(tuple(match.drug for match in brands), _short(texts, brands), True, unread, None, name)
    alone = [match.drug for match in matches if _names_all(match.drug, texts)]
    drugs = _generic_first(tuple(alone) or tuple(match.drug for match in matches))
    only_brand = all(drug.is_brand for drug in drugs)
    short = all(word in SHORT_NAMES for word in words_of(said.words)) or _short(texts, matches)
    return Named(drugs, not alone or only_brand or short, False, unread, None, name)


def _generics_before_brand(said: Understood, known: Sequence[_Word], brands: Sequence[DrugMatch]) -> tuple[Drug, ...]:
    """``levothyroxine (SYNTHROID)``, as hospitals print it, may be either: the generics of a line that names them before the brand."""
    first = next((word for word in known if word.text in map(whole_word, words_of(said.words[:1]))), None)
    if first is None or len(known) < 2 or any(_begins(match.drug.brand, first.text) for match in brands):
        return ()
    ingredients = {match.drug.ingredient.lower() for match in brands}
    return tuple(match.drug for match in first.found.values() if not match.drug.is_brand and match.drug.ingredient.lower() in ingredients)


def _generic_first(drugs: tuple[Drug, ...]) -> tuple[Drug, ...]:
    return tuple(drug for drug in drugs if not drug.is_brand) or drugs


def _apart(said: Understood, words: Sequence[_Word], known: Sequence[_Word]) -> Named:
    """Names that no product has together: a combination that the catalog lacks, or two drugs in a line."""
    first = next(tuple(map(whole_word, run)) for run in said.words if any(word.text in map(whole_word, run) for word in known))
    inside = [word for word in known if word.text in first]
    if len(inside) > 1 and not _common(inside):
        return Named(missing=tuple(word.text for word in inside), name=" ".join(first))
    common = _common(inside)
    unread = tuple(word.text for word in words if not _explained(word, common) or (word not in inside and word in known))
    return _settled(said, inside, common, unread)


def _misspelled(catalog: Catalog, said: Understood) -> Named:
    """The products of a similar name: a guess. A word after the first that is a salt, or a fragment, names none."""
    first = next(iter(words_of(said.words)), "")
    elsewhere = len(first) >= SHORTEST_BEGINNING and any(known.score >= SURE for known in catalog.find_known(first, 1))
    for run in said.words:
        for text in dict.fromkeys((" ".join(run), *run)):
            if _names_none(text, first, elsewhere=elsewhere):
                continue
            if len(text) >= SHORTEST_BEGINNING and any(known.score >= _BEGUN for known in catalog.find_known(text, 1)):
                continue  # "hydrocort" is no hydrocodone
            matches = [match for match in catalog.find_drugs(text, limit=_MOST) if first not in match.differs or text == first]
            if matches:
                best = [match for match in matches if match.score == matches[0].score]
                unread = tuple(word for word in words_of(said.words) if word not in text.split() and not _is_salt(word))
                drugs = _alone(tuple(match.drug for match in best))
                return Named(drugs, True, False, unread, best[0].other_brand, text)
    return Named(name=said.name)


def _names_none(text: str, first: str, *, elsewhere: bool) -> bool:
    """Whether a text is no name to guess by."""
    if len(text) < 2 or _is_salt(text) or whole_word(text) in _IONS:
        return True
    return not text.startswith(first) and (elsewhere or _is_salt(first) or len(text) < SHORTEST_BEGINNING)


def _alone(drugs: tuple[Drug, ...]) -> tuple[Drug, ...]:
    return tuple(drug for drug in drugs if " / " not in drug.ingredient) or drugs


def whole_word(word: str) -> str:
    """The word that an abbreviation stands for."""
    return SHORT_NAMES.get(word) or _SALTS.get(word, word)


def _look_up(catalog: Catalog, word: str) -> _Word:
    matches = catalog.find_drugs(word, limit=_MOST) if len(word) > 1 else ()
    return _Word(word, {match.drug.rxcui: match for match in matches if match.score >= SURE or word in parts_of(match.drug)})


def _others(words: Sequence[_Word], one: _Word) -> bool:
    return any(word.found for word in words if word is not one and word.text not in _SALT_WORDS)


def _common(words: Iterable[_Word]) -> dict[str, DrugMatch]:
    """The products that all words name; a match by the product's own name is kept before one by another brand."""
    found: dict[str, DrugMatch] | None = None
    for word in words:
        if found is None:
            found = dict(word.found)
        else:
            found = {rxcui: match if not match.other_brand else word.found[rxcui] for rxcui, match in found.items() if rxcui in word.found}
    return found or {}


def _with_salts(common: dict[str, DrugMatch], words: Sequence[_Word]) -> dict[str, DrugMatch]:
    """The products that may be of the salts written (``succinate``: not those of tartrate), and have the further words, where some do."""
    for word in words:
        having = {rxcui: match for rxcui, match in common.items() if word.text in parts_of(match.drug)}
        if word.text in _SALT_WORDS:
            having = {rxcui: match for rxcui, match in common.items() if rxcui in having or not parts_of(match.drug) & _SALT_WORDS}
        common = having or common
    return common


def _explained(word: _Word, common: Mapping[str, DrugMatch]) -> bool:
    if any(rxcui in common for rxcui in word.found):
        return True
    if word.text in _SALT_WORDS:  # "amlodipine besylate", unless the catalog's product is another salt
        return any(word.text in parts_of(match.drug) or not parts_of(match.drug) & _SALT_WORDS for match in common.values())
    return all(word.text in parts_of(match.drug) for match in common.values())


def _is_salt(word: str) -> bool:
    return whole_word(word) in _SALT_WORDS


def parts_of(drug: Drug) -> frozenset[str]:
    """The words of a product's names."""
    return frozenset(re.findall(r"[a-z0-9.%]+", f"{drug.brand} {drug.ingredient} {drug.name}".lower()))


def _begins(name: str, text: str) -> bool:
    return any(word.startswith(text) for word in name.lower().replace("-", " ").split())


def _has(ingredient: str, texts: Sequence[str]) -> bool:
    return any(_begins(ingredient, text) for text in texts if text not in _SALT_WORDS) or all(
        word in texts for word in ingredient.lower().split()
    )


def _names_all(drug: Drug, texts: Sequence[str]) -> bool:
    """Whether the words name each ingredient; of a single one, its name or another form of it (``alendronate``)."""
    parts = drug.ingredient.split(" / ")
    return all(_has(part, texts) for part in parts) or (len(parts) == 1 and any(_begins(drug.name, text) for text in texts))


def _short(texts: Sequence[str], matches: Sequence[DrugMatch]) -> bool:
    """Whether the name is a beginning of few letters."""
    longest = max(texts, key=len)
    return len(longest) < SHORTEST_BEGINNING and not any(longest in parts_of(match.drug) for match in matches)
