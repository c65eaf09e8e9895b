"""How a drug is asked for: its name, then its amount in what a person takes or holds, and the fill that follows. Grade 6."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import Drug, DrugMatch, KnownProduct
from finder.domain.money import Quantity
from finder.domain.prescription import Prescription
from finder.domain.supply import ONE, Amount, Holder, fills_of
from finder.explain.messages import mark, say, say_count
from finder.explain.words import amount, days_supplied, drug_label, drug_name, joined, quantity_words, supply_words, unit_name

NAME = mark("Name of a drug")
ONE_MORE = mark("Name of one more drug")
HINT = mark("Type the name and strength, or the whole line: atorvastatin 40 mg once a day. You can paste a whole list, too.")
WHICH_ONE = mark("Which one is it? Check the strength.")
ADD, SAVE, KEEP = mark("Add this drug"), mark("Save this change"), mark("Keep it as it was")
HOW_MANY = mark("How many do you take each time?")
HOW_OFTEN_LABEL = mark("How often?")
WHICH_WAY_OFTEN = mark("Which of these is it?")
HOW_LONG = mark("How long do they last?")
HALF, ONE_AND_A_HALF = mark("Half"), mark("1 and a half")
ANOTHER = mark("Another number")
TYPE_HOW_MANY = mark("Type how many you take each time")
TYPE_DAYS = mark("Type how many days they last")
ANOTHER_COUNT = mark("My bottle says another number (Qty)")
WHICH_WAY = mark("How do you want to tell us?")
INSULIN_UNITS = mark("How many units of insulin do you use in a day?")
BY_UNITS, BY_PACKAGE = mark("By units a day"), mark("By pens or boxes")
WHAT_IS_COUNTED = mark("What do you count?")
SAY_DOSE = mark("Please say how many you take each time.")
SAY_OFTEN = mark("Please say how often you take it.")
SAY_COUNT = mark("Please say how many you get each time you refill.")
SAY_DAYS = mark("Please say how long they last.")
SAY_INSULIN = mark("Please say how many units you use in a day.")
SAY_SIZE = mark("Please say how much is in one. Your label says.")
_DOSES = {ONE // 2: HALF, ONE * 3 // 2: ONE_AND_A_HALF}
CONFIRM_FIRST = mark("Please check the amount. If it is right, tick the box. Then press the button again.")


def lacking_sentence(drug: Drug) -> str:
    """That the file of the year lacks a drug of the list."""
    return say("The file of this plan year does not have {drug}. It is not counted here. Look for it by name.", drug=drug_label(drug))


def right_label(drug: Drug) -> str:
    """The button that confirms an amount."""
    return say("The amount of {drug} is right", drug=drug_name(drug))


def change_label(name: str) -> str:
    """The button that opens the form of a drug, by the drug's name."""
    return say("Change {drug}", drug=name)


def remove_label(name: str) -> str:
    """The button that takes a drug off the list, by the drug's name."""
    return say("Remove {drug}", drug=name)


def removed_sentence(drug: Drug) -> str:
    """That a drug was removed."""
    return say("Removed {drug}.", drug=drug_name(drug))


def on_list_sentence(listed: Prescription) -> str:
    """What the list says of a product already."""
    drug = listed.drug
    fill = supply_words(drug.unit, listed.quantity, listed.days_supply)
    return say("{drug} is on your list: {fill}. What you save now takes its place.", drug=drug_name(drug), fill=fill)


def same_drug_sentence(drugs: Sequence[Drug]) -> str:
    """That several products of the list have the same drug in them, such as a brand and its generic."""
    return say("{drugs} have the same drug in them. If you don't take all of them, remove one.", drugs=joined(map(drug_label, drugs)))


def saved_sentence(drug: Drug) -> str:
    """That a drug was added or changed."""
    return say("Saved {drug}.", drug=drug_name(drug))


def product_words(drug: Drug, note: str = "") -> str:
    """A product to choose, with what is said of it."""
    return say("{drug}: {note}", drug=drug_label(drug), note=note) if note else drug_label(drug)


