"""A few plans side by side: what differs, costs by part, each drug, and near twins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from finder.domain.benefit import Channel
from finder.domain.market import Plan, PlanKind
from finder.domain.money import WHOLE, ratio_half_up, shown
from finder.domain.plan_cost import DrugCost, PlanCost
from finder.domain.side_by_side import NearDuplicate, SideBySide
from finder.explain.explainers.law import rule_words
from finder.explain.kit.section import Bullets, Column, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.benefits import gap_words
from finder.explain.plans.charts import months_figure
from finder.explain.plans.costs import apart, covered_words, left_out_words, premium_words, yearly_words
from finder.explain.plans.drugs import pay_words, restrictions_of, special_sentences
from finder.explain.plans.estimates import origin_sentences, prices_sentence
from finder.explain.plans.plan_cell import marks_note, plan_marks
from finder.explain.plans.tables import months_table
from finder.explain.words import BENEFITS, CHANNELS, PLAN_KINDS, about, drug_label, drug_name, joined, plan_name
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rule_of, rules_of

LEAD = mark("Choose two to four plans of your answer. We show where they differ.")
NO_ANSWER = mark("First find plans for the drugs. Then you can put them side by side here.")
_NOT_RATED = mark("not rated")


def sections(answer: SideBySide) -> Sections:
    """The whole answer: what differs, costs, drugs, months, near twins."""
    first, *more = differences(answer)
    return (
        Headline(first),
        Heading(say("What else differs")),
        Bullets(tuple(more)),
        Paragraphs((alike(answer), prices_sentence(answer.comparison.info))),
        Heading(say("Costs")),
        cost_table(answer),
        Paragraphs((marks_note(answer.plans, answer.comparison.info.as_of),)),
        Heading(say("Drugs")),
        drugs_table(answer),
        Bullets((*origin_sentences(answer.comparison.info, answer.plans), *other_lists(answer))),
        Heading(say("Month by month")),
        months_figure(answer.plans),
        months_table(answer.plans),
        Heading(say("Near twins")),
        Bullets(near_twins(answer)),
        Paragraphs((near_twin_note(answer.comparison.info.plan_year),)),
    )


def near_twin_note(plan_year: int) -> str:
    """What makes two plans near twins, that the rule is ours, and what the law says of a company's plans."""
    numbers = {name: rule_of("meaningful_differences", name, plan_year) for name in ("deductible", "brand_copay", "brand_coinsurance")}
    lists = rule_of("meaningful_differences", "drugs_covered", plan_year).number("percent")
    ours = say(
        "We call two plans of one company near twins when three things are close: their deductibles (less than ${deductible} apart), the "
        "cost of a preferred brand (less than ${copay} or {coinsurance} percentage points apart), and the drugs that they list without "
        "approval or another drug first (less than {lists}% apart). A free first fill is in no file that we have. The rule is our own. It "
        "takes examples that Medicare gave in 2009. It looks at drugs alone, not at doctors or hospitals.",
        deductible=numbers["deductible"].number("dollars"),
        copay=numbers["brand_copay"].number("dollars"),
        coinsurance=numbers["brand_coinsurance"].number("percent"),
        lists=lists,
    )
    rules = rules_of("meaningful_differences", plan_year)
    law = [say("The law: {rule}", rule=rule_words(rules["standard"]))] if "standard" in rules else []
    law += [rule_words(rules["three_plans"])] if "three_plans" in rules else []
    return " ".join([ours, *law])


