"""How much of a product a line asks for, and for how long: what it says, what follows from that, and what is left to ask.

Nothing is a default. What is derived (30 tablets from "once a day") is a proposal that waits to be confirmed; what a written count and
written directions fix together (60 tablets at two a day last 30 days) is settled, and shown with how it came about.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from finder.domain.drug_lines import Asked, Proposal, Reckoned, Understood
from finder.domain.market import Drug
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.supply import (
    LONGEST_SUPPLY,
    ONE,
    Often,
    days_it_covers,
    days_it_lasts,
    doses_a_fill,
    insulin_fill,
    insulin_volume,
    of_packages,
    package_sizes,
    units_per_ml,
    usual_days,
    volume_of_one,
    whole_packages,
)
from finder.questions.drug_list.words import WEEK

_MOST_UNITS = 100_000 * QUANTITY_SCALE
_PILLS = ("", "tablet", "capsule")
_UNIT_WORDS = {"mL": ("ml",), "actuation": ("puff",), "gram": ("g",), "blister": ()}
_ONE_DOSE_EACH = ("Auto-Injector", "Prefilled Syringe")
_PIECES, _PACKAGES = ("pen", "syringe", "vial"), ("inhaler", "bottle", "box")
_INSULIN_UNITS = "units"
_MOST_PACKAGES = 24 * ONE
"""A bare count above this is no number of packages."""


class Amounts(NamedTuple):
    """What is settled of a line's amounts, what waits to be confirmed, and what is asked."""

    quantity: Quantity | None = None
    days_supply: int | None = None
    reckoned: Reckoned = Reckoned.WRITTEN
    proposals: tuple[Proposal, ...] = ()
    asked: tuple[Asked, ...] = ()


def amounts_of(said: Understood, drug: Drug) -> Amounts:
    """The amounts of a line for a product, or for products that are counted alike."""
    found = _of_pills(said, drug) if drug.solid_oral else _of_packages(said, drug)
    return _within_bounds(found)


def _of_pills(said: Understood, drug: Drug) -> Amounts:
    rate_known = said.often is not None and not said.as_needed and said.dose_unit in _PILLS
    dose = said.dose or ONE
    if said.count is not None and said.count_unit not in _PILLS:
        return Amounts(days_supply=said.days_supply, asked=(Asked.QUANTITY,))
    if drug.weekly and said.often is not None and said.often.times * WEEK > said.often.days:
        return _conflict(said.count, said.days_supply)
    if said.count is not None:
        if rate_known and said.often is not None:
            return _counted(said.count, said.days_supply, dose, said.often)
        return _days_asked(said.count, said.days_supply)
    if rate_known and said.often is not None:
        return _derived(said.days_supply, dose, said.often)
    return _nothing(said)


def _days_asked(count: Quantity, days: int | None) -> Amounts:
    return Amounts(count, days, asked=() if days else (Asked.DAYS_SUPPLY,))


def _conflict(count: Quantity | None, days: int | None) -> Amounts:
    written = (Proposal(count, days, Reckoned.WRITTEN),) if count and days else ()
    return Amounts(count, days, proposals=written, asked=(Asked.CONFLICT,))


def _counted(count: Quantity, days: int | None, dose: Quantity, often: Often) -> Amounts:
    """A count with a rate: they must agree on the days, or tell them."""
    if days is None:
        lasts = days_it_lasts(count, dose, often) if dose else None
        return Amounts(count, lasts, Reckoned.LASTS) if lasts else Amounts(count, asked=(Asked.DAYS_SUPPLY,))
    return Amounts(count, days) if doses_a_fill(dose, often, days) == count else _conflict(count, days)


def _derived(days: int | None, dose: Quantity, often: Often) -> Amounts:
    """A rate without a count: the amount for the days written, or for a month (four weeks of what is taken by the week)."""
    lasts = days or usual_days(often.days)
    quantity = doses_a_fill(dose, often, lasts)
    if quantity is None:
        return Amounts(days_supply=days, asked=(Asked.QUANTITY,))
    return Amounts(proposals=(Proposal(quantity, lasts, Reckoned.DOSES),), asked=(Asked.CONFIRM,))


