"""What the comparison says, in sentences: the headline, why each of the best plans is there, and what could change it."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.choosing import MayJoin, Timing
from finder.domain.market import PlanKind
from finder.domain.money import about
from finder.domain.plan_cost import Action, Comparison, DrugCost, PlanCost, PremiumSubsidy, RestrictionKind
from finder.explain.plans.choosing import choosing_sentences, instead_sentence, joining_sentence, warning_sentence
from finder.explain.plans.costs import apart, at_least_sentences, cost_words, more_words, skipped_sentence
from finder.explain.plans.drugs import not_covered_sentence, unpriced_sentence
from finder.explain.words import CHANNELS, counted, day, drug_name, first_words, joined, period, plan_name, spelled

BEST = 3
"""Plans that get a card with reasons."""
_MONTHS = 12


def best_plans(comparison: Comparison) -> tuple[PlanCost, ...]:
    """The three plans that get a card: the first of those that may be suggested to this person; where there are none, the first of all."""
    return (comparison.leaders or comparison.plans)[:BEST]


def current_cost(comparison: Comparison) -> PlanCost | None:
    """The person's current plan among those compared, or None."""
    current = comparison.recommendation.current_plan_id
    return comparison.plan_cost(current) if current else None


def _drug_plan(cost: PlanCost) -> bool:
    return cost.plan.kind is PlanKind.PDP


def headline(comparison: Comparison) -> tuple[str, ...]:
    """The answer in a few sentences: what to do, until when, what staying and the best plan cost, and what no figure holds."""
    first, until, costs = _first_words(comparison), _until_words(comparison), _costs_words(comparison)
    if _over(comparison):
        said = [until, costs]  # nobody can switch within that year
    else:
        said = [until, first, costs] if _needs_a_period(comparison) else [first, until, costs] if first else [costs, until]
    said += at_least_sentences(comparison)
    if comparison.skip_uncovered:
        said.append("You said you would not buy drugs that a plan leaves out. So their price is not counted.")
        said += [skipped_sentence(comparison, cost) for cost in _compared(comparison)]
    return tuple(filter(None, said))


def _compared(comparison: Comparison) -> tuple[PlanCost, ...]:
    """The person's plan and the best one; one plan where they are the same, or there is no current one."""
    current, best = current_cost(comparison), best_plans(comparison)[0]
    return (best,) if current is None or current is best else (current, best)


def _first_words(comparison: Comparison) -> str:
    advice, current = comparison.recommendation, current_cost(comparison)
    if current is None:
        return "We can't find your plan this year." if advice.current_plan_id else ""
    best = best_plans(comparison)[0]
    if advice.because == "current_is_best":
        return "You are in the plan that looks best."
    sure = not _is_range(current)
    difference = apart(comparison.figure(current) if sure else current.all_in_low, comparison.figure(best))
    saved = about(difference) if sure else about(difference).replace("about", "at least")
    if advice.action is Action.SWITCH and difference > 0:
        if _too_late_for_all_months(comparison):
            return f"{_whole_time(comparison)}, switching would save {saved}."
        return f"Switching could save you {saved} {_a_year(comparison)}."
    if advice.because == "near_tie":
        most = f"Switching would save {saved} {_a_year(comparison)} at most."
        if _too_late_for_all_months(comparison):
            most = f"{_whole_time(comparison)}, switching would save {saved} at most."
        return f"You can stay in your plan. {most}" if difference > 0 else "You can stay in your plan."
    return ""


def _too_late_for_all_months(comparison: Comparison) -> bool:
    """Whether the figures hold months that are over before a plan that is chosen today could start."""
    can = comparison.can_be_chosen
    return can is not None and not comparison.info.example and can.starts is not None and comparison.coverage_start < can.starts


def _whole_time(comparison: Comparison) -> str:
    if comparison.months_covered == _MONTHS:
        return "Over a full year"
    when = period(comparison.coverage_start)
    return when[:1].upper() + when[1:]


def _a_year(comparison: Comparison) -> str:
    return "a year" if comparison.months_covered == _MONTHS else period(comparison.coverage_start)


