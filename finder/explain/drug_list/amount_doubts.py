"""An amount that looks like a slip, as a question: why we ask, and both readings."""

from __future__ import annotations

from collections.abc import Iterable

from finder.domain.market import Drug, PackageForm
from finder.domain.prescription import Prescription
from finder.domain.supply import (
    ABOVE_LIMIT,
    COUNT_LIKE_A_DOSE,
    FEW_A_WEEK,
    MANY_A_DAY,
    MANY_FILLS,
    MANY_PACKAGES,
    OFTEN_FOR_WEEKLY,
    ONE,
    PART_OF_A_PACKAGE,
    Amount,
    Doubt,
)
from finder.explain.messages import ENGLISH, Told, language, mark, say, say_count
from finder.explain.words import amount, drug_name, joined, package_of, unit_for_program, unit_of

CONFIRMED = mark("Yes, this amount is right")
_WHY = {
    ABOVE_LIMIT: Told(
        mark("That is a lot. The plans here that set a limit pay for {limit} at most."),
        mark("{drug}: that is more than twice the largest limit of any plan here, {limit}."),
    ),
    MANY_A_DAY: Told(mark("That is {a_day} a day."), mark("{drug}: that is {a_day} a day.")),
    FEW_A_WEEK: Told(mark("That is less than one a week."), mark("{drug}: that is less than one a week.")),
    COUNT_LIKE_A_DOSE: Told(
        mark("That is not many. We ask how many {units} you buy, not how many you take each time."),
        mark("{drug}: so small a number may be a dose, or how often it is taken, and not what is bought."),
    ),
    PART_OF_A_PACKAGE: Told(mark("One {package} has {held} {units}."), mark("{drug}: one package holds {held} {units}.")),
    MANY_PACKAGES: Told(mark("That is a lot of packages."), mark("{drug}: that is a great many packages.")),
    OFTEN_FOR_WEEKLY: Told(mark("Most people take this drug once a week."), mark("{drug}: most people take this drug once a week.")),
    MANY_FILLS: Told(
        mark("That many refills last much longer than a year."),
        mark("{drug}: so many fills of that length last far longer than a year."),
    ),
}
"""Why an amount is asked about, by the code of the doubt."""
_MANY_PACKAGES = {
    PackageForm.INHALER: mark("That is a lot of inhalers."),
    PackageForm.EYE_DROPS: mark("That is a lot of bottles."),
}


def amount_words(drug: Drug, bought: Amount) -> str:
    """``60 tablets for 30 days``."""
    return _fill_words(bought, unit_of(drug, many=bought.quantity != ONE))


def doubt_sentence(drug: Drug, doubt: Doubt) -> str:
    """Why an amount is asked about, and the two amounts that may be meant."""
    written, *others = (amount_words(drug, reading) for reading in doubt.readings)
    if others:
        return f"{_why(drug, doubt)} {say('Is it {written}, or {other}?', written=written, other=others[0])}"
    return f"{_why(drug, doubt)} {say('Is it {written}?', written=written)}"


def doubt_sentences(drug: Drug, doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """A sentence for each doubt."""
    return tuple(doubt_sentence(drug, doubt) for doubt in doubts)


def unchecked_sentence(prescriptions: Iterable[Prescription]) -> str:
    """That amounts wait to be checked before anything is compared."""
    names = joined(drug_name(prescription.drug) for prescription in prescriptions)
    return say("Please check the amount of {drugs} first. Change it, or say that it is right.", drugs=names)


def _why(drug: Drug, doubt: Doubt) -> str:
    message, written, held = _WHY[doubt.code].person, doubt.readings[0], drug.units_per_package or 0
    if doubt.code == MANY_PACKAGES:
        message = _MANY_PACKAGES.get(drug.package_form, message)
    return say(
        message,
        limit=amount_words(drug, _limit(doubt)),
        a_day=amount(written.quantity // written.days_supply),
        package=package_of(drug),
        held=amount(held),
        units=unit_of(drug, many=doubt.code != PART_OF_A_PACKAGE or held != ONE),
    )


def doubt_text(drug: Drug, doubt: Doubt) -> str:
    """The same question in the answer of ``finder compare``, with the catalog's own words for drug and unit."""
    written, held = doubt.readings[0], drug.units_per_package or 0
    first, *others = (_warning_amount(drug, reading) for reading in doubt.readings)
    why = say(
        _WHY[doubt.code].program,
        drug=drug.name,
        limit=_warning_amount(drug, _limit(doubt)),
        a_day=amount(written.quantity // written.days_supply),
        held=amount(held),
        units=_warning_unit(drug, held),
    )
    if others:
        return f"{why} {say('Is {written} meant, or {other}?', written=first, other=others[0])}"
    return f"{why} {say('Is {written} meant?', written=first)}"


def _limit(doubt: Doubt) -> Amount:
    return Amount(*doubt.limit) if doubt.limit else doubt.readings[0]


def _fill_words(bought: Amount, units: str) -> str:
    quantity = amount(bought.quantity)
    return say_count(
        "{quantity} {units} for {count} day", "{quantity} {units} for {count} days", bought.days_supply, quantity=quantity, units=units
    )


def _warning_amount(drug: Drug, bought: Amount) -> str:
    return _fill_words(bought, _warning_unit(drug, bought.quantity))


def _warning_unit(drug: Drug, quantity: int) -> str:
    if language() != ENGLISH:
        return unit_for_program(drug.unit, many=quantity != ONE)
    return drug.unit if quantity == ONE or drug.unit == "mL" else f"{drug.unit}s"
