"""Files to take home: dates as a calendar (RFC 5545), and plans, drugs and claims as spreadsheets (CSV)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from hashlib import sha256

from icalendar import Calendar, Event

from finder.documents.spreadsheet import csv_text
from finder.domain.claim import PAYERS, LedgerRow
from finder.domain.money import Cents, dollars
from finder.domain.plan_cost import Comparison, DrugCost, PlanCost
from finder.explain.explainers.law import rule_line
from finder.explain.kit.date_charts import Due
from finder.explain.kit.escapes import visible
from finder.explain.plans.benefits import gap_words
from finder.explain.plans.choosing import warning_text
from finder.explain.plans.ledger import payer_amounts
from finder.explain.words import amount, drug_label, plan_name, unit_of

_PRODUCT = "-//partd-finder//dates//EN"


def calendar_file(dues: Iterable[Due]) -> str:
    """The days as the text of an .ics file, lines ending in CR LF; empty where there are none."""
    listed = list(dues)
    if not listed:
        return ""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    stamp = datetime.combine(min(due.day for due in listed), time(), UTC)
    for due in listed:
        calendar.add_component(_event(due, stamp))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(due: Due, stamp: datetime) -> Event:
    event = Event()
    title, says = visible(due.title), visible(due.says)
    words = "\n".join((due.day.isoformat(), str(due.minute), title, says))
    event.add("uid", f"{sha256(words.encode()).hexdigest()[:24]}@partd-finder")
    event.add("dtstamp", stamp)
    # The hour is that of the person's own clock, so it has no time zone.
    start = due.day if due.minute is None else datetime.combine(due.day, time(*divmod(due.minute, 60)))
    event.add("dtstart", start)
    event.add("summary", title)
    event.add("description", says)
    event.add("transp", "TRANSPARENT")
    return event


_PLANS = "rank plan_id name organization kind premium part_d_premium late_enrollment_penalty income_related_premium drug_cost total"
_PLANS += " all_in all_in_low all_in_high deductible drugs_covered drugs_listed uncovered_cash_cost star_rating"
_PLANS += " benefit_type gap_coverage warnings data_as_of"
_DRUGS = "plan_id rank rxcui drug quantity unit days_supply covered tier restrictions channel price fills patient_pay gross cash_cost"
_DRUGS += " price_from price_as_of"


def plans_csv(comparison: Comparison) -> str:
    """Every plan compared: a row a plan."""
    return csv_text(_PLANS.split(), (_plan_cells(cost, comparison.info.as_of) for cost in comparison.plans))


def drugs_csv(comparison: Comparison) -> str:
    """Every drug of the list at every plan: a row each."""
    return csv_text(_DRUGS.split(), (_drug_cells(cost, drug) for cost in comparison.plans for drug in cost.drugs))


def ledger_csv(cost: PlanCost) -> str:
    """The ledger as CSV, money as ``1234.50``: a row a claim, each payer a column, the rules with their citations in the last."""
    heads = ["plan_id", "date", "drug", "tier", "days_supply", "channel", "price", "price_from", *PAYERS]
    heads += ["troop_credit", "phases", "gross_drug_cost_so_far", "troop_so_far", "phase_after", "rules"]
    origins = {drug.drug.name: drug.borrowed.origin.key for drug in cost.drugs if drug.borrowed}
    return csv_text(heads, (_claim_cells(cost, row, origins.get(row.claim.drug, "")) for row in cost.ledger.rows))


def _plan_cells(cost: PlanCost, as_of: date) -> list[str]:
    plan = cost.plan
    return [
        str(cost.rank),
        plan.plan_id,
        plan_name(plan),
        plan.organization,
        plan.kind.label,
        _money(cost.premium),
        _money(cost.part_d_premium),
        dollars(cost.late_enrollment_penalty),
        dollars(cost.income_related_premium),
        dollars(cost.drug_cost),
        "" if cost.premium is None or cost.unpriced else dollars(cost.total),
        dollars(cost.all_in),
        dollars(cost.all_in_low),
        _money(cost.all_in_high),
        dollars(cost.deductible),
        str(len(cost.drugs) - len(cost.not_covered)),
        str(len(cost.drugs)),
        _money(cost.uncovered_cash_cost) if cost.left_out else "",
        plan.star_rating,
        plan.design.benefit_type.key,
        gap_words(plan),
        " ".join(warning_text(code, plan) for code in cost.warnings),
        as_of.isoformat(),
    ]


def _drug_cells(cost: PlanCost, drug: DrugCost) -> list[str]:
    took = drug.prescription
    return [
        cost.plan.plan_id,
        str(cost.rank),
        drug.drug.rxcui,
        drug_label(drug.drug),
        amount(took.quantity).replace(",", ""),
        unit_of(drug.drug, many=False),
        str(took.days_supply),
        "yes" if drug.covered else "no",
        str(drug.tier) if drug.tier else "",
        " ".join(restriction.kind.key for restriction in drug.restrictions),
        drug.channel.key if drug.covered else "",
        _money(drug.price),
        str(drug.fills) if drug.counted else "",
        dollars(drug.patient_pay) if drug.counted else "",
        dollars(drug.gross) if drug.counted else "",
        _money(drug.cash_cost),
        drug.borrowed.origin.key if drug.borrowed else "",
        drug.borrowed.as_of.isoformat() if drug.borrowed else "",
    ]


def _claim_cells(cost: PlanCost, row: LedgerRow, origin: str) -> list[str]:
    claim, after = row.claim, row.accumulators
    rules = "; ".join(f"{rule.rule} {dollars(rule.amount)} ({rule_line(rule).citation})" for rule in row.rules)
    return [
        cost.plan.plan_id,
        claim.date.isoformat(),
        claim.drug,
        str(claim.tier),
        str(claim.days_supply),
        claim.channel.key,
        dollars(row.price),
        origin,
        *(dollars(paid) for paid in payer_amounts(row).values()),
        dollars(row.troop_credit),
        " ".join(segment.phase.key for segment in row.segments),
        dollars(after.gross_drug_cost),
        dollars(after.troop),
        row.phase.key,
        rules,
    ]


def _money(cents: Cents | None) -> str:
    return "" if cents is None else dollars(cents)
