"""A few plans side by side: their costs by part, each drug at each of them, what differs in words, and near-duplicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from finder.domain.benefit import Channel
from finder.domain.market import Plan, PlanKind
from finder.domain.money import WHOLE, about, ratio_half_up, shown
from finder.domain.plan_cost import DrugCost, PlanCost
from finder.domain.side_by_side import NearDuplicate, SideBySide
from finder.explain.kit.section import Column, Table
from finder.explain.plans.costs import apart, covered_words, left_out_words, more_words, premium_words, yearly_words
from finder.explain.plans.drugs import pay_words, restrictions_of, special_sentences
from finder.explain.words import CHANNELS, PLAN_KINDS, counted, drug_label, drug_name, joined, plan_name
from finder.parameters.rule_sets import rule_of, rules_of

LEAD = "Choose two to four plans of your answer. We show where they differ."


def near_duplicate_note(plan_year: int) -> str:
    """What makes two plans near twins, and that the rule is ours."""
    numbers = {name: rule_of("meaningful_differences", name, plan_year) for name in ("deductible", "brand_copay", "brand_coinsurance")}
    lists = rule_of("meaningful_differences", "drugs_covered", plan_year).number("percent")
    return (
        f"We call two plans of one company near twins when three things are close: their deductibles (less than "
        f"${numbers['deductible'].number('dollars')} apart), the cost of a preferred brand (less than "
        f"${numbers['brand_copay'].number('dollars')} or {numbers['brand_coinsurance'].number('percent')} percentage points apart), and "
        f"their lists of drugs (less than {lists}% apart). The rule is our own. It takes examples that Medicare gave in 2009. It looks at "
        f"drugs alone, not at doctors or hospitals.{_law_on_twins(plan_year)}"
    )


def _law_on_twins(plan_year: int) -> str:
    """What the law itself says of a company's plans in that year; near twins need not break it."""
    rules = rules_of("meaningful_differences", plan_year)
    said = [f" The law: {rules['standard'].says}"] if "standard" in rules else []
    return "".join([*said, *(f" {rules[name].says}" for name in ("three_plans",) if name in rules)])


def cost_table(answer: SideBySide) -> Table:
    """Costs by part, deductible, kind, stores and stars: a row each, a column a plan."""
    plans = answer.plans
    rows = [_row("Yearly cost, all in", plans, yearly_words), _row("Premiums", plans, premium_words)]
    rows.append(_row("Drugs at the store", plans, lambda cost: shown(cost.drug_cost)))
    if any(cost.late_enrollment_penalty for cost in plans):
        rows.append(_row("Late fee", plans, lambda cost: shown(cost.late_enrollment_penalty)))
    if any(cost.income_related_premium for cost in plans):
        rows.append(_row("Extra premium for a higher income", plans, lambda cost: shown(cost.income_related_premium)))
    if any(cost.left_out for cost in plans):
        rows.append(_row("Full price of drugs left out", plans, left_out_words))
    rows += [
        _row("Deductible", plans, lambda cost: shown(cost.deductible)),
        _row("Your drugs covered", plans, lambda cost: covered_words(cost, answer.comparison.listed)),
        _row("Rank", plans, lambda cost: f"{cost.rank} of {len(answer.comparison.plans)}"),
        _row("Kind of plan", plans, lambda cost: PLAN_KINDS[cost.plan.kind]),
        _row("Prices in the file for", plans, lambda cost: stores(cost.plan)),
        _row("Stars", plans, lambda cost: cost.plan.star_rating or "not rated"),
    ]
    return Table("Costs of the year, part by part", _columns(plans, "What"), tuple(rows))


def drugs_table(answer: SideBySide) -> Table:
    """Each drug of the list: tier, rules, and what the person pays in the year at each plan."""
    plans = answer.plans
    rows = []
    for place, prescription in enumerate(answer.comparison.prescriptions):
        rows.append((drug_label(prescription.drug), *(_drug_cell(cost.drugs[place]) for cost in plans)))
    return Table("Your drugs at each plan: tier, what you pay in all, what the plan asks first", _columns(plans, "Drug"), tuple(rows))


def _columns(plans: Sequence[PlanCost], first: str) -> tuple[Column, ...]:
    return (Column(first), *(Column(f"{place}. {plan_name(cost.plan)}") for place, cost in enumerate(plans, start=1)))


def _row(name: str, plans: Sequence[PlanCost], say: Callable[[PlanCost], str]) -> tuple[str, ...]:
    return (name, *(say(cost) for cost in plans))


def _drug_cell(drug: DrugCost) -> str:
    if not drug.covered:
        return "Not covered"
    tier = f"Tier {drug.tier}, {pay_words(drug)}" if drug.tier else pay_words(drug)
    return f"{tier}; {restrictions_of(drug)}" if drug.restrictions else tier


def stores(plan: Plan) -> str:
    """The kinds of pharmacy for which the files give the plan's shares."""
    offered = {channel for tier in plan.design.tiers.values() for channel, _ in tier.initial_coverage}
    return joined(CHANNELS[channel] for channel in sorted(offered)) or CHANNELS[Channel.STANDARD_RETAIL]


def differences(answer: SideBySide) -> tuple[str, ...]:
    """What differs between the plans, in sentences, the dearest difference first."""
    plans = answer.plans
    said = [_total_difference(plans), *_coverage_differences(answer), _of("Premiums of the year", plans, premium_words)]
    said.append(_of("Drugs at the store", plans, lambda cost: shown(cost.drug_cost)))
    said.append(_of("Deductible", plans, lambda cost: shown(cost.deductible)))
    for place, prescription in enumerate(answer.comparison.prescriptions):
        said += _drug_differences(drug_name(prescription.drug), plans, place)
    said.append(_kind_difference(plans))
    said.append(_of("Kinds of store with a price in the file", plans, lambda cost: stores(cost.plan)))
    said.append(_of("Stars", plans, lambda cost: cost.plan.star_rating or "not rated"))
    return tuple(filter(None, said))


