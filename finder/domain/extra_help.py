"""Extra Help (the low-income subsidy): what a person tells of, and the answer: how likely, which level, what it pays, and its dates.

Not knowing is an answer: each yes or no may be open (None). Amounts are cents; income is of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.money import WHOLE, BasisPoints, Cents

Answer = bool | None


def any_of(*answers: Answer) -> Answer:
    """Yes if one of them is; open where one of them is open and none is yes."""
    return True if True in answers else None if None in answers else False


class Likelihood(Named):
    """How sure a person may be of getting Extra Help."""

    LIKELY = 0
    MAYBE = 1
    UNLIKELY = 2


class StateGroup(Named):
    """Which poverty line holds where a person lives. The territories have no Extra Help."""

    CONTIGUOUS = 0
    ALASKA = 1
    HAWAII = 2
    TERRITORY = 3


class Institution(Named):
    """Where Medicaid pays for care, if it does."""

    NONE = 0
    NURSING_HOME = 1
    HOME_CARE = 2


class IncomeParts(NamedTuple):
    """A household's income of a year before anything is taken off. ``earned`` is pay from work, ``unearned`` the rest."""

    unearned: Cents | None
    earned: Cents | None


class CountedIncome(NamedTuple):
    """How the income is counted.

    ``general`` comes off any income.
    ``earnings`` and ``half`` come off pay alone.
    ``counted`` is left to compare with the limits.
    """

    unearned: Cents
    earned: Cents
    general: Cents
    earnings: Cents
    half: Cents
    counted: Cents


class HelpDays(NamedTuple):
    """The days that a person gave.

    ``deemed_on``: the first of Medicaid, SSI and the savings program began; for everyone else, Extra Help was decided.
    ``determined_on``: Medicare found that the person gets Extra Help.
    """

    deemed_on: date | None = None
    applied_on: date | None = None
    medicaid_on: date | None = None
    part_d_eligible_on: date | None = None
    determined_on: date | None = None
    change_requested_on: date | None = None
    status_changed_on: date | None = None
    notice_on: date | None = None


@dataclass(frozen=True, slots=True)
class HelpSeeker:
    """What a person told.

    ``state`` is its two letters.
    ``couple`` None: a couple where there are two or more in the household.
    ``income`` is a sum that is counted as it stands, or parts from which we take what is not counted.
    ``spend_down``: Medicaid paid in some month after the person had paid bills of their own (medically needy).
    """

    state: str
    household: int
    income: Cents | IncomeParts | None = None
    resources: Cents | None = None
    couple: Answer = None
    burial_funds: Answer = None
    medicaid: Answer = None
    ssi: Answer = None
    savings_programme: Answer = None
    institution: Institution | None = Institution.NONE
    retiree_coverage: bool = False
    spend_down: Answer = False

    @property
    def dual(self) -> Answer:
        """Whether the person has full Medicaid, all the time or in a month in which a spend-down was met."""
        return any_of(self.medicaid, self.spend_down)

    @property
    def deemed(self) -> Answer:
        """Whether one of the three that need no application holds; open where one of them is open and none holds."""
        return any_of(self.dual, self.ssi, self.savings_programme)


