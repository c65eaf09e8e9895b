"""What is said of names on a list that are not counted."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.drug_lines import NotCounted, WhyNotCounted
from finder.explain.messages import mark, say, say_count
from finder.explain.words import joined

_WHY = {
    WhyNotCounted.NOT_FOUND: mark("We don't have this drug in our file. Its cost is not counted."),
    WhyNotCounted.OVER_THE_COUNTER: mark("You can buy this without a prescription. Drug plans don't pay for it."),
    WhyNotCounted.VITAMIN: mark("Drug plans don't pay for vitamins and minerals."),
    WhyNotCounted.WEIGHT: mark("Drug plans don't pay for drugs used to lose or gain weight."),
    WhyNotCounted.FERTILITY: mark("Drug plans don't pay for fertility drugs."),
    WhyNotCounted.COSMETIC: mark("Drug plans don't pay for drugs used for looks or hair growth."),
    WhyNotCounted.COUGH_AND_COLD: mark("Drug plans don't pay for cough and cold drugs."),
    WhyNotCounted.SEXUAL_FUNCTION: mark("Drug plans don't pay for drugs used for sexual function."),
    WhyNotCounted.PART_B_SUPPLY: mark("Medicare Part B pays for this, not your drug plan."),
    WhyNotCounted.OPEN_QUESTION: mark("Its line still has a question. Its cost is not counted."),
}
_ASK_PART_D = mark("If your doctor ordered it for another reason, ask the plan.")
_DEPENDS_ON_USE = (WhyNotCounted.WEIGHT, WhyNotCounted.COSMETIC, WhyNotCounted.COUGH_AND_COLD, WhyNotCounted.SEXUAL_FUNCTION)

PRIVATE = mark("This looks like somebody's number or birth date. Please type the name of a drug.")
KEEP = mark("Keep it on my list, not counted")


def why_sentence(given: NotCounted) -> str:
    """Why a name is not counted."""
    why = say(_WHY[given.why])
    return f"{why} {say(_ASK_PART_D)}" if given.why in _DEPENDS_ON_USE else why


def why_of_name(given: NotCounted) -> str:
    """The same, with the name: ``Tylenol: You can buy this without a prescription. ...``"""
    return say("{name}: {why}", name=given.name, why=why_sentence(given))


def open_line_sentence(given: NotCounted) -> str:
    """What to do with a line of the Desk that Part D does not pay for."""
    return f"{why_sentence(given)} {say('Leave the line out, or keep it on the list. It is not counted.')}"


def line_words(given: NotCounted) -> str:
    """A name on the list that is not counted: ``Xyzal: not counted. We don't have this drug in our file. ...``"""
    return say("{name}: not counted. {why}", name=given.name, why=why_sentence(given))


def kept_sentence(given: NotCounted) -> str:
    """That a name was kept."""
    return say("{name} is on your list. It is not counted.", name=given.name)


def removed_sentence(given: NotCounted) -> str:
    """That a name was removed."""
    return say("Removed {name}.", name=given.name)


def missing_sentence(names: Sequence[str]) -> str:
    """That drugs of the list have no cost in any figure; empty where there are none."""
    if not names:
        return ""
    return say_count(
        "{names} is not counted: we don't have the cost. Your real cost is higher at every plan.",
        "{names} are not counted: we don't have the cost. Your real cost is higher at every plan.",
        len(names),
        names=joined(names),
    )


def outside_sentence(names: Sequence[str]) -> str:
    """That Part D does not pay for products on the list; empty where there are none."""
    if not names:
        return ""
    return say_count(
        "{names} is not counted: Medicare drug plans don't pay for it.",
        "{names} are not counted: Medicare drug plans don't pay for them.",
        len(names),
        names=joined(names),
    )
