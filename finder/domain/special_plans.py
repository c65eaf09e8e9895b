"""Which kinds of plan a person may join, whether the one they have is the wrong kind, and what belongs to two limits. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.choosing import MayJoin
from finder.domain.law import Rule
from finder.domain.money import Cents


class PlanType(Named):
    """A kind of plan, by the law's own words in the comments."""

    DRUG_PLAN = 0  # PDP
    HEALTH_PLAN = 1  # HMO, PPO, with drugs
    FEE_PLAN = 2  # PFFS without drugs
    SAVINGS_ACCOUNT = 3  # MSA
    MEDICAID_PLAN = 4  # D-SNP
    ILLNESS_PLAN = 5  # C-SNP
    NURSING_HOME_PLAN = 6  # I-SNP
    PACE = 7
    EMPLOYER_PLAN = 8


class CoverageNow(Named):
    """What a person has for health now; Original Medicare may have a drug plan beside it."""

    ORIGINAL = 0
    HEALTH_PLAN = 1
    FEE_PLAN = 2
    SAVINGS_ACCOUNT = 3
    COST_PLAN = 4
    PACE = 5
    EMPLOYER_PLAN = 6


class Circumstances(NamedTuple):
    """A person: what of Medicare they have, where they live, what they have now, and their special needs. None: not told.

    ``institution_days``: how many days they need a nursing home.
    ``drugs_in_plan``: whether the health coverage that they have now covers drugs.
    """

    part_a: bool | None = None
    part_b: bool | None = None
    in_area: bool | None = None
    in_jail: bool | None = None
    now: CoverageNow | None = None
    drugs_in_plan: bool | None = None
    extra_help: bool | None = None
    medicaid: bool | None = None
    chronic_condition: bool | None = None
    institution_days: int | None = None


class Joins(NamedTuple):
    """Whether a person may join a kind of plan, why (a code), and the rule that says so."""

    plan_type: PlanType
    may_join: MayJoin
    why: str
    rule: str


class WrongPlan(Named):
    """What is wrong with having, or wanting, this plan.

    ``DRUG_PLAN_ENDS_IT``: a drug plan would end the health plan that they have.
    ``MEDICARE_ENROLLS``: with Extra Help and no drugs in the plan, Medicare puts them in a drug plan.
    ``NO_DRUGS``: they have no drug coverage, and can't add it without leaving the plan.
    ``DRUG_PLAN_BESIDE``: they have no drugs in the plan, and may add a drug plan.
    ``DRUG_PLAN_NOT_NEEDED``: all drugs are covered, and a drug plan may end that.
    ``EMPLOYER_MAY_END``: a drug plan may end what the employer gives, also for the family.
    """

    DRUG_PLAN_ENDS_IT = 0
    MEDICARE_ENROLLS = 1
    NO_DRUGS = 2
    DRUG_PLAN_BESIDE = 3
    DRUG_PLAN_NOT_NEEDED = 4
    EMPLOYER_MAY_END = 5


class SavingsAccount(NamedTuple):
    """A savings account plan joined on the first of a month: what is paid in, and the deductible, of the year and of the months left.

    A deductible that was not told is None.
    """

    joined: int
    months: int
    deposit: Cents
    deductible: Cents | None
    deposit_left: Cents
    deductible_left: Cents | None


class TwoLimits(NamedTuple):
    """The yearly limit for doctors and hospitals and the one for drugs, with what was paid toward each. None: not told."""

    medical_limit: Cents | None
    medical_paid: Cents
    drug_limit: Cents
    drug_paid: Cents

    @property
    def medical_left(self) -> Cents | None:
        """What may still be owed for doctors and hospitals."""
        return None if self.medical_limit is None else max(self.medical_limit - self.medical_paid, 0)

    @property
    def drug_left(self) -> Cents:
        """What may still be owed for covered drugs before the limit."""
        return max(self.drug_limit - self.drug_paid, 0)


@dataclass(frozen=True, slots=True)
class SpecialPlans:
    """The answer. ``savings`` and ``limits`` are None where they were not asked about."""

    year: int
    who: Circumstances
    joins: tuple[Joins, ...]
    wrong: tuple[WrongPlan, ...]
    savings: SavingsAccount | None
    limits: TwoLimits | None
    rules: tuple[Rule, ...]
