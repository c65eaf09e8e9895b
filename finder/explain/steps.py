"""The steps of Find plans: one question a screen. Grade 6."""

from __future__ import annotations

from typing import NamedTuple

from finder.explain.messages import mark, say


class StepWords(NamedTuple):
    """What is said of a step: its name in the bar, its question, and what stands under the question."""

    title: str
    question: str
    lead: str = ""


STEPS: dict[str, StepWords] = {
    "place": StepWords(
        mark("Where you live"),
        mark("Where do you live?"),
        mark("Plans and costs differ from place to place. We ask nothing that names you."),
    ),
    "coverage": StepWords(mark("Coverage"), mark("Original Medicare or a health plan?"), mark("Which kind should we show you?")),
    "help": StepWords(mark("Extra Help"), mark("Do you get Extra Help with drug costs?")),
    "drugs": StepWords(
        mark("Your drugs"),
        mark("Which drugs do you take?"),
        mark("Have your bottles at hand. Add each drug that a doctor ordered for you."),
    ),
    "stores": StepWords(mark("Drug stores"), mark("Where do you buy your drugs?"), mark("Many plans charge less at some stores.")),
    "plan": StepWords(
        mark("Your plan now"),
        mark("Which plan do you have now?"),
        mark("Its name is on your plan's card. Then we can say whether a change would save you money."),
    ),
}
"""The steps in their order, by the name that the address has."""

ON_ONE_PAGE = mark("All on one page")
MORE_ABOUT_YOU = mark("More about you")
NEXT = mark("Next")
BACK = mark("Back")
SHOW_ANSWER = mark("Show my answer")
BACK_TO_ANSWER = mark("Back to my answer")
CHOOSE_ONE = mark("Please choose one. “I'm not sure” is fine, too.")


def place_in_steps(name: str) -> str:
    """``Step 2 of 6: Coverage``."""
    number = list(STEPS).index(name) + 1
    return say("Step {number} of {count}: {title}", number=number, count=len(STEPS), title=say(STEPS[name].title))


def costs_for(year: int) -> str:
    """The one line about the plan year."""
    return say("Costs for {year}. Change the year", year=year)
