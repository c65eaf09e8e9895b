"""Who pays a drug plan for a person's year, or for a population's: premiums, Medicare's payments, drug costs, shared losses. In cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.claim import Ledger
from finder.domain.law import Rule
from finder.domain.money import WHOLE, BasisPoints, Cents


class PlanFacts(NamedTuple):
    """What is known and what is assumed of a plan.

    ``basic_premium``, ``supplemental_premium``: of a month, before Extra Help.
    ``risk``: how costly the members are, beside an average of 100%.
    ``running``: the part of its money that the plan keeps for running itself and as gain; None: not known.
    ``rebates``: the part of the drug costs that comes back to the plan later.
    """

    basic_premium: Cents
    supplemental_premium: Cents = 0
    risk: BasisPoints = WHOLE
    running: BasisPoints | None = None
    rebates: BasisPoints = 0


class MemberYear(NamedTuple):
    """A member's year at the plan.

    ``basic_cost``: what of the plan's part of the claims the basic benefit would have paid.
    ``premium_help``: what Extra Help pays of the premiums in these months.
    """

    ledger: Ledger
    months: int
    basic_cost: Cents
    premium_help: Cents = 0


class RiskCorridor(NamedTuple):
    """How Medicare shares a plan's gain or loss.

    ``target``: what the plan is paid for basic drug costs. ``costs``: what they were.
    ``payment``: what Medicare pays the plan; negative: what the plan pays back.
    ``at_most``: the law names only the least thresholds, so no more than this is shared.
    """

    target: Cents
    costs: Cents
    first: BasisPoints
    second: BasisPoints
    between: BasisPoints
    beyond: BasisPoints
    payment: Cents
    at_most: bool


class NoCorridor(Named):
    """Why there is no amount: the plan's running costs were not told, or the year's width is not known."""

    RUNNING_NOT_TOLD = 0
    WIDTH_NOT_KNOWN = 1


class PlanUnknown(Named):
    """Why nothing can be said of a plan: a health plan mixes this money with other money; the files lack its (basic) premium; or nobody
    knows what Extra Help pays of it."""

    HEALTH_PLAN = 0
    NO_PREMIUM = 1
    HELP_NOT_KNOWN = 2


@dataclass(frozen=True, slots=True)
class PlanPayments:
    """The money of a plan for its members' year.

    ``bid``: of a month, behind the premium. ``bid_at_most``: a premium of $0 may hide a lower one.
    ``drugs``: what each payer pays of the claims; ``medicare_below``: Medicare's part below the yearly limit (negotiated drugs, insulin
    and vaccines of 2023).
    ``not_covered``: what of the person's part is for drugs outside the plan.
    ``premiums``: of all members, before Extra Help; ``premium_help``: what Extra Help pays of them.
    ``basic_cost``: what of the plan's part is for the basic benefit.
    ``rebates_to_medicare``: the part of the rebates that lowers reinsurance.
    ``help_estimated``: what Extra Help pays of the premiums is an estimate.
    ``demonstration``: what Medicare may pay a drug plan a month on top, in a test of lower premiums; 0: there is none that year.
    """

    year: int
    facts: PlanFacts
    members: int
    months: int
    base_premium: Cents
    average_bid: Cents
    bid: Cents
    drugs: Mapping[str, Cents]
    medicare_below: Cents
    not_covered: Cents
    premiums: Cents
    premium_help: Cents
    direct_subsidy: Cents
    basic_cost: Cents
    rebates: Cents
    rebates_to_medicare: Cents
    corridor: RiskCorridor | NoCorridor
    demonstration: Cents
    rules: tuple[Rule, ...]
    parameters: tuple[str, ...]
    help_estimated: bool = False

    @property
    def drug_costs(self) -> Cents:
        """What the drug stores get."""
        return sum(self.drugs.values())

    @property
    def income(self) -> Cents:
        """What the plan gets for its own part: premiums and the direct subsidy."""
        return self.premiums + self.direct_subsidy

    @property
    def reinsurance(self) -> Cents:
        """Medicare's part of drug costs past the yearly limit, after rebates."""
        return self.drugs["medicare_reinsurance"] - self.medicare_below - self.rebates_to_medicare

    @property
    def supplemental_cost(self) -> Cents:
        """What of the plan's part is beyond the basic benefit."""
        return self.drugs["plan"] - self.basic_cost

    @property
    def own_cost(self) -> Cents:
        """What the plan itself pays for drugs, after its part of the rebates."""
        return self.drugs["plan"] - (self.rebates - self.rebates_to_medicare)

    @property
    def left(self) -> Cents:
        """What is left to the plan for running itself and as gain, before losses are shared; negative: a loss."""
        return self.income - self.own_cost

    @property
    def shared(self) -> Cents:
        """What Medicare pays of a loss; negative: what it takes of a gain; 0 where that is not known."""
        return self.corridor.payment if isinstance(self.corridor, RiskCorridor) else 0

    @property
    def person(self) -> Cents:
        """What the members pay, at the store and in premiums."""
        return self.drugs["patient_pay"] + self.premiums - self.premium_help

    @property
    def extra_help(self) -> Cents:
        """What Medicare pays as Extra Help, for copays and premiums."""
        return self.drugs["low_income_cost_sharing_subsidy"] + self.premium_help

    @property
    def medicare(self) -> Cents:
        """What Medicare pays besides Extra Help, before gains and losses are shared."""
        return self.direct_subsidy + self.reinsurance + self.medicare_below

    @property
    def bid_at_most(self) -> bool:
        """Whether the bid may be lower than its premium tells."""
        return self.facts.basic_premium == 0
