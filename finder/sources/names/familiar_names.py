"""What a person calls a product: ``Advair Diskus 250/50 mcg inhaler (...)``, ``metformin ER 500 mg tablet``.

Made from a product's own names; a product whose names don't tell its strength or form keeps its name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import yaml

from finder.domain.errors import Problem, SourceError
from finder.domain.market import Drug
from finder.domain.supply import volume_of_one
from finder.paths import shipped

FILE = "familiar_names.yaml"
_FORMS: tuple[tuple[str, str], ...] = (
    (r"disintegrating.*tablet", "dissolving tablet"),
    (r"chewable.*tablet", "chewable tablet"),
    (r"sublingual tablet", "tablet for under the tongue"),
    (r"tablet", "tablet"),
    (r"sprinkle.*capsule", "sprinkle capsule"),
    (r"capsule", "capsule"),
    (r"(inhalation|nebuli\w*) (solution|suspension)", "nebulizer liquid"),
    (r"nasal", "nasal spray"),
    (r"inhal", "inhaler"),
    (r"auto-?injector|pen injector", "pen"),
    (r"prefilled syringe", "syringe"),
    (r"cartridge", "cartridge"),
    (r"injectable (solution|suspension)", "vial"),
    (r"injection", "injection"),
    (r"ophthalmic (solution|suspension|emulsion)", "eye drops"),
    (r"ophthalmic ointment", "eye ointment"),
    (r"ophthalmic gel", "eye gel"),
    (r"otic", "ear drops"),
    (r"vaginal cream", "vaginal cream"),
    (r"vaginal (insert|tablet)", "vaginal insert"),
    (r"vaginal system", "vaginal ring"),
    (r"patch|transdermal system", "patch"),
    (r"transdermal gel|topical gel|\bgel\b", "gel"),
    (r"ointment", "ointment"),
    (r"cream", "cream"),
    (r"lotion", "lotion"),
    (r"shampoo", "shampoo"),
    (r"powder for oral", "powder to drink"),
    (r"oral (solution|suspension)|syrup", "liquid"),
    (r"suppository", "suppository"),
)
"""Words of a dose form, and what people say. The first match decides."""
_SALT = (
    r"hydrochloride|hcl|besylate|calcium|sodium|potassium|magnesium|mesylate|maleate|fumarate|oxalate|medoxomil|phosphate|citrate|bitartrate"
    r"|sulfate|hydrobromide|tartrate|succinate|acetate|chloride|xinafoate|etexilate|cilexetil|dihydrochloride|benzoate"
)
_SALTS = re.compile(rf"(?<=[a-z]) (?:{_SALT})\b", re.IGNORECASE)
_OTHER_WITH_ITS_SALT = re.compile(
    r"^(metoprolol|diclofenac|hydroxyzine|doxycycline|potassium|sodium|calcium|magnesium|lithium|ferrous|zinc|fluticasone|testosterone"
    r"|tenofovir|isosorbide|prednisolone|methylprednisolone|morphine|estradiol|naproxen|penicillin|silver|ammonium)\b",
    re.IGNORECASE,
)
"""Ingredients that are several products by their salt, or are named by it."""
_PART = re.compile(r"([\d.,]+) ?(MG|MCG|UNT|MEQ|GM|G|%)(?:/(ML|ACTUAT|HR|MG))?", re.IGNORECASE)
_PERCENT = re.compile(r"([\d.]+) ?%")
_MICROGRAMS = re.compile(r"\bMCG\b", re.IGNORECASE)
_SUFFIX = re.compile(r"\b(XR|XL|ER|SR|CR|LA|CD|DR|ODT|HFA|XT|AF)\b", re.IGNORECASE)
_BEFORE_STRENGTH = re.compile(r"[^\d(,]*?(?=\s*(?:\(|,|\d+(?:[.,/]\d+)*\s*(?:MG|MCG|UNT|MEQ|GM|%|/)|\d+/\d))", re.IGNORECASE)
_EXTENDED, _DELAYED = re.compile(r"extended[ -]release", re.IGNORECASE), re.compile(r"delayed[ -]release", re.IGNORECASE)


class _Rule(NamedTuple):
    """A fact of the products whose form and name match ``words`` and not ``none``."""

    words: re.Pattern[str]
    none: re.Pattern[str] | None
    value: str


_Table = dict[str, tuple[_Rule, ...]]


class _Facts(NamedTuple):
    devices: _Table
    doses: _Table
    likes: _Table


class FamiliarName(NamedTuple):
    """The whole name, and the short one for a sentence (``Advair Diskus 250/50 mcg``); both empty if a product's names tell too little."""

    whole: str
    short: str


