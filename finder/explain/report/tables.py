"""The tables of a report that no page has: the best plans and the drugs in large print, every claim with the numbers of its rules."""

from __future__ import annotations

from finder.domain.claim import LedgerRow
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost, RestrictionKind
from finder.explain.explainers.law import RuleLine, rule_line
from finder.explain.kit.section import Column, Table
from finder.explain.messages import say, say_count
from finder.explain.plans.costs import covered_words, yearly_words
from finder.explain.plans.drugs import full_price_words, pay_words, restriction_words
from finder.explain.plans.estimates import estimated
from finder.explain.plans.ledger import phases_of, rest_of
from finder.explain.words import drug_label, drug_name, plan_name, short_day, supply_words

MOST_DRUGS = 5
"""Drugs of the large-print table; of a longer list, the rest stands in the annex, and the table says so."""


def best_table(comparison: Comparison) -> Table:
    """The best plans in large print, and the current one where it is not among them."""
    best = list(comparison.best)
    current = comparison.plan_cost(comparison.recommendation.current_plan_id or "")
    if current is not None and current not in best:
        best.append(current)
    rows = tuple(
        (_numbered(place, cost, current), _cost_cell(comparison, cost), covered_words(cost, comparison.listed))
        for place, cost in enumerate(best, start=1)
    )
    columns = (Column(say("Plan")), Column(say("Yearly cost, all in"), True), Column(say("Your drugs covered"), True))
    return Table(say("The plans to look at"), columns, rows)


def _numbered(place: int, cost: PlanCost, current: PlanCost | None) -> str:
    if cost is current:
        return say("Your plan now: {plan}", plan=plan_name(cost.plan))
    return say("{place}. {plan}", place=place, plan=plan_name(cost.plan))


def _cost_cell(comparison: Comparison, cost: PlanCost) -> str:
    return say("at least {amount}", amount=shown(cost.all_in_low)) if comparison.not_counted else yearly_words(cost)


def short_drug_table(cost: PlanCost) -> Table:
    """The drugs at the plan in large print: first those left out or with a rule, then the dearest."""
    ordered = sorted(cost.drugs, key=lambda drug: (drug.covered, not drug.restrictions, -drug.patient_pay))
    columns = (Column(say("Drug")), Column(say("The plan asks")), Column(say("You pay in all"), True))
    rows = tuple(_short_row(drug) for drug in ordered[:MOST_DRUGS])
    return Table(_short_caption(plan_name(cost.plan), len(ordered) - MOST_DRUGS), columns, rows)


def _short_caption(plan: str, more: int) -> str:
    if more <= 0:
        return say("Your drugs at {plan}", plan=plan)
    return say_count(
        "Your drugs at {plan} ({count} more drug on the detail pages)",
        "Your drugs at {plan} ({count} more drugs on the detail pages)",
        more,
        plan=plan,
    )


def _short_row(drug: DrugCost) -> tuple[str, ...]:
    took = drug.prescription
    supply = supply_words(drug.drug.unit, took.quantity, took.days_supply)
    name = say("{drug}, {supply}", drug=drug_name(drug.drug), supply=supply)
    if drug.covered:
        return (name, _asks_first(drug), pay_words(drug))
    return (name, say("Not covered"), full_price_words(drug))


def _asks_first(drug: DrugCost) -> str:
    """What the person must see to before the plan pays. A limit that the amount keeps asks nothing; the annex has it."""
    asked = [one for one in drug.restrictions if one.kind is not RestrictionKind.QUANTITY_LIMIT or one.exceeded]
    return "; ".join(restriction_words(one, drug.prescription) for one in asked) or say("nothing first")


def rules_of_ledger(cost: PlanCost) -> dict[str, tuple[int, RuleLine]]:
    """Every rule that decided a claim of the year, by id, numbered in the order met."""
    found: dict[str, tuple[int, RuleLine]] = {}
    for row in cost.ledger.rows:
        for rule in row.rules:
            line = rule_line(rule)
            if line.worth_saying and rule.rule not in found:
                found[rule.rule] = (len(found) + 1, line)
    return found


def claims_table(cost: PlanCost) -> Table:
    """Each claim in order, with the numbers of the rules that decided it."""
    rules, drugs = rules_of_ledger(cost), {drug.drug.name: drug for drug in cost.drugs}
    rows = tuple(_claim(row, drugs[row.claim.drug], rules) for row in cost.ledger.rows)
    columns = (
        Column(say("Date and drug")),
        Column(say("Price"), True),
        Column(say("You pay"), True),
        Column(say("Who pays the rest")),
        Column(say("Phase")),
        Column(say("Counted so far"), True),
        Column(say("Rules")),
    )
    return Table(_claims_caption(plan_name(cost.plan), len(rows)), columns, rows)


def _claims_caption(plan: str, claims: int) -> str:
    return say_count("The {count} claim of the year at {plan}", "All {count} claims of the year at {plan}", claims, plan=plan)


def _claim(row: LedgerRow, drug: DrugCost, rules: dict[str, tuple[int, RuleLine]]) -> tuple[str, ...]:
    numbers = sorted({rules[rule.rule][0] for rule in row.rules if rule.rule in rules and rule_line(rule).worth_saying})
    return (
        say("{day}: {drug}", day=short_day(row.claim.date), drug=drug_label(drug.drug)),
        estimated(row.price, drug.borrowed),
        shown(row.patient_pay),
        rest_of(row),
        phases_of(row.segments),
        shown(row.accumulators.troop),
        ", ".join(map(str, numbers)),
    )
