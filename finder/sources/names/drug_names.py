"""What an RxNorm name says about a product: brand, ingredients, strength, form, and how it is measured.

RxNorm writes ``<ingredient> <strength> <form> [<brand>]``, joins several ingredients by `` / ``, and sometimes starts with the package size
(``3 ML``, ``60 ACTUAT``) or the hours of release (``24 HR``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from finder.domain.market import PackageForm

FORMS: tuple[tuple[str, PackageForm, str], ...] = (
    (r"(inhalation|inhalant|nebuli\w*) (solution|suspension)", PackageForm.OTHER, "mL"),
    (r"inhal|actuat|respimat|nebuli", PackageForm.INHALER, "actuation"),
    (r"pen injector|auto-?injector|prefilled syringe|cartridge|injection|injectable|syringe|vial", PackageForm.PEN_OR_INJECTION, "mL"),
    (r"ophthalmic|eye drop", PackageForm.EYE_DROPS, "mL"),
    (r"tablet", PackageForm.TABLET, "tablet"),
    (r"capsule", PackageForm.TABLET, "capsule"),
    (r"patch|transdermal system", PackageForm.OTHER, "patch"),
    (r"ointment|cream|gel\b|topical|powder", PackageForm.OTHER, "gram"),
    (r"suppository", PackageForm.OTHER, "suppository"),
    (r"solution|suspension|spray|syrup|liquid|lotion|drops", PackageForm.OTHER, "mL"),
)
"""Words of a dose form, the kind of package, and what a quantity counts. The first match decides."""
_METERED = re.compile(r"metered dose inhaler|inhalation (aerosol|spray)|\bhfa\b", re.IGNORECASE)
"""Sprays that the price files measure in grams. Dry powders are counted in doses."""
_BRAND = re.compile(r"\s*\[([^\]]+)\]\s*$")
_LEAD = re.compile(
    r"^(?:(?:[\d.]+ (?:ML|MG|ACTUAT|HR|ACT|DAY)(?: Dose)?,?|NDA\d+|Osmotic|Modified|Microencapsulated|Abuse-Deterrent|Preservative-Free"
    r"|Atrial Fibrillation|Niacinamide)\s+)+(?=\D)",
    re.IGNORECASE,
)
"""What may stand before an ingredient: sizes, hours of release, and what RxNorm calls a qualitative distinction."""
_AMOUNT = re.compile(r"\s([\d.,]+\s*(?:MG|MCG|UNT|UNITS?|MEQ|GM?|%|ML|IU|BILLION CELLS)(?:/[A-Z]+)?)(?=\s|$)", re.IGNORECASE)
_SALTS = re.compile(
    r"\b(hydrochloride|hcl|hydrobromide|hbr|sodium|potassium|calcium|magnesium|phosphate|phosphates|sulfate|succinate|tartrate|mesylate|"
    r"besylate|maleate|fumarate|acetate|citrate|bisulfate|oxalate|medoxomil|propionate|etexilate|bitartrate|bromide|anhydrous|phos|"
    r"trifenatate|xinafoate|hemifumarate|disoproxil|alafenamide|human|hum|rec|anlog|injection|cilexetil)\b"
)
WEEKLY = re.compile(
    r"(alendron|risedron)\w*(?= ).*\b(35|70) MG|semaglutide(?!.*tablet)|dulaglutide|tirzepatide|exenatide .*extended|methotrexate .*tablet"
    r"|ergocalciferol .*\b(1\.25 MG|50000 UNT)",
    re.IGNORECASE,
)
"""Products that most people use once a week, by ingredient, strength and form: four or five a month, not thirty. Alendronate 10 mg and
semaglutide tablets are daily."""


class ParsedName(NamedTuple):
    """What a name says.

    ``ingredient``: several are joined by `` / ``.
    ``unit``: what a quantity counts.
    """

    ingredient: str
    brand: str
    strength: str
    form: str
    package_form: PackageForm
    unit: str


def parse_name(name: str, rxnorm_name: str = "") -> ParsedName:
    """Take a product's name apart. Unknown words stay in the ingredient."""
    text = (rxnorm_name or name).strip()
    found = _BRAND.search(text) or _BRAND.search(name)
    brand = found.group(1).strip() if found else ""
    text = _LEAD.sub("", _BRAND.sub("", text))
    ingredients, strengths, form = [], [], ""
    for part in text.split(" / "):
        amount = _AMOUNT.search(part)
        if amount is None:
            ingredients.append(part.strip())
            continue
        ingredients.append(part[: amount.start()].strip())
        strengths.append(" ".join(amount.group(1).split()))
        form = part[amount.end() :].strip()
    package_form, unit = measured(form or text)
    return ParsedName(" / ".join(ingredients), brand, " / ".join(strengths), form, package_form, unit)


def without_lead(ingredient: str) -> str:
    """An ingredient without sizes and distinctions before it: ``potassium chloride`` of ``Microencapsulated potassium chloride``."""
    return _LEAD.sub("", ingredient)


def measured(form: str) -> tuple[PackageForm, str]:
    """The kind of package and the unit that a dose form means; OTHER and ``unit`` for an unknown form."""
    if _METERED.search(form):
        return PackageForm.INHALER, "gram"
    for words, package_form, unit in FORMS:
        if re.search(words, form, re.IGNORECASE):
            return package_form, unit
    return PackageForm.OTHER, "unit"


def bare(ingredient: str) -> str:
    """An ingredient without its salt, in lower case: ``metformin hydrochloride`` and ``metformin hcl`` are both ``metformin``."""
    words = re.sub(r"[^a-z0-9 /-]", " ", ingredient.lower())
    return " ".join(_SALTS.sub(" ", words).split())


def ingredient_set(ingredient: str) -> frozenset[str]:
    """The bare ingredients of a product, in any order and however joined."""
    parts = re.split(r"\s*/\s*|\s*,\s*|\s+and\s+|;", ingredient.lower())
    return frozenset(name for name in (bare(part) for part in parts) if name)
