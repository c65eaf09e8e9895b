"""Can a plan still be chosen, and by whom: the answers to two questions that come before any cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule


class SpecialNeed(Named):
    """Whom a special needs plan is for: people with Medicaid (D-SNP), with a certain long illness (C-SNP), in a nursing home (I-SNP)."""

    MEDICAID = 0
    CHRONIC_CONDITION = 1
    INSTITUTION = 2


class MayJoin(Named):
    """Whether a person may join a plan; ``ASK``: what was answered does not tell."""

    NO = 0
    YES = 1
    ASK = 2


class Joining(NamedTuple):
    """Whether a person may join a plan, and why.

    ``why`` is a code: ``open_to_all``; ``medicaid``, ``chronic_condition`` or ``institution`` (the need that the plan is for);
    ``kind_unknown`` (a special needs plan whose kind the files lack); ``member_now`` (the plan that the person has); ``sanctioned``;
    ``example_design``.
    """

    may_join: MayJoin
    why: str


class Timing(Named):
    """How the plans of a year can be chosen on a day."""

    OVER = 0
    """Never again: coverage chosen today would start after the year."""
    NOT_YET = 1
    """The open enrollment period of the year is still to come."""
    OPEN_ENROLLMENT = 2
    """In the open enrollment period of the year: by anyone."""
    OWN_PERIOD = 3
    """Outside it, and this person has a period of their own, as far as we were told."""
    SPECIAL_PERIOD = 4
    """Outside it: only by people who have a special enrollment period."""


class OpenEnrollment(NamedTuple):
    """The days on which anyone can choose a plan of a year."""

    plan_year: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class CanBeChosen:
    """Whether the plans of a year can be chosen on a day (``today``), and what to do instead.

    ``now``: whether this person can choose one today, as far as we were told.
    ``first_day`` and ``last_day`` are those of the period that counts; None where there is none to name.
    ``starts`` is the day on which a plan chosen today would start; None where none can be.
    ``periods`` are the rules of the periods outside open enrollment: those that the person has today, or, where a special period is
    needed, the rule that says who has one.
    ``next_year`` is the plan year that counts today where it is another one.
    ``next_year_known``: whether its plans are at hand; None: not asked.
    ``fall`` is the next open enrollment period, open today or to come; None where we do not know its days.
    """

    plan_year: int
    today: date
    now: bool
    first_day: date | None
    last_day: date | None
    timing: Timing
    starts: date | None
    periods: tuple[Rule, ...] = ()
    next_year: int | None = None
    next_year_known: bool | None = None
    fall: OpenEnrollment | None = None