def _until_words(comparison: Comparison) -> str:
    can = comparison.can_be_chosen
    if can is None or comparison.info.example:
        return ""
    instead = instead_sentence(can) if _needs_a_period(comparison) else ""
    return f"{choosing_sentences(can)[0]} {instead}".strip()


def _over(comparison: Comparison) -> bool:
    """Whether the year can no longer be chosen at all."""
    can = comparison.can_be_chosen
    return can is not None and not comparison.info.example and can.timing is Timing.OVER


def _needs_a_period(comparison: Comparison) -> bool:
    """Whether the year can no longer be chosen, or only by some: that is said before anything else."""
    can = comparison.can_be_chosen
    return can is not None and not comparison.info.example and can.timing in (Timing.OVER, Timing.SPECIAL_PERIOD)


def _costs_words(comparison: Comparison) -> str:
    current, best = current_cost(comparison), best_plans(comparison)[0]
    when = period(comparison.coverage_start)
    if current is None:
        return f"{plan_name(best.plan)} would cost {cost_words(comparison, best)} {when}. {_rank_words(comparison, best)}".strip()
    staying = f"Staying costs {cost_words(comparison, current)} {when}."
    if current is best or comparison.recommendation.because == "current_is_best":
        return " ".join([staying, *_runner_up(comparison, current)])
    more = more_words(comparison.figure(best), comparison.figure(current))
    other = f"{plan_name(best.plan)} would cost {cost_words(comparison, best)}"
    if _is_range(current) or _is_range(best):
        return f"{staying} {other}."
    return f"{staying} {other}: {more}."


def _is_range(cost: PlanCost) -> bool:
    return cost.all_in_low != cost.all_in


def _rank_words(comparison: Comparison, best: PlanCost) -> str:
    if best.premium is None or best.unpriced:
        return "A cost is missing, so check with the plan."
    if comparison.recommendation.because in ("ranges_overlap", "premium_subsidy_unknown", "no_plan_to_suggest"):
        return ""
    where = "" if len(comparison.leaders) == len(comparison.plans) else f" of the {_sorts(comparison)}"
    cheaper = [cost for cost in comparison.leaders if comparison.figure(cost) < comparison.figure(best)]
    if comparison.skip_uncovered and any(cost.counted < best.counted for cost in cheaper):
        return "Some plans cost less, but they cover fewer of your drugs."
    dearer = bool(cheaper)
    return f"It is among the lowest{where}." if dearer else f"That is the lowest cost{where}."


def _sorts(comparison: Comparison) -> str:
    return "drug plans" if all(_drug_plan(cost) for cost in comparison.leaders) else "plans that you can join"


def _runner_up(comparison: Comparison, current: PlanCost) -> tuple[str, ...]:
    others = [cost for cost in best_plans(comparison) if cost is not current][:1]
    return tuple(f"The next plan would cost {cost_words(comparison, other)}." for other in others)


