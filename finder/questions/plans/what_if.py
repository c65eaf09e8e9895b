"""What if: the answer after a change beside the present one, the products in place of a drug, and what a generic saves."""

from __future__ import annotations

from calendar import month_name
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Channel
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Drug, Neighbours
from finder.domain.member import Member
from finder.domain.money import WHOLE
from finder.domain.months import year_end
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.supply import at_length
from finder.domain.what_if import (
    AddDrug,
    Alternative,
    AlternativeKind,
    Change,
    ChangeHelp,
    ChangeOrder,
    ChangePharmacy,
    ChangePrice,
    ChangeStart,
    ChangeSupply,
    DropDrug,
    GenericSaving,
    MoveFills,
    NoChange,
    PlanDelta,
    SwapDrug,
    WhatIf,
)
from finder.parameters import ParameterSet
from finder.questions.plans.changed_prices import ChangedPrices
from finder.questions.plans.compare import compare_plans, plan_year

MOST = 100 * WHOLE
"""A larger factor is a slip of the keyboard."""


class Asked(NamedTuple):
    """What a comparison asks.

    ``numbers``: of the law; None: the year's own.
    """

    catalog: Catalog
    member: Member
    prescriptions: tuple[Prescription, ...]
    numbers: ParameterSet | None = None
    skip_uncovered: bool = False
    not_counted: tuple[str, ...] = ()

    def like(self, before: Comparison | None) -> Asked:
        """The same question, with what an answer at hand skips and could not count."""
        return self if before is None else self._replace(skip_uncovered=before.skip_uncovered, not_counted=before.not_counted)

    def compare(self) -> Comparison:
        """Its answer."""
        return compare_plans(
            self.catalog,
            self.member,
            self.prescriptions,
            numbers=self.numbers,
            skip_uncovered=self.skip_uncovered,
            not_counted=self.not_counted,
        )


def what_if(
    catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], change: Change, before: Comparison | None = None
) -> WhatIf:
    """The answers before and after a change, plan by plan. Raises Refusal.

    ``before``: the present answer, where it is at hand.
    """
    asked = Asked(catalog, member, tuple(prescriptions)).like(before)
    present = before or asked.compare()
    after = changed(asked, change).compare()
    were = {cost.plan.plan_id: cost for cost in present.plans}
    deltas = tuple(PlanDelta(were[cost.plan.plan_id], cost) for cost in after.plans if cost.plan.plan_id in were)
    return WhatIf(change, present, after, deltas)


def changed(asked: Asked, change: Change) -> Asked:
    """The question after the change. Raises Refusal for an impossible change, such as dropping a drug that is not listed."""
    member = asked.member
    match change:
        case NoChange():
            return asked
        case ChangePrice():
            return asked._replace(catalog=_priced(asked, change))
        case ChangePharmacy(channels):
            return asked._replace(member=replace(member, channels=_some(channels)))
        case ChangeStart(start):
            if start.year != asked.catalog.info.plan_year or start.day != 1:
                raise _refused("coverage_start", f"the first of a month in {asked.catalog.info.plan_year}", start.isoformat())
            return asked._replace(member=replace(member, coverage_start=start))
        case ChangeHelp(level):
            return asked._replace(member=replace(member, low_income_subsidy=level))
        case ChangeOrder(rxcuis):
            return _ordered(asked, rxcuis)
        case _:
            return asked._replace(prescriptions=_changed_list(asked, change))


def _changed_list(asked: Asked, change: AddDrug | DropDrug | SwapDrug | ChangeSupply | MoveFills) -> tuple[Prescription, ...]:
    listed = asked.prescriptions
    match change:
        case AddDrug(prescription):
            return (*listed, prescription)
        case DropDrug(rxcui):
            _place(listed, rxcui)
            return tuple(one for one in listed if one.drug.rxcui != rxcui)
        case SwapDrug(rxcui, prescription):
            place = _place(listed, rxcui)
            return (*listed[:place], prescription, *listed[place + 1 :])
        case ChangeSupply(days, rxcui):
            if rxcui is not None:
                _place(listed, rxcui)
            return tuple(of_supply(one, days) if rxcui in (None, one.drug.rxcui) else one for one in listed)
        case MoveFills(rxcui, dates):
            place = _place(listed, rxcui)
            _refuse_dates(dates, asked.member.coverage_start)
            moved = replace(listed[place], dates=tuple(sorted(dates)), fills_per_year=None)
            return (*listed[:place], moved, *listed[place + 1 :])


