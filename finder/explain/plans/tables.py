"""The tables of a comparison and of one plan's year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.choosing import MayJoin
from finder.domain.claim import PAYERS
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost
from finder.explain.kit.section import Column, Table
from finder.explain.messages import mark, say
from finder.explain.plans.benefits import benefit_words
from finder.explain.plans.choosing import joining_sentence, special_kind, warning_sentence
from finder.explain.plans.costs import covered_words, left_out_words, premium_words, with_premium, yearly_words
from finder.explain.plans.drugs import label_with_deal, pay_words, price_words, restrictions_of
from finder.explain.plans.order import count_sentence
from finder.explain.source_words import STATUSES, parameter_name, parameter_value
from finder.explain.words import CHANNELS, PLAN_KINDS, UNKNOWN_PRICE, company_name, drug_label, month, plan_name, short_month

YEARLY_COST = mark("Yearly cost, all in")
LEFT_OUT = mark("Drugs left out")
_PAYS = {
    "patient_pay": mark("You pay"),
    "low_income_cost_sharing_subsidy": mark("Extra Help pays"),
    "other_payer": mark("Other help pays"),
    "manufacturer": mark("Drug maker pays"),
    "plan": mark("Drug plan pays"),
    "medicare_reinsurance": mark("Medicare pays"),
}


def ranked_table(comparison: Comparison) -> Table:
    """Every plan compared, in rank order."""
    return plans_table(comparison, comparison.plans, count_sentence(comparison))


def plans_table(comparison: Comparison, plans: Sequence[PlanCost], caption: str) -> Table:
    """Some of the plans compared."""
    columns = (
        Column(say("Plan")),
        Column(say("Rank"), True),
        Column(say(YEARLY_COST), True),
        Column(say("Premiums"), True),
        Column(say("Drugs"), True),
        Column(say("Full price of drugs left out"), True),
        Column(say("Deductible"), True),
        Column(say("Your drugs covered"), True),
        Column(say("Stars"), True),
    )
    current = comparison.recommendation.current_plan_id
    rows = tuple(_ranked_row(comparison, cost) for cost in plans)
    strong = frozenset(index for index, cost in enumerate(plans) if cost.plan.plan_id == current)
    return Table(caption, columns, rows, strong)


def _ranked_row(comparison: Comparison, cost: PlanCost) -> tuple[str, ...]:
    at_least = say("at least {amount}", amount=shown(cost.all_in_low))
    return (
        _ranked_name(cost, comparison.info.as_of, yours=cost.plan.plan_id == comparison.recommendation.current_plan_id),
        str(cost.rank),
        at_least if comparison.not_counted else yearly_words(cost),
        premium_words(cost, fees=True),
        shown(cost.drug_cost),
        left_out_words(cost),
        shown(cost.deductible),
        covered_words(cost, comparison.listed),
        cost.plan.star_rating or say("not rated"),
    )


def _ranked_name(cost: PlanCost, as_of: date, *, yours: bool) -> str:
    """A plan's name, company and kind, and what to know before anything else."""
    plan = cost.plan
    told = {"plan": plan_name(plan), "company": company_name(plan), "kind": special_kind(plan) or say(PLAN_KINDS[plan.kind])}
    if plan.organization:
        told["benefit"] = benefit_words(plan)
        yours_words = mark("Your plan: {plan}, {company}. {kind}. {benefit}.")
        name = say(yours_words if yours else mark("{plan}, {company}. {kind}. {benefit}."), **told)
    else:
        name = say("Your plan: {plan}.", **told) if yours else say("{plan}.", **told)
    joins = "" if cost.joining.may_join is MayJoin.YES else joining_sentence(cost.joining)
    return " ".join(filter(None, (name, joins, *(warning_sentence(code, plan, as_of) for code in cost.warnings))))


