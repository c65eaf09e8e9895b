"""A counselor's client as an overview shows one: a number, how much is on the list, and what ends when. No name."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named


class Ends(Named):
    """What ends on a day."""

    ENROLLMENT = 0
    """Open enrollment, in which anyone can choose a plan for next year."""
    EXTRA_HELP = 1
    """Extra Help that comes with Medicaid, if nothing renews it."""
    CHANGE = 2
    """A period of this person's own, in which the plan of this year can be changed."""
    TRANSITION = 3
    """The days in which a new plan must give a first supply of a drug that is not on its list."""


class Deadline(NamedTuple):
    """What ends, and its last day."""

    ends: Ends
    day: date


class ClientPerson(NamedTuple):
    """What of a person decides the days. ``coverage_start``: None where it was not asked."""

    level: LowIncomeSubsidy
    coverage_start: date | None
    in_health_plan: bool


class Client(NamedTuple):
    """A client.

    ``label``: a number, empty where the file has another name.
    ``drugs``: those on the list; ``waiting``: lines that wait for an answer, None where the file doesn't say.
    ``deadlines``: soonest first.
    """

    label: str
    plan_year: int
    drugs: int
    deadlines: tuple[Deadline, ...]
    waiting: int | None = 0