def _nothing(said: Understood) -> Amounts:
    asked = [Asked.QUANTITY] if said.often is not None else [Asked.HOW_OFTEN, Asked.QUANTITY]
    if said.days_supply is None:
        asked.append(Asked.DAYS_SUPPLY)
    return Amounts(days_supply=said.days_supply, asked=tuple(asked))


def _of_packages(said: Understood, drug: Drug) -> Amounts:
    """Inhalers, pens, injections, drops: a count is in units only where its word says so; every other is a proposal."""
    words = _UNIT_WORDS.get(drug.unit, (drug.unit,))
    days = said.days_supply
    if said.count is None:
        return _doses_of_packages(said, drug, words)
    if said.count_unit in words:
        found = _days_asked(said.count, days)
        if days is None and said.dose and said.often and said.dose_unit in words and not said.as_needed:
            found = _counted(said.count, days, said.dose, said.often)
        sizes = package_sizes(drug)
        if sizes and all(said.count % size for size in sizes):
            written = (Proposal(said.count, found.days_supply, found.reckoned),)
            return Amounts(said.count, found.days_supply, found.reckoned, written, (*found.asked, Asked.CONFIRM))
        return found
    proposals = tuple(_whole(_packed(said, drug, said.count)))
    days = days or next((proposal.days_supply for proposal in proposals), None)
    return Amounts(days_supply=said.days_supply, proposals=proposals, asked=_to_ask(Asked.CONFIRM if proposals else Asked.QUANTITY, days))


