"""What a page found, as an answer of Find plans: the choice that stands for it, and the sentence that says what was set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.explain.choices import NOT_SURE, subsidies
from finder.explain.words import SUBSIDIES, counted

BUTTON = "Use this in Find plans"
Answer = Mapping[str, Any]


class HelpChoice(NamedTuple):
    """An answer to the question about Extra Help on Find plans, and what is said of it."""

    choice: str
    said: str


def help_choice(answer: Answer) -> HelpChoice:
    """The level as Find plans takes it. Only a likely level is handed over; a maybe stays "I'm not sure", which counts none."""
    year = answer["year"]
    if answer["likelihood"] == "maybe" or answer["level"] is None:
        return HelpChoice(NOT_SURE, f"Set for {year}: not sure of Extra Help. We count none until you know.")
    level = LowIncomeSubsidy[answer["level"].upper()]
    choice = next(words for words, one in subsidies(year).items() if one is level and words != NOT_SURE)
    if level is LowIncomeSubsidy.NONE:
        return HelpChoice(choice, f"Set for {year}: no Extra Help.")
    return HelpChoice(choice, f"Set for {year}: {SUBSIDIES[level]}. You must get the letter before it counts at the drug store.")


def months_sentence(months: int) -> str:
    """What is said of the months that were set."""
    return f"Set: {counted(months, 'month')} without good drug coverage." if months else "Set: no months for a late fee."


def no_plans_sentence(year: int) -> str:
    """That there is nothing to hand a year's answer to."""
    return f"We have no plans of {year} here, so Find plans can't use this answer."
