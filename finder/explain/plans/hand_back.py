"""Between Find plans and an explainer: where a number in its form comes from, what its result is on Find plans, and what was set there."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.plan_cost import PlanCost
from finder.explain.choices import NOT_SURE, subsidies
from finder.explain.kit.section import Paragraphs, Sections
from finder.explain.messages import mark, say, say_count
from finder.explain.words import SUBSIDIES, plan_name

BUTTON, ANSWER_BUTTON = mark("Use this in Find plans"), mark("Use this in my answer")


def cost_source(cost: PlanCost) -> Sections:
    """Where the yearly cost in the form of an explainer comes from."""
    said = say("The yearly cost comes from your list at {plan}: what you and the plan pay together.", plan=plan_name(cost.plan))
    return (Paragraphs((said,)),)


class HelpChoice(NamedTuple):
    """An answer to the question about Extra Help on Find plans, and what is said of it."""

    choice: str
    said: str


def help_choice(year: int, level: LowIncomeSubsidy | None) -> HelpChoice:
    """The level as Find plans takes it. Only a likely level is handed over; None stays "I'm not sure", which counts none."""
    if level is None:
        return HelpChoice(NOT_SURE, say("Set for {year}: not sure of Extra Help. We count none until you know.", year=year))
    choice = next(words for words, one in subsidies(year).items() if one is level and words != NOT_SURE)
    if level is LowIncomeSubsidy.NONE:
        return HelpChoice(choice, say("Set for {year}: no Extra Help.", year=year))
    said = say(
        "Set for {year}: {level}. You must get the letter before it counts at the drug store.", year=year, level=say(SUBSIDIES[level])
    )
    return HelpChoice(choice, said)


def months_sentence(months: int) -> str:
    """What is said of the months that were set."""
    if not months:
        return say("Set: no months for a late fee.")
    return say_count("Set: {count} month without good drug coverage.", "Set: {count} months without good drug coverage.", months)


def no_plans_sentence(year: int) -> str:
    """That there is nothing to hand a year's answer to."""
    return say("We have no plans of {year} here, so Find plans can't use this answer.", year=year)
