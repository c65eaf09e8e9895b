"""Two people, two answers: each one's plan in a sentence, both in a table, and that there is no plan for two."""

from __future__ import annotations

from finder.domain.money import about, shown, whole_dollars
from finder.domain.side_by_side import Couple, OneOfTwo
from finder.explain.kit.section import Column, Table
from finder.explain.plans.costs import cost_words, left_out_words, premium_words, yearly_words
from finder.explain.plans.drugs import not_covered_sentence, special_sentences
from finder.explain.plans.sentences import advice
from finder.explain.words import PLAN_KINDS, counted, period, plan_name

LEAD = "A Medicare drug plan is for one person. So each of you has a list and an answer. We show both here, side by side."
NO_LINK = "What one of you pays does not count toward the other's deductible or yearly limit."


def headline(answer: Couple) -> tuple[str, ...]:
    """Both plans, and what both pay together."""
    said = [_person(place, one) for place, one in enumerate((answer.first, answer.second), start=1)]
    if answer.together is not None:
        said.append(f"Both of you together: {_both_words(answer)}.")
    else:
        said.append("We're missing a price or a premium, so we can't add up both.")
    if answer.same_plan is not None:
        said.append(f"It is the same plan for both: {plan_name(answer.same_plan)}. Each of you joins it alone.")
    return tuple(said)


def _both_words(answer: Couple) -> str:
    """What both pay: the sum of the two rounded figures shown; "at least" where a drug of either list is not counted."""
    both = [(one.comparison, one.cost) for one in (answer.first, answer.second) if one.cost is not None]
    said = about(sum(whole_dollars(comparison.figure(cost)) for comparison, cost in both))
    return said.replace("about", "at least") if any(comparison.not_counted for comparison, _ in both) else said


def _person(place: int, one: OneOfTwo) -> str:
    if one.cost is None:
        return f"Person {place}: no plan stands out."
    return f"Person {place}: {plan_name(one.cost.plan)}, {cost_words(one.comparison, one.cost)} {period(one.comparison.coverage_start)}."


def advice_sentences(one: OneOfTwo) -> tuple[str, ...]:
    """What we suggest to one of the two, what the plan leaves out, and what its other lists say."""
    if one.cost is None:
        return advice(one.comparison)
    return tuple(filter(None, (*advice(one.comparison), not_covered_sentence(one.cost), *special_sentences(one.cost, one.special))))


def couple_table(answer: Couple) -> Table:
    """Both plans, part by part."""
    rows = tuple(_row(place, one) for place, one in enumerate((answer.first, answer.second), start=1))
    total = _both(answer)
    heads = ("Premiums", "Drugs at the store", "Drugs left out", "Yearly cost, all in")
    columns = (Column("Person"), Column("Plan"), *(Column(head, True) for head in heads))
    return Table("Each of you at the plan to look at", columns, (*rows, *total), frozenset({2} if total else ()))


def _both(answer: Couple) -> tuple[tuple[str, ...], ...]:
    costs = [one.cost for one in (answer.first, answer.second) if one.cost is not None]
    if answer.together is None:
        return ()
    drugs, left = sum(cost.drug_cost for cost in costs), sum(cost.left_out_cost for cost in costs)
    all_in = sum(cost.all_in for cost in costs)
    premiums = all_in - drugs - left
    return (("Both of you", "each at your own plan", shown(premiums), shown(drugs), shown(left) if left else "none", shown(all_in)),)


def _row(place: int, one: OneOfTwo) -> tuple[str, ...]:
    drugs = counted(len(one.comparison.prescriptions), "drug")
    if one.cost is None:
        return (f"Person {place}, {drugs}", "none stands out", "", "", "", "")
    plan = f"{plan_name(one.cost.plan)}. {PLAN_KINDS[one.cost.plan.kind]}."
    cost = one.cost
    costs = (premium_words(cost, fees=True), shown(cost.drug_cost), left_out_words(cost), yearly_words(cost))
    return (f"Person {place}, {drugs}", plan, *costs)
