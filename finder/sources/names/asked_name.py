"""What a person typed for a drug, taken apart: the name, and the strength, release, salt and form that choose between its products."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from finder.domain.market import Drug
from finder.domain.supply import volume_of_one

EXTENDED, DELAYED, DISSOLVING, IMMEDIATE = "ER", "DR", "ODT", "IR"
_PHRASES = (
    (r"\b(extended|sustained|controlled|long)[ -](release|acting)\b|\b24 ?(hr|hour)s?\b|\b12 ?(hr|hour)s?\b", " er "),
    (r"\b(delayed[ -]release|enteric[ -]coated)\b", " dr "),
    (r"\bimmediate[ -]release\b", " ir "),
    (r"\borally disintegrating\b|\bdisintegrating\b", " odt "),
    (r"\bu-(?=\d)", ""),
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"(?<![\d.])\.(?=\d)", "0."),
)
_RELEASES = dict.fromkeys(("er", "xr", "xl", "sr", "cr", "la", "cd", "xt", "erx"), EXTENDED) | {
    **dict.fromkeys(("dr", "ec"), DELAYED),
    "odt": DISSOLVING,
    "ir": IMMEDIATE,
}
_SALTS = {
    **dict.fromkeys(("hcl", "hydrochloride"), "hydrochloride"),
    **dict.fromkeys(("succ", "succinate"), "succinate"),
    **dict.fromkeys(("tart", "tartrate"), "tartrate"),
    **dict.fromkeys(("na", "sod", "sodium"), "sodium"),
    **dict.fromkeys(("ca", "calcium"), "calcium"),
    **dict.fromkeys(("pot", "potassium"), "potassium"),
    **dict.fromkeys(("hbr", "hydrobromide"), "hydrobromide"),
    **{name: name for name in ("besylate", "mesylate", "maleate", "fumarate", "magnesium", "phosphate", "sulfate", "oxalate", "medoxomil")},
    **{name: name for name in ("citrate", "bitartrate", "pamoate", "hyclate", "monohydrate", "propionate", "furoate", "acetate")},
}
_UNITS = frozenset(
    {"mg", "mcg", "ug", "g", "gm", "ml", "units", "unit", "unt", "iu", "meq", "%", "u", "oral", "mouth", "dose", "strength", "of"}
)
_JOINING = frozenset({"and", "with", "plus", "w"})
_FORMS = {
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs"), "tablet"),
    **dict.fromkeys(("capsule", "capsules", "cap", "caps"), "capsule"),
    **dict.fromkeys(("pill", "pills"), "tablet|capsule"),
    **dict.fromkeys(("pen", "pens", "autoinjector"), r"\bpen\b|auto-?injector|pen injector"),
    **dict.fromkeys(("inhaler", "inhalers", "inh", "puffer"), "inhal"),
    **dict.fromkeys(("syringe", "syringes"), "syringe"),
    **dict.fromkeys(("vial", "vials"), "injectable|vial"),
    **dict.fromkeys(("injection", "shot", "inj"), "inject|syringe|vial|cartridge"),
    **dict.fromkeys(("drop", "drops", "eye", "ophthalmic"), "ophthalmic|otic|drops"),
    **dict.fromkeys(("nasal", "nose"), "nasal"),
    **dict.fromkeys(("spray", "sprays"), "spray"),
    **dict.fromkeys(("patch", "patches"), "patch|transdermal system"),
    **dict.fromkeys(("solution", "soln", "liquid", "suspension", "susp"), "solution|suspension|liquid"),
    **{word: word for word in ("cream", "ointment", "gel", "lotion", "chewable", "vaginal", "topical", "diskus", "hfa", "respimat")},
    **{word: word for word in ("handihaler", "ellipta", "inhub", "aerosphere", "solostar", "kwikpen", "flexpen", "flextouch", "sureclick")},
    **{word: word for word in ("nebulizer", "respiclick", "flexhaler", "redihaler", "penfill", "cartridge")},
}
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(mg|mcg|ug|g|gm|ml|units?|unt|iu|u|meq|%)?")
_SCALES = {"mg": 1000, "mcg": 1, "ug": 1, "g": 1_000_000, "gm": 1_000_000}
_PRINTED = re.compile(r"(\d+(?:\.\d+)?) ?(mg|mcg|g|gm|unt|meq|%)?(?![a-z\d])", re.IGNORECASE)
_IN_ML = re.compile(r"\b(\d+(?:\.\d+)?) ?(mg|mcg|g)/ml\b", re.IGNORECASE)


class Number(NamedTuple):
    """A strength typed, and what it may mean: picograms, and millionths of another unit."""

    shown: str
    masses: frozenset[int]
    others: frozenset[int]


class AskedName(NamedTuple):
    """``words`` name the drug; the rest must fit a product. ``release`` keeps the word typed (``xl``) with its kind."""

    words: tuple[str, ...]
    numbers: tuple[Number, ...] = ()
    releases: tuple[tuple[str, str], ...] = ()
    salts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The words of the name."""
        return " ".join(self.words)


