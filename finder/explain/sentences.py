"""What the comparison says, in sentences: the headline, why each of the best plans is there, and what could change it."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.market import PlanKind
from finder.domain.money import Cents, about
from finder.domain.plan_cost import Action, Comparison, DrugCost, PlanCost, PremiumSubsidy, RestrictionKind
from finder.explain.drug_words import not_covered_sentence, unpriced_sentence
from finder.explain.words import CHANNELS, counted, drug_name, first_words, joined, period, plan_name, spelled

BEST = 3
"""Plans that get a card with reasons."""


def best_plans(comparison: Comparison) -> tuple[PlanCost, ...]:
    """The three plans that get a card: the first of the ranking; with a current plan, the first of its own sort, since the advice is about
    those."""
    current = current_cost(comparison)
    if current is None:
        return comparison.plans[:BEST]
    own_sort = (cost for cost in comparison.plans if _drug_plan(cost) == _drug_plan(current))
    return tuple(own_sort)[:BEST]


def current_cost(comparison: Comparison) -> PlanCost | None:
    """The person's current plan among those compared, or None."""
    current = comparison.recommendation.current_plan_id
    return comparison.plan_cost(current) if current else None


def _drug_plan(cost: PlanCost) -> bool:
    return cost.plan.kind is PlanKind.PDP


def headline(comparison: Comparison) -> tuple[str, ...]:
    """The answer in a few sentences: what staying costs, what the best plan would cost, the difference."""
    current = current_cost(comparison)
    best = best_plans(comparison)[0]
    when = period(comparison.coverage_start)
    if current is None:
        lost = ("We can't find your plan this year.",) if comparison.recommendation.current_plan_id else ()
        return (*lost, f"{plan_name(best.plan)} would cost {about(best.total)} {when}. {_rank_words(best)}")
    staying = f"Staying costs {about(current.total)} {when}."
    if current is best:
        return (f"You are in the plan that looks best. {staying}", *_runner_up(comparison))
    difference = current.total - best.total
    other = f"{plan_name(best.plan)} would cost {about(best.total)}."
    return (f"{staying} {other} {_difference_words(difference)}",)


def _rank_words(best: PlanCost) -> str:
    if best.premium is None or best.unpriced:
        return "A cost is missing, so check with the plan."
    return "That is the lowest total." if not best.not_covered else "No plan covers more of your drugs for less."


def _runner_up(comparison: Comparison) -> tuple[str, ...]:
    others = best_plans(comparison)[1:2]
    return tuple(f"The next plan would cost {about(other.total)}." for other in others)


def _difference_words(difference: Cents) -> str:
    return f"Difference: {about(difference)}." if difference >= 0 else f"That is {about(-difference)} more."


_ADVICE = {
    "current_is_best": "You can stay in your plan.",
    "near_tie": "You can stay in your plan. Moving would change little.",
    "saves": "Think about a change to {best}.",
    "covers_more": "Think about a change to {best}. It covers more of your drugs.",
    "lowest_total": "Think about {best}.",
    "example_design": "Of these designs, {best} costs least.",
    "current_plan_not_offered": "Your plan is not in the list for your county. Look at the plans below.",
    "current_cost_unknown": "We lack a cost at your plan. Call your plan before you change.",
    "best_cost_unknown": "We lack a cost at {best}. Call the plan before you choose.",
    "best_does_not_cover_all": "No plan here covers all your drugs. Ask your doctor or call for help before you choose.",
    "out_of_network_only": "These stores are outside the plan's network. You pay their price and send in a claim. Ask the plan first.",
    "premium_subsidy_unknown": "Extra Help will lower the premium. Call to ask how much before you choose.",
}
_ACTIONS = {
    Action.STAY: "You can stay in your plan.",
    Action.SWITCH: "Think about a change to {best}.",
    Action.ENROLL: "Think about {best}.",
    Action.REVIEW: "Look at this with someone before you choose.",
}


def advice(comparison: Comparison) -> tuple[str, ...]:
    """What we suggest and the cautions that belong to it."""
    recommendation = comparison.recommendation
    best = best_plans(comparison)[0]
    first = _ADVICE.get(recommendation.because, _ACTIONS[recommendation.action]).format(best=plan_name(best.plan))
    return tuple(filter(None, (first, _kind_caution(comparison, best), near_tie_sentence(comparison), example_sentence(comparison))))


def _kind_caution(comparison: Comparison, best: PlanCost) -> str:
    top, current = comparison.plans[0], current_cost(comparison)
    if current is None:
        if _drug_plan(best):
            return ""
        said = "This is a health plan with drugs (Medicare Advantage). It changes your doctors and hospitals too, not just your drugs."
        return f"{said} {_best_drug_plan(comparison)}".strip()
    if _drug_plan(top) == _drug_plan(current):
        return ""
    sort = "drug plan" if _drug_plan(top) else "health plan with drugs (Medicare Advantage)"
    return f"A {sort} ranks higher: {plan_name(top.plan)}, {about(top.total)}. To move to it would change your doctors and hospitals too."


