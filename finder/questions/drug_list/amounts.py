"""How much of a product a line asks for, and for how long: what it says, what follows, and what is left to ask.

There are no defaults. What is worked out (30 tablets from "once a day") is a proposal to confirm. What a written count and written
directions settle together (60 tablets at two a day last 30 days) is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from finder.domain.drug_lines import Asked, Origin, Proposal, Understood
from finder.domain.market import Catalog, Drug, PackageForm
from finder.domain.money import QUANTITY_SCALE, Quantity, ratio_half_up
from finder.domain.prescription import Prescription
from finder.domain.supply import (
    FOUR_WEEKS,
    LONGEST_SUPPLY,
    ONE,
    WEEK,
    Amount,
    Doubt,
    Limit,
    Often,
    days_it_covers,
    days_it_lasts,
    doses_a_fill,
    doubts_of,
    insulin_fill,
    insulin_volume,
    largest_limit,
    of_packages,
    package_sizes,
    units_per_ml,
    usual_days,
    volume_of_one,
    whole_doses,
    whole_packages,
)
from finder.questions.drug_list.forms import POWDER_IN_CAPSULES
from finder.questions.drug_list.strength import milligrams_of_one

MONTH = 30
"""Days of a month's supply, as pharmacies count them."""
DROPS_A_ML = 20
_DAYS_OF_A_COUNT = (30, 28, 60, 84, 90, 14, 15, 45)
"""How long a bare count of tablets may last, the likeliest first."""

_MOST_UNITS = 100_000 * QUANTITY_SCALE
_PILLS = ("", "tablet", "capsule", "pill")
_UNIT_WORDS = {"mL": ("ml",), "actuation": ("puff",), "gram": ("g",), "blister": ()}
_ONE_DOSE_EACH = ("Auto-Injector", "Prefilled Syringe")
_PIECES, _PACKAGES = ("pen", "syringe", "vial"), ("inhaler", "bottle", "box")
_INSULIN_UNITS = "units"
_MOST_PACKAGES = 24 * ONE
"""A bare count above this counts no packages."""


class Amounts(NamedTuple):
    """The amounts of a line: settled, to be confirmed, and open."""

    quantity: Quantity | None = None
    days_supply: int | None = None
    origin: Origin = Origin.WRITTEN
    proposals: tuple[Proposal, ...] = ()
    asked: tuple[Asked, ...] = ()


def amounts_of(said: Understood, drug: Drug) -> Amounts:
    """The amounts of a line for a product, or for several counted alike."""
    said = _in_own_units(said, drug)
    found = _of_pills(said, drug) if drug.solid_oral else _of_packages(said, drug)
    return _with_usual(_within_bounds(found), said, drug)


