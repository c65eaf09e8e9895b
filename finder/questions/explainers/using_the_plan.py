"""How is the premium paid, the card shown, a claim sent on paper? The year's rules, and by when a plan must answer a claim."""

from __future__ import annotations

from datetime import date

from finder.domain.errors import Problem, Refusal
from finder.domain.rights import Event, Happened
from finder.domain.using_the_plan import HowTo, Moment
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import law_year, rules_of
from finder.questions.explainers.rights import rights

_RULES: dict[Moment, tuple[tuple[str, str], ...]] = {
    Moment.PAYING_THE_PREMIUM: (("using_the_plan", "premium_payment"), ("rights_and_clocks", "who_stays")),
    Moment.AT_THE_COUNTER: (
        ("using_the_plan", "show_the_card"),
        ("using_the_plan", "why_the_card"),
        ("price_basis", "cash_below_negotiated"),
    ),
    Moment.PAPER_CLAIM: (("using_the_plan", "paper_claim"), ("using_the_plan", "out_of_network"), ("rights_and_clocks", "payment_request")),
}


def using_the_plan(moment: Moment, day: date, sent_on: date | None = None) -> HowTo:
    """The rules of a moment on a day; ``sent_on``: the plan got a claim on paper. Raises Refusal."""
    if not day.year >= FIRST_YEAR:
        raise Refusal([Problem("$.year", f"a year from {FIRST_YEAR} to {LAST_YEAR}", str(day.year))])
    year = law_year(day)
    found = (rules_of(topic, year).get(name) for topic, name in _RULES[moment])
    dates = rights(Happened(Event.PAYMENT_REQUEST, sent_on)).dates if sent_on else ()
    return HowTo(moment, year, tuple(rule for rule in found if rule), dates)