def match_words(match: DrugMatch) -> str:
    """A product found, with what was typed and isn't true of it: ``metformin 500 mg tablet: not ER``."""
    return product_words(match.drug, say("not {words}", words=joined(match.differs, "or")) if match.differs else "")


def differs_sentence(typed: str) -> str:
    """That no product is just what was typed."""
    return say('This file has no drug that is just "{typed}". Each one below differs. Pick one only if it is on your bottle.', typed=typed)


def known_sentence(product: KnownProduct, *, sure: bool) -> str:
    """That a name is a real drug which the file lacks."""
    if sure:
        return say(
            "{name} is a real drug, but it is not in this file. We can't price it. Ask the plan, or look on medicare.gov.",
            name=product.matched,
        )
    return say(
        "Did you mean {name}? That is a real drug, not in this file. Check the spelling, or look on medicare.gov.", name=product.matched
    )


def dose_words(dose: Quantity) -> str:
    """A number of tablets to choose: ``Half``, ``1``, ``1 and a half``."""
    return say(_DOSES[dose]) if dose in _DOSES else amount(dose)


def number_refusal(typed: float, most: int) -> str:
    """That a number can't be an amount."""
    return say("Please type a number above 0, and {most} at most. You typed {typed}.", most=f"{most:,}", typed=f"{typed:,.10g}")


def days_refusal(typed: float, most: int) -> str:
    """That a number can't be days."""
    return say("Please type whole days, from 1 to {most}. You typed {typed}.", most=str(most), typed=f"{typed:,.10g}")


def type_count_label(unit: str) -> str:
    """``Type how many inhalers``."""
    return say("Type how many {things}", things=unit_name(unit))


def refill_label(unit: str) -> str:
    """``How many inhalers each time you refill?``"""
    return say("How many {things} each time you refill?", things=unit_name(unit))


def holder_words(drug: Drug, holder: Holder) -> str:
    """``boxes (15 mL each)``; what is one priced unit has no number."""
    things = unit_name(holder.word)
    if drug.unit == holder.word:
        return things
    return say("{things} ({size} each)", things=things, size=quantity_words(drug.unit, holder.size))


def size_label(drug: Drug, holder: Holder) -> str:
    """``How many grams are in one inhaler? Your label says.``"""
    package = unit_name(holder.word, many=False)
    return say("How many {units} are in one {package}? Your label says.", units=unit_name(drug.unit), package=package)


def source_sentence(drug: Drug, holder: Holder) -> str:
    """Where the size of a package comes from, so that a person believes a label that differs."""
    size, package = quantity_words(drug.unit, holder.size), unit_name(holder.word, many=False)
    if drug.package_source:
        held = say("We have {size} in one {package}. That comes from package labels.", size=size, package=package)
    else:
        held = say("We have {size} in one {package}. That comes from the drug's listed name.", size=size, package=package)
    return f"{held} {say('If your label says another number, type that.')}"


def fill_sentence(prescription: Prescription, plan_year: int) -> str:
    """``60 tablets for 30 days. That is 12 refills in a full year.``"""
    return say_count(
        "{fill}. That is {count} refill in a full year.",
        "{fill}. That is {count} refills in a full year.",
        len(fills_of(prescription, plan_year, 1)),
        fill=supply_words(prescription.drug.unit, prescription.quantity, prescription.days_supply),
    )


def insulin_sentence(drug: Drug, bought: Amount) -> str:
    """``1 box (15 mL) lasts 75 days.``"""
    volume, lasting = quantity_words("mL", bought.quantity), days_supplied(bought.days_supply)
    if not drug.units_per_package:
        return say("{volume} lasts {days}.", volume=volume, days=lasting)
    return say_count(
        "{count} box ({volume}) lasts {days}.",
        "{count} boxes ({volume}) last {days}.",
        bought.quantity // drug.units_per_package,
        volume=volume,
        days=lasting,
    )
