"""Tables as values: a caption, columns with a heading, rows of cells. What prints them knows nothing of plans; what fills them, no HTML."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.choosing import MayJoin
from finder.domain.claim import PAYERS
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost
from finder.explain.kit.section import Column, Table
from finder.explain.plans.choosing import joining_sentence, special_kind, warning_sentence
from finder.explain.plans.costs import covered_words, left_out_words, premium_words, yearly_words
from finder.explain.plans.drugs import negotiated_note, pay_words, price_words, restrictions_of
from finder.explain.plans.sentences import best_plans, count_sentence
from finder.explain.source_words import STATUSES, parameter_name, parameter_value
from finder.explain.words import (
    CHANNELS,
    PLAN_KINDS,
    UNKNOWN_PRICE,
    drug_label,
    month,
    plan_name,
)
from finder.explain.words import (
    PAYERS as PAYER_WORDS,
)


def ranked_table(comparison: Comparison) -> Table:
    """Every plan compared, in rank order."""
    columns = (
        Column("Plan"),
        Column("Rank", True),
        Column("Yearly cost, all in", True),
        Column("Premiums", True),
        Column("Drugs", True),
        Column("Full price of drugs left out", True),
        Column("Deductible", True),
        Column("Your drugs covered", True),
        Column("Stars", True),
    )
    current = comparison.recommendation.current_plan_id
    rows = tuple(_ranked_row(comparison, cost) for cost in comparison.plans)
    strong = frozenset(index for index, cost in enumerate(comparison.plans) if cost.plan.plan_id == current)
    return Table(count_sentence(comparison), columns, rows, strong)


def _ranked_row(comparison: Comparison, cost: PlanCost) -> tuple[str, ...]:
    plan = cost.plan
    kind = special_kind(plan) or PLAN_KINDS[plan.kind]
    name = f"{plan_name(plan)}, {plan.organization}. {kind}." if plan.organization else f"{plan_name(plan)}."
    warns = [joining_sentence(cost.joining)] if cost.joining.may_join is not MayJoin.YES else []
    warns += [warning_sentence(code, plan) for code in cost.warnings]
    return (
        " ".join(filter(None, [f"Your plan: {name}" if plan.plan_id == comparison.recommendation.current_plan_id else name, *warns])),
        str(cost.rank),
        f"at least {shown(cost.all_in_low)}" if comparison.not_counted else yearly_words(cost),
        premium_words(cost, fees=True),
        shown(cost.drug_cost),
        left_out_words(cost),
        shown(cost.deductible),
        covered_words(cost, comparison.listed),
        plan.star_rating or "not rated",
    )


def total_words(cost: PlanCost) -> str:
    """What premiums and covered drugs come to: the sum of the months. The all-in cost is beside it where something is left out."""
    return shown(cost.total)


def best_months_table(comparison: Comparison) -> Table:
    """What you pay each month at the best plans: the numbers of the month chart."""
    return months_table(best_plans(comparison))


def months_table(plans: Sequence[PlanCost]) -> Table:
    """What you pay each month at a few plans of one comparison: the numbers of their chart."""
    columns = (Column("Month"), *(Column(f"Plan {place}", True) for place, _ in enumerate(plans, start=1)))
    rows = [(month(entry.month)[:3], *(_month_total(cost, entry.month) for cost in plans)) for entry in plans[0].months if entry.covered]
    rows.append(("Months in all", *(total_words(cost) for cost in plans)))
    strong = {len(rows) - 1}
    if any(cost.left_out or cost.premium is None or cost.uncertain for cost in plans):
        rows.append(("Drugs left out", *(left_out_words(cost) for cost in plans)))
        rows.append(("Yearly cost, all in", *(yearly_words(cost) for cost in plans)))
        strong = {len(rows) - 1}
    names = ", ".join(f"plan {place} is {plan_name(cost.plan)}" for place, cost in enumerate(plans, start=1))
    return Table(f"You pay each month for drugs and premium: {names}", columns, tuple(rows), frozenset(strong))


def _month_total(cost: PlanCost, number: int) -> str:
    entry = cost.months[number - 1]
    return shown(entry.patient_pay + entry.premium)


def month_table(cost: PlanCost) -> Table:
    """One plan month by month: drugs, premium, and both: the numbers of its chart."""
    columns = (Column("Month"), Column("Drugs", True), Column("Premium", True), Column("You pay", True))
    covered = [entry for entry in cost.months if entry.covered]
    rows = [(month(m.month)[:3], shown(m.patient_pay), shown(m.premium), shown(m.patient_pay + m.premium)) for m in covered]
    premiums = cost.total - cost.drug_cost
    rows.append(("All", shown(cost.drug_cost), shown(premiums), total_words(cost)))
    if cost.left_out:
        rows.append(("Drugs left out", left_out_words(cost), "", left_out_words(cost)))
        rows.append(("Yearly cost, all in", "", "", yearly_words(cost)))
    return Table(f"Month by month at {plan_name(cost.plan)}", columns, tuple(rows), frozenset({len(rows) - 1}))


def payer_months(cost: PlanCost) -> dict[str, list[int]]:
    """Payer -> twelve amounts in cents, from the ledger; payers that pay nothing are left out."""
    sums = {payer: [0] * len(cost.months) for payer in PAYERS}
    for row in cost.ledger.rows:
        for segment in row.segments:
            for payer in PAYERS:
                sums[payer][row.claim.date.month - 1] += getattr(segment, payer)
    return {payer: amounts for payer, amounts in sums.items() if any(amounts)}


def payer_table(cost: PlanCost) -> Table:
    """Who pays what for the drugs each month: the numbers of the payer chart."""
    sums = payer_months(cost)
    columns = (Column("Month"), *(Column(f"{PAYER_WORDS[payer]} pay{'' if payer == 'patient_pay' else 's'}", True) for payer in sums))
    columns = (*columns, Column("Price of the drugs", True))
    rows = [
        (month(m.month), *(shown(amounts[m.month - 1]) for amounts in sums.values()), shown(m.gross_drug_cost))
        for m in cost.months
        if m.covered
    ]
    rows.append(("All", *(shown(sum(amounts)) for amounts in sums.values()), shown(sum(m.gross_drug_cost for m in cost.months))))
    return Table("Who pays for the drugs", columns, tuple(rows), frozenset({len(rows) - 1}))


def drug_table(cost: PlanCost) -> Table:
    """The drugs of the list at one plan."""
    columns = (
        Column("Drug"),
        Column("Covered"),
        Column("The plan asks"),
        Column("Price each time", True),
        Column("Times", True),
        Column("You pay in all", True),
    )
    return Table(f"Your drugs at {plan_name(cost.plan)}", columns, tuple(_drug_row(drug) for drug in cost.drugs))


def _drug_row(drug: DrugCost) -> tuple[str, ...]:
    if not drug.covered:
        cash = UNKNOWN_PRICE if drug.cash_cost is None else f"{shown(drug.cash_cost)}, the full price"
        return (drug_label(drug.drug), "No", "", "", "", cash)
    tier = f"Yes, tier {drug.tier}" if drug.tier else "Yes"
    note = negotiated_note(drug)
    name, where = f"{drug_label(drug.drug)}{note}", f"{tier}, at {CHANNELS[drug.channel]}"
    return (name, where, restrictions_of(drug), price_words(drug), str(drug.fills), pay_words(drug))


def parameter_table(comparison: Comparison) -> Table:
    """The numbers of the law behind the answer, with how sure each is."""
    rows = tuple(
        (parameter_name(used.name), parameter_value(used), STATUSES.get(used.status, used.status)) for used in comparison.parameters
    )
    columns = (Column("Number"), Column("Value", True), Column("How sure we are"))
    return Table(f"The law's numbers of {comparison.info.plan_year} behind this answer", columns, rows)
