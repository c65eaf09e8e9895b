"""What would make the real cost another one, each in a sentence or two."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.plan_cost import Comparison, PlanCost, RestrictionKind
from finder.explain.messages import say
from finder.explain.plans.notes import note_sentence, premium_subsidy_sentence
from finder.explain.plans.reasons import asks
from finder.explain.words import CHANNELS, in_whole_dollars, joined

_NOTES = ("pharmacies_out_of_network", "quantity_above_limit", "split_into_months", "a_share_a_month")


def what_could_change(comparison: Comparison, *, unsure_of_help: bool = False) -> tuple[str, ...]:
    """What could move the cost of the best plan, or put another one first."""
    best = comparison.best[0]
    unsure = unsure_of_help and comparison.low_income_subsidy is LowIncomeSubsidy.NONE
    said = (
        "" if comparison.info.example else say("Drug prices move during the year. A plan can change its prices."),
        say("A new drug, or a new dose, can change which plan is best."),
        _unsure_of_help() if unsure else "",
        premium_subsidy_sentence(comparison),
        _stores(best),
        say("If the plan says no to an approval, it does not pay for that drug.") if _needs_approval(best) else "",
        *(note_sentence(code) for code in _NOTES if code in best.notes),
        _late_fee(best),
    )
    return tuple(filter(None, said))


def _unsure_of_help() -> str:
    return say(
        "You are not sure about Extra Help, so we counted none. With it you would pay less for drugs and premiums. "
        "To ask, call Social Security: 1-800-772-1213."
    )


def _stores(cost: PlanCost) -> str:
    used = sorted({drug.channel for drug in cost.drugs if drug.covered})
    if not used:
        return ""
    stores = joined((say(CHANNELS[store]) for store in used), "or")
    return say("The drug costs are for {stores}. Other stores may cost more.", stores=stores)


def _needs_approval(cost: PlanCost) -> bool:
    return any(asks(drug, RestrictionKind.PRIOR_AUTHORIZATION) for drug in cost.drugs)


def _late_fee(cost: PlanCost) -> str:
    if not cost.late_enrollment_penalty:
        return ""
    return say(
        "The totals include a late fee (late enrollment penalty) of about {amount} for these months.",
        amount=in_whole_dollars(cost.late_enrollment_penalty),
    )
