"""What a policy does to a population: each person under each of two policies, and what follows for groups. Amounts in cents, a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.market import CatalogInfo
from finder.domain.money import Cents
from finder.domain.policy import ChangedNumber, Policy


class Payers(NamedTuple):
    """What covered drugs cost and who pays it. The payers sum to ``gross_drug_cost``."""

    gross_drug_cost: Cents = 0
    patient_pay: Cents = 0
    low_income_cost_sharing_subsidy: Cents = 0
    other_payer: Cents = 0
    manufacturer: Cents = 0
    plan: Cents = 0
    medicare_reinsurance: Cents = 0


class Stand(NamedTuple):
    """A person's year at a plan: premium with late fee and income-related amount, who pays the drugs, the full price of those left out.

    ``at_least``: a drug or a premium has no price that anyone knows, so the cost is at least this.
    ``premium_known``: whether the premium is known, after Extra Help where the person has it.
    """

    plan_id: str
    premium: Cents
    payers: Payers
    left_out: Cents
    premium_known: bool = True
    at_least: bool = False

    @property
    def own_cost(self) -> Cents:
        """All that the person pays."""
        return self.premium + self.payers.patient_pay + self.left_out


class PersonUnder(NamedTuple):
    """A person under one policy: the level of Extra Help, and the year at the current plan (None: no plan) and at the best one (None: no
    plan can be suggested)."""

    level: LowIncomeSubsidy
    current: Stand | None
    best: Stand | None


class Standing(Named):
    """At which plan people are looked at: the one that they have, or the best one under each policy."""

    CURRENT = 0
    BEST = 1


class Grouping(Named):
    """By what people are told apart, as they are before the policy."""

    EVERYONE = 0
    HELP_LEVEL = 1
    DRUGS = 2
    SPENDING = 3
    BRANDS = 4


class Outcomes(NamedTuple):
    """How many people pay less, more, or the same to the dollar; and by how much less and more in all. None: too few to be shown, or hidden
    so that nobody can reckon those."""

    gain: int | None
    lose: int | None
    same: int | None
    gained: Cents | None
    lost: Cents | None


class Paid(NamedTuple):
    """What a group's year costs: its drugs by payer, its premiums, and the full price of drugs left out."""

    payers: Payers
    premiums: Cents
    left_out: Cents

    @property
    def own_cost(self) -> Cents:
        """All that the people themselves pay."""
        return self.premiums + self.payers.patient_pay + self.left_out


class GroupEffect(NamedTuple):
    """A group before and after.

    ``people``: how many; None where the group is too small to be shown, and then nothing else of it is.
    """

    by: Grouping
    group: str
    people: int | None
    outcomes: Outcomes | None
    before: Paid | None
    after: Paid | None


class Effect(NamedTuple):
    """People at one of the two plans.

    ``compared``: how many people are.
    ``not_compared``: how many are not, because they have no such plan, or Extra Help changes a premium that isn't known.
    """

    standing: Standing
    compared: int
    not_compared: int
    groups: tuple[GroupEffect, ...]

    @property
    def everyone(self) -> GroupEffect:
        """All of them."""
        return self.groups[0]

    def by(self, grouping: Grouping) -> tuple[GroupEffect, ...]:
        """The groups of one kind."""
        return tuple(group for group in self.groups if group.by is grouping)


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """Two policies over one population. A count that is too small to be shown is None.

    ``changes``: every number that is another under the policy than under the baseline.
    ``income_unknown``: people of whom nobody knows whether the policy gives or takes Extra Help.
    ``gets_help``, ``loses_help``: people who get it by the policy, or lose it.
    ``premium_change``: what premiums rise (or fall) in a month, where they follow what plans pay.
    ``kept_by_managers``: of the drug cost after, at the current plan, what drug managers keep under lock-in prices; to the dollar or so.
    ``at_least``: people whose costs are at least the figures, because a price or a premium isn't known.
    ``plan_changes``: people whose best plan is another.
    """

    info: CatalogInfo
    baseline: Policy
    policy: Policy
    changes: tuple[ChangedNumber, ...]
    people: int
    income_unknown: int | None
    gets_help: int | None
    loses_help: int | None
    plan_changes: int | None
    at_least: int | None
    premium_change: Cents
    kept_by_managers: Cents
    current: Effect
    best: Effect