_ADVICE = {
    "current_is_best": "You can stay in your plan.",
    "near_tie": "You can stay in your plan. Moving would change little.",
    "saves": "Think about a change to {best}.",
    "covers_more": "Think about a change to {best}. It covers more of your drugs.",
    "other_sort": "{best} comes first. It is another kind of plan. To move to it would change your doctors and hospitals too.",
    "year_over": "{best} looks best for that year.",
    "no_other_plan": "We have no other plan here to suggest. Ask if you can join one of those below.",
    "lowest_total": "Think about {best}.",
    "example_design": "Of these designs, {best} comes first.",
    "current_plan_not_offered": "Your plan is not in the list for your county. Look at the plans below.",
    "current_cost_unknown": "We're missing a price for your plan. Call your plan before you change.",
    "best_cost_unknown": "We're missing a price for {best}. Call the plan before you choose.",
    "best_does_not_cover_all": "None of these {sort} covers all your drugs. Ask your doctor or call for help before you choose.",
    "best_leaves_out": "{best} leaves out a drug that another plan covers. It still costs less. Ask your doctor before you choose.",
    "ranges_overlap": "We don't have every price, so we can't say which plan costs least. Call 1-800-MEDICARE before you choose.",
    "out_of_network": "You would buy outside the network. You pay first and ask the plan for some of it back (paper claim). It costs more.",
    "no_plan_to_suggest": "We can't suggest a plan yet. These plans are only for some people. Ask if you can join.",
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
    sort = "drug plans" if _drug_plan(best) else "health plans"
    first = _ADVICE.get(recommendation.because, _ACTIONS[recommendation.action]).format(best=plan_name(best.plan), sort=sort)
    guess = " ".join(filter(None, (_premium_guess(comparison), _price_guess(comparison))))
    cautions = (_kind_caution(comparison, best), near_tie_sentence(comparison), example_sentence(comparison))
    return tuple(filter(None, (first, guess, *cautions)))


def _premium_guess(comparison: Comparison) -> str:
    if comparison.recommendation.estimated:
        return "The premium after Extra Help is our estimate. Ask the plan."
    guessed = any(cost.premium_subsidy is PremiumSubsidy.ESTIMATED for cost in comparison.leaders)
    return "Some of the other premiums after Extra Help are our estimates." if guessed else ""


def _price_guess(comparison: Comparison) -> str:
    info = comparison.info
    return (
        f"The drug prices are those of {day(info.prices_as_of)}. For {info.plan_year} they are our estimate."
        if (info.prices_of_an_earlier_year)
        else ""
    )


def _kind_caution(comparison: Comparison, best: PlanCost) -> str:
    top, current = comparison.plans[0], current_cost(comparison)
    if current is None and not _drug_plan(best):
        said = "This is a health plan with drugs (Medicare Advantage). It changes your doctors and hospitals too, not just your drugs."
        return f"{said} {_best_drug_plan(comparison)}".strip()
    if comparison.recommendation.because == "other_sort":
        return ""  # the advice says it
    if _drug_plan(top) == _drug_plan(current or best) or top.joining.may_join is not MayJoin.YES or top.plan.sanctioned:
        return ""
    sort = "drug plan" if _drug_plan(top) else "health plan with drugs (Medicare Advantage)"
    cost = cost_words(comparison, top)
    return f"A {sort} ranks higher: {plan_name(top.plan)}, {cost}. Moving to it would change your doctors and hospitals too."


def _best_drug_plan(comparison: Comparison) -> str:
    best = next((cost for cost in comparison.plans if _drug_plan(cost)), None)
    if best is None:
        return ""
    return f"To keep Original Medicare, look at drug plans. The first of them is {plan_name(best.plan)}: {cost_words(comparison, best)}."


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
    said = [*cautions(cost), _total_reason(comparison, best[0], cost), _cover_reason(comparison, cost), _rules_reason(cost)]
    said += [_premium_reason(cost), _deductible_reason(cost), _drug_cost_reason(best, cost)]
    return tuple(filter(None, said))


def cautions(cost: PlanCost) -> tuple[str, ...]:
    """What to know before anything else: who may join, what Medicare warns of, and what our figures lack."""
    said = ["This is an example, not a real plan." if cost.plan.example else ""]
    said.append(joining_sentence(cost.joining) if cost.joining.may_join is not MayJoin.YES and not cost.plan.example else "")
    said += [warning_sentence(code, cost.plan) for code in cost.warnings]
    said += [unpriced_sentence(cost), _store_reason(cost)]
    said.append("We're missing its premium. The cost leaves out what we don't have." if cost.premium is None else "")
    return tuple(filter(None, said))


def _total_reason(comparison: Comparison, first: PlanCost, cost: PlanCost) -> str:
    least = min(comparison.figure(other) for other in comparison.leaders or comparison.plans)
    if cost.plan.plan_id == first.plan.plan_id:
        if comparison.figure(cost) != least or _is_range(cost) or cost.at_least:
            ranked = comparison.plan_cost(cost.plan.plan_id)
            return "Ranks first." if ranked is None or ranked.rank == 1 else f"Ranks first of the {_sorts(comparison)}."
        lowest = all(comparison.figure(other) >= least for other in comparison.plans)
        return "Lowest cost." if lowest else f"Lowest cost of the {_sorts(comparison)}."
    if _is_range(first) or _is_range(cost) or cost.premium is None or first.premium is None:
        return ""
    more = more_words(comparison.figure(cost), comparison.figure(first))
    return "Costs the same." if more == "the same" else f"Costs {more} than the first."


def _cover_reason(comparison: Comparison, cost: PlanCost) -> str:
    if cost.not_covered:
        return not_covered_sentence(cost, counted_in=not comparison.skip_uncovered)
    if comparison.not_counted:
        return f"Covers {cost.asked} of your {comparison.listed} drugs. Not counted: {joined(comparison.not_counted)}."
    return "Covers your drug." if cost.asked == 1 else "Covers both." if cost.asked == 2 else f"Covers all {cost.asked} of your drugs."


def _premium_reason(cost: PlanCost) -> str:
    if cost.premium == 0:
        paid = cost.premium_subsidy in (PremiumSubsidy.KNOWN, PremiumSubsidy.ESTIMATED) and cost.plan.premium
        return "Extra Help pays the premium." if paid else "No premium."
    return ""


def _deductible_reason(cost: PlanCost) -> str:
    if cost.deductible:
        return ""
    return "With Extra Help you have no deductible." if cost.plan.design.deductible else "No deductible."


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
    said.append("If the plan says no to an approval, it does not pay for that drug." if _needs_approval(best) else "")
    said.append(
        "" if "pharmacies_out_of_network" not in best.notes else "None of your stores is in this plan's network. We used another store."
    )
    said.append(
        "" if "quantity_above_limit" not in best.notes else "One amount is above the plan's limit. The plan may not pay for all of it."
    )
    said.append(
        "Some fills are priced month by month, since we're missing the price of a longer fill." if "split_into_months" in best.notes else ""
    )
    said.append(
        "Some refills last longer than a month and can't be split. For those you pay a month's share for each month, or part of one."
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
    order = "plans that cover more" if comparison.skip_uncovered else "lowest cost"
    return f"All {counted(len(comparison.plans), 'plan')} in the file that serve {county} County, {order} first"


_ENDS = {
    Phase.DEDUCTIBLE: "You never use up the deductible.",
    Phase.INITIAL_COVERAGE: "Your drugs stay in the first phase (initial coverage).",
    Phase.COVERAGE_GAP: "Your drugs reach the coverage gap.",
    Phase.CATASTROPHIC: "Your drugs pass the yearly limit (catastrophic coverage).",
}
_GAP_YEAR = {
    Phase.DEDUCTIBLE: "A plan with a low premium wins, since plans pay little on so short a list.",
    Phase.INITIAL_COVERAGE: "So the premium, the deductible and the copays decide. Extra gap coverage wouldn't help you.",
    Phase.COVERAGE_GAP: "So it matters what a plan pays in the gap. A plan that pays there can be worth its premium.",
    Phase.CATASTROPHIC: "Past the limit all plans charge alike. So what counts is how much you pay before it, and the premium.",
}
_NO_DEDUCTIBLE = {
    Phase.DEDUCTIBLE: ("With Extra Help you have no deductible.", "So the premium and your copays decide."),
    Phase.INITIAL_COVERAGE: ("Your drugs stay in the first phase (initial coverage).", "So the premium and your copays decide."),
}
"""What is said in place of ``_ENDS`` and the reason to those whom Extra Help leaves no deductible."""
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
    ending, reason = _ENDS.get(common, ""), (_GAP_YEAR if has_gap else _LATER_YEAR).get(common, "")
    if _has_no_deductible(comparison) and common in _NO_DEDUCTIBLE:
        ending, reason = _NO_DEDUCTIBLE[common]
    if has_gap and common is Phase.COVERAGE_GAP:
        reason += (
            " The first plan here does." if _pays_in_gap(comparison.plans[0]) else " Here a plan that pays less there still costs least."
        )
    tie = "Plans that cost almost the same as the lowest count as equal. Then fewer rules, more stars and a preferred store come first."
    return f"Why this order? {ending} {reason} {tie}"


def _has_no_deductible(comparison: Comparison) -> bool:
    """Whether Extra Help leaves this person no deductible at any plan."""
    return comparison.low_income_subsidy is not LowIncomeSubsidy.NONE and not any(cost.deductible for cost in comparison.plans)


def _pays_in_gap(cost: PlanCost) -> bool:
    tiers = cost.plan.design.tiers
    return any(drug.tier in tiers and tiers[drug.tier].coverage_gap is not None for drug in cost.drugs if drug.covered)
