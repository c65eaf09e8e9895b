"""What happens to a person who does nothing: the plan goes on, Medicare picks one, or there is none."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.helped_plans import PlacementPlans, cost_if_placed
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.without_action import Default, WithoutAction
from finder.parameters import parameter_set
from finder.questions.plans.helped_plans import placement_plans


class WithoutActions:
    """What happens to many people of a catalog. It remembers into which plans Medicare puts people of a county."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._placing: dict[tuple[str, LowIncomeSubsidy], PlacementPlans] = {}

    def of(self, comparison: Comparison, member: Member) -> WithoutAction:
        """What happens without a choice in a comparison's year."""
        if member.current_plan is not None:
            current = comparison.current
            if current is None:
                return WithoutAction(Default.NOT_KNOWN)
            return WithoutAction(Default.KEEPS_PLAN, current.all_in_low, current.all_in_high)
        if member.low_income_subsidy is LowIncomeSubsidy.NONE:
            return WithoutAction(Default.NO_DRUG_PLAN)
        placing = self._placing_plans(member)
        placed = [cost for cost in comparison.plans if placing.holds(cost.plan) is not False]
        highs = [_high(cost) for cost in placed]
        unbounded = not highs or None in highs
        low = min((cost.all_in_low - (cost.premium_low or 0) for cost in placed), default=None)
        return WithoutAction(Default.MEDICARE_PICKS, low, None if unbounded else max(high for high in highs if high is not None))

    def _placing_plans(self, member: Member) -> PlacementPlans:
        key = (member.county.fips, member.low_income_subsidy)
        if key not in self._placing:
            numbers = parameter_set(self._catalog.info.plan_year)
            self._placing[key] = placement_plans(self._catalog.plans_serving(member.county), member, numbers)
        return self._placing[key]


def _high(cost: PlanCost) -> Cents | None:
    """The most that a person pays whom Medicare put there; None where nothing bounds it."""
    return None if cost.all_in_high is None else cost_if_placed(cost)