def _refuse_dates(dates: Sequence[date], start: date) -> None:
    """Raises Refusal for no days, days outside the months covered, or a day given twice: the first of these problems."""
    outside = sorted(day for day in dates if day < start or day.year != start.year)
    if outside or not dates:
        expected = f"each fill on a day from {_day(start)}, when coverage starts, to {_day(year_end(start.year))}"
        more = f" and {len(outside) - 1} more" if len(outside) > 1 else ""
        raise _refused("dates", expected, f"{_day(outside[0])}{more}" if outside else "no day")
    twice = next((day for day, times in sorted(Counter(dates).items()) if times > 1), None)
    if twice is not None:
        raise _refused("dates", "each day once", f"{_day(twice)} more than once")


def _day(day: date) -> str:
    return f"{month_name[day.month]} {day.day}, {day.year}"


def of_supply(prescription: Prescription, days_supply: int) -> Prescription:
    """The same daily amount in fills of another length. Raises Refusal where amount or fills don't divide evenly, or days are given."""
    days = prescription.days_supply
    if days_supply == days:
        return prescription
    name = prescription.drug.name
    if prescription.dates:
        raise _refused("days_supply", f"{name} without days of its own for each fill", "such days")
    quantity = at_length(prescription, days_supply) if days_supply >= 1 else None
    per_year, left = divmod((prescription.fills_per_year or 0) * days, max(days_supply, 1))
    if quantity is None or left:
        raise _refused("days_supply", f"a length of fill that splits the amount of {name} into whole packages", f"{days_supply} days")
    return replace(prescription, quantity=quantity, days_supply=days_supply, fills_per_year=per_year or None)


def _priced(asked: Asked, change: ChangePrice) -> Catalog:
    if change.rxcui is not None:
        _place(asked.prescriptions, change.rxcui)
    if not 0 < change.factor <= MOST:
        raise _refused("factor", f"a factor above 0 and at most {MOST // WHOLE}", f"{change.factor / WHOLE:g}")
    return ChangedPrices(asked.catalog, [change])


def _ordered(asked: Asked, rxcuis: tuple[str, ...]) -> Asked:
    by_key = {one.drug.rxcui: one for one in asked.prescriptions}
    if sorted(rxcuis) != sorted(by_key):
        raise _refused("order", "each drug of the list once", _not_once(rxcuis, by_key))
    return asked._replace(member=replace(asked.member, alphabetical=False), prescriptions=tuple(by_key[rxcui] for rxcui in rxcuis))


def _not_once(rxcuis: Sequence[str], by_key: Mapping[str, Prescription]) -> str:
    """What is wrong with an order: drugs given twice, else drugs not on the list, else drugs missing."""
    times = Counter(rxcuis)
    twice = [by_key[key].drug.name for key, count in times.items() if count > 1 and key in by_key]
    if twice:
        return f"{', '.join(twice)} more than once"
    unknown = [key for key in times if key not in by_key]
    return ", ".join(unknown) if unknown else f"none of {', '.join(one.drug.name for key, one in by_key.items() if key not in times)}"


def _place(listed: Sequence[Prescription], rxcui: str) -> int:
    for place, one in enumerate(listed):
        if one.drug.rxcui == rxcui:
            return place
    raise _refused("rxcui", "a drug of the list", rxcui)


def _some(values: tuple[Channel, ...]) -> tuple[Channel, ...]:
    if not values:
        raise _refused("channels", "at least one kind of pharmacy", "none")
    return values


def _refused(field: str, expected: str, found: str) -> Refusal:
    return Refusal([Problem(f"$.change.{field}", expected, found)])


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