def cost_table(answer: SideBySide) -> Table:
    """Costs by part, deductible, kind, stores and stars: a row each, a column a plan."""
    plans = answer.plans
    rows = [_row(say("Yearly cost, all in"), plans, yearly_words), _row(say("Premiums"), plans, premium_words)]
    rows.append(_row(say("Drugs at the store"), plans, lambda cost: shown(cost.drug_cost)))
    if any(cost.late_enrollment_penalty for cost in plans):
        rows.append(_row(say("Late fee"), plans, lambda cost: shown(cost.late_enrollment_penalty)))
    if any(cost.income_related_premium for cost in plans):
        rows.append(_row(say("Extra premium for a higher income"), plans, lambda cost: shown(cost.income_related_premium)))
    if any(cost.left_out for cost in plans):
        rows.append(_row(say("Full price of drugs left out"), plans, left_out_words))
    rows += [
        _row(say("Deductible"), plans, lambda cost: shown(cost.deductible)),
        _row(say("Your drugs covered"), plans, lambda cost: covered_words(cost, answer.comparison.listed)),
        _row(say("Rank"), plans, lambda cost: say("{rank} of {plans}", rank=cost.rank, plans=len(answer.comparison.plans))),
        _row(say("Kind of plan"), plans, lambda cost: say(PLAN_KINDS[cost.plan.kind])),
        _row(say("Basic or enhanced"), plans, lambda cost: say(BENEFITS[cost.plan.design.benefit_type])),
        *_gap_row(answer),
        _row(say("Prices in the file for"), plans, lambda cost: stores(cost.plan)),
        _row(say("Stars"), plans, _stars),
        *_marks_row(answer),
    ]
    return Table(say("Costs of the year, part by part"), _columns(plans, say("What")), tuple(rows))


def _marks_row(answer: SideBySide) -> tuple[tuple[str, ...], ...]:
    """What Medicare's files warn of, where they warn of one of them."""
    if not any(cost.warnings for cost in answer.plans):
        return ()
    as_of = answer.comparison.info.as_of
    return (_row(say("Medicare warns"), answer.plans, lambda cost: " ".join(plan_marks(cost.plan, as_of)) or say("of nothing")),)


def _gap_row(answer: SideBySide) -> tuple[tuple[str, ...], ...]:
    """Coverage in the gap, in years that had one."""
    if not parameter_set(answer.comparison.info.plan_year).has("initial_coverage_limit"):
        return ()
    return (_row(say("Covers drugs in the gap"), answer.plans, lambda cost: gap_words(cost.plan) or say("No more than the law")),)


def drugs_table(answer: SideBySide) -> Table:
    """Each drug of the list: tier, rules, and what the person pays in the year at each plan."""
    plans = answer.plans
    rows = []
    for place, prescription in enumerate(answer.comparison.prescriptions):
        rows.append((drug_label(prescription.drug), *(_drug_cell(cost.drugs[place]) for cost in plans)))
    caption = say("Your drugs at each plan: tier, what you pay in all, what the plan asks first")
    return Table(caption, _columns(plans, say("Drug")), tuple(rows))


def _columns(plans: Sequence[PlanCost], first: str) -> tuple[Column, ...]:
    return (Column(first), *(_plan_column(place, cost) for place, cost in enumerate(plans, start=1)))


def _plan_column(place: int, cost: PlanCost) -> Column:
    """On a phone, where each row would repeat the name, its number stands for the plan, as in the choice above the tables."""
    return Column(f"{place}. {plan_name(cost.plan)}", short=say("Plan {place}", place=place))


def _row(name: str, plans: Sequence[PlanCost], words: Callable[[PlanCost], str]) -> tuple[str, ...]:
    return (name, *(words(cost) for cost in plans))


def _stars(cost: PlanCost) -> str:
    return cost.plan.star_rating or say(_NOT_RATED)


def _drug_cell(drug: DrugCost) -> str:
    if not drug.covered:
        return say("Not covered")
    pays = say("Tier {tier}, {cost}", tier=drug.tier, cost=pay_words(drug)) if drug.tier else pay_words(drug)
    return f"{pays}; {restrictions_of(drug)}" if drug.restrictions else pays


