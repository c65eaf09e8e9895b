"""Medication therapy management: whom a plan must offer it, what it gives, and when. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.money import Cents


class Met(Named):
    """How a test stands. The order is that of strength: one that is not met decides, one that the plan decides comes next."""

    NO = 0
    PLAN_DECIDES = 1
    YES = 2


class Test(Named):
    """What a person is tested for."""

    __test__ = False  # no test of pytest

    CONDITIONS = 0
    DRUGS = 1
    COST = 2


class Asks(Named):
    """How much a test asks for: the sponsor's own number, any number that the sponsor likes, one within the law's limits, more than an
    amount, an amount or more."""

    SPONSOR = 0
    SPONSOR_FREE = 1
    RANGE = 2
    ABOVE = 3
    AT_LEAST = 4


class Talk(Named):
    """Whether the full review must be a talk with the person."""

    REQUIRED = 0
    NOT_REQUIRED = 1
    UNKNOWN = 2


class Review(Named):
    """What the program owes by a day."""

    OFFER = 0
    TARGETED_REVIEW = 1
    COMPREHENSIVE_REVIEW = 2


class TherapyNote(Named):
    """What is not sure about an answer."""

    PLANS_CHOSE = 0
    NO_LIST = 1
    AMOUNT_UNCONFIRMED = 2
    LONG_TERM_ASSUMED = 3
    UNLISTED = 4
    PROGRAM_UNKNOWN = 5
    AT_RISK_UNKNOWN = 6
    COST_UNKNOWN = 7


class Sponsor(NamedTuple):
    """What a plan asks for; None: not known."""

    minimum_conditions: int | None = None
    minimum_drugs: int | None = None
    targeted_conditions: tuple[str, ...] | None = None


NOTHING_KNOWN = Sponsor()


@dataclass(frozen=True, slots=True)
class TherapyCase:
    """A person and the plan.

    ``conditions`` are in any words.
    ``maintenance_drugs`` are those for long-term use; None: taken to be all.
    ``annual_drug_cost``: None: not known.
    ``enrolled_on`` is the day in the program; None: January 1.
    ``proposal``: by the proposal of 2009 in place of the law in force.
    """

    year: int
    conditions: tuple[str, ...]
    part_d_drugs: int
    maintenance_drugs: int | None = None
    annual_drug_cost: Cents | None = None
    long_term_care: bool = False
    at_risk: bool = False
    sponsor: Sponsor = NOTHING_KNOWN
    enrolled_on: date | None = None
    proposal: bool = False


class Range(NamedTuple):
    """From a least to a most; None: no most."""

    least: int
    most: int | None


class Criterion(NamedTuple):
    """A test and how it stands.

    ``yours`` is what surely and what possibly counts; None: not known.
    ``asked`` is what the plan may ask for; one number where both are the same.
    ``amount_status`` says how sure an amount is; empty for a count.
    """

    test: Test
    met: Met
    yours: Range | None
    asked: Range
    asks: Asks
    rule: Rule
    amount_status: str = ""


class Condition(NamedTuple):
    """A condition by one word, and whether the law of any year and that of the case's year list it."""

    name: str
    listed: bool
    listed_this_year: bool


class ReviewDate(NamedTuple):
    """A day of the program."""

    review: Review
    by: date


@dataclass(frozen=True, slots=True)
class Therapy:
    """The answer for a case.

    ``decided_by`` are the tests not met, those left open, or all of them; none where ``at_risk`` alone is enough.
    ``services`` are the rules on what the program gives; none for a year whose texts were not read.
    """

    case: TherapyCase
    eligible: Met
    at_risk: bool
    decided_by: tuple[Test, ...]
    criteria: tuple[Criterion, ...]
    conditions: tuple[Condition, ...]
    services: tuple[Rule, ...]
    talk: Talk
    schedule: tuple[ReviewDate, ...]
    notes: tuple[TherapyNote, ...]
    rules: tuple[Rule, ...]

    @property
    def unlisted(self) -> int:
        """How many conditions no law lists."""
        return sum(not condition.listed for condition in self.conditions)
