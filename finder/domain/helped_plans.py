"""What Extra Help would save at each plan, and the plans into which Medicare would put a person who does not choose. Amounts in cents, of
the months covered."""

from __future__ import annotations

from dataclasses import dataclass

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import CatalogInfo, Plan, PlanKind
from finder.domain.money import Cents, ratio_half_up
from finder.domain.plan_cost import PlanCost


@dataclass(frozen=True, slots=True)
class HelpedPlan:
    """One plan without and with Extra Help. ``premium`` with help is None where it is not known; ``premium_at_most`` is then what is
    known of it (None: nothing). ``default`` says whether Medicare may pick the plan for a person who does not choose; None: not known."""

    without: PlanCost
    helped: PlanCost
    premium: Cents | None
    premium_at_most: Cents | None
    default: bool | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.helped.plan

    @property
    def beside_premium(self) -> Cents:
        """Drugs, those left out at their full price, and the income-related amount with help; the penalty is waived."""
        return self.helped.drug_cost + self.helped.left_out_cost + self.helped.income_related_premium

    @property
    def total(self) -> Cents | None:
        """Premium and drugs with help, None where the premium is not known."""
        return None if self.premium is None else self.beside_premium + self.premium

    @property
    def total_at_most(self) -> Cents | None:
        """The most that premium and drugs can come to with help."""
        return None if self.premium_at_most is None else self.beside_premium + self.premium_at_most

    @property
    def saving(self) -> Cents | None:
        """What Extra Help saves at this plan, None where one of the premiums is not known."""
        return None if self.total is None or self.without.premium is None else self.without.all_in - self.total

    @property
    def saving_at_least(self) -> Cents | None:
        """The least that Extra Help saves at this plan."""
        return None if self.total_at_most is None or self.without.premium is None else self.without.all_in - self.total_at_most

    @property
    def total_if_default(self) -> Cents:
        """The cost if Medicare put the person there: such a plan has no premium left to pay."""
        return self.beside_premium

    @property
    def left_out(self) -> int:
        """How many drugs of the list are not in the totals."""
        return sum(not drug.counted for drug in self.helped.drugs)


@dataclass(frozen=True, slots=True)
class HelpedPlans:
    """Every plan compared, the lower all-in cost with help first. ``benchmark`` is the most that Extra Help
    pays of a monthly premium in the region (None: not known), ``lowest_basic`` the lowest monthly premium of a basic drug plan there."""

    info: CatalogInfo
    level: LowIncomeSubsidy
    months: int
    region: str
    benchmark: Cents | None
    benchmark_status: str
    lowest_basic: Cents | None
    plans: tuple[HelpedPlan, ...]

    @property
    def candidates(self) -> tuple[HelpedPlan, ...]:
        """Certain and possible default plans: the lower all-in cost first, if Medicare put the person there."""
        found = (plan for plan in self.plans if plan.default is not False)
        return tuple(sorted(found, key=lambda plan: (plan.total_if_default, plan.left_out, plan.plan.plan_id)))

    @property
    def defaults(self) -> tuple[HelpedPlan, ...]:
        """The plans that Medicare may pick, for certain, in the order of ``candidates``."""
        return tuple(plan for plan in self.candidates if plan.default)

    @property
    def possible_defaults(self) -> tuple[HelpedPlan, ...]:
        """The plans of which we don't know whether Medicare may pick them, in the order of ``candidates``."""
        return tuple(plan for plan in self.candidates if plan.default is None)

    @property
    def mean_default(self) -> Cents | None:
        """The mean cost of random placement, None unless the default plans are known."""
        if self.possible_defaults or not self.defaults:
            return None
        return ratio_half_up(sum(plan.total_if_default for plan in self.defaults), len(self.defaults))

    @property
    def best_fit(self) -> HelpedPlan | None:
        """The stand-alone drug plan that ranks first with help, by the most that it can cost."""
        return next((plan for plan in self.plans if plan.plan.kind is PlanKind.PDP and plan.total_at_most is not None), None)
