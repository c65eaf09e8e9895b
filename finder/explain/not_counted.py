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
}
_ASK_PART_D = "If your doctor ordered it for another reason, ask the plan."
_LAW = (WhyNotCounted.WEIGHT, WhyNotCounted.COSMETIC, WhyNotCounted.COUGH_AND_COLD, WhyNotCounted.SEXUAL_FUNCTION)


def why_sentence(given: NotCounted) -> str:
    """Why a name is not counted, in plain words."""
    return f"{_WHY[given.why]} {_ASK_PART_D}" if given.why in _LAW else _WHY[given.why]


def line_words(given: NotCounted) -> str:
    """A name on the list that is not counted: ``Xyzal: not counted. We don't have this drug in our file. ...``"""
    return f"{given.name}: not counted. {why_sentence(given)}"


def not_counted_sentences(names: Sequence[NotCounted]) -> tuple[str, ...]:
    """What an answer says of the names that it does not count: those whose cost is missing, then those that Part D leaves out."""
    missing = [given.name for given in names if given.cost_is_missing]
    outside = [given.name for given in names if not given.cost_is_missing]
    said = []
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        said.append(f"{joined(missing)} {verb} not counted: not in our file. Your real cost is higher at every plan.")
    if outside:
        verb = "is" if len(outside) == 1 else "are"
        said.append(f"{joined(outside)} {verb} not counted: Medicare drug plans don't pay for {'it' if len(outside) == 1 else 'them'}.")
    return tuple(said)