def _best_drug_plan(comparison: Comparison) -> str:
    best = next((cost for cost in comparison.plans if _drug_plan(cost)), None)
    if best is None:
        return ""
    return f"To keep Original Medicare, look at drug plans. The first of them is {plan_name(best.plan)}: {about(best.total)}."


def near_tie_sentence(comparison: Comparison) -> str:
    """The plans that cost nearly the same as the best one; empty where there are none."""
    ties = [cost for plan_id in comparison.recommendation.near_tie if (cost := comparison.plan_cost(plan_id)) is not None]
    if not ties:
        return ""
    names = first_words([plan_name(cost.plan) for cost in ties])
    verb = "costs" if len(ties) == 1 else "cost"
    return f"{spelled(len(ties))} more {'plan' if len(ties) == 1 else 'plans'} {verb} almost the same: {names}."


def example_sentence(comparison: Comparison) -> str:
    """That the plans are examples, where they are."""
    if not comparison.info.example:
        return ""
    return f"These are example designs with the rules and prices of {comparison.info.plan_year}. No real plan is shown."


def reasons(comparison: Comparison, cost: PlanCost) -> tuple[str, ...]:
    """Why a plan is among the best, and what to watch: short sentences, the most telling first."""
    best = best_plans(comparison)
    said = [_total_reason(best[0], cost), _cover_reason(cost), unpriced_sentence(cost), _premium_reason(cost)]
    said.append("No deductible." if cost.plan.design.deductible == 0 else "")
    said.append(_drug_cost_reason(best, cost))
    said.append(_rules_reason(cost))
    said.append(_store_reason(cost))
    said.append("This is an example, not a real plan." if cost.plan.example else "")
    return tuple(filter(None, said))


def _total_reason(first: PlanCost, cost: PlanCost) -> str:
    if cost is first:
        return "Lowest total." if not cost.not_covered and cost.premium is not None else "Ranks first."
    more = cost.total - first.total
    return f"Costs {about(more)} more than the first." if more >= 0 else "Costs less than the first, but covers or prices fewer drugs."


def _cover_reason(cost: PlanCost) -> str:
    if cost.not_covered:
        return not_covered_sentence(cost)
    return "Covers your drug." if len(cost.drugs) == 1 else f"Covers all {len(cost.drugs)} of your drugs."


def _premium_reason(cost: PlanCost) -> str:
    if cost.premium is None:
        return "We don't have its premium. The total leaves it out."
    if cost.premium == 0:
        return "No premium." if cost.premium_subsidy in (PremiumSubsidy.NONE, PremiumSubsidy.UNKNOWN) else "Extra Help pays the premium."
    return ""


def _drug_cost_reason(best: tuple[PlanCost, ...], cost: PlanCost) -> str:
    lowest = min(other.drug_cost for other in best)
    others_higher = all(other.drug_cost > lowest for other in best if other is not cost)
    return "Of these, you pay least at the drug store." if len(best) > 1 and cost.drug_cost == lowest and others_higher else ""


def _rules_reason(cost: PlanCost) -> str:
    approval = [drug_name(drug.drug) for drug in cost.drugs if _asks(drug, RestrictionKind.PRIOR_AUTHORIZATION)]
    step = [drug_name(drug.drug) for drug in cost.drugs if _asks(drug, RestrictionKind.STEP_THERAPY)]
    over = [drug_name(drug.drug) for drug in cost.drugs if any(restriction.exceeded for restriction in drug.restrictions)]
    said = [f"Plan approval first (prior authorization): {joined(approval)}." if approval else ""]
    said.append(f"Try another drug first (step therapy): {joined(step)}." if step else "")
    said.append(f"Your amount is above the plan's limit (quantity limit): {joined(over)}." if over else "")
    none = "No extra steps before you get your drugs." if not cost.not_covered else ""
    return " ".join(filter(None, said)) or none


def _asks(drug: DrugCost, kind: RestrictionKind) -> bool:
    return any(restriction.kind is kind for restriction in drug.restrictions)


def _store_reason(cost: PlanCost) -> str:
    if all(drug.channel_offered for drug in cost.drugs if drug.covered):
        return ""
    used = sorted({drug.channel for drug in cost.drugs if drug.covered and not drug.channel_offered})
    return f"We don't have its prices at the stores you chose. These are for {joined(CHANNELS[channel] for channel in used)}."


PREMIUM_ESTIMATED = "What Extra Help pays of some premiums is our estimate. It may be off by a few cents a month. The plan can tell you."


def premium_subsidy_sentence(comparison: Comparison) -> str:
    """What we don't know of Extra Help with the premium; empty where all is known."""
    kinds = {cost.premium_subsidy for cost in comparison.plans}
    if PremiumSubsidy.UNKNOWN not in kinds:
        return PREMIUM_ESTIMATED if PremiumSubsidy.ESTIMATED in kinds else ""
    return (
        f"Extra Help lowers this premium. We don't have the benchmark of this region for {comparison.info.plan_year}, "
        "so the premium shown is before Extra Help."
    )


