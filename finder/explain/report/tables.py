"""The tables of a report that no page has: the drugs and the plans compared on page two, every claim with the numbers of its rules."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.claim import LedgerRow
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost, RestrictionKind
from finder.explain.explainers.law import RuleLine, rule_line
from finder.explain.kit.section import Column, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.benefits import benefit_words
from finder.explain.plans.choosing import special_kind
from finder.explain.plans.costs import covered_words, left_out_words, premium_words, yearly_words
from finder.explain.plans.drugs import pay_words
from finder.explain.plans.estimates import estimated
from finder.explain.plans.ledger import phases_of, rest_of
from finder.explain.plans.plan_cell import plan_marks
from finder.explain.report.decision import Compared
from finder.explain.words import PLAN_KINDS, UNKNOWN_PRICE, drug_label, drug_name, month, plan_name, short_day, supply_words

MOST_PLANS, LEAST_PLANS, _ROWS = 8, 4, 16
"""Plans compared on page two: eight, or fewer beside a long list of drugs, so that both stand on one page."""


def drugs_compared(plans: Sequence[Compared]) -> Table:
    """Every drug of the list, what it costs at each plan of page one, and what the plan to look at asks first."""
    leading = next(one.cost for one in plans if one.leads)
    columns = (Column(say("Drug")), *(Column(one.role, True) for one in plans), Column(say("Asks first")))
    rows = []
    for place, drug in enumerate(leading.drugs):
        pays = (_pays(one.cost.drugs[place]) for one in plans)
        rows.append((_named(drug), *pays, _asks_first(drug)))
    totals = (_total(one.cost) for one in plans)
    rows.append((say("All your drugs"), *totals, ""))
    caption = say("What you pay for each drug {when}, and what {plan} asks first", when=_when(leading), plan=plan_name(leading.plan))
    return Table(caption, columns, tuple(rows), frozenset({len(rows) - 1}))


def _when(cost: PlanCost) -> str:
    covered = [entry.month for entry in cost.months if entry.covered]
    return say("from {first} to {last}", first=month(covered[0]), last=month(covered[-1]))


def _named(drug: DrugCost) -> str:
    took = drug.prescription
    supply = supply_words(drug.drug.unit, took.quantity, took.days_supply)
    return say("{drug}, {supply}", drug=drug_name(drug.drug), supply=supply)


def _pays(drug: DrugCost) -> str:
    if drug.covered:
        return pay_words(drug)
    return say(UNKNOWN_PRICE) if drug.cash_cost is None else say("{amount}, not covered", amount=estimated(drug.cash_cost, drug.borrowed))


def _total(cost: PlanCost) -> str:
    """What all drugs cost, with those left out where their price is known."""
    left_out = cost.uncovered_cash_cost
    if left_out is None:
        return say("at least {amount}", amount=shown(cost.all_in - (cost.total - cost.drug_cost)))
    return shown(cost.drug_cost + left_out)


_ASKS = {
    RestrictionKind.PRIOR_AUTHORIZATION: mark("plan approval"),
    RestrictionKind.STEP_THERAPY: mark("another drug first"),
    RestrictionKind.QUANTITY_LIMIT: mark("over its limit"),
}


def _asks_first(drug: DrugCost) -> str:
    """What the person must see to before the plan pays. A limit that the amount keeps asks nothing; the details have it."""
    if not drug.covered:
        return say("not covered")
    asked = [one for one in drug.restrictions if one.kind is not RestrictionKind.QUANTITY_LIMIT or one.exceeded]
    return "; ".join(say(_ASKS[one.kind]) for one in asked) or say("nothing")


def plans_compared(comparison: Comparison, decided: Sequence[Compared]) -> Table:
    """The plans of page one, then the first of those that may be suggested, then of all; in order of rank."""
    most = max(LEAST_PLANS, min(MOST_PLANS, _ROWS - len(comparison.prescriptions)))
    wanted = [*(one.cost.plan.plan_id for one in decided), *(cost.plan.plan_id for cost in (*comparison.leaders, *comparison.plans))]
    shown_ids = list(dict.fromkeys(wanted))[:most]
    plans = [cost for cost in comparison.plans if cost.plan.plan_id in shown_ids]
    current = comparison.current
    left_out = any(cost.left_out for cost in plans)
    columns = (
        Column(say("Plan")),
        Column(say("Yearly cost, all in"), True),
        Column(say("Premiums"), True),
        Column(say("Drugs"), True),
        *((Column(say("Drugs left out"), True),) if left_out else ()),
    )
    mixed = len({cost.plan.kind for cost in plans}) > 1
    rows = tuple((_numbered(comparison, cost, mixed=mixed), *_plan_row(comparison, cost, left_out=left_out)) for cost in plans)
    own = frozenset(place for place, cost in enumerate(plans) if cost is current)
    return Table(_count(len(plans), len(comparison.plans)), columns, rows, own)


def _count(plans: int, of: int) -> str:
    if plans == of:
        return say_count("The only plan here", "All {count} plans, by rank", of)
    return say("{plans} of the {of} plans compared, by rank", plans=plans, of=of)


def _plan_row(comparison: Comparison, cost: PlanCost, *, left_out: bool) -> tuple[str, ...]:
    at_least = say("at least {amount}", amount=shown(cost.all_in_low))
    return (
        at_least if comparison.not_counted else yearly_words(cost),
        premium_words(cost, fees=True),
        shown(cost.drug_cost),
        *((left_out_words(cost),) if left_out else ()),
    )


def _numbered(comparison: Comparison, cost: PlanCost, *, mixed: bool) -> str:
    """A plan by its rank and name, with its stars and how much it covers; with its kind where the table has several."""
    told = {"rank": cost.rank, "plan": plan_name(cost.plan), "benefit": benefit_words(cost.plan)}
    now = cost is comparison.current
    if cost.plan.example:
        name = say("{rank}. {plan} (your plan now)", **told) if now else say("{rank}. {plan}", **told)
    else:
        name = say("{rank}. {plan} (your plan now). {benefit}", **told) if now else say("{rank}. {plan}. {benefit}", **told)
    kind = special_kind(cost.plan) or (say(PLAN_KINDS[cost.plan.kind]) if mixed else "")
    known = {"stars": cost.plan.star_rating, "covered": covered_words(cost, comparison.listed)}
    facts = say("{stars} stars. Covers {covered}.", **known) if known["stars"] else say("Not rated. Covers {covered}.", **known)
    row = say("{plan}. {kind}. {facts}", plan=name, kind=kind, facts=facts) if kind else say("{plan}. {facts}", plan=name, facts=facts)
    return " ".join((row, *plan_marks(cost.plan)))


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
