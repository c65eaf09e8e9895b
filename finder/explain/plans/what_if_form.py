"""What a person may change in What if, what each change asks, and the days of a drug's fills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise

from finder.domain.market import Drug
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.supply import fills_of
from finder.domain.what_if import ChangeOrder, MoveFills, WhatIf
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day, day_of_year, drug_name, joined

ASKED = mark("What would you change?")
CHOOSE = mark("Choose")
ADD = mark("Add a drug")
LEAVE_OUT = mark("Leave a drug out")
SWAP = mark("Swap a drug for another")
PRICE = mark("A price goes up or down")
STORE = mark("Another kind of drug store")
SUPPLY = mark("Fills of 30, 60 or 90 days")
START = mark("Start in another month")
HELP = mark("Extra Help")
DATES = mark("A drug's fill dates")
ORDER = mark("The order of fills on one day")

EVERY_DRUG = mark("Every drug")
WHICH_DRUG = mark("Which drug?")
WHICH_LISTED = mark("Which drug of your list?")
PERCENT = mark("By how many percent? Use a minus for a fall.")
WHERE = mark("Where would you buy?")
HOW_LONG = mark("How long would each fill last?")
WHEN = mark("When would coverage start?")
WHICH_HELP = mark("Which Extra Help?")
ON_THE_LIST = mark("This drug is on the list. To change its amount, go to Find plans.")
ONLY_DRUG = mark("The list has one drug. Without it there is nothing to compare.")


def no_alternative(drug: Drug) -> str:
    """Where the file has nothing near a drug to swap it for."""
    return say(
        "This file has no generic, other strength or drug of the same class for {drug}. You can look for any drug.", drug=drug_name(drug)
    )


ENOUGH_AT_HOME = mark("Do this only if you have enough at home until then. Never go without a drug to save money.")
ONE_DRUG = mark("The list has one drug. So there is no order to change.")
ORDER_LEAD = mark("Now we count them in this order. Choose each drug once.")
WHICH_WAY = mark("How would you change them?")
FIRST_DAY, EACH_DAY = mark("All fills move: I choose the first day"), mark("I choose each day")
FIRST_FILL = mark("First fill")
HOW_MANY = mark("How many fills in the year?")
_MOST_DAYS = 4
_EARLY, _LATE = (3, 4), (5, 4)
"""Our own rule of thumb: a fill is early before three quarters of the last one are used, and late a quarter after its end."""


def place_words(place: int) -> str:
    """0 is ``Buy number 1``."""
    return say("Buy number {place}", place=place + 1)


def fill_label(place: int) -> str:
    """0 is ``Fill 1``."""
    return say("Fill {place}", place=place + 1)


def dates_words(dates: Sequence[date]) -> str:
    """Days of one year: ``on January 1, April 1 and July 1, 2026``; of many, ``12 times, from January 1 to December 1, 2026``."""
    days = sorted(dates)
    if len(days) > _MOST_DAYS:
        return say_count(
            "{count} time, from {first} to {last}",
            "{count} times, from {first} to {last}",
            len(days),
            first=day_of_year(days[0]),
            last=day(days[-1]),
        )
    return say("on {days}", days=joined([*map(day_of_year, days[:-1]), day(days[-1])]))


def bought_words(drug: str, dates: Sequence[date]) -> str:
    """``Eliquis 5 mg is bought on January 1, 2026``."""
    return say("{drug} is bought {when}", drug=drug, when=dates_words(dates))


def present_sentence(days: Sequence[date]) -> str:
    """When a drug is bought now."""
    return say("Now you buy it {when}.", when=dates_words(days)) if days else say("Now you don't buy it in the months covered.")


def moved_sentence(before: Sequence[date], after: Sequence[date]) -> str:
    """When it would be bought then, and how many fills that is; empty without days, or for days of another year, which are refused."""
    if not before or not after or after[0].year != before[0].year:
        return ""
    when = dates_words(after)
    if len(after) == len(before):
        return say_count("Then you buy it {when}: {count} fill.", "Then you buy it {when}: {count} fills.", len(after), when=when)
    return say_count(
        "Then you buy it {when}: {count} fill in place of {before}.",
        "Then you buy it {when}: {count} fills in place of {before}.",
        len(after),
        when=when,
        before=len(before),
    )


def fill_words(answer: WhatIf) -> tuple[str, ...]:
    """That the year holds more or fewer fills than before, which is a part of the difference; empty where it holds as many."""
    if not isinstance(answer.change, MoveFills):
        return ()
    before, after = (len(_days(comparison, answer.change.rxcui)) for comparison in (answer.before, answer.after))
    if before == after:
        return ()
    less = mark("You buy less: {before} fills before, {after} after. That is part of the difference, or all of it.")
    more = mark("You buy more: {before} fills before, {after} after. That is part of the difference, or all of it.")
    return (say(less if after < before else more, before=before, after=after),)


def timing_cautions(answer: WhatIf) -> tuple[str, ...]:
    """Of days moved: a fill that a plan may refuse as too early, and days with nothing new. Of an order: that it cannot matter."""
    match answer.change:
        case MoveFills(rxcui):
            return _pace(answer, rxcui)
        case ChangeOrder():
            days = [set(_days(answer.before, one.drug.rxcui)) for one in answer.before.prescriptions]
            shared = any(one & other for one, other in combinations(days, 2))
            return () if shared else (say("No two drugs of the list are bought on one day, so the order changes nothing."),)
        case _:
            return ()


def _pace(answer: WhatIf, rxcui: str) -> tuple[str, ...]:
    moved = _listed(answer.after, rxcui)
    before, after = _days(answer.before, rxcui), _days(answer.after, rxcui)
    supply, said = moved.days_supply, []
    early = next(((one, other) for one, other in pairwise(after) if (other - one).days * _EARLY[1] < supply * _EARLY[0]), None)
    if early is not None:
        said.append(
            say_count(
                "The fill of {next} comes early: the fill of {last} lasts {count} day. A plan may not pay that soon (refill too soon).",
                "The fill of {next} comes early: the fill of {last} lasts {count} days. A plan may not pay that soon (refill too soon).",
                supply,
                next=day(early[1]),
                last=day(early[0]),
            )
        )
    late = any((other - one).days * _LATE[1] > supply * _LATE[0] for one, other in pairwise(after))
    if late or (before and after and after[0] > before[0]):
        said.append(say(ENOUGH_AT_HOME))
    return tuple(said)


def _listed(comparison: Comparison, rxcui: str) -> Prescription:
    return next(one for one in comparison.prescriptions if one.drug.rxcui == rxcui)


def _days(comparison: Comparison, rxcui: str) -> list[date]:
    fills = fills_of(_listed(comparison, rxcui), comparison.info.plan_year, comparison.coverage_start.month)
    return [fill.date for fill in fills]