UNSURE_OF_HELP = (
    "You are not sure about Extra Help, so we counted none. With it you would pay less for drugs and premiums. "
    "To ask, call Social Security: 1-800-772-1213."
)


def what_could_change(comparison: Comparison, *, unsure_of_help: bool = False) -> tuple[str, ...]:
    """What would make the real cost another one, each in a sentence or two."""
    best = best_plans(comparison)[0]
    info = comparison.info
    said = ["" if info.example else "Drug prices move during the year. A plan can change its prices."]
    said.append("A new drug, or a new dose, can change which plan is best.")
    said.append(UNSURE_OF_HELP if unsure_of_help and comparison.low_income_subsidy is LowIncomeSubsidy.NONE else "")
    said.append(premium_subsidy_sentence(comparison))
    stores = sorted({drug.channel for drug in best.drugs if drug.covered})
    said.append(
        f"The drug costs are for {joined((CHANNELS[store] for store in stores), 'or')}. Other stores may cost more." if stores else ""
    )
    said.append("If the plan says no to an approval, you pay the full price." if _needs_approval(best) else "")
    said.append(
        "" if "pharmacies_out_of_network" not in best.notes else "None of your stores is in this plan's network. We used another store."
    )
    said.append(
        "" if "quantity_above_limit" not in best.notes else "One amount is above the plan's limit. The plan may not pay for all of it."
    )
    said.append(
        "Some fills are priced month by month, since we lack the price of a longer fill." if "split_into_months" in best.notes else ""
    )
    said.append(
        "Some refills last longer than a month and cannot be split. Each costs one month's share for each month that it begins."
        if "a_share_a_month" in best.notes
        else ""
    )
    said.append(_penalty_sentence(best))
    return tuple(filter(None, said))


def _needs_approval(cost: PlanCost) -> bool:
    return any(_asks(drug, RestrictionKind.PRIOR_AUTHORIZATION) for drug in cost.drugs)


def _penalty_sentence(cost: PlanCost) -> str:
    if not cost.late_enrollment_penalty:
        return ""
    return f"The totals hold a late fee (late enrollment penalty) of {about(cost.late_enrollment_penalty)} for these months."


def count_sentence(comparison: Comparison) -> str:
    """How many plans were compared, of which place: ``All 47 plans in the file that serve Worcester County``."""
    county = comparison.county.name
    return f"All {counted(len(comparison.plans), 'plan')} in the file that serve {county} County, lowest cost first"


_ENDS = {
    Phase.DEDUCTIBLE: "You never use up the deductible.",
    Phase.INITIAL_COVERAGE: "Your drugs stay in the first phase (initial coverage).",
    Phase.COVERAGE_GAP: "Your drugs reach the coverage gap.",
    Phase.CATASTROPHIC: "Your drugs pass the yearly limit (catastrophic coverage).",
}
_GAP_YEAR = {
    Phase.DEDUCTIBLE: "A plan with a low premium wins, since plans pay little on so short a list.",
    Phase.INITIAL_COVERAGE: "So the premium, the deductible and the copays decide. You pay more for cover in the gap and get nothing.",
    Phase.COVERAGE_GAP: "So it matters what a plan pays in the gap. A plan that pays there can be worth its premium.",
    Phase.CATASTROPHIC: "Past the limit all plans charge alike. So what counts is how much you pay before it, and the premium.",
}
_LATER_YEAR = {
    Phase.DEDUCTIBLE: "So the premium and the price at the store decide.",
    Phase.INITIAL_COVERAGE: "So the premium, the deductible and your share of each drug decide.",
    Phase.CATASTROPHIC: "Past the limit you pay nothing for covered drugs. So the premium decides most.",
}


def why_this_order(comparison: Comparison) -> str:
    """Why the plans are ranked as they are, from the phase in which the list ends the year at most plans."""
    ends = [cost.months[-1].phase_at_end for cost in comparison.plans]
    common = max(set(ends), key=lambda phase: (ends.count(phase), phase))
    has_gap = any(cost.plan.design.initial_coverage_limit is not None for cost in comparison.plans)
    reason = (_GAP_YEAR if has_gap else _LATER_YEAR).get(common, "")
    if has_gap and common is Phase.COVERAGE_GAP:
        reason += (
            " The first plan here does." if _pays_in_gap(comparison.plans[0]) else " Here a plan that pays less there still costs least."
        )
    share = f"In {ends.count(common)} of {counted(len(ends), 'plan')}, this is so at the end of the year."
    return f"Why this order? {_ENDS.get(common, '')} {reason} {share}"


def _pays_in_gap(cost: PlanCost) -> bool:
    tiers = cost.plan.design.tiers
    return any(drug.tier in tiers and tiers[drug.tier].coverage_gap is not None for drug in cost.drugs if drug.covered)
