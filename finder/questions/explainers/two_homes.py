"""Months in another place: does the plan reach there, when does an absence end it, and on which days do refills fall?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from finder.domain.errors import Problem, Refusal
from finder.domain.months import YEAR_MONTHS, same_day_later
from finder.domain.rights import AwayPlan, Clock, Event, Happened
from finder.domain.two_homes import Place, Refills, TimeAway, TwoHomes
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.regions import pdp_region_of
from finder.parameters.rule_sets import law_year, rules_of
from finder.questions.explainers.rights import rights

_RULES = ("ninety_days_at_a_store", "out_of_network", "paper_claim", "show_the_card")
_SUPPLIES = (30, 90)
_LONGEST_YEARS = 3


def two_homes(asked: TimeAway, serves_away: bool | None = None) -> TwoHomes:
    """The answer. ``serves_away``: whether a health plan's area holds the other place; None: not known. Raises Refusal."""
    problems = list(_problems(asked))
    if problems:
        raise Refusal(problems)
    in_area = same_region(asked.home, asked.away) if asked.kind is AwayPlan.DRUG_PLAN else serves_away
    happened = Happened(Event.ABSENCE, asked.leaves_on, plan=asked.kind)
    absence = None if in_area else rights(replace(happened, back_on=asked.back_on))
    longest = () if in_area else (entry.day for entry in rights(happened).dates if entry.clock is Clock.BACK_BY)
    known = rules_of("using_the_plan", law_year(asked.leaves_on))
    return TwoHomes(
        asked=asked,
        in_area=in_area,
        longest=next(iter(longest), None),
        clock=absence.dates if absence else (),
        refills=tuple(refills_away(asked.leaves_on, asked.back_on, days) for days in _SUPPLIES),
        rules=(*(absence.rules if absence else ()), *(known[name] for name in _RULES if name in known)),
        unread=absence is not None and not absence.dates,
    )


def _problems(asked: TimeAway) -> Iterator[Problem]:
    if not FIRST_YEAR <= asked.leaves_on.year <= LAST_YEAR:
        yield Problem("$.leaves_on", f"a day from {FIRST_YEAR} to {LAST_YEAR}", asked.leaves_on.isoformat())
    elif asked.back_on is not None:
        last = same_day_later(asked.leaves_on, YEAR_MONTHS * _LONGEST_YEARS)
        if not asked.leaves_on <= asked.back_on <= last:
            expected = f"a day from {asked.leaves_on.isoformat()} to {last.isoformat()}"
            yield Problem("$.back_on", expected, asked.back_on.isoformat())
    for name, place in (("zip", asked.home), ("away_zip", asked.away)):
        if not place.states:
            yield Problem(f"$.{name}", "a ZIP code that we know", place.zip_code)


def same_region(home: Place, away: Place) -> bool | None:
    """Whether stand-alone drug plans of the one place are those of the other: a plan's area is a PDP region. None for a territory, and for
    a ZIP code in two regions."""
    here, there = ({pdp_region_of(state) for state in place.states} for place in (home, away))
    if None in here | there or len(here) != 1 or len(there) != 1:
        return None
    return here == there


def refills_away(leaves_on: date, back_on: date | None, days_supply: int) -> Refills:
    """The days on which a supply filled on the day of leaving has run out, before the person is back, a year at most."""
    end = back_on or same_day_later(leaves_on, YEAR_MONTHS)
    days = []
    day = leaves_on + timedelta(days=days_supply)
    while day < end:
        days.append(day)
        day += timedelta(days=days_supply)
    return Refills(days_supply, tuple(days))
