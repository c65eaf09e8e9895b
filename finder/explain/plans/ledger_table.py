"""The ledger of a plan year for people: each claim with who pays, the phase and the rules in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.claim import PAYERS, LedgerRow, Segment
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import PlanCost
from finder.explain.explainers.rule_words import rule_line
from finder.explain.kit.section import Column, Details, Table
from finder.explain.messages import say, say_count
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import PHASES, drug_label, month, plan_name


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
