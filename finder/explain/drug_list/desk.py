"""The Desk: what it asks of a counselor about a list and each of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.domain.drug_lines import LONGEST_NAME, MOST_LINES, Asked, DrugLine, Offer, Origin
from finder.domain.market import Drug
from finder.domain.supply import Holder
from finder.explain.drug_list.amounts import proposal_words
from finder.explain.drug_list.fills import holder_words
from finder.explain.drug_list.lines import asked_sentences, other_brand_sentence, understood_words
from finder.explain.messages import mark, say, say_count
from finder.explain.words import drug_label, first_words, joined, unit_of

LEAD = mark("For counselors. Bring a drug list, answer what is open, then find plans. Nothing is kept when you start over.")
ANOTHER_LIST = mark("Bring another list, or change the plan year")
SESSION_FILE = mark("Session file")

WHICH_WAY = mark("How do you bring the list?")
PASTE, FILE, TABLE = mark("Paste the list"), mark("Open a file (CSV or XLSX)"), mark("Fill in a table")
HINT = mark("Write as you like: “atorva 40 1x day”, “eliquis 5mg bid #60”, “Lantus pen 2 a month”. Leave names and birth dates out.")
READ_LIST = mark("Read this list")
LOOK_AT_FILE = mark("Look at this file")
USE_COLUMNS = mark("Use these columns")
ANOTHER_FILE = mark("Use another file")
READ_TABLE = mark("Read this table")
SAVE_ANSWERS = mark("Save these answers")
SAVE_FIRST = mark("Save your answers first. Then use the list.")
ADD, SWAP, DROP = mark("Add the new lines"), mark("Replace the first list"), mark("Forget the new list")
NEXT_PERSON = mark("Add or replace only for the same person. For another person, forget the new list and start over.")
SOMETHING_ELSE = mark("Something else")
ANSWER_HERE = mark("Answer here")
WRITE_AGAIN = mark("Write it again")
LEAVE_OUT = mark("Leave it out")
TAKE_BACK = mark("Keep the chosen lines")
SEE_READY = mark("See or correct the lines that are ready")
CORRECT = mark("Which lines would you correct?")
OTHER_LIST = mark("You already have a list. What should we do with it?")
REPLACE, KEEP_BOTH = mark("Replace it with this list"), mark("Keep it and add this list (same person)")

FILE_HOLDS = mark(
    "The file holds the ZIP code, the answers, the drugs and what was paid. It holds no name, birth date, Medicare number or street."
)
SAVE_A_COPY = mark("Save a copy")
SAVE_SESSION = mark("Save this session as a file")
SAVED_FILE = mark("A session file that was saved here")
OPEN_SESSION = mark("Open this session")
OPENED = mark("Opened the session.")
LINES_WAIT = mark("Some lines still need an answer. They are on the Desk page.")


_BY_FIELDS = (Asked.PRODUCT, Asked.STRENGTH, Asked.QUANTITY, Asked.DAYS_SUPPLY)
_BY_OFFERS = (*_BY_FIELDS, Asked.HOW_OFTEN, Asked.CONFIRM)
"""What the answers beside a line ask already."""


def paste_label() -> str:
    """The field for a pasted list."""
    return say("The list, one drug a line, {most} lines at most", most=MOST_LINES)


def file_label() -> str:
    """The field for a file."""
    return say(
        "A CSV or XLSX file, or a Blue Button download (JSON or text): {most} drugs at most, no formulas, no macros", most=MOST_LINES
    )


def second_list_sentence(before: int, new: int) -> str:
    """That a list was read beside one that is there."""
    have = say_count("You already have a list of {count} line.", "You already have a list of {count} lines.", before)
    return " ".join((have, say_count("The new list has {count} line.", "The new list has {count} lines.", new)))


def line_title(number: int, text: str) -> str:
    """A line by its number and its own words."""
    return say("Line {number}: {text}", number=number, text=text)


def read_sentence(line: DrugLine) -> str:
    """What a line is read as: its product, else what its words say."""
    return say("We read: {words}", words=drug_label(line.drug) if line.drug is not None else understood_words(line))


def open_sentences(line: DrugLine) -> tuple[str, ...]:
    """What is asked about a line. What the answers beside it ask is not asked twice."""
    asked = tuple(what for what in line.asked if what not in (_BY_OFFERS if line.offers else _BY_FIELDS))
    said = [other_brand_sentence(line.other_brand)] if line.other_brand and line.drug is None else []
    if line.drug is None and (drug := _only_product(line)):
        said.append(say("Is it {drug}?", drug=drug_label(drug)))
    if _all_usual(line):
        said.append(say("No amount is written. These are usual."))
    return (*said, *asked_sentences(replace(line, asked=asked)))


def _only_product(line: DrugLine) -> Drug | None:
    """The product of all whole answers, if they share one."""
    drugs = {offer.drug.rxcui: offer.drug for offer in line.offers}
    return next(iter(drugs.values())) if len(drugs) == 1 else None


def _all_usual(line: DrugLine) -> bool:
    """Whether every whole answer has a usual amount."""
    return bool(line.offers) and all(offer.amount.origin is Origin.USUAL for offer in line.offers)


def which_answer(number: int) -> str:
    """The choice of an answer to a line."""
    return say("Line {number}: your answer", number=number)


def which_product(number: int) -> str:
    """The choice of products."""
    return say("Line {number}: which product is it?", number=number)


def offer_words(line: DrugLine, offer: Offer) -> str:
    """A whole answer to a line: ``Yes: 30 tablets for 30 days``, with the product where there are several."""
    given = offer.amount._replace(origin=Origin.WRITTEN) if _all_usual(line) else offer.amount  # that it is usual is said once
    amount = proposal_words(line.understood, offer.drug, given)
    if line.drug is not None or _only_product(line):
        return say("Yes: {amount}", amount=amount)
    return say("Yes: {drug}, {amount}", drug=drug_label(offer.drug), amount=amount)


def amount_label(number: int, drug: Drug, held: Holder | None) -> str:
    """The field for an amount: ``Line 4: pens (3 mL each) bought each time``."""
    things = holder_words(drug, held) if held else unit_of(drug)
    return say("Line {number}: {things} bought each time", number=number, things=things)


def days_label(number: int) -> str:
    """The field for the days."""
    return say("Line {number}: days they last", number=number)


def again_label(number: int) -> str:
    """The field for a line written again."""
    return say("Write line {number} again", number=number)


def both_amounts_sentence(numbers: Sequence[int]) -> str:
    """That an amount lacks its days, or the days their amount."""
    return say_count(
        "Line {lines} needs both the amount and the days. Nothing is saved yet.",
        "Lines {lines} need both the amount and the days. Nothing is saved yet.",
        len(numbers),
        lines=joined(map(str, numbers)),
    )


def take_back_label() -> str:
    """The choice of lines that were left out."""
    return say("Is any of these lines still needed?")


def waiting_sentence(lines: int) -> str:
    """That lines are open and not counted."""
    return say_count(
        "{count} line is still open. It stays on the list but is not counted.",
        "{count} lines are still open. They stay on the list but are not counted.",
        lines,
    )


def use_label(drugs: int) -> str:
    """The button that puts the drugs on the list of Find plans."""
    return say_count("Use {count} drug to find plans", "Use {count} drugs to find plans", drugs)


def other_list_sentence(names: Sequence[str]) -> str:
    """That Find plans has drugs that are not on this list."""
    return say_count(
        "Find plans already has {names}, and it is not on this list. For another person, start over first.",
        "Find plans already has {names}, and they are not on this list. For another person, start over first.",
        len(names),
        names=first_words(names),
    )


def name_of(line: DrugLine) -> str:
    """What an open line is called on the list of Find plans; not by its words where they may hold a person's number."""
    return say("Line {number}", number=line.number) if Asked.PRIVATE in line.asked else line.text[:LONGEST_NAME]