def _in_own_units(said: Understood, drug: Drug) -> Understood:
    """The line with doses in the product's units: tablets for milligrams, mL for drops; four weeks for a month of a weekly pen."""
    if drug.weekly and not drug.solid_oral and said.days_supply == MONTH and said.often is None:
        said = replace(said, days_supply=FOUR_WEEKS)
    each = milligrams_of_one(drug) if said.dose_unit == "mg" and drug.solid_oral else None
    if each and said.dose:
        return replace(said, dose=round(said.dose / each), dose_unit="")
    if said.dose_unit == "drop" and drug.unit == "mL" and said.dose:
        return replace(said, dose=said.dose * said.eyes // DROPS_A_ML, dose_unit="ml")
    return said


def _of_pills(said: Understood, drug: Drug) -> Amounts:
    said = _with_dose_as_count(said)
    rate_known = said.often is not None and not said.as_needed and said.dose_unit in _PILLS
    dose = said.dose or ONE
    if said.count is not None and said.count_unit not in _PILLS:
        return Amounts(days_supply=said.days_supply, asked=(Asked.QUANTITY,))
    if drug.weekly and said.often is not None and said.often.times * WEEK > said.often.days:
        return _conflict(said.count, said.days_supply)
    if said.dose_least is not None or said.loose:
        return _open_to_two(said, drug)
    if said.count is not None:
        if rate_known and said.often is not None:
            return _counted(said.count, said.days_supply, dose, said.often)
        return _days_asked(said.count, said.days_supply)
    if rate_known and said.often is not None:
        return _derived(said.days_supply, dose, said.often)
    return _nothing(said)


def _with_dose_as_count(said: Understood) -> Understood:
    """``2 tablets for 30 days``, where nothing says how often: so many are bought. That is asked, as it may be what is taken each day."""
    bare = said.often is None and not said.as_needed and said.count is None and said.dose_least is None
    if not (bare and said.dose and said.days_supply and said.dose_unit in _PILLS[1:]):
        return said
    return replace(said, count=said.dose, count_unit=said.dose_unit, dose=None, dose_unit="")


def _open_to_two(said: Understood, drug: Drug) -> Amounts:
    """A dose with a most and a least, or a count without its word: an amount to confirm, never a settled one."""
    count, days = said.count, said.days_supply
    if said.loose:
        count, days = said.loose[0], int(said.loose[1] // ONE) if len(said.loose) > 1 else days
    doses = (
        [(said.dose or ONE, Origin.MOST), (said.dose_least or ONE, Origin.LEAST)] if said.dose_least else [(said.dose or ONE, Origin.LASTS)]
    )
    if count is not None and days:
        return Amounts(proposals=(Proposal(count, days, Origin.WRITTEN),), asked=(Asked.CONFIRM,))
    if said.often is None or said.dose_unit not in _PILLS:
        return Amounts(
            count if not said.loose else None, days, asked=_to_ask(Asked.QUANTITY, days) if count is None else (Asked.DAYS_SUPPLY,)
        )
    found = []
    for dose, origin in doses:
        if count is None:
            lasts = days or usual_days(said.often.days)
            found.append(Proposal(whole_doses(dose, said.often, lasts), lasts, origin))
        elif covers := days_it_covers(count, dose, said.often):
            found.append(Proposal(count, covers, origin))
    return Amounts(proposals=tuple(found), asked=(Asked.CONFIRM,))


def _days_asked(count: Quantity, days: int | None) -> Amounts:
    return Amounts(count, days, asked=() if days else (Asked.DAYS_SUPPLY,))


def _conflict(count: Quantity | None, days: int | None) -> Amounts:
    written = (Proposal(count, days, Origin.WRITTEN),) if count and days else ()
    return Amounts(count, days, proposals=written, asked=(Asked.CONFLICT,))


def _counted(count: Quantity, days: int | None, dose: Quantity, often: Often) -> Amounts:
    """A count with a rate: together they tell the days, or must agree with them."""
    if days is None:
        lasts = days_it_lasts(count, dose, often) if dose else None
        return Amounts(count, lasts, Origin.LASTS) if lasts else Amounts(count, asked=(Asked.DAYS_SUPPLY,))
    return Amounts(count, days) if doses_a_fill(dose, often, days) == count else _conflict(count, days)


def _derived(days: int | None, dose: Quantity, often: Often) -> Amounts:
    """A rate without a count: the amount for the days written, or for a month (four weeks if taken weekly)."""
    lasts = days or usual_days(often.days)
    quantity = doses_a_fill(dose, often, lasts)
    if quantity is None:
        return Amounts(days_supply=days, asked=(Asked.QUANTITY,))
    return Amounts(proposals=(Proposal(quantity, lasts, Origin.DOSES),), asked=(Asked.CONFIRM,))


def _nothing(said: Understood) -> Amounts:
    asked = [Asked.QUANTITY] if said.often is not None or said.as_needed else [Asked.HOW_OFTEN, Asked.QUANTITY]
    if said.days_supply is None:
        asked.append(Asked.DAYS_SUPPLY)
    return Amounts(days_supply=said.days_supply, asked=tuple(asked))


def _of_packages(said: Understood, drug: Drug) -> Amounts:
    """Inhalers, pens, injections, drops: a count in priced units is settled, any other is a proposal."""
    words = _unit_words(drug)
    days = said.days_supply
    if said.loose:
        return Amounts(days_supply=days, asked=_to_ask(Asked.QUANTITY, days))
    if said.dose_least is not None:
        return _of_a_range(said, drug)
    if said.count is None:
        return _doses_of_packages(said, drug, words)
    if said.count_unit in words:
        found = _days_asked(said.count, days)
        if days is None and said.dose and said.often and said.dose_unit in words and not said.as_needed:
            found = _counted(said.count, days, said.dose, said.often)
            if found.days_supply is None and (lasts := days_it_covers(said.count, said.dose, said.often)):
                return Amounts(said.count, proposals=(Proposal(said.count, lasts, Origin.LASTS),), asked=(Asked.CONFIRM,))
        sizes = package_sizes(drug)
        if sizes and all(said.count % size for size in sizes):
            written = (Proposal(said.count, found.days_supply, found.origin),)
            return Amounts(said.count, found.days_supply, found.origin, written, (*found.asked, Asked.CONFIRM))
        return found
    proposals = tuple(_whole(_packed(said, drug, said.count)))
    days = days or next((proposal.days_supply for proposal in proposals), None)
    return Amounts(days_supply=said.days_supply, proposals=proposals, asked=_to_ask(Asked.CONFIRM if proposals else Asked.QUANTITY, days))


def _unit_words(drug: Drug) -> tuple[str, ...]:
    """The words of a line that count the product's priced units; of powder in capsules for inhaling, the capsules."""
    words = _UNIT_WORDS.get(drug.unit, (drug.unit,))
    return (*words, "capsule") if drug.form == POWDER_IN_CAPSULES else words


def _of_a_range(said: Understood, drug: Drug) -> Amounts:
    """``5-10 units``: the amount for the most and for the least, to choose from."""
    found: list[Proposal] = []
    for dose, origin in ((said.dose, Origin.MOST), (said.dose_least, Origin.LEAST)):
        one = _of_packages(replace(said, dose=dose, dose_least=None), drug)
        written = (Proposal(one.quantity, one.days_supply, origin),) if one.quantity and one.days_supply else ()
        found += [proposal._replace(origin=origin) for proposal in (*one.proposals, *written)]
    return Amounts(days_supply=said.days_supply, proposals=tuple(_whole(found)), asked=(Asked.CONFIRM if found else Asked.QUANTITY,))


def _packed(said: Understood, drug: Drug, count: Quantity) -> Iterable[Proposal]:
    """What a count of pens, packages, doses or unnamed things may mean, the likeliest first."""
    word, one = said.count_unit or " ".join(said.forms), volume_of_one(drug)
    size = said.package_size or drug.units_per_package
    holds = int(one * QUANTITY_SCALE) if one is not None and drug.unit == "mL" else None

    def proposal(quantity: Quantity, origin: Origin) -> Proposal:
        lasts = (
            said.days_supply
            or _insulin_lasts(said, drug, quantity)
            or _puffs_last(said, drug, quantity)
            or _doses_last(said, drug, quantity)
        )
        return Proposal(quantity, lasts, origin)

    if drug.unit == "blister" and word == "puff":
        if size and count % size == 0:  # a label prints 60 blisters of what takes two a dose
            yield proposal(count, Origin.UNITS)
        yield proposal(count * drug.units_a_dose // ONE, Origin.UNITS)
        return
    units = any(count % known == 0 for known in package_sizes(drug))
    if not said.count_unit and (units or drug.unit in said.forms):
        yield proposal(count, Origin.UNITS)
    if holds and word not in _PACKAGES and (said.count_unit or count % ONE == 0):
        yield proposal(count * holds // QUANTITY_SCALE, Origin.PIECES)
    if size and size != holds and (said.count_unit or (count <= _MOST_PACKAGES and count % ONE == 0)):
        yield proposal(of_packages(count, size), Origin.PACKAGES)


def _insulin_lasts(said: Understood, drug: Drug, quantity: Quantity) -> int | None:
    """How long an amount of insulin lasts at the units written; None if units or strength are unknown."""
    per_ml = units_per_ml(drug) if drug.insulin else None
    if not per_ml or not said.dose or said.often is None or said.dose_unit != _INSULIN_UNITS or said.as_needed:
        return None
    return days_it_covers(quantity * per_ml, said.dose, said.often) or None


def _puffs_last(said: Understood, drug: Drug, quantity: Quantity) -> int | None:
    """How long an inhaler of counted doses lasts at the inhalations written; None if unknown, or not in whole days."""
    if (
        drug.unit not in ("blister", "actuation")
        or said.often is None
        or said.as_needed
        or said.dose_unit not in ("", "puff", *_unit_words(drug))
    ):
        return None
    return days_it_lasts(quantity, (said.dose or ONE) * drug.units_a_dose // ONE, said.often)


def _doses_last(said: Understood, drug: Drug, quantity: Quantity) -> int | None:
    """How long pens or syringes of one dose each last; None if one does not hold one dose, or not in whole days."""
    one = ONE if drug.unit in _PIECES else int((volume_of_one(drug) or 0) * ONE) if drug.unit == "mL" else 0
    single = drug.form in _ONE_DOSE_EACH and said.dose_unit in ("", *_PIECES) and not drug.insulin
    if not single or not one or said.often is None or said.as_needed:
        return None
    return days_it_lasts(quantity, (said.dose or ONE) * one // ONE, said.often)


def _doses_of_packages(said: Understood, drug: Drug, words: tuple[str, ...]) -> Amounts:
    """Directions alone: puffs, milliliters, units of insulin and pens of one dose can be counted."""
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
    """An amount from doses, rounded up to whole packages; the days follow if none are written."""
    size, often = drug.units_per_package, said.often
    if size and often and drug.package_form is PackageForm.EYE_DROPS and not said.days_supply:
        return _bottles(size, dose, often)
    if not size or said.days_supply or often is None or not found.proposals or found.proposals[0].quantity % size == 0:
        return found
    quantity = whole_packages(found.proposals[0].quantity, size)
    return Amounts(proposals=(Proposal(quantity, days_it_covers(quantity, dose, often), Origin.ROUNDED),), asked=(Asked.CONFIRM,))


def _bottles(size: Quantity, dose: Quantity, often: Often) -> Amounts:
    """As many bottles as come nearest to a month."""
    bottles = max(ratio_half_up(MONTH, max(days_it_covers(size, dose, often), 1)), 1)
    proposal = Proposal(bottles * size, days_it_covers(bottles * size, dose, often), Origin.ROUNDED)
    return Amounts(proposals=(proposal,), asked=(Asked.CONFIRM,))


def _of_insulin(said: Understood, drug: Drug) -> Proposal | None:
    """Whole boxes of insulin for the units of a day: for the days written, or at least a month."""
    per_ml = units_per_ml(drug) if drug.insulin else None
    if not per_ml or not said.dose or said.often is None or said.dose_unit != _INSULIN_UNITS:
        return None
    a_day = -(-said.dose * said.often.times // said.often.days)
    quantity, days = insulin_fill(a_day, per_ml, drug.units_per_package)
    if said.days_supply:
        needed = insulin_volume(a_day, per_ml, said.days_supply)
        quantity, days = whole_packages(needed, drug.units_per_package or ONE), said.days_supply
    return Proposal(quantity, days, Origin.INSULIN)


def _of_one_dose_each(said: Understood, drug: Drug) -> Proposal | None:
    """Pens and syringes of one dose; a pen, an inhaler or a bottle that lasts as long as the line says."""
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
    return None if doses is None else Proposal(int(doses * each), days, Origin.DOSES if drug.unit in _PIECES else Origin.PIECES)


def _whole(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    """Each amount once, none of nothing."""
    first: dict[tuple[Quantity, int | None], Proposal] = {}
    for proposal in proposals:
        first.setdefault((proposal.quantity, proposal.days_supply), proposal)
    return (proposal for proposal in first.values() if proposal.quantity > 0)


def _to_ask(first: Asked, days: int | None) -> tuple[Asked, ...]:
    return (first,) if days else (first, Asked.DAYS_SUPPLY)


def _within_bounds(found: Amounts) -> Amounts:
    """Impossible amounts (none, a million, two years) are asked for."""
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
    return Amounts(quantity, days, found.origin, proposals, tuple(dict.fromkeys(asked)))


def _with_usual(found: Amounts, said: Understood, drug: Drug) -> Amounts:
    """Usual amounts to choose from, where the line leaves the amount open and contradicts none of them."""
    if found.proposals or not found.asked or Asked.CONFLICT in found.asked:
        return found
    return found._replace(proposals=tuple(_whole(_usual(found, said, drug))))


def usual_fill(drug: Drug) -> Amount | None:
    """What most people buy of a product for a month (four weeks of a weekly one); None where no package is known."""
    bought = next(iter(_with_usual(Amounts(asked=(Asked.QUANTITY,)), Understood(""), drug).proposals), None)
    return Amount(bought.quantity, bought.days_supply) if bought is not None and bought.days_supply else None


def _usual(found: Amounts, said: Understood, drug: Drug) -> Iterable[Proposal]:
    most = said.often if said.often and drug.solid_oral and said.dose_unit in _PILLS else None
    spans = (found.days_supply,) if found.days_supply else _usual_spans(drug)
    if found.quantity is not None and not found.days_supply and not drug.solid_oral:
        yield from (Proposal(found.quantity, days, Origin.USUAL) for days in spans)
    elif found.quantity is not None and not found.days_supply:
        if most and (least := days_it_lasts(found.quantity, said.dose or ONE, most)):
            yield Proposal(found.quantity, least, Origin.MOST)
        yield from (
            Proposal(found.quantity, days, Origin.USUAL)
            for days in _DAYS_OF_A_COUNT
            if (found.quantity * (WEEK if drug.weekly else 1)) in (days * ONE, 2 * days * ONE, 3 * days * ONE)
            and (most is None or doses_a_day(said.dose or ONE, most) * days >= found.quantity)
        )
    elif found.quantity is None and drug.solid_oral and said.count is None:
        if most is not None:
            yield from (Proposal(whole_doses(said.dose or ONE, most, days), days, Origin.MOST) for days in spans[:1])
            return
        each = ONE // WEEK if drug.weekly else ONE
        yield from (Proposal(-(-days * each // ONE) * ONE, days, Origin.USUAL) for days in spans)
    elif found.quantity is None and said.count is None and package_sizes(drug):
        yield from (Proposal(package_sizes(drug)[0], days, Origin.USUAL) for days in spans)


def _usual_spans(drug: Drug) -> tuple[int, ...]:
    return (
        (FOUR_WEEKS, 3 * FOUR_WEEKS) if drug.weekly and drug.solid_oral else (FOUR_WEEKS,) if drug.weekly else (MONTH, 2 * MONTH, 3 * MONTH)
    )


def doses_a_day(dose: Quantity, often: Often) -> Fraction:
    """What is taken in a day, in thousandths."""
    return Fraction(dose * often.times, often.days)


def doubts_at(catalog: Catalog, prescription: Prescription) -> tuple[Doubt, ...]:
    """What looks like a slip in a fill: above twice the most generous limit of the market, or against plain sense."""
    limits = [Limit(*limit) for limit in catalog.quantity_limits(prescription.drug.rxcui)]
    return doubts_of(prescription, largest_limit(limits))


def amount_doubts(catalog: Catalog, prescriptions: Sequence[Prescription]) -> tuple[tuple[int, Doubt], ...]:
    """Each doubt about a list, with the place of its prescription."""
    return tuple((place, doubt) for place, prescription in enumerate(prescriptions) for doubt in doubts_at(catalog, prescription))
