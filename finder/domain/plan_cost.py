"""The answer of the main job: what a list of drugs costs at each plan, and what to do about it. Amounts are cents of the months covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from finder.domain.benefit import Channel, LowIncomeSubsidy, Named, Phase
from finder.domain.choosing import CanBeChosen, Joining, MayJoin
from finder.domain.claim import Ledger
from finder.domain.market import BorrowedPrice, CatalogInfo, County, Drug, Plan
from finder.domain.money import Cents, Quantity, UnitPrice
from finder.domain.other_help import OtherHelp
from finder.domain.prescription import Prescription

OPEN_TO_ALL = Joining(MayJoin.YES, "open_to_all")


class RestrictionKind(Named):
    """What a plan asks before it pays for a drug."""

    PRIOR_AUTHORIZATION = 0
    STEP_THERAPY = 1
    QUANTITY_LIMIT = 2


class Restriction(NamedTuple):
    """A restriction on a drug.

    ``quantity``, ``days``: of a quantity limit, in thousandths of a unit.
    ``exceeded``: whether the prescription asks for more.
    """

    kind: RestrictionKind
    quantity: Quantity = 0
    days: int = 0
    exceeded: bool = False


@dataclass(frozen=True, slots=True)
class DrugCost:
    """One drug of the list at one plan.

    ``covered``: whether the plan lists it.
    ``price``, ``unit_price``: of one fill; None if the files have no price or no cost share for such a fill. Then the drug is not in the
    plan's totals.
    ``share_known``: False if the missing thing is the cost share.
    ``fills``: how many purchases; ``patient_pay`` and ``gross`` are for all of them.
    ``cash_cost``: the full price of all fills of a drug left out of the totals (None: no plan prices it).
    ``channel``: where it was priced.
    ``channel_offered``: whether the person asked for that kind of pharmacy.
    ``split_into_months``: a longer fill was priced as monthly ones, because the files have no share for it. ``price`` is the largest one's.
    ``monthly_shares``: how many monthly shares a fill costs if it can't be divided.
    ``pharmacy``: the NPI of the pharmacy where it was priced; empty if kinds of pharmacy decide.
    ``in_network``: False if none of the pharmacies asked for is in the plan's network.
    ``fee_known``: False if the files lack the pharmacy's fee.
    ``borrowed``: where the price, or the full price of a drug left out, is from; None for one of the year's own files.
    """

    prescription: Prescription
    covered: bool
    tier: int
    unit_price: UnitPrice | None
    price: Cents | None
    fills: int
    patient_pay: Cents
    gross: Cents
    cash_cost: Cents | None
    restrictions: tuple[Restriction, ...]
    channel: Channel
    channel_offered: bool
    split_into_months: bool
    selected: bool
    pharmacy: str = ""
    in_network: bool = True
    fee_known: bool = True
    share_known: bool = True
    monthly_shares: int = 1
    borrowed: BorrowedPrice | None = None

    @property
    def drug(self) -> Drug:
        """The product."""
        return self.prescription.drug

    @property
    def counted(self) -> bool:
        """Whether the drug is in the plan's totals: covered and priced."""
        return self.covered and self.price is not None


class MonthCost(NamedTuple):
    """One month at a plan.

    ``covered``: False before coverage starts.
    ``patient_pay``: what the person pays at the pharmacy.
    ``premium``: with late fee and income-related amount.
    ``phase_at_end``, ``troop_at_end``: where the person stands when the month ends.
    """

    month: int
    covered: bool
    patient_pay: Cents
    premium: Cents
    gross_drug_cost: Cents
    phase_at_end: Phase
    troop_at_end: Cents


class PremiumSubsidy(Named):
    """What we know of Extra Help with the premium.

    ``ESTIMATED``: the amount depends on a benchmark that nobody printed, or on rounding that only one source shows. It is used and marked.
    """

    NONE = 0
    KNOWN = 1
    UNKNOWN = 2
    ESTIMATED = 3


