"""The income-related amount: the extra premium that people with a high income pay to Medicare. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.money import Cents


class FilingStatus(Named):
    """How the tax return was filed. ``SEPARATE`` is a married person who filed apart and lived with the spouse at any time of that year.
    One who lived apart all year counts as ``SINGLE``, as do heads of household and widowed people."""

    SINGLE = 0
    JOINT = 1
    SEPARATE = 2


class LifeEvent(Named):
    """An event for which Social Security uses the income of a newer year."""

    MARRIAGE = 0
    DIVORCE_OR_ANNULMENT = 1
    DEATH_OF_SPOUSE = 2
    WORK_STOPPAGE = 3
    WORK_REDUCTION = 4
    LOSS_OF_INCOME_PRODUCING_PROPERTY = 5
    LOSS_OF_PENSION_INCOME = 6
    EMPLOYER_SETTLEMENT_PAYMENT = 7


class IncomeTier(NamedTuple):
    """A bracket of a year.

    ``begins`` is the income at which it begins; None: from nothing.
    ``at_least``: an income equal to ``begins`` is in it.
    ``amount`` is for a month; None: not known.
    ``status`` says how sure the amount is.
    """

    bracket: int
    begins: Cents | None
    at_least: bool
    amount: Cents | None
    status: str


@dataclass(frozen=True, slots=True)
class IncomeRelated:
    """The bracket of an income in a plan year.

    ``bracket`` and ``amount`` are None where the income is not given or a limit of the year is not known.
    ``missing`` names such limits.
    ``tiers`` are those of the filing status, the lowest first; empty where a limit is missing.
    """

    year: int
    tax_year: int
    filing: FilingStatus
    income: Cents | None
    bracket: int | None
    amount: Cents | None
    tiers: tuple[IncomeTier, ...]
    missing: tuple[str, ...]
    rules: tuple[Rule, ...]
