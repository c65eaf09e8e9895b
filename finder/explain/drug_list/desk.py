"""The Desk: what it asks of a counselor about a list and each of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.drug_lines import LONGEST_NAME, MOST_LINES, Asked, DrugLine, Offer
from finder.domain.market import Drug
from finder.domain.supply import Holder
from finder.explain.drug_list.amounts import proposal_words
from finder.explain.drug_list.fills import holder_words
from finder.explain.messages import mark, say, say_count
from finder.explain.words import drug_label, first_words

LEAD = mark("For counselors. Bring a drug list, answer what is open, then find plans. Nothing is kept when you start over.")
THE_LIST = mark("1. The list")
UNDERSTOOD = mark("2. What we understood")
QUESTIONS = mark("3. Questions")
USE_THE_LIST = mark("Use the list")
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
ADD_OR_REPLACE = mark("You have already read a list. What should we do with it?")
ADD, SWAP = mark("Add the new lines to it (same person)"), mark("Replace it")
CHOOSE_FIRST = mark("First choose what to do with the list that you have already read.")
SOMETHING_ELSE = mark("Something else")
ALL_LINES = mark("All lines")
TAKE_BACK = mark("Keep the chosen lines")
OTHER_LIST = mark("You already have a list. What should we do with it?")
REPLACE, KEEP_BOTH = mark("Replace it with this list"), mark("Keep it and add this list (same person)")

FILE_HOLDS = mark("The file holds the ZIP code, the answers and the drugs. It holds no name, birth date, Medicare number or street.")
SAVE_SESSION = mark("Save this session as a file")
SAVED_FILE = mark("A session file that was saved here")
OPEN_SESSION = mark("Open this session")
OPENED = mark("Opened the session.")
LINES_WAIT = mark("Some lines still need an answer. They are on the Desk page.")


def paste_label() -> str:
    """The field for a pasted list."""
    return say("The list, one drug a line, {most} lines at most", most=MOST_LINES)


def file_label() -> str:
    """The field for a file."""
    return say(
        "A CSV or XLSX file, or a Blue Button download (JSON or text): {most} drugs at most, no formulas, no macros", most=MOST_LINES
    )


def line_title(number: int, text: str) -> str:
    """The heading of a line's questions."""
    return say("Line {number}: {text}", number=number, text=text)


def product_sentence(label: str) -> str:
    """Which product a line is, where that is settled."""
    return say("This is {drug}.", drug=label)


def which_product(number: int) -> str:
    """The choice of products."""
    return say("Line {number}: which product is it?", number=number)


def is_it_right(number: int) -> str:
    """The choice of amounts to confirm."""
    return say("Line {number}: is this amount right?", number=number)


def offer_words(line: DrugLine, offer: Offer) -> str:
    """A whole answer to a line: ``Yes: 30 tablets for 30 days``, with the product where that is open too."""
    amount = proposal_words(line.understood, offer.drug, offer.amount)
    if line.drug is not None:
        return say("Yes: {amount}", amount=amount)
    return say("Yes: {drug}, {amount}", drug=drug_label(offer.drug), amount=amount)


def take_back_label() -> str:
    """The choice of lines that were left out because of their words."""
    return say("Left out, because the line says so. Is any of these still taken?")


def amount_label(number: int, drug: Drug, held: Holder | None, *, other: bool) -> str:
    """The field for an amount; ``other``: beside amounts to confirm."""
    things = holder_words(drug, held) if held else ""
    if other and held:
        return say("Line {number}: another amount, in {things}", number=number, things=things)
    if other:
        return say("Line {number}: another amount", number=number)
    if held:
        return say("Line {number}: how many are bought each time, in {things}", number=number, things=things)
    return say("Line {number}: how many are bought each time", number=number)


def days_label(number: int) -> str:
    """The field for the days."""
    return say("Line {number}: how many days they last", number=number)


def again_label(number: int) -> str:
    """The field for a line written again."""
    return say("Write line {number} again", number=number)


def leave_out_label(number: int) -> str:
    """The box that leaves a line out."""
    return say("Leave line {number} out", number=number)


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
