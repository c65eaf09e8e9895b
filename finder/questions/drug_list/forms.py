"""Whether a product is in the form and of the release that a line names. Another release is another product."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.drug_lines import CONTROLLED, DELAYED, EXTENDED, EXTENDED_DAILY, RELEASES, SUSTAINED
from finder.domain.market import Catalog, Drug, KnownProduct

_PRINTED = {
    "pen": ("pen", "auto-injector"),
    "syringe": ("syringe", "auto-injector", "injection", "injectable"),
    "inhaler": ("inhaler", "inhal"),
    "vial": ("vial", "injectable solution", "injectable suspension"),
    "cream": ("cream",),
    "ointment": ("ointment",),
    "gel": ("gel",),
    "suspension": ("suspension", "emulsion"),
    "patch": ("patch", "transdermal"),
    "drop": ("ophthalmic", "otic", "drop"),
    "disintegrating": ("disintegrating",),
    "liquid": ("solution", "suspension", "syrup"),
}
"""The words of a product's name and form, one of which shows that it has the form."""
_DAILY = "24hr"
_MANY = 200
POWDER_IN_CAPSULES = "Inhalation Powder"
_SOLID = ("tablet", "capsule")
_SLOW = frozenset({EXTENDED, EXTENDED_DAILY, SUSTAINED, CONTROLLED})
_ALWAYS_DELAYED = frozenset(
    {"omeprazole", "esomeprazole", "pantoprazole", "rabeprazole", "lansoprazole", "dexlansoprazole", "duloxetine", "mesalamine"}
)
"""Ingredients whose tablets and capsules are all of delayed release: a line need not say so."""
_ALWAYS_EXTENDED = frozenset({"metoprolol succinate", "mirabegron", "tolterodine tartrate"})
"""The same for extended release, where the name is of no plain product that is sold."""


def in_form(drug: Drug, forms: Sequence[str]) -> bool:
    """Whether the product has the forms and the release that a line names."""
    has = f"{drug.name} {drug.form} {drug.unit}".lower()
    for word, printed in _PRINTED.items():
        if word in forms and not any(one in has for one in printed):
            return False
    solid = [word for word in _SOLID if word in forms]
    if (solid or "pill" in forms) and not (drug.solid_oral or (drug.form == POWDER_IN_CAPSULES and "capsule" in forms)):
        return False
    if len(solid) == 1 and drug.solid_oral and solid[0] not in has:  # fluoxetine in tablets is another product than in capsules
        return False
    return of_written_release(drug, forms)


def of_written_release(drug: Drug, forms: Sequence[str]) -> bool:
    """Whether the product has the release that a line names, if it names one."""
    has = f"{drug.name} {drug.form}".lower()
    if SUSTAINED in forms and _DAILY in has:
        return False
    if set(forms) & _SLOW and EXTENDED not in has:
        return False
    return DELAYED not in forms or DELAYED in has


def of_release(drugs: tuple[Drug, ...], forms: Sequence[str], *, branded: bool) -> tuple[tuple[Drug, ...], bool]:
    """The products of the release that a line means, and whether that is a guess.

    Where it names none, plain products are meant; if there are none, the release is a guess, unless the drug is sold in no other or its
    brand is written. ``SR`` and ``CR`` are not the tablets of 24 hours.
    """
    if SUSTAINED in forms or CONTROLLED in forms:
        return drugs, True
    if set(forms) & set(RELEASES) or branded:
        return drugs, False
    plain = tuple(drug for drug in drugs if _release(drug) == "")
    if plain:
        return plain, False
    return drugs, len({_release(drug) for drug in drugs}) > 1 or any(not _only_so(drug) for drug in drugs)


def may_be_of_12_hours(catalog: Catalog, drug: Drug, forms: Sequence[str]) -> bool:
    """Whether ``ER`` may mean tablets of 12 hours, which are sold in the same strength and which the catalog lacks (bupropion)."""
    if EXTENDED not in forms or EXTENDED_DAILY in forms or _DAILY not in drug.name.lower():
        return False
    alike = catalog.find_known(drug.ingredient, _MANY)
    return any("12 hr" in known.name.lower() or "12hr" in known.name.lower() for known in alike if _same(known, drug))


def _same(known: KnownProduct, drug: Drug) -> bool:
    return known.ingredient.lower() == drug.ingredient.lower() and known.strength == drug.strength and not drug.is_brand


def _release(drug: Drug) -> str:
    has = f"{drug.name} {drug.form}".lower()
    return next((release for release in (EXTENDED, DELAYED) if release in has), "")


def _only_so(drug: Drug) -> bool:
    known = _ALWAYS_EXTENDED if _release(drug) == EXTENDED else _ALWAYS_DELAYED
    return drug.ingredient.lower() in known
