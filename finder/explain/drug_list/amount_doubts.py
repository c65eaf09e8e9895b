"""An amount that looks like a slip, as a question to the person: why we ask, and both readings. Grade 6."""

from __future__ import annotations

from collections.abc import Iterable

from finder.domain.market import Drug
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
from finder.explain.words import amount, counted, drug_name, joined, package_of, unit_of

CONFIRMED = "Yes, this amount is right"


def amount_words(drug: Drug, bought: Amount) -> str:
    """``60 tablets for 30 days``."""
    return f"{amount(bought.quantity)} {unit_of(drug, many=bought.quantity != ONE)} for {counted(bought.days_supply, 'day')}"


def doubt_sentence(drug: Drug, doubt: Doubt) -> str:
    """Why an amount is asked about, and the two amounts that may be meant."""
    written, *others = doubt.readings
    other = f", or {amount_words(drug, others[0])}" if others else ""
    return f"{_why(drug, doubt, written)} Is it {amount_words(drug, written)}{other}?"


def doubt_sentences(drug: Drug, doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """A sentence for each doubt."""
    return tuple(doubt_sentence(drug, doubt) for doubt in doubts)


def unchecked_sentence(prescriptions: Iterable[Prescription]) -> str:
    """That amounts wait to be checked before anything is compared."""
    names = joined(drug_name(prescription.drug) for prescription in prescriptions)
    return f"Please check the amount of {names} first. Change it, or say that it is right."


def _why(drug: Drug, doubt: Doubt, written: Amount) -> str:
    if doubt.code == ABOVE_LIMIT and doubt.limit:
        return f"That is a lot. The plans here that set a limit pay for {amount_words(drug, Amount(*doubt.limit))} at most."
    if doubt.code == MANY_A_DAY:
        return f"That is {amount(written.quantity // written.days_supply)} a day."
    held = drug.units_per_package or 0
    return {
        FEW_A_WEEK: "That is less than one a week.",
        COUNT_LIKE_A_DOSE: f"That is few. We ask how many {unit_of(drug)} you buy, not how many you take each time.",
        PART_OF_A_PACKAGE: f"One {package_of(drug)} has {amount(held)} {unit_of(drug, many=held != ONE)}.",
        MANY_PACKAGES: f"That is a lot of {package_of(drug)}s." if package_of(drug) != "box" else "That is a lot of boxes.",
        OFTEN_FOR_WEEKLY: "Most people take this drug once a week.",
        MANY_FILLS: "That many refills last much longer than a year.",
        ABOVE_LIMIT: "That is a lot.",
    }[doubt.code]
