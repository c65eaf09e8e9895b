"""Other products in the place of a drug of the list: its generic, its brand, another strength, its class; and what a generic saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from finder.domain.market import Catalog, Drug, Neighbours
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.what_if import Alternative, AlternativeKind, GenericSaving, SwapDrug
from finder.questions.plans.what_if import what_if

ClassOf = Callable[[Drug], str | None]


def alternatives(catalog: Catalog, drug: Drug, class_of: ClassOf) -> tuple[Alternative, ...]:
    """The catalog's other products of the same ingredient, then those of the same class (``class_of`` may know none), by kind and name.

    RxNorm's relations decide where the catalog has them: the generic of a brand and the brands of the same make-up, then other
    strengths and forms. Else the catalog's own names do: of the same ingredient a generic of a brand, a brand of a generic, else another
    strength or form. Never the drug itself.
    """
    near = catalog.neighbours(drug.rxcui)
    others = [other for other in catalog.drugs() if other.rxcui != drug.rxcui]
    found = [one for other in others if (one := _alternative(drug, other, near, class_of)) is not None]
    return tuple(sorted(found, key=lambda one: (one.kind, one.drug.name.casefold(), one.drug.rxcui)))


def swapped(prescription: Prescription, drug: Drug) -> Prescription:
    """The same amount of another product. For alternatives with ``same_amount`` alone: of any other, the amount is asked."""
    return replace(prescription, drug=drug)


def generic_savings(
    catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str, before: Comparison | None = None
) -> tuple[GenericSaving, ...]:
    """What the generic of each brand of the list saves at one plan: on a fill and in the year. Of several generics of that
    strength and form the one that saves most; one that is on the list already is none."""
    listed = {one.drug.rxcui for one in prescriptions}
    found = []
    for prescription in prescriptions:
        choices = [
            _saving(catalog, member, prescriptions, prescription, choice.drug, plan_id, before)
            for choice in alternatives(catalog, prescription.drug, lambda _: None)
            if choice.kind is AlternativeKind.GENERIC and choice.same_amount and choice.drug.rxcui not in listed
        ]
        known = [choice for choice in choices if choice is not None]
        if known:
            found.append(min(known, key=lambda saving: (saving.delta.after.all_in, saving.generic.rxcui)))
    return tuple(found)


def _saving(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    prescription: Prescription,
    generic: Drug,
    plan_id: str,
    before: Comparison | None,
) -> GenericSaving | None:
    answer = what_if(catalog, member, prescriptions, SwapDrug(prescription.drug.rxcui, swapped(prescription, generic)), before)
    delta = answer.delta(plan_id)
    if delta is None:
        return None
    prices = _price(delta.before, prescription.drug), _price(delta.after, generic)
    counter = None if None in prices else (prices[0] or 0) - (prices[1] or 0)
    return GenericSaving(prescription.drug, generic, counter, delta)


def _price(cost: PlanCost, drug: Drug) -> Cents | None:
    return next((one.price for one in cost.drugs if one.drug.rxcui == drug.rxcui), None)


def _alternative(drug: Drug, other: Drug, near: Neighbours | None, class_of: ClassOf) -> Alternative | None:
    if near is not None and other.rxcui in near.same_ingredient:
        made_alike = other.rxcui in near.same_make_up
        return Alternative(other, _related_kind(drug, other, near), made_alike and other.unit == drug.unit)
    kind = _kind(drug, other, class_of)
    return None if kind is None else Alternative(other, kind, _same_amount(drug, other))


def _related_kind(drug: Drug, other: Drug, near: Neighbours) -> AlternativeKind:
    """The kind of a product that RxNorm ties to the drug: generic and brand are of the same make-up, never of another strength."""
    if other.rxcui not in near.same_make_up:
        return AlternativeKind.OTHER_STRENGTH
    return AlternativeKind.GENERIC if other.rxcui == near.generic else AlternativeKind.BRAND


def _kind(drug: Drug, other: Drug, class_of: ClassOf) -> AlternativeKind | None:
    if other.ingredient.casefold() == drug.ingredient.casefold():
        if drug.is_brand and not other.is_brand:
            return AlternativeKind.GENERIC
        return AlternativeKind.BRAND if other.is_brand and not drug.is_brand else AlternativeKind.OTHER_STRENGTH
    own = class_of(drug)
    return AlternativeKind.SAME_CLASS if own is not None and class_of(other) == own else None


def _same_amount(drug: Drug, other: Drug) -> bool:
    """Whether the quantity of one is that of the other: same ingredient, strength, form and unit."""
    same = drug.ingredient.casefold() == other.ingredient.casefold()
    return same and (drug.strength, drug.form, drug.unit) == (other.strength, other.form, other.unit)
