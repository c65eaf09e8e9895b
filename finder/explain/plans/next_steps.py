"""What to do next, in words: each step with its facts, and the button that leads to it."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.choosing import CanBeChosen
from finder.domain.next_steps import NextStep, Step
from finder.domain.plan_cost import Comparison
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.choosing import instead_sentence
from finder.explain.words import about, drug_name, in_whole_dollars, joined, plan_name

NEXT_STEPS = mark("Next steps for you")


class StepWords(NamedTuple):
    """A step as it is shown: a title, a sentence, and the words of its button."""

    title: str
    sentence: str
    button: str


def step_words(comparison: Comparison, step: NextStep) -> StepWords:
    """The words of a step."""
    if step.step is Step.NEXT_YEAR:
        return _next_year(comparison.can_be_chosen)
    if step.step in (Step.FIRST_SUPPLY, Step.APPROVAL):
        return _of_drugs(step)
    if step.step is Step.EXTRA_HELP:
        return _extra_help(step)
    if step.step is Step.SPREAD_COSTS:
        return _spread(step)
    if step.step is Step.LATE_FEE:
        fee = about(step.cost.late_enrollment_penalty)
        return StepWords(
            say("Check your late fee"),
            say("These costs hold a late fee of {amount}. See how it is made, and if it is right.", amount=fee),
            say("See the late fee"),
        )
    return StepWords(
        say("Take it with you"),
        say("Your answer as a report: to print, to keep, or to show to a counselor."),
        say("See the report first"),
    )


def _next_year(can: CanBeChosen | None) -> StepWords:
    year = can.next_year if can else None
    said = instead_sentence(can) if can else ""
    return StepWords(say("Look at {year} too", year=year), said, say("Compare with {year}", year=year))


def _of_drugs(step: NextStep) -> StepWords:
    drugs, plan = joined(drug_name(supply.drug) for supply in step.supplies), plan_name(step.cost.plan)
    if step.step is Step.FIRST_SUPPLY:
        title = say_count("{drugs} is not covered", "{drugs} are not covered", len(step.supplies), drugs=drugs)
        said = say("A new plan must give you a first supply of most drugs. Use that time to ask your doctor for another drug.")
        return StepWords(title, said, say("See the first supply"))
    return StepWords(
        say("Ask your doctor now"),
        say("{plan} must say yes before it pays for {drugs}. Your doctor asks for it. It can take days.", plan=plan, drugs=drugs),
        say("See how to ask"),
    )


def _extra_help(step: NextStep) -> StepWords:
    title = say("You may get Extra Help")
    if step.unsure:
        said = say("You said you are not sure. With Extra Help you would pay less for drugs and premiums. Check it now.")
    else:
        said = say("If your income is low, Extra Help lowers these costs. A few questions tell you if you may get it.")
    return StepWords(title, said, say("Check for Extra Help"))


def _spread(step: NextStep) -> StepWords:
    bill, before = in_whole_dollars(step.bill), in_whole_dollars(step.before)
    return StepWords(
        say("Spread your costs: at most {bill} a month", bill=bill),
        say(
            "Your most costly month at the drug store is {before}. With the payment plan no bill would be more than {bill}.",
            before=before,
            bill=bill,
        ),
        say("See the bills"),
    )