@dataclass(frozen=True, slots=True)
class Facts:
    """The person beside the limits of a year.

    ``income`` is compared with the limits, ``income_at_least`` is the known part of it.
    ``open_income`` names the parts that are open.
    ``counted``: how income told in parts was counted; None where a part is open, or it was not told in parts.
    """

    year: int
    person: HelpSeeker
    group: StateGroup
    couple: bool
    income: Cents | None
    income_at_least: Cents
    open_income: tuple[str, ...]
    counted: CountedIncome | None

    @property
    def in_parts(self) -> bool:
        """Whether pay from work was told apart, so that what is not counted is off already."""
        return isinstance(self.person.income, IncomeParts)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a year, state group and household; None where we don't have one.

    ``income_full`` and ``income_partial`` are parts of the poverty line.
    ``statuses`` and ``missing`` name the parameters.
    """

    poverty_line: Cents | None
    income_full: BasisPoints | None
    income_partial: BasisPoints | None
    resources_full: Cents | None
    resources_partial: Cents | None
    burial_allowance: Cents | None
    has_partial: bool
    statuses: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]

    @property
    def income_below_for_full(self) -> Cents | None:
        """The income below which full help is given."""
        return self._of_line(self.income_full)

    @property
    def income_below_for_partial(self) -> Cents | None:
        """The income below which partial help is given."""
        return self._of_line(self.income_partial)

    def _of_line(self, part: BasisPoints | None) -> Cents | None:
        return None if part is None or self.poverty_line is None else self.poverty_line * part // WHOLE


class Verdict(NamedTuple):
    """Whether Extra Help is given.

    ``level`` None: open.
    ``open_questions`` are the answers, or limits, that are not known.
    """

    level: LowIncomeSubsidy | None
    likelihood: Likelihood
    rule: Rule
    open_questions: tuple[str, ...]


class HelpStep(NamedTuple):
    """A step toward Extra Help: one of those that are enough alone, or one of the two limits.

    ``name`` is that of the question.
    ``met`` None: not known.
    """

    name: str
    met: Answer


class Enrollment(NamedTuple):
    """How a person without a plan comes into one.

    ``starts`` None: a day is missing.
    ``at_latest``: the plan starts no later than that day.
    ``missing`` names the days that are missing.
    """

    rule: Rule
    starts: date | None
    at_latest: bool
    missing: tuple[str, ...]


class CalendarDay(NamedTuple):
    """A day of the year in which deemed status ends. ``exact`` False: only its month is known. ``what`` is a code."""

    day: date
    exact: bool
    what: str


class PlanChanges(NamedTuple):
    """The chances to change plans that Extra Help gives.

    ``new_plan_starts`` and ``next_change_from`` follow from the day of a request; None without one, or in months without such a chance.
    ``integrated`` is for full Medicaid.
    ``until`` follows from the day on which the status changed; ``until_exact`` False: it may be later.
    """

    by_month: Rule
    new_plan_starts: date | None
    next_change_from: date | None
    integrated: Rule | None
    status_change: Rule
    until: date | None
    until_exact: bool

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules behind them."""
        return tuple(rule for rule in (self.by_month, self.integrated, self.status_change) if rule)


class Copay(NamedTuple):
    """What is left to pay. ``part`` is a code: ``deductible``, ``generic``, ``other``, ``above_threshold`` ..."""

    part: str
    amount: Cents
    status: str


class Copays(NamedTuple):
    """What a level leaves to pay a fill. ``coinsurance`` is for partial help."""

    amounts: tuple[Copay, ...]
    coinsurance: BasisPoints | None


class PremiumHelp(NamedTuple):
    """The part of the premium that Extra Help pays, up to the region's benchmark a month; None where it is not known."""

    percent: BasisPoints | None
    region: str | None
    benchmark: Cents | None
    benchmark_status: str | None


@dataclass(frozen=True, slots=True)
class ExtraHelp:
    """The answer.

    ``copays`` and ``premium`` are None without a level.
    ``enrollment`` and ``changes`` are None where the help is unlikely.
    ``calendar`` is empty without a day on which deemed status ends.
    ``steps``: those that are enough alone, then the limits where they decide.
    """

    year: int
    verdict: Verdict
    steps: tuple[HelpStep, ...]
    effective_from: date | None
    deemed_through: date | None
    enrollment: Enrollment | None
    calendar: tuple[CalendarDay, ...]
    copays: Copays | None
    premium: PremiumHelp | None
    changes: PlanChanges | None
    warnings: tuple[Rule, ...]
    facts: Facts
    limits: Limits
    rules: tuple[Rule, ...]

    @property
    def level(self) -> LowIncomeSubsidy | None:
        """The level, None where it is open."""
        return self.verdict.level

    @property
    def likelihood(self) -> Likelihood:
        """How sure the person may be."""
        return self.verdict.likelihood
