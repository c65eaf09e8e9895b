"""What is said of names on the list that no plan's cost holds."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.not_counted import NotCounted, WhyNotCounted
from finder.explain.words import joined

_WHY = {
    WhyNotCounted.NOT_FOUND: "We don't have this drug in our file. Its cost is not counted.",
    WhyNotCounted.OVER_THE_COUNTER: "You can buy this without a prescription. Drug plans don't pay for it.",
    WhyNotCounted.VITAMIN: "Drug plans don't pay for vitamins and minerals.",
    WhyNotCounted.WEIGHT: "Drug plans don't pay for drugs used to lose or gain weight.",
    WhyNotCounted.FERTILITY: "Drug plans don't pay for fertility drugs.",
    WhyNotCounted.COSMETIC: "Drug plans don't pay for drugs used for looks or hair growth.",
    WhyNotCounted.COUGH_AND_COLD: "Drug plans don't pay for cough and cold drugs.",
    WhyNotCounted.SEXUAL_FUNCTION: "Drug plans don't pay for drugs used for sexual function.",
    WhyNotCounted.PART_B_SUPPLY: "Medicare Part B pays for this, not your drug plan.",
    WhyNotCounted.OPEN_QUESTION: "Its line on the Desk still has a question. Its cost is not counted.",
}
_ASK_PART_D = "If your doctor ordered it for another reason, ask the plan."
_LAW = (WhyNotCounted.WEIGHT, WhyNotCounted.COSMETIC, WhyNotCounted.COUGH_AND_COLD, WhyNotCounted.SEXUAL_FUNCTION)


PRIVATE = "This looks like somebody's number or birth date. Please type the name of a drug."
LEAVE_OR_KEEP = "Leave the line out, or keep it on the list. It is not counted."


def why_sentence(given: NotCounted) -> str:
    """Why a name is not counted, in plain words."""
    return f"{_WHY[given.why]} {_ASK_PART_D}" if given.why in _LAW else _WHY[given.why]


def line_words(given: NotCounted) -> str:
    """A name on the list that is not counted: ``Xyzal: not counted. We don't have this drug in our file. ...``"""
    return f"{given.name}: not counted. {why_sentence(given)}"


def missing_sentence(names: Sequence[str]) -> str:
    """That drugs of the list have no cost in any figure; empty where there are none."""
    if not names:
        return ""
    return f"{joined(names)} {_is(names)} not counted: we don't have the cost. Your real cost is higher at every plan."


def outside_sentence(names: Sequence[str]) -> str:
    """That products on the list are none that Part D pays for; empty where there are none."""
    if not names:
        return ""
    return f"{joined(names)} {_is(names)} not counted: Medicare drug plans don't pay for {'it' if len(names) == 1 else 'them'}."


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
