"""Other products in place of a drug: its generic, its brand, another strength, its class; and what a generic saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from finder.domain.market import Catalog, Drug, Neighbours
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.what_if import Alternative, AlternativeKind, GenericSaving, PlanDelta
from finder.questions.plans.plan_year import plan_year

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
    """The same amount of another product. Only for alternatives with ``same_amount``; of others, ask the amount."""
    return replace(prescription, drug=drug)


def generic_savings(
    catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str, before: Comparison | None = None
) -> tuple[GenericSaving, ...]:
    """What the generic of each brand on the list saves at one plan: on a fill and in the year. Neither year is ranked.

    Of several generics, the one that saves most. A generic that is on the list doesn't count.
    ``before``: the present answer, where it is at hand.
    """
    listed = {one.drug.rxcui for one in prescriptions}
    at_hand = before.plan_cost(plan_id) if before is not None else None
    now = replace(at_hand or plan_year(catalog, member, prescriptions, plan_id), rank=0)
    found = []
    for place, (brand, generics) in enumerate((one.drug, _generics(catalog, one.drug)) for one in prescriptions):
        savings = []
        for generic in generics:
            if generic.rxcui not in listed:
                instead = [*prescriptions[:place], swapped(prescriptions[place], generic), *prescriptions[place + 1 :]]
                savings.append(GenericSaving(brand, generic, PlanDelta(now, plan_year(catalog, member, instead, plan_id))))
        if savings:
            found.append(min(savings, key=lambda one: (one.delta.after.all_in, one.generic.rxcui)))
    return tuple(found)


def _generics(catalog: Catalog, drug: Drug) -> list[Drug]:
    choices = alternatives(catalog, drug, lambda _: None)
    return [choice.drug for choice in choices if choice.kind is AlternativeKind.GENERIC and choice.same_amount]


def _alternative(drug: Drug, other: Drug, near: Neighbours | None, class_of: ClassOf) -> Alternative | None:
    if near is not None and other.rxcui in near.same_ingredient:
        made_alike = other.rxcui in near.same_make_up
        return Alternative(other, _related_kind(other, near), made_alike and other.unit == drug.unit)
    kind = _kind(drug, other, class_of)
    return None if kind is None else Alternative(other, kind, _same_amount(drug, other))


def _related_kind(other: Drug, near: Neighbours) -> AlternativeKind:
    """The kind of a product of the same ingredients: generic and brand have the same make-up, never another strength."""
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
