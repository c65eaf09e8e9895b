"""Find plans: the words of its form."""

from __future__ import annotations

from finder.explain.messages import mark, say

TITLE = mark("Find plans")
PLANS_CHANGED = mark("The plans on this computer have changed. This is the answer with the new ones.")
YOU = mark("1. You")
YOUR_DRUGS = mark("2. Your drugs")
COMPARE = mark("3. Compare")
COMPARE_PLANS = mark("Compare plans")
NEED_PLACE = mark("First we need a ZIP code that this file covers. Please type it at the top of this page.")
CORRECT_ABOVE = mark("One answer above can't be right. Please correct it, then go on.")
ADD_A_DRUG = mark("Please add at least one drug first.")
SKIP = mark("I would not buy a drug that my plan leaves out")


def started_sentence(words: str) -> str:
    """That a drug was typed and not added."""
    return say("You started to add “{words}”. Add it, or clear the name, then go on.", words=words)


def changing_sentence(name: str) -> str:
    """That a change of a drug was not saved."""
    return say("You are changing {drug}. Save the change, or keep it as it was, then go on.", drug=name)