def months_table(plans: Sequence[PlanCost]) -> Table:
    """What you pay each month at a few plans: the numbers of the month chart."""
    columns = (Column(say("Month")), *(Column(say("Plan {place}", place=place), True) for place, _ in enumerate(plans, start=1)))
    rows = [(short_month(entry.month), *(_month_total(cost, entry.month) for cost in plans)) for entry in plans[0].months if entry.covered]
    rows.append((say("All months"), *(with_premium(cost, cost.total) for cost in plans)))
    strong = {len(rows) - 1}
    if any(cost.left_out or cost.premium is None or cost.uncertain for cost in plans):
        rows.append((say(LEFT_OUT), *(left_out_words(cost) for cost in plans)))
        rows.append((say(YEARLY_COST), *(yearly_words(cost) for cost in plans)))
        strong = {len(rows) - 1}
    named = (say("plan {place} is {plan}", place=place, plan=plan_name(cost.plan)) for place, cost in enumerate(plans, start=1))
    caption = say("What you pay each month for drugs and premium: {plans}", plans=", ".join(named))
    return Table(caption, columns, tuple(rows), frozenset(strong))


def _month_total(cost: PlanCost, number: int) -> str:
    entry = cost.months[number - 1]
    return with_premium(cost, entry.patient_pay + entry.premium)


def month_table(cost: PlanCost) -> Table:
    """One plan month by month: drugs, premium, and both: the numbers of its chart."""
    columns = (Column(say("Month")), Column(say("Drugs"), True), Column(say("Premium"), True), Column(say("You pay"), True))
    covered = [entry for entry in cost.months if entry.covered]
    paid = [(short_month(m.month), m.patient_pay, m.premium) for m in covered]
    paid.append((say("All"), cost.drug_cost, cost.total - cost.drug_cost))
    rows = [(name, shown(drugs), with_premium(cost, premium), with_premium(cost, drugs + premium)) for name, drugs, premium in paid]
    if cost.left_out:
        rows.append((say(LEFT_OUT), left_out_words(cost), "", left_out_words(cost)))
        rows.append((say(YEARLY_COST), "", "", yearly_words(cost)))
    caption = say("Month by month at {plan}", plan=plan_name(cost.plan))
    return Table(caption, columns, tuple(rows), frozenset({len(rows) - 1}))


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
    sums, covered = payer_months(cost), [entry for entry in cost.months if entry.covered]
    columns = (Column(say("Month")), *(Column(say(_PAYS[payer]), True) for payer in sums), Column(say("Price of the drugs"), True))
    rows = [
        (month(entry.month), *(shown(amounts[entry.month - 1]) for amounts in sums.values()), shown(entry.gross_drug_cost))
        for entry in covered
    ]
    rows.append((say("All"), *(shown(sum(amounts)) for amounts in sums.values()), shown(sum(m.gross_drug_cost for m in cost.months))))
    return Table(say("Who pays for the drugs"), columns, tuple(rows), frozenset({len(rows) - 1}))


def drug_table(cost: PlanCost) -> Table:
    """The drugs of the list at one plan."""
    columns = (
        Column(say("Drug")),
        Column(say("Covered")),
        Column(say("The plan asks")),
        Column(say("Price each time"), True),
        Column(say("Times"), True),
        Column(say("You pay in all"), True),
    )
    caption = say("Your drugs at {plan}", plan=plan_name(cost.plan))
    return Table(caption, columns, tuple(_drug_row(drug) for drug in cost.drugs))


def _drug_row(drug: DrugCost) -> tuple[str, ...]:
    if not drug.covered:
        cash = drug.cash_cost
        price = say(UNKNOWN_PRICE) if cash is None else say("{amount}, the full price", amount=shown(cash))
        return (drug_label(drug.drug), say("No"), "", "", "", price)
    return (label_with_deal(drug), _where(drug), restrictions_of(drug), price_words(drug), str(drug.fills), pay_words(drug))


def _where(drug: DrugCost) -> str:
    """That a drug is covered, at which tier and kind of store."""
    store = say(CHANNELS[drug.channel])
    return say("Yes, tier {tier}, at {store}", tier=drug.tier, store=store) if drug.tier else say("Yes, at {store}", store=store)


def parameter_table(comparison: Comparison) -> Table:
    """The numbers of the law behind the answer, with how sure each is."""
    rows = tuple(
        (parameter_name(used.name), parameter_value(used), say(STATUSES.get(used.status, used.status))) for used in comparison.parameters
    )
    columns = (Column(say("Number")), Column(say("Value"), True), Column(say("How sure we are")))
    return Table(say("The law's numbers of {year} behind this answer", year=comparison.info.plan_year), columns, rows)
