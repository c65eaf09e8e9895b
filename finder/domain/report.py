"""What is handed over at the end of a session: one or two people's answers, one plan's year each, and the days to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.certainty import HowSure
from finder.domain.market import SpecialCoverages
from finder.domain.member import Member
from finder.domain.pharmacy import Pharmacy
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.side_by_side import Couple
from finder.domain.what_if import FillTiming, WhatIf


class KeyDay(Named):
    """What a day is: the choice of plans for a year opens, first or again, and ends; the person's plan goes on, starts in January or in
    the middle of a year; the first supply time ends."""

    CHOICE_OPENS = 0
    CHOICE_OPENS_AGAIN = 1
    CHOICE_ENDS = 2
    PLAN_GOES_ON = 3
    PLAN_STARTS = 4
    PLAN_STARTS_LATER = 5
    FIRST_SUPPLY_ENDS = 6


class KeyDate(NamedTuple):
    """A day that matters, for a plan of ``year``. It names no drug, so that a calendar may hold it."""

    day: date
    what: KeyDay
    year: int


@dataclass(frozen=True, slots=True)
class PersonReport:
    """One person's answer.

    ``cost`` is the plan whose year is told whole, with its ledger.
    ``special`` is what that plan's other lists say.
    ``what_if``, ``timing`` and ``how_sure`` are about this comparison; None where they were not asked for.
    ``stores`` are the member's pharmacies that are known by more than the NPI.
    """

    member: Member
    comparison: Comparison
    cost: PlanCost
    unsure_of_help: bool
    dates: tuple[KeyDate, ...]
    special: SpecialCoverages
    what_if: WhatIf | None = None
    timing: FillTiming | None = None
    how_sure: HowSure | None = None
    stores: tuple[Pharmacy, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One person, or the two of a couple; ``couple`` is None for one."""

    people: tuple[PersonReport, ...]
    couple: Couple | None = None
