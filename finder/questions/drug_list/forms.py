"""Whether a product is in the form and of the release that a line names. Another release is another product."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.drug_lines import CONTROLLED, DELAYED, EXTENDED, RELEASES, SUSTAINED
from finder.domain.market import Drug

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
_SOLID = ("tablet", "capsule")
_ALWAYS_DELAYED = frozenset(
    {"omeprazole", "esomeprazole", "pantoprazole", "rabeprazole", "lansoprazole", "dexlansoprazole", "duloxetine", "mesalamine"}
)
"""Ingredients whose tablets and capsules are all of delayed release: a line need not say so."""
_ALWAYS_EXTENDED = frozenset({"metoprolol succinate", "mirabegron", "tolterodine tartrate"})
"""The same for extended release, where the name is of no plain product that is sold."""


def in_form(drug: Drug, forms: Sequence[str]) -> bool:
    """Whether the product has the forms and the release that a line names."""
    has = f"{drug.name} {drug.form} {drug.package_form.key} {drug.unit}".lower()
    for word, printed in _PRINTED.items():
        if word in forms and not any(one in has for one in printed):
            return False
    if any(word in forms for word in _SOLID) and not drug.solid_oral:
        return False
    if (EXTENDED in forms or SUSTAINED in forms or CONTROLLED in forms) and EXTENDED not in has:
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


def _release(drug: Drug) -> str:
    has = f"{drug.name} {drug.form}".lower()
    return next((release for release in (EXTENDED, DELAYED) if release in has), "")


def _only_so(drug: Drug) -> bool:
    known = _ALWAYS_EXTENDED if _release(drug) == EXTENDED else _ALWAYS_DELAYED
    return drug.ingredient.lower() in known
