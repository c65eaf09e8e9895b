"""What is said of paying the premium, showing the card, and claims on paper, where they come up. Grade 6."""

from __future__ import annotations

from datetime import date

from finder.domain.using_the_plan import HowTo, Moment
from finder.explain.explainers.law import how_sure, rule_words
from finder.explain.kit.section import Bullets, Column, Fold, Sections, Table
from finder.explain.messages import mark, say
from finder.questions.explainers.using_the_plan import using_the_plan

_TITLES = {
    Moment.PAYING_THE_PREMIUM: mark("Ways to pay the premium"),
    Moment.AT_THE_COUNTER: mark("Show your card at the store"),
    Moment.PAPER_CLAIM: mark("You paid without your card?"),
}
_STEPS: dict[Moment, tuple[str, ...]] = {
    Moment.PAYING_THE_PREMIUM: (
        mark("Tell your plan which way you want. Call the number on your card."),
        mark("Keep paying each bill until you see that your check is lower."),
    ),
    Moment.AT_THE_COUNTER: (
        mark("Show the card of your plan each time, and each January the new one."),
        mark("Ask for the store's own price too. If it is lower than the plan's, you pay the lower one."),
        mark("If you pay with another card or in cash, keep the receipt and send it to your plan. Then it may still count."),
    ),
    Moment.PAPER_CLAIM: (
        mark("Call your plan and ask for its claim form."),
        mark("Send the form with the receipt. Keep a copy of both."),
        mark("Write down the day on which you sent it."),
        mark("If the plan says no, you can ask it to look again. See Rights and dates."),
    ),
}


def title(moment: Moment) -> str:
    """What a person looks for at that moment."""
    return say(_TITLES[moment])


def steps(moment: Moment) -> tuple[str, ...]:
    """What to do."""
    return tuple(map(say, _STEPS[moment]))


def folded(moment: Moment, day: date) -> Sections:
    """How it is done, folded under its title: the steps, and the rules with where they stand."""
    found = using_the_plan(moment, day)
    return (Fold(title(moment), (Bullets(steps(moment)), _rules(found))),)


def _rules(found: HowTo) -> Table:
    columns = (Column(say("Rule")), Column(say("Where it stands")), Column(say("How sure we are")))
    return Table(say("The rules"), columns, tuple((rule_words(rule), rule.citation, how_sure(rule)) for rule in found.rules))
