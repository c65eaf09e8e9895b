"""What is handed over at the end of a session: one or two people's answers, one plan's year each, and the days to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.certainty import HowSure
from finder.domain.market import SpecialCoverages
from finder.domain.member import Member
from finder.domain.pharmacy import Pharmacy
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.side_by_side import Couple
from finder.domain.what_if import FillTiming, WhatIf


class KeyDate(NamedTuple):
    """A day that matters, in a title and a sentence. It names no drug, so that a calendar may hold it."""

    day: date
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class PersonReport:
    """One person's answer. ``cost`` is the plan whose year is told whole, with its ledger; ``special`` is what its lists beside the
    formulary say. ``what_if``, ``timing`` and ``how_sure`` are of
    this very comparison, None where they were not asked for. ``stores`` are those of the member's pharmacies of which something is known
    beside the NPI."""

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
