"""What happens to a person who does nothing: the plan goes on, Medicare picks one, or there is none."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.plan_cost import Comparison
from finder.domain.without_action import Default, WithoutAction


def without_action(comparison: Comparison) -> WithoutAction:
    """What happens without a choice in a comparison's year."""
    if comparison.recommendation.current_plan_id is not None:
        current = comparison.current
        if current is None:
            return WithoutAction(Default.NOT_KNOWN)
        return WithoutAction(Default.KEEPS_PLAN, current.all_in_low, current.all_in_high)
    picked = comparison.low_income_subsidy is not LowIncomeSubsidy.NONE
    return WithoutAction(Default.MEDICARE_PICKS if picked else Default.NO_DRUG_PLAN)