def read_asked(text: str) -> AskedName:
    """Take apart what was typed. Every word is accounted for; an unknown one belongs to the name."""
    plain = text.lower()
    for pattern, written in _PHRASES:
        plain = re.sub(pattern, written, plain)
    typed = re.sub(r"[^a-z0-9.% ]+", " ", plain).split()
    words: list[str] = []
    numbers: list[Number] = []
    releases, salts, forms = [], [], []
    for place, raw in enumerate(typed):
        word = raw.strip(".")
        found = _NUMBER.fullmatch(word)
        if found:
            following = typed[place + 1] if place + 1 < len(typed) else ""
            unit = found[2] or (following if following in _UNITS else "")
            if unit != "ml":
                numbers.append(_meant(found[1], unit))
        elif word in _RELEASES and words:
            releases.append((word, _RELEASES[word]))
        elif word in _SALTS and words:
            salts.append(_SALTS[word])
        elif word in _FORMS:
            forms.append(word)
        elif word and word not in _UNITS and word not in _JOINING:
            words.append(word)
    return AskedName(tuple(words), tuple(numbers), tuple(releases), tuple(salts), tuple(forms))


class Details(NamedTuple):
    """What is true of a product: its words, salts, strengths in picograms, and millionths of other numbers (mEq, percent, ``70/30``)."""

    text: str
    salts: frozenset[str]
    masses: frozenset[int]
    others: frozenset[int]


def details_of(drug: Drug) -> Details:
    """The details of a product."""
    text = f"{drug.name} {drug.form} {drug.familiar}".lower()
    salts = frozenset(_SALTS[word] for word in re.findall(r"[a-z]+", f"{text} {drug.ingredient.lower()}") if word in _SALTS)
    return Details(text, salts, *_amounts(drug))


def differences(asked: AskedName, product: Details, hours: dict[str, int]) -> tuple[str, ...]:
    """The words typed that are not true of a product. ``hours`` of release by the word typed, for ingredients that come in both.

    A product listed without a salt may be of any.
    """
    found = [one.shown for one in asked.numbers if one.masses.isdisjoint(product.masses) and one.others.isdisjoint(product.others)]
    found += [word.upper() for word, kind in asked.releases if not _releases_as(product.text, word, kind, hours)]
    found += [salt for salt in asked.salts if product.salts and salt not in product.salts]
    found += [form for form in asked.forms if not re.search(_FORMS[form], product.text)]
    return tuple(found)


def _releases_as(text: str, word: str, kind: str, hours: dict[str, int]) -> bool:
    extended = bool(re.search(r"extended[ -]release|\b(er|xr|xl|sr)\b", text))
    delayed = bool(re.search(r"delayed[ -]release", text))
    if kind == EXTENDED:
        other = {12, 24} - {hours.get(word, 0)} if word in hours else set()
        return extended and not any(re.search(rf"\b{hour} ?hr", text) for hour in other)
    if kind == DELAYED:
        return delayed
    return "disintegrating" in text if kind == DISSOLVING else not extended and not delayed


def has_release(drug: Drug) -> bool:
    """Whether a product is of extended or delayed release."""
    return bool(re.search(r"(extended|delayed)[ -]release", f"{drug.name} {drug.form}".lower()))


def _meant(number: str, unit: str) -> Number:
    """A number typed; without a unit it may be grams, milligrams, micrograms or another unit."""
    shown, value = f"{number} {unit}".strip(), Fraction(number)
    if unit and unit not in _SCALES:
        return Number(shown, frozenset(), frozenset({_millionths(value)}))
    scales = [_SCALES[unit]] if unit else list(_SCALES.values())
    return Number(
        shown, frozenset(_millionths(value * scale) for scale in scales), frozenset() if unit else frozenset({_millionths(value)})
    )


def _millionths(value: Fraction) -> int:
    return round(value * 1_000_000)


def _amounts(drug: Drug) -> tuple[frozenset[int], frozenset[int]]:
    masses: set[Fraction] = set()
    others: set[Fraction] = set()
    volume = volume_of_one(drug)
    text = f"{drug.name.split('[')[0]} {drug.strength} {drug.familiar_short} {drug.familiar}".lower()
    if volume is not None:
        masses |= {Fraction(number) * _SCALES[unit] * volume for number, unit in _IN_ML.findall(text)}
        text = _IN_ML.sub(" ", text)
    text = re.sub(r"/? ?\d*(?:\.\d+)? ?ml\b|\b\d+ ?hr\b|\b\d+ (?:act\w*|inhal\w*|blister\w*|count|day)\b", " ", text)
    for written, unit in _PRINTED.findall(text):
        number = Fraction(written)
        if unit in _SCALES:
            masses.add(number * _SCALES[unit])
        else:
            others.add(number)
    for run, unit in re.findall(r"((?:\d+(?:\.\d+)?/)+\d+(?:\.\d+)?) ?(mg|mcg)\b", text):
        masses |= {Fraction(part) * _SCALES[unit] for part in run.split("/")}
    return frozenset(map(_millionths, masses)), frozenset(map(_millionths, others))
