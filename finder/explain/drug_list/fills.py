"""How the amount of a drug is asked: in what a person takes and holds, with the fill that follows from it in one line. Grade 6."""

from __future__ import annotations

from finder.domain.market import Drug
from finder.domain.prescription import Prescription
from finder.domain.supply import ONE, Amount, Holder, fills_of
from finder.explain.drug_list.amount_doubts import amount_words
from finder.explain.words import amount, counted, unit_of

HOW_MANY = "How many do you take each time?"
HOW_OFTEN_LABEL = "How often?"
HOW_LONG = "How long do they last, in days?"
CHANGE_IT = "If your bottle says another number (Qty), change it."
INSULIN_UNITS = "How many units of insulin do you use in a day?"
BY_UNITS, BY_PACKAGE = "By units a day", "By pens or boxes"
FILL_IN = "Please fill in each field: how many, and how long they last."
CONFIRM_FIRST = "Please check the amount. If it is right, tick the box. Then press the button again."


def refill_label(drug: Drug, holder: Holder | None) -> str:
    """``How many inhalers each time you refill?``"""
    return f"How many {plural(holder.word) if holder else unit_of(drug)} each time you refill?"


def plural(word: str) -> str:
    """``boxes``, ``syringes``."""
    return f"{word}es" if word.endswith(("x", "ch")) else f"{word}s"


def holder_words(drug: Drug, holder: Holder) -> str:
    """``boxes (15 mL each)``; what is one priced unit has no number."""
    words = plural(holder.word)
    return words if drug.unit == holder.word else f"{words} ({size_words(drug, holder)} each)"


def size_words(drug: Drug, holder: Holder) -> str:
    """``15 mL``."""
    return f"{amount(holder.size)} {unit_of(drug, many=holder.size != ONE)}"


def size_label(drug: Drug, holder: Holder) -> str:
    """``How many grams are in one inhaler? Your label says.``"""
    return f"How many {unit_of(drug)} are in one {holder.word}? Your label says."


def source_sentence(drug: Drug, holder: Holder) -> str:
    """Where we have the size of a package from, so that a label that differs is believed."""
    held = f"We have {size_words(drug, holder)} in one {holder.word}."
    source = "package labels" if drug.package_source else "the drug's listed name"
    return f"{held} That comes from {source}. If your label says another number, type that."


def refill_number_label(drug: Drug) -> str:
    """``Tablets each time you refill``: the number that follows from doses, which a person may change."""
    return f"{unit_of(drug).capitalize()} each time you refill"


def fill_sentence(prescription: Prescription, plan_year: int) -> str:
    """``60 tablets for 30 days. That is 12 refills in a full year.``"""
    fills = len(fills_of(prescription, plan_year, 1))
    bought = amount_words(prescription.drug, Amount(prescription.quantity, prescription.days_supply))
    return f"{bought}. That is {counted(fills, 'refill')} in a full year."


def insulin_sentence(drug: Drug, bought: Amount) -> str:
    """``1 box (15 mL) lasts 75 days.``"""
    size = drug.units_per_package
    if not size:
        return f"{amount(bought.quantity)} mL lasts {counted(bought.days_supply, 'day')}."
    packages = bought.quantity // size
    boxes = counted(packages, "box", "boxes")
    return f"{boxes} ({amount(bought.quantity)} mL) {'lasts' if packages == 1 else 'last'} {counted(bought.days_supply, 'day')}."
