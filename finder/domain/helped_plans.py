"""What Extra Help would save at each plan, and the plans into which Medicare would put a person who does not choose. Amounts in cents, of
the months covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import CatalogInfo, Plan
from finder.domain.money import Cents, ratio_half_up
from finder.domain.plan_cost import PlanCost, PremiumSubsidy


class PlacementPlans(NamedTuple):
    """The plans, by id, into which Medicare puts people with Extra Help who choose none: for certain, and perhaps."""

    certain: frozenset[str]
    possible: frozenset[str]

    def holds(self, plan: Plan) -> bool | None:
        """Whether Medicare may pick the plan; None: not known."""
        return None if plan.plan_id in self.possible else plan.plan_id in self.certain


def cost_if_placed(cost: PlanCost) -> Cents:
    """The all-in cost of a person whom Medicare put into the plan: such a plan has no premium left to pay."""
    counted = cost.premium_low if cost.premium is None else cost.premium
    return cost.all_in - (counted or 0)


@dataclass(frozen=True, slots=True)
class HelpedPlan:
    """One plan without and with Extra Help, each as the comparison has it.

    ``default``: Medicare may pick the plan for a person who does not choose; None: not known.
    """

    without: PlanCost
    helped: PlanCost
    default: bool | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.helped.plan

    @property
    def premium_known(self) -> bool:
        """Whether the files give the premium with help, or an estimate of it."""
        return self.helped.premium is not None and self.helped.premium_subsidy is not PremiumSubsidy.UNKNOWN

    @property
    def estimated(self) -> bool:
        """Whether the premium with help is an estimate."""
        return self.helped.premium_subsidy is PremiumSubsidy.ESTIMATED

    @property
    def saving(self) -> Cents | None:
        """What Extra Help saves at this plan, None where one of the premiums is not known."""
        return self.saving_at_least if self.premium_known else None

    @property
    def saving_at_least(self) -> Cents | None:
        """The least that Extra Help saves at this plan. A premium whose subsidy is not known is counted whole. Drugs that are left out cost
        the same with and without it."""
        return None if self.without.premium is None or self.helped.premium is None else self.without.all_in - self.helped.all_in

    @property
    def total_if_default(self) -> Cents:
        """The all-in cost if Medicare put the person there: such a plan has no premium left to pay."""
        return cost_if_placed(self.helped)

    @property
    def left_out(self) -> int:
        """How many drugs of the list the plan does not pay for."""
        return self.helped.asked - self.helped.counted


@dataclass(frozen=True, slots=True)
class HelpedPlans:
    """Every plan compared, in the order of the comparison with help.

    ``benchmark`` is the most that Extra Help pays of a monthly premium in the region; None: not known.
    ``lowest_basic`` is the lowest monthly premium of a basic drug plan there.
    """

    info: CatalogInfo
    level: LowIncomeSubsidy
    months: int
    region: str
    benchmark: Cents | None
    benchmark_status: str
    lowest_basic: Cents | None
    plans: tuple[HelpedPlan, ...]
    best_id: str | None = None

    @property
    def candidates(self) -> tuple[HelpedPlan, ...]:
        """Certain and possible default plans: the lower all-in cost first, if Medicare put the person there."""
        found = (plan for plan in self.plans if plan.default is not False)
        return tuple(sorted(found, key=lambda plan: (plan.total_if_default, plan.helped.rank)))

    @property
    def defaults(self) -> tuple[HelpedPlan, ...]:
        """The plans that Medicare may pick, for certain, in the order of ``candidates``."""
        return tuple(plan for plan in self.candidates if plan.default)

    @property
    def possible_defaults(self) -> tuple[HelpedPlan, ...]:
        """The plans that Medicare may or may not pick, in the order of ``candidates``."""
        return tuple(plan for plan in self.candidates if plan.default is None)

    @property
    def mean_default(self) -> Cents | None:
        """The mean cost of random placement, None unless the default plans are known."""
        if self.possible_defaults or not self.defaults:
            return None
        return ratio_half_up(sum(plan.total_if_default for plan in self.defaults), len(self.defaults))

    @property
    def best_fit(self) -> HelpedPlan | None:
        """The stand-alone drug plan that Find plans would name first with help. A plan that Medicare has sanctioned is not offered."""
        return next((plan for plan in self.plans if plan.plan.plan_id == self.best_id), None)