def _packed(said: Understood, drug: Drug, count: Quantity) -> Iterable[Proposal]:
    """The amounts that a count of pens, packages, doses, or of nobody knows what may mean, the likeliest first."""
    word, one = said.count_unit or said.form, volume_of_one(drug)
    size = said.package_size or drug.units_per_package
    holds = int(one * QUANTITY_SCALE) if one is not None and drug.unit == "mL" else None

    def proposal(quantity: Quantity, reckoned: Reckoned) -> Proposal:
        lasts = said.days_supply or _insulin_lasts(said, drug, quantity) or _puffs_last(said, drug, quantity)
        return Proposal(quantity, lasts, reckoned)

    if drug.unit == "blister" and word == "puff":
        if size and count % size == 0:  # a label prints 60 blisters of what takes two a dose
            yield proposal(count, Reckoned.UNITS)
        yield proposal(count * drug.units_a_dose // ONE, Reckoned.UNITS)
        return
    units = any(count % known == 0 for known in package_sizes(drug))
    if not said.count_unit and (units or drug.unit in said.form.split()):
        yield proposal(count, Reckoned.UNITS)
    if holds and word not in _PACKAGES and (said.count_unit or count % ONE == 0):
        yield proposal(count * holds // QUANTITY_SCALE, Reckoned.PIECES)
    if size and size != holds and (said.count_unit or (count <= _MOST_PACKAGES and count % ONE == 0)):
        yield proposal(of_packages(count, size), Reckoned.PACKAGES)


def _insulin_lasts(said: Understood, drug: Drug, quantity: Quantity) -> int | None:
    """How long so much insulin lasts at the units written; None where none are, or the strength is not known."""
    per_ml = units_per_ml(drug) if drug.insulin else None
    if not per_ml or not said.dose or said.often is None or said.dose_unit != _INSULIN_UNITS or said.as_needed:
        return None
    return days_it_covers(quantity * per_ml, said.dose, said.often) or None


def _puffs_last(said: Understood, drug: Drug, quantity: Quantity) -> int | None:
    """How long an inhaler of counted doses lasts at the inhalations written; None where none are, or the days do not come out even."""
    if drug.unit not in ("blister", "actuation") or said.often is None or said.as_needed or said.dose_unit not in ("", "puff"):
        return None
    return days_it_lasts(quantity, (said.dose or ONE) * drug.units_a_dose // ONE, said.often)


def _doses_of_packages(said: Understood, drug: Drug, words: tuple[str, ...]) -> Amounts:
    """Directions alone: puffs and millilitres can be counted, and so can units of insulin and pens that hold one dose."""
    if said.often is None or said.as_needed:
        return _nothing(said)
    if said.dose and said.dose_unit in words:
        return _in_packages(_derived(said.days_supply, said.dose, said.often), said.dose, said, drug)
    if drug.unit == "blister" and said.dose_unit in ("puff", ""):
        dose = (said.dose or ONE) * drug.units_a_dose // ONE
        return _in_packages(_derived(said.days_supply, dose, said.often), dose, said, drug)
    proposal = _of_insulin(said, drug) or _of_one_dose_each(said, drug)
    if proposal is None:
        return _nothing(said)
    return Amounts(proposals=tuple(_whole([proposal])), asked=(Asked.CONFIRM,))


def _in_packages(found: Amounts, dose: Quantity, said: Understood, drug: Drug) -> Amounts:
    """What is derived from doses, in whole packages where one lasts longer than a month; the days follow where none are written."""
    size, often = drug.units_per_package, said.often
    if not size or said.days_supply or often is None or not found.proposals or found.proposals[0].quantity % size == 0:
        return found
    quantity = whole_packages(found.proposals[0].quantity, size)
    return Amounts(proposals=(Proposal(quantity, days_it_covers(quantity, dose, often), Reckoned.ROUNDED),), asked=(Asked.CONFIRM,))


def _of_insulin(said: Understood, drug: Drug) -> Proposal | None:
    """Whole boxes of insulin for the units of a day, and how long they last: for the days written, or at least a month."""
    per_ml = units_per_ml(drug) if drug.insulin else None
    if not per_ml or not said.dose or said.often is None or said.dose_unit != _INSULIN_UNITS:
        return None
    a_day = -(-said.dose * said.often.times // said.often.days)
    quantity, days = insulin_fill(a_day, per_ml, drug.units_per_package)
    if said.days_supply:
        needed = insulin_volume(a_day, per_ml, said.days_supply)
        quantity, days = whole_packages(needed, drug.units_per_package or ONE), said.days_supply
    return Proposal(quantity, days, Reckoned.INSULIN)


def _of_one_dose_each(said: Understood, drug: Drug) -> Proposal | None:
    """Pens and syringes that hold one dose; a pen, an inhaler or a bottle that is said to last so long."""
    often, one = said.often, volume_of_one(drug)
    if often is None or drug.insulin:
        return None
    whole = said.dose_unit in (*_PIECES, *_PACKAGES) and often.times == 1 and often.days >= WEEK
    if drug.unit in _PIECES:
        each: Fraction | None = Fraction(1)
    elif said.dose_unit in _PACKAGES:
        each = Fraction(said.package_size or drug.units_per_package or 0, ONE) or None
    else:
        each = one
    single = drug.form in _ONE_DOSE_EACH and said.dose_unit in ("", *_PIECES)
    if each is None or not (single or whole):
        return None
    days = said.days_supply or (usual_days(often.days) if single else often.days)
    doses = doses_a_fill(said.dose or ONE, often, days)
    return None if doses is None else Proposal(int(doses * each), days, Reckoned.DOSES if drug.unit in _PIECES else Reckoned.PIECES)


def _whole(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    """Those of some amount, each amount once."""
    first: dict[tuple[Quantity, int | None], Proposal] = {}
    for proposal in proposals:
        first.setdefault((proposal.quantity, proposal.days_supply), proposal)
    return (proposal for proposal in first.values() if proposal.quantity > 0)


def _to_ask(first: Asked, days: int | None) -> tuple[Asked, ...]:
    return (first,) if days else (first, Asked.DAYS_SUPPLY)


def _within_bounds(found: Amounts) -> Amounts:
    """Amounts that no list has (no tablets at all, a million of them, two years) are asked for, not taken."""
    proposals = tuple(
        proposal for proposal in found.proposals if 0 < proposal.quantity <= _MOST_UNITS and (proposal.days_supply or 1) <= LONGEST_SUPPLY
    )
    quantity, days, asked = found.quantity, found.days_supply, list(found.asked)
    if quantity is not None and not 0 < quantity <= _MOST_UNITS:
        quantity = None
        asked.append(Asked.QUANTITY)
    if days is not None and not 0 < days <= LONGEST_SUPPLY:
        days = None
        asked.append(Asked.DAYS_SUPPLY)
    if Asked.CONFIRM in asked and not proposals:
        asked = [Asked.QUANTITY if what is Asked.CONFIRM else what for what in asked]
    return Amounts(quantity, days, found.reckoned, proposals, tuple(dict.fromkeys(asked)))