def stores(plan: Plan) -> str:
    """The kinds of pharmacy for which the files give the plan's shares."""
    offered = {channel for tier in plan.design.tiers.values() for channel, _ in tier.initial_coverage}
    return joined([say(CHANNELS[channel]) for channel in sorted(offered) or [Channel.STANDARD_RETAIL]])


def differences(answer: SideBySide) -> tuple[str, ...]:
    """What differs between the plans, in sentences, the dearest difference first."""
    plans = answer.plans
    said = [*_total_difference(plans), *_coverage_differences(answer)]
    said.append(_groups(mark("Premiums of the year: {groups}."), plans, premium_words))
    said.append(_groups(mark("Drugs at the store: {groups}."), plans, lambda cost: shown(cost.drug_cost)))
    said.append(_groups(mark("Deductible: {groups}."), plans, lambda cost: shown(cost.deductible)))
    for place, prescription in enumerate(answer.comparison.prescriptions):
        said += _drug_differences(drug_name(prescription.drug), plans, place)
    said.append(_kind_difference(plans))
    said.append(_groups(mark("Kinds of store with a price in the file: {groups}."), plans, lambda cost: stores(cost.plan)))
    said.append(_groups(mark("Stars: {groups}."), plans, _stars))
    return tuple(filter(None, said))


def _total_difference(plans: Sequence[PlanCost]) -> list[str]:
    if any(cost.premium is None for cost in plans):
        return [say("We're missing a premium, so we can't say which plan costs least.")]
    if any(cost.all_in_low != cost.all_in for cost in plans):
        return [say("We don't have every price, so we can't say which plan costs least.")]
    least = min(plans, key=lambda cost: (cost.all_in, cost.rank))
    dearer = [cost for cost in plans if apart(cost.all_in, least.all_in)]
    same = [plan_name(cost.plan) for cost in plans if cost is not least and cost not in dearer]
    if not dearer:
        return [say("All cost the same in the year.")]
    said = [say("{plan} costs least: {amount}.", plan=plan_name(least.plan), amount=about(least.all_in))]
    if same:
        said.append(say_count("{plans} costs the same.", "{plans} cost the same.", len(same), plans=joined(same)))
    more = [(plan_name(cost.plan), about(apart(cost.all_in, least.all_in))) for cost in dearer]
    said += [say("{plan} costs {amount} more.", plan=plan, amount=amount) for plan, amount in more]
    return [" ".join(said)]


def _coverage_differences(answer: SideBySide) -> list[str]:
    said = []
    for place, prescription in enumerate(answer.comparison.prescriptions):
        lacking = [plan_name(cost.plan) for cost in answer.plans if not cost.drugs[place].covered]
        if lacking:
            said.append(say("{drug} is not covered by {plans}.", drug=drug_name(prescription.drug), plans=joined(lacking)))
    return said


def _drug_differences(drug: str, plans: Sequence[PlanCost], place: int) -> list[str]:
    covering = [cost for cost in plans if cost.drugs[place].covered]
    if len(covering) < 2:
        return []
    return [
        _groups(mark("Tier of {drug}: {groups}."), covering, lambda cost: str(cost.drugs[place].tier), drug=drug),
        _groups(mark("Asked first for {drug}: {groups}."), covering, lambda cost: restrictions_of(cost.drugs[place]), drug=drug),
    ]


def _kind_difference(plans: Sequence[PlanCost]) -> str:
    health = [plan_name(cost.plan) for cost in plans if cost.plan.kind is not PlanKind.PDP]
    if not health or len(health) == len(plans):
        return ""
    return say(
        "With {plans} your doctors and hospitals change too. The others add drugs to Original Medicare.",
        plans=joined(health),
    )


def _groups(message: str, plans: Sequence[PlanCost], words: Callable[[PlanCost], str], **values: str) -> str:
    """``Deductible: $615.00 at A; $0.00 at B and C.``; nothing where all are alike."""
    groups: dict[str, list[str]] = {}
    for cost in plans:
        groups.setdefault(words(cost), []).append(plan_name(cost.plan))
    if len(groups) < 2:
        return ""
    said = [say("{value} at {plans}", value=value, plans=joined(names)) for value, names in groups.items()]
    return say(message, groups="; ".join(said), **values)


