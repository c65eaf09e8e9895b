"""The days on which a drug is bought, in words: now, after a change, and what to know of fills that come early, late or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise

from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.domain.supply import fills_of
from finder.domain.what_if import ChangeOrder, MoveFills, WhatIf
from finder.explain.words import counted, day, drug_name, joined, month

ENOUGH_AT_HOME = "Do this only if you have enough at home until then. Never go without a drug to save money."
ONE_DRUG = "The list has one drug. So there is no order to change."
ORDER_LEAD = "Now we count them in this order. Choose each drug once."
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
FIRST_DAY, EACH_DAY = "All fills move: I choose the first day", "I choose each day"
_MOST_DAYS = 4
_EARLY, _LATE = (3, 4), (5, 4)
"""Our own rule of thumb: a fill is early before three quarters of the last one are used, and late a quarter after its end."""


def place_words(place: int) -> str:
    """0 is ``Buy 1st``, 3 is ``Buy 4th``, 20 is ``Buy 21st``."""
    number = place + 1
    return f"Buy {number}{'th' if 10 < number % 100 < 14 else _ENDINGS.get(number % 10, 'th')}"


def dates_words(dates: Sequence[date]) -> str:
    """``on January 1, April 1 and July 1, 2026``; of many, ``12 times, from January 1 to December 1, 2026``."""
    days = sorted(dates)
    if len(days) > _MOST_DAYS:
        return f"{len(days)} times, from {_of_year(days[0])} to {day(days[-1])}"
    return f"on {joined([*map(_of_year, days[:-1]), *map(day, days[-1:])])}"


def _of_year(when: date) -> str:
    return f"{month(when.month)} {when.day}"


def present_sentence(prescription: Prescription, days: Sequence[date]) -> str:
    """When a drug is bought now."""
    name = drug_name(prescription.drug)
    return f"Now {name} is bought {dates_words(days)}." if days else f"Now {name} is not bought in the months covered."


def moved_sentence(before: Sequence[date], after: Sequence[date]) -> str:
    """When it would be bought then, and how many fills that is against now; empty where there are no days, or days of
    another year, which are refused."""
    if not before or not after or after[0].year != before[0].year:
        return ""
    fills = f"{counted(len(after), 'fill')} in place of {len(before)}" if len(after) != len(before) else counted(len(after), "fill")
    return f"Then it is bought {dates_words(after)}: {fills}."


def fill_words(answer: WhatIf) -> tuple[str, ...]:
    """That the year holds more or fewer fills than before, which is a part of the difference; empty where it holds as many."""
    if not isinstance(answer.change, MoveFills):
        return ()
    before, after = (_days(comparison, answer.change.rxcui) for comparison in (answer.before, answer.after))
    if len(before) == len(after):
        return ()
    bought = "less" if len(after) < len(before) else "more"
    fills = f"{counted(len(before), 'fill')} before, {len(after)} after"
    return (f"{fills}: part of the difference, or all of it, is that {bought} is bought.",)


def timing_cautions(answer: WhatIf) -> tuple[str, ...]:
    """Of days moved: a fill that a plan may refuse as too early, and days with nothing new. Of an order: that it cannot matter."""
    match answer.change:
        case MoveFills(rxcui):
            return _pace(answer, rxcui)
        case ChangeOrder():
            days = [set(_days(answer.before, one.drug.rxcui)) for one in answer.before.prescriptions]
            shared = any(one & other for one, other in combinations(days, 2))
            return () if shared else ("No two drugs of the list are bought on one day, so the order changes nothing.",)
        case _:
            return ()


def _pace(answer: WhatIf, rxcui: str) -> tuple[str, ...]:
    moved = _listed(answer.after, rxcui)
    before, after = _days(answer.before, rxcui), _days(answer.after, rxcui)
    supply, said = moved.days_supply, []
    early = next(((one, other) for one, other in pairwise(after) if (other - one).days * _EARLY[1] < supply * _EARLY[0]), None)
    if early is not None:
        lasts = f"the fill of {day(early[0])} lasts {counted(supply, 'day')}"
        said.append(f"The fill of {day(early[1])} comes early: {lasts}. A plan may not pay that soon (refill too soon).")
    late = any((other - one).days * _LATE[1] > supply * _LATE[0] for one, other in pairwise(after))
    if late or (before and after and after[0] > before[0]):
        said.append(ENOUGH_AT_HOME)
    return tuple(said)


def _listed(comparison: Comparison, rxcui: str) -> Prescription:
    return next(one for one in comparison.prescriptions if one.drug.rxcui == rxcui)


def _days(comparison: Comparison, rxcui: str) -> list[date]:
    fills = fills_of(_listed(comparison, rxcui), comparison.info.plan_year, comparison.coverage_start.month)
    return [fill.date for fill in fills]