class YearDetails(Protocol):
    """The details of a year at one plan. Each is computed when first looked at (``finder.adjudication.plan_year.YearAtPlan``)."""

    @property
    def drugs(self) -> tuple[DrugCost, ...]:
        """Each drug of the list, in its order."""

    @property
    def months(self) -> tuple[MonthCost, ...]:
        """Twelve months."""

    @property
    def ledger(self) -> Ledger:
        """Every claim of the year, adjudicated."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what a reader of the numbers must know."""

    @property
    def restrictions(self) -> int:
        """How many restrictions the plan puts on the drugs of the list."""

    @property
    def preferred_pharmacy(self) -> bool:
        """Whether the person can use a preferred pharmacy of the plan."""

    @property
    def uncounted(self) -> tuple[DrugCost, ...]:
        """The drugs that are not in the total, whatever the reason."""

    @property
    def furthest_phase(self) -> Phase:
        """The phase in which the year ends; none lies beyond it."""


@dataclass(frozen=True, slots=True)
class PlanCost:
    """One plan's year for this person.

    ``rank``: 0 if not ranked.
    ``premium``: after Extra Help if ``premium_subsidy`` is KNOWN or ESTIMATED; before it (an upper bound) if UNKNOWN; None if the files
    lack it.
    ``premium_low``: the least that the premium can be. If the files lack the premium, the totals hold this, the part that they have.
    ``deductible``: the person's own; 0 if Extra Help leaves none.
    ``drug_cost``: what the person pays for covered drugs.
    ``total``: premium + late fee + income-related amount + drug cost.
    ``all_in``: the total and the full price of every drug that is not in it. It ranks.
    ``all_in_low``, ``all_in_high``: bounds of it. They differ if Extra Help takes an unknown part of the premium or a listed drug has no
    price here; the high one is None if nothing bounds the cost from above.
    ``counted``: how many of the ``asked`` drugs of the list are in the total.
    ``details``: drugs, months, ledger and notes, computed when looked at.
    ``joining``: whether this person may join.
    ``warnings``: codes of warnings about the plan.
    """

    plan: Plan
    rank: int
    months_covered: int
    premium: Cents | None
    premium_low: Cents | None
    part_d_premium: Cents | None
    premium_subsidy: PremiumSubsidy
    late_enrollment_penalty: Cents
    income_related_premium: Cents
    deductible: Cents
    drug_cost: Cents
    total: Cents
    all_in: Cents
    all_in_low: Cents
    all_in_high: Cents | None
    counted: int
    asked: int
    details: YearDetails
    joining: Joining = OPEN_TO_ALL
    warnings: tuple[str, ...] = ()

    @property
    def drugs(self) -> tuple[DrugCost, ...]:
        """Each drug of the list, in its order."""
        return self.details.drugs

    @property
    def months(self) -> tuple[MonthCost, ...]:
        """Twelve months."""
        return self.details.months

    @property
    def ledger(self) -> Ledger:
        """Every claim of the year, adjudicated."""
        return self.details.ledger

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what a reader of the numbers must know; ``explain`` has their sentences."""
        return self.details.notes

    @property
    def not_covered(self) -> tuple[DrugCost, ...]:
        """The drugs that the plan does not list."""
        return () if self.counted == self.asked else tuple(drug for drug in self.left_out if not drug.covered)

    @property
    def unpriced(self) -> tuple[DrugCost, ...]:
        """The drugs that the plan lists, but for which the files give no price, or no cost share for such a fill."""
        return () if self.counted == self.asked else tuple(drug for drug in self.left_out if drug.covered)

    @property
    def left_out(self) -> tuple[DrugCost, ...]:
        """The drugs that are not in the total, whatever the reason."""
        return () if self.counted == self.asked else self.details.uncounted

    @property
    def uncovered_cash_cost(self) -> Cents | None:
        """The full price of the drugs that are not in the total: 0 where there are none, None where no plan prices one of them."""
        if self.counted == self.asked:
            return 0
        costs = [drug.cash_cost for drug in self.left_out]
        return None if None in costs else sum(cost for cost in costs if cost is not None)

    @property
    def left_out_cost(self) -> Cents:
        """What of ``all_in`` is the full price of drugs that are not in the total."""
        return self.all_in - self.total

    @property
    def at_least(self) -> bool:
        """Whether the real cost can only be higher: a premium or a drug's price is unknown."""
        return self.all_in_high is None

    @property
    def uncertain(self) -> bool:
        """Whether ``all_in`` is a range and not one amount."""
        return self.all_in_high != self.all_in_low

    @property
    def restrictions(self) -> int:
        """How many restrictions the plan puts on the drugs of the list."""
        return self.details.restrictions

    @property
    def preferred_pharmacy(self) -> bool:
        """Whether the person can use a preferred pharmacy of the plan."""
        return self.details.preferred_pharmacy

    @property
    def furthest_phase(self) -> Phase:
        """The phase in which the year ends."""
        return self.details.furthest_phase