def other_lists(answer: SideBySide) -> tuple[str, ...]:
    """What the plans' lists beside their formularies say of the drugs; each sentence once, with its plans."""
    groups: dict[str, list[str]] = {}
    for cost in answer.plans:
        for sentence in special_sentences(cost, answer.special):
            groups.setdefault(sentence, []).append(plan_name(cost.plan))
    return tuple(f"{sentence} {say('Plans: {plans}.', plans=joined(names))}" for sentence, names in groups.items())


def alike(answer: SideBySide) -> str:
    """What is the same at all of them; empty where nothing is."""
    plans = answer.plans
    same = {
        mark("the deductible"): len({cost.deductible for cost in plans}) == 1,
        mark("the drugs covered"): len({frozenset(drug.drug.rxcui for drug in cost.drugs if drug.covered) for cost in plans}) == 1,
        mark("the stars"): len({cost.plan.star_rating for cost in plans}) == 1,
        mark("the kinds of store"): len({stores(cost.plan) for cost in plans}) == 1,
    }
    words = [say(name) for name, holds in same.items() if holds]
    return say("The same at all of them: {what}.", what=joined(words)) if words else ""


def near_twins(answer: SideBySide) -> tuple[str, ...]:
    """A sentence for each pair of near twins; or that there are none."""
    none = say("None of these plans has a near twin from its own company here.")
    return tuple(_twin(pair) for pair in answer.near_duplicates) or (none,)


def _twin(pair: NearDuplicate) -> str:
    said = say_count(
        "{first} and {second} are near twins from {company}: {close} (over {count} drug of this file).",
        "{first} and {second} are near twins from {company}: {close} (over {count} drugs of this file).",
        pair.ingredients,
        first=plan_name(pair.first.plan),
        second=plan_name(pair.second.plan),
        company=pair.first.plan.organization.strip(),
        close=joined([_deductibles_apart(pair), _brands_apart(pair), _lists_apart(pair), _rules_apart(pair)]),
    )
    if pair.first.premium is None or pair.second.premium is None or any(cost.uncertain for cost in (pair.first, pair.second)):
        return said
    return f"{said} {_dearer(pair)}"


def _deductibles_apart(pair: NearDuplicate) -> str:
    return say("deductibles {amount} apart", amount=shown(pair.deductible)) if pair.deductible else say("the same deductible")


def _brands_apart(pair: NearDuplicate) -> str:
    if not pair.brand_share:
        return say("the same share for a preferred brand")
    if pair.brand_coinsurance:
        return say("a preferred brand {points} percentage points apart", points=ratio_half_up(pair.brand_share, 100))
    return say("a preferred brand {amount} apart", amount=shown(pair.brand_share))


def _lists_apart(pair: NearDuplicate) -> str:
    percent = ratio_half_up(pair.drugs * 100, WHOLE)
    if percent:
        return say("lists {percent}% apart", percent=percent)
    return say("almost the same drug list") if pair.drugs else say("the same drug list")


def _rules_apart(pair: NearDuplicate) -> str:
    percent = ratio_half_up(pair.open_drugs * 100, WHOLE)
    if percent:
        return say("{percent}% apart in the drugs that need no approval first", percent=percent)
    return say("almost the same rules") if pair.open_drugs else say("the same drugs without approval first")


def _dearer(pair: NearDuplicate) -> str:
    more = apart(pair.second.all_in, pair.first.all_in)
    if not more:
        return say("For your list they cost the same.")
    dearer = pair.second if more > 0 else pair.first
    return say("For your list {plan} costs {amount} more.", plan=plan_name(dearer.plan), amount=about(abs(more)))
