"""Using a drug plan from day to day: the moments at which a person asks how it is done."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.rights import ClockDate


class Moment(Named):
    """When the person asks."""

    PAYING_THE_PREMIUM = 0
    AT_THE_COUNTER = 1
    PAPER_CLAIM = 2


class HowTo(NamedTuple):
    """The rules of a moment in a year, and the dates that run from the day on which a claim was sent."""

    moment: Moment
    year: int
    rules: tuple[Rule, ...]
    dates: tuple[ClockDate, ...] = ()