def _total_difference(plans: Sequence[PlanCost]) -> str:
    if any(cost.premium is None for cost in plans):
        return "We're missing a premium, so we can't say which plan costs least."
    if any(cost.all_in_low != cost.all_in for cost in plans):
        return "We don't have every price, so we can't say which plan costs least."
    least = min(plans, key=lambda cost: (cost.all_in, cost.rank))
    more = [f"{plan_name(cost.plan)} costs {more_words(cost.all_in, least.all_in)}" for cost in plans if apart(cost.all_in, least.all_in)]
    same = [plan_name(cost.plan) for cost in plans if cost is not least and not apart(cost.all_in, least.all_in)]
    if not more:
        return "All cost the same in the year."
    also = f"{joined(same)} {'costs' if len(same) == 1 else 'cost'} the same. " if same else ""
    return f"{plan_name(least.plan)} costs least: {about(least.all_in)}. {also}{joined(more)}."


def _coverage_differences(answer: SideBySide) -> list[str]:
    said = []
    for place, prescription in enumerate(answer.comparison.prescriptions):
        lacking = [plan_name(cost.plan) for cost in answer.plans if not cost.drugs[place].covered]
        if lacking:
            said.append(f"{drug_name(prescription.drug)} is not covered by {joined(lacking)}.")
    return said


def _drug_differences(name: str, plans: Sequence[PlanCost], place: int) -> list[str]:
    covering = [cost for cost in plans if cost.drugs[place].covered]
    if len(covering) < 2:
        return []
    tiers = _of(f"Tier of {name}", covering, lambda cost: str(cost.drugs[place].tier))
    return [tiers, _of(f"Asked first for {name}", covering, lambda cost: restrictions_of(cost.drugs[place]))]


def _kind_difference(plans: Sequence[PlanCost]) -> str:
    if len({cost.plan.kind is PlanKind.PDP for cost in plans}) < 2:
        return ""
    health = joined(plan_name(cost.plan) for cost in plans if cost.plan.kind is not PlanKind.PDP)
    return f"With {health} your doctors and hospitals change too. The others add drugs to Original Medicare."


def _of(what: str, plans: Sequence[PlanCost], say: Callable[[PlanCost], str]) -> str:
    """``Deductible: $615.00 at A; $0.00 at B and C.``; nothing where all are alike."""
    groups: dict[str, list[str]] = {}
    for cost in plans:
        groups.setdefault(say(cost), []).append(plan_name(cost.plan))
    if len(groups) < 2:
        return ""
    return f"{what}: {'; '.join(f'{words} at {joined(names)}' for words, names in groups.items())}."


def other_lists(answer: SideBySide) -> tuple[str, ...]:
    """What the plans' lists beside their formularies say of the drugs, and at which plans; each sentence once."""
    groups: dict[str, list[str]] = {}
    for cost in answer.plans:
        for sentence in special_sentences(cost, answer.special):
            groups.setdefault(sentence, []).append(plan_name(cost.plan))
    return tuple(f"{sentence} This is so at {joined(names)}." for sentence, names in groups.items())


def alike(answer: SideBySide) -> str:
    """What is the same at all of them, in a sentence; nothing where nothing is."""
    plans = answer.plans
    same = {
        "the deductible": len({cost.deductible for cost in plans}) == 1,
        "the drugs covered": len({frozenset(drug.drug.rxcui for drug in cost.drugs if drug.covered) for cost in plans}) == 1,
        "the stars": len({cost.plan.star_rating for cost in plans}) == 1,
        "the kinds of store": len({stores(cost.plan) for cost in plans}) == 1,
    }
    words = [name for name, holds in same.items() if holds]
    return f"The same at all of them: {joined(words)}." if words else ""


def near_duplicate_sentences(answer: SideBySide) -> tuple[str, ...]:
    """One sentence a pair of near twins."""
    return tuple(_twin(pair) for pair in answer.near_duplicates)


def _twin(pair: NearDuplicate) -> str:
    first, second = plan_name(pair.first.plan), plan_name(pair.second.plan)
    brand = f"{ratio_half_up(pair.brand_share, 100)} percentage points" if pair.brand_coinsurance else shown(pair.brand_share)
    lists = ratio_half_up(pair.drugs * 100, WHOLE)
    close = (
        f"deductibles {shown(pair.deductible)} apart" if pair.deductible else "the same deductible",
        f"a preferred brand {brand} apart" if pair.brand_share else "the same share for a preferred brand",
        f"lists {lists}% apart" if lists else "almost the same drug list" if pair.drugs else "the same drug list",
    )
    said = (
        f"{first} and {second} are near twins from {pair.first.plan.organization.strip()}: {joined(close)} "
        f"(over {counted(pair.ingredients, 'drug')} of this file)."
    )
    if pair.first.premium is None or pair.second.premium is None or any(cost.uncertain for cost in (pair.first, pair.second)):
        return said
    return f"{said} For your list {_dearer(pair)}."


def _dearer(pair: NearDuplicate) -> str:
    more = apart(pair.second.all_in, pair.first.all_in)
    if not more:
        return "they cost the same"
    dearer = pair.second if more > 0 else pair.first
    return f"{plan_name(dearer.plan)} costs {about(abs(more))} more"
