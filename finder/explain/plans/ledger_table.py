"""The ledger of a plan year for people: each claim with who pays, the phase and the rules in plain words; the same as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from finder.domain.claim import PAYERS, LedgerRow, Segment
from finder.domain.money import Cents, dollars, shown
from finder.domain.plan_cost import PlanCost
from finder.explain.explainers.rule_words import rule_line
from finder.explain.kit.section import Column, Details, Table
from finder.explain.messages import say, say_count
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import PHASES, drug_label, month, plan_name

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def ledger_table(cost: PlanCost) -> Table:
    """Each claim in order: drug, price, what you pay, who pays the rest, the phase, and why."""
    columns = (
        Column(say("Date and drug")),
        Column(say("Price"), True),
        Column(say("You pay"), True),
        Column(say("Who pays the rest")),
        Column(say("Phase")),
        Column(say("Counts toward your limit"), True),
        Column(say("Why")),
    )
    labels = {drug.drug.name: drug_label(drug.drug) for drug in cost.drugs}
    rows = tuple(_row(row, labels.get(row.claim.drug, row.claim.drug)) for row in cost.ledger.rows)
    plan = plan_name(cost.plan)
    caption = say_count("All {count} claim of the year at {plan}", "All {count} claims of the year at {plan}", len(rows), plan=plan)
    return Table(caption, columns, rows)


def _row(row: LedgerRow, drug: str) -> tuple[str | Details, ...]:
    lines = tuple((line.plain, f"{line.law} {line.citation}.") for line in map(rule_line, row.rules) if line.worth_saying)
    return (
        say("{month} {day}: {drug}", month=month(row.claim.date.month)[:3], day=row.claim.date.day, drug=drug),
        shown(row.price),
        shown(row.patient_pay),
        rest_of(row),
        phases_of(row.segments),
        shown(row.accumulators.troop),
        Details(say("Why {amount}", amount=shown(row.patient_pay)), lines),
    )


def payer_amounts(row: LedgerRow) -> dict[str, Cents]:
    """What each payer pays of a claim, in cents, from its segments."""
    return {payer: sum(getattr(segment, payer) for segment in row.segments) for payer in PAYERS}


def rest_of(row: LedgerRow) -> str:
    """Who pays the rest of a claim: ``Drug maker $10.00, drug plan $30.00``; ``nobody else`` where you pay all."""
    parts = [
        say("{payer} {amount}", payer=say(PAYER_WORDS[payer]), amount=shown(paid))
        for payer, paid in payer_amounts(row).items()
        if paid and payer != "patient_pay"
    ]
    return ", ".join(parts) or say("nobody else")


def phases_of(segments: Sequence[Segment]) -> str:
    """The phases that a claim touches, with the amount in each where it touches several."""
    if len(segments) == 1:
        return say(PHASES[segments[0].phase])
    said = ""
    for segment in segments:
        told = {"phase": say(PHASES[segment.phase]), "amount": shown(segment.amount)}
        said = say("{before}, then {phase} {amount}", before=said, **told) if said else say("{phase} {amount}", **told)
    return said or say("No price")


def ledger_csv(cost: PlanCost) -> str:
    """The ledger as CSV, money as ``1234.50``: a row a claim, each payer a column, the rules with their citations in the last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = ["plan_id", "date", "drug", "tier", "days_supply", "channel", "price", *PAYERS]
    writer.writerow([*heads, "troop_credit", "phases", "gross_drug_cost_so_far", "troop_so_far", "phase_after", "rules"])
    for row in cost.ledger.rows:
        writer.writerow([guarded(cell) for cell in _csv_cells(cost, row)])
    return out.getvalue()


def _csv_cells(cost: PlanCost, row: LedgerRow) -> list[str]:
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
        *(dollars(paid) for paid in payer_amounts(row).values()),
        dollars(row.troop_credit),
        " ".join(segment.phase.key for segment in row.segments),
        dollars(after.gross_drug_cost),
        dollars(after.troop),
        row.phase.key,
        rules,
    ]


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
