"""What stops a comparison, in one sentence each."""

from __future__ import annotations

NEED_PLACE = "First we need a ZIP code that this file covers. Please type it at the top of this page."
CORRECT_ABOVE = "One answer above can't be right. Please correct it, then compare."
SKIP = "I would not buy a drug that my plan leaves out"
ADD_A_DRUG = "Please add at least one drug first."


def started_sentence(words: str) -> str:
    """That a drug was typed and not added."""
    return f"You started to add “{words}”. Add it, or clear the name, then compare."


def changing_sentence(name: str) -> str:
    """That a change of a drug was not saved."""
    return f"You are changing {name}. Save the change, or keep it as it was, then compare."