class Action(Named):
    """What the comparison suggests."""

    STAY = 0
    SWITCH = 1
    ENROLL = 2
    REVIEW = 3


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do and why.

    ``because``: a code.
    ``plan_id``: the recommended plan (None: none).
    ``savings``: against the current plan's all-in cost of the months covered (None: nothing to compare with).
    ``near_tie``: the plans within the near-tie amount of the recommended one.
    ``estimated``: whether the answer depends on an estimated premium.
    """

    action: Action
    because: str
    plan_id: str | None
    current_plan_id: str | None
    savings: Cents | None
    near_tie: tuple[str, ...]
    estimated: bool = False


class ParameterUsed(NamedTuple):
    """A number of the law behind the answer, as it is shown: its name, printed value, unit and status."""

    name: str
    value: str
    unit: str
    status: str


BEST = 3
"""Plans that are shown at a glance."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every plan that serves the place, ranked for this list by its all-in cost.

    ``skip_uncovered``: the person wouldn't buy drugs that a plan leaves out. Plans that cover more of the list then come first, then the
    lower total.
    ``not_counted``: names of drugs that the catalog lacks. They are in no amount.
    ``outside_part_d``: names of things on the list that Part D doesn't pay for.
    ``health_plans``: whether health plans may lead (``Member.sees_health_plans``).
    ``can_be_chosen``: whether the plans can be chosen on the day of the question; None if no day was given.
    ``leaders``: the plans that may be suggested to this person, best first: of one sort, and only those that the person may join.
    ``other_help``: what pays after the plan; all amounts are after it.
    """

    info: CatalogInfo
    county: County
    zip_code: str
    coverage_start: date
    low_income_subsidy: LowIncomeSubsidy
    prescriptions: tuple[Prescription, ...]
    plans: tuple[PlanCost, ...]
    recommendation: Recommendation
    parameters: tuple[ParameterUsed, ...]
    parameters_version: str
    skip_uncovered: bool = False
    not_counted: tuple[str, ...] = ()
    outside_part_d: tuple[str, ...] = ()
    health_plans: bool = False
    can_be_chosen: CanBeChosen | None = None
    leaders: tuple[PlanCost, ...] = ()
    other_help: OtherHelp | None = None

    def figure(self, cost: PlanCost) -> Cents:
        """What a plan costs this person: all in, or without the drugs left out where the person would not buy them."""
        return cost.total if self.skip_uncovered else cost.all_in

    @property
    def best(self) -> tuple[PlanCost, ...]:
        """The first plans that may be suggested to this person; if there are none, the first of all."""
        return (self.leaders or self.plans)[:BEST]

    @property
    def current(self) -> PlanCost | None:
        """The person's current plan among those compared, or None."""
        plan_id = self.recommendation.current_plan_id
        return self.plan_cost(plan_id) if plan_id else None

    @property
    def listed(self) -> int:
        """How many drugs the person's list has, those that are not counted among them."""
        return len(self.prescriptions) + len(self.not_counted)

    @property
    def months_covered(self) -> int:
        """Months from the start of coverage to the year's end."""
        return 13 - self.coverage_start.month

    def plan_cost(self, plan_id: str) -> PlanCost | None:
        """The plan of that id among those compared, or None."""
        return next((cost for cost in self.plans if cost.plan.plan_id == plan_id), None)
