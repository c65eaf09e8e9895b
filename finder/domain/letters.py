"""Letters about a drug plan: the kind, the date, what the person found in it; what it must say, and the dates that run from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.rights import ClockDate


class LetterKind(Named):
    """What a letter is about."""

    DENIAL = 0
    APPEAL_DENIED = 1
    DRUG_CHANGE = 2
    YEARLY_CHANGES = 3
    PLAN_ENDS = 4
    UNPAID_PREMIUM = 5
    LATE_FEE = 6
    MOVED = 7
    PROBLEMS = 8


class LetterPart(Named):
    """Something that a letter must say."""

    REASON = 0
    RIGHT_TO_APPEAL = 1
    HOW_TO_APPEAL = 2
    FAST_APPEAL = 3
    LATER_STEPS = 4
    RIGHT_TO_REVIEWER = 5
    HOW_TO_REVIEWER = 6
    FAST_REVIEW = 7
    DRUG_NAME = 8
    KIND_OF_CHANGE = 9
    OTHER_DRUGS = 10
    HOW_TO_EXCEPTION = 11
    NEW_COSTS = 12
    NEW_DRUG_LIST = 13
    NEW_STORES = 14
    END_DATE = 15
    OTHER_PLANS = 16
    RIGHT_TO_COMPLAIN = 17
    FEE_AMOUNT = 18
    RIGHT_TO_FEE_REVIEW = 19
    LIST_DIFFERENCES = 20
    RIGHT_TO_ASK = 21


@dataclass(frozen=True, slots=True)
class Letter:
    """What the person told of a letter.

    ``on`` is the date on it.
    ``received_on``: the day a denial came; None: not known.
    ``unpaid_month``: the month that a letter on an unpaid premium is about.
    ``payment``: a denial is about money for a drug already bought.
    ``found``: what the person found in it; None: not checked yet.
    """

    kind: LetterKind
    on: date
    received_on: date | None = None
    unpaid_month: date | None = None
    payment: bool = False
    found: frozenset[LetterPart] | None = None


@dataclass(frozen=True, slots=True)
class LetterRead:
    """The answer.

    ``due`` is the day by which the letter had to be sent; None: the law names none, or the year's rule was not read.
    ``unknown`` are the ids of rules that the year lacks.
    """

    letter: Letter
    parts: tuple[LetterPart, ...]
    dates: tuple[ClockDate, ...]
    due: date | None
    rules: tuple[Rule, ...]
    unknown: tuple[str, ...]

    @property
    def missing(self) -> tuple[LetterPart, ...]:
        """What the letter must say and the person did not find; nothing where the person has not looked."""
        found = self.letter.found
        return () if found is None else tuple(part for part in self.parts if part not in found)

    @property
    def late(self) -> bool:
        """Whether the letter is dated after the day by which it had to be sent."""
        return self.due is not None and self.letter.on > self.due
