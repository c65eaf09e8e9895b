"""Months in another place: the plan there, the stores, the refills, and how long a person may be away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.law import Rule
from finder.domain.market import Plan
from finder.domain.months import days_in
from finder.domain.rights import AwayPlan, Clock, ClockDate


class StoresNear(NamedTuple):
    """How many stores near a ZIP code are in a plan's network (by the first three digits), of how many that are known.

    ``preferred``: those of them with lower shares. ``in_zip``: those in that very ZIP.
    """

    known: int
    in_network: int
    preferred: int
    in_zip: int


class Place(NamedTuple):
    """One of the two places.

    ``states``: of its counties; several where a ZIP crosses a border.
    ``stores``: None where no networks are at hand for it.
    """

    zip_code: str
    states: tuple[str, ...]
    stores: StoresNear | None = None


@dataclass(frozen=True, slots=True)
class TimeAway:
    """What the person told.

    ``back_on``: None where it is not known yet.
    ``kind``: of the plan that the person has.
    ``plan``: that plan, where it is known which one.
    """

    home: Place
    away: Place
    leaves_on: date
    back_on: date | None
    kind: AwayPlan
    plan: Plan | None = None


class Refills(NamedTuple):
    """The days on which a supply of so many days, filled on leaving, runs out while away."""

    days_supply: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class TwoHomes:
    """The answer.

    ``in_area``: whether the plan's area holds the other place too, so that nobody counts an absence; None: not known.
    ``longest``: the last day on which to be back; None where no absence counts, or its year's rule was not read.
    ``clock``: the dates of an absence, none where it does not count or its year's rule was not read (``unread``).
    """

    asked: TimeAway
    in_area: bool | None
    longest: date | None
    clock: tuple[ClockDate, ...]
    refills: tuple[Refills, ...]
    rules: tuple[Rule, ...]
    unread: bool = False

    @property
    def days_away(self) -> int | None:
        """The days away, the first and the last counted; None without a day of coming back."""
        asked = self.asked
        return None if asked.back_on is None else days_in(asked.leaves_on, asked.back_on)

    @property
    def back_by(self) -> date | None:
        """The last day on which to be back; None where the person is back in time, or nothing counts."""
        return next((entry.day for entry in self.clock if entry.clock in (Clock.BACK_BY, Clock.WAS_DUE_BACK)), None)

    @property
    def out_on(self) -> date | None:
        """The first day without the plan for who stays away; None where that does not come."""
        return next((entry.day for entry in self.clock if entry.clock is Clock.OUT_AWAY), None)