@cache
def _facts() -> _Facts:
    path = shipped("data") / FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        devices, doses = (
            _table(document[name], "brand", *keys) for name, keys in (("devices", ("form", "device")), ("doses", ("name", "dose")))
        )
        return _Facts(devices, doses, _table(document["likes"], "ingredient", "words", "like"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, re.error, KeyError, TypeError) as error:
        raise SourceError([Problem(path.name, "devices, doses and likes of products", f"{type(error).__name__}: {error}")]) from error


def _table(rows: list[dict[str, str]], key: str, words: str, value: str) -> _Table:
    found: _Table = {}
    for row in rows:
        none = re.compile(row["none"], re.IGNORECASE) if "none" in row else None
        found[row[key]] = (*found.get(row[key], ()), _Rule(re.compile(row[words], re.IGNORECASE), none, row[value]))
    return found


def _of(table: _Table, key: str, text: str) -> str:
    rules = table.get(key.lower(), ())
    return next((rule.value for rule in rules if rule.words.search(text) and not (rule.none and rule.none.search(text))), "")


def with_familiar_name(drug: Drug) -> Drug:
    """The product with the names by which people know it."""
    found = familiar_name(drug)
    return replace(drug, familiar=found.whole, familiar_short=found.short) if found.whole else drug


def familiar_name(drug: Drug) -> FamiliarName:
    """The names of a product as people and packages say them."""
    form = _form(drug.form)
    strength = _strength(drug)
    if not strength or not form:
        return FamiliarName("", "")
    ingredients, release = [_bare(ingredient) for ingredient, _ in _parts(drug)], _release(drug)
    if not drug.brand:
        named = ("-" if len(ingredients) < _MANY else "/").join(ingredients)
        like = _of(_facts().likes, named, f"{drug.form} {drug.name}")
        whole = " ".join(filter(None, (named, release, strength, form)))
        return FamiliarName(f"{whole} (like {like})" if like else whole, " ".join(filter(None, (named, release, strength))))
    head = _brand(drug)
    release = "" if _SUFFIX.search(head.removeprefix(drug.brand)) else release
    dose = _of(_facts().doses, drug.brand, drug.name)
    whole = " ".join(filter(None, (head, dose or strength, release, form)))
    within = ", ".join((*ingredients, strength) if dose else ingredients)
    return FamiliarName(f"{whole} ({within})", f"{head} {dose or strength}")


@cache
def _form(form: str) -> str:
    return next((said for words, said in _FORMS if re.search(words, form, re.IGNORECASE)), "")


_MANY = 4


def _release(drug: Drug) -> str:
    """``ER``, ``DR``; of bupropion ``SR`` (12 hours) and ``XL`` (24)."""
    text = f"{drug.name} {drug.form}"
    if _EXTENDED.search(text):
        if drug.ingredient.lower().startswith("bupropion"):
            return "SR" if re.search(r"\b12 ?HR", text) else "XL" if re.search(r"\b24 ?HR", text) else "ER"
        return "ER"
    return "DR" if _DELAYED.search(text) else ""


def _parts(drug: Drug) -> list[tuple[str, str]]:
    """Each ingredient with its strength, in the order of the product's name."""
    ingredients, strengths = drug.ingredient.split(" / "), drug.strength.split(" / ")
    if len(ingredients) == len(strengths) == 1:
        return [(drug.ingredient, drug.strength)]
    if len(ingredients) != len(strengths):
        return [(ingredient, "") for ingredient in ingredients]
    printed = drug.name.lower()
    places = {ingredient: printed.find(ingredient.lower().split()[0]) for ingredient in ingredients}
    pairs = list(zip(ingredients, strengths, strict=True))
    if all(place >= 0 for place in places.values()):
        return sorted(pairs, key=lambda pair: places[pair[0]])
    return _as_printed(pairs, printed)


def _as_printed(pairs: list[tuple[str, str]], printed: str) -> list[tuple[str, str]]:
    """The order of the strengths in a brand's name: ``Janumet 50 MG / 1000 MG`` is sitagliptin, then metformin."""
    numbers = [Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", printed)]

    def place(pair: tuple[str, str]) -> int:
        found = _PART.search(pair[1])
        amount = Fraction(found[1].replace(",", "")) if found else Fraction(0)
        return next((numbers.index(one) for one in (amount, amount * 1000) if one in numbers), len(numbers))

    return sorted(pairs, key=place)


_SAID = {"alendronic acid": "alendronate", "ibandronic acid": "ibandronate", "risedronic acid": "risedronate"}


@cache
def _bare(ingredient: str) -> str:
    lower = ingredient if re.search(r"\b[A-Z]{2,}\b", ingredient) and ingredient.isupper() else ingredient.lower()
    lower = _SAID.get(lower, lower.removesuffix(", human"))
    return lower if _OTHER_WITH_ITS_SALT.match(lower) else _SALTS.sub("", lower)


def _brand(drug: Drug) -> str:
    """The brand with its device or release, as the package prints it: ``Advair Diskus``, ``Xigduo XR``, ``Klor-Con M20``."""
    brand = drug.brand.title() if drug.brand.isupper() and len(drug.brand) > _SHORT else drug.brand
    device = _of(_facts().devices, drug.brand, f"{drug.form} {drug.name}")
    rest = ""
    if drug.name.lower().startswith(drug.brand.lower()):
        found = _BEFORE_STRENGTH.match(drug.name[len(drug.brand) :])
        rest = found[0].strip() if found else ""
        marked = re.match(r"\s*(M\d+)\b", drug.name[len(drug.brand) :])
        rest = marked[1] if marked else rest
    if device or (rest and not _SUFFIX.fullmatch(rest) and rest.isupper() and len(rest) > _SHORT):
        rest = device or rest.title()
    return " ".join(filter(None, (brand, rest)))


_SHORT = 3


def _strength(drug: Drug) -> str:
    """``500 mg``, ``250/50 mcg``, ``0.005%``, ``1.5 mg/0.5 mL``, ``100 units/mL``; empty if the names don't tell."""
    parts = [_amount(part, drug) for _, part in _parts(drug)]
    percents = _PERCENT.findall(drug.name)
    if percents and len(percents) == len(parts):
        return "/".join(percents) + "%"
    if not all(number for number, _ in parts):
        return ""
    units = {unit for _, unit in parts}
    if len(units) == 1:
        return f"{'/'.join(number for number, _ in parts)} {units.pop()}"
    return "/".join(f"{number} {unit}" for number, unit in parts)


def _amount(part: str, drug: Drug) -> tuple[str, str]:
    """A number and a unit of one ingredient."""
    found = _PART.fullmatch(part.strip())
    if not found:
        return "", ""
    if found[3] is None and found[2] == "MG" and not _MICROGRAMS.search(drug.name):
        return found[1].replace(",", ""), "mg"  # most products
    number, unit, per = Fraction(found[1].replace(",", "")), found[2].upper(), (found[3] or "").upper()
    if per == "ACTUAT" or (unit == "MG" and number < 1 and _MICROGRAMS.search(drug.name)):
        return _number(number * (1000 if unit == "MG" else 1)), "mcg" if unit == "MG" else _UNITS[unit]
    if per == "ML" and unit != "UNT":
        volume = volume_of_one(drug)
        printed = re.search(r"([\d.]+) ?MG in ([\d.]+) ?ML", drug.name, re.IGNORECASE)
        if printed:
            return printed[1], f"mg/{_number(Fraction(printed[2]))} mL"
        if volume:
            return _number(number * volume), f"{_UNITS[unit]}/{_number(volume)} mL"
    return _number(number), _UNITS[unit] + (f"/{_PER.get(per, per.lower())}" if per else "")


_UNITS = {"MG": "mg", "MCG": "mcg", "UNT": "units", "MEQ": "mEq", "GM": "g", "G": "g", "%": "%"}
_PER = {"ML": "mL", "HR": "hour", "MG": "mg"}


def _number(number: Fraction) -> str:
    """``0.25``, ``1000``; at most four decimals."""
    return f"{float(number):.4f}".rstrip("0").rstrip(".")
