"""A whole list that is read beside the drugs: pasted into the field of a name, or brought in another way. Grade 6."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.prescription import Prescription
from finder.explain.messages import mark, say, say_count
from finder.explain.words import drug_name, joined, supply_words

READ_IT = mark("Read it as a list")
DROP = mark("Don't use this list")
OPEN_LIST = mark("A list that we read is still open. Use it, or press “Don't use this list”. Then go on.")
BRING = mark("Paste a whole list, or open a file")
SAVED_ALONE = mark("Or open a session file that was saved for this person")
DRUGS_ONLY = mark("The file is of another year. We took the drugs. Please answer the questions above for this year.")
TOO_LONG = mark("That is too much for one field. Paste at most 60 lines.")


def looks_like_sentence(drugs: int) -> str:
    """That what was typed names several drugs."""
    return say(
        "This looks like a list of {count} drugs. We can read it all at once. You check each line before we use it.", count=str(drugs)
    )


def add_label(drugs: int) -> str:
    """The button that adds the drugs of the list to the person's."""
    return say_count("Add {count} drug to the list", "Add {count} drugs to the list", drugs)


def added_sentence(drugs: int) -> str:
    """That the drugs of a list were added."""
    return say_count("Added {count} drug.", "Added {count} drugs.", drugs)


def replaces_sentence(listed: Sequence[Prescription]) -> str:
    """That drugs of the new list are on the list with other amounts."""
    amounts = joined(
        say("{drug} ({fill})", drug=drug_name(one.drug), fill=supply_words(one.drug.unit, one.quantity, one.days_supply)) for one in listed
    )
    return say("Already on your list: {drugs}. If you use the new list, its amounts take their place.", drugs=amounts)
