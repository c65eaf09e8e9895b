"""A ledger as the contract writes it: totals, by phase, by month, claim by claim. Nothing here computes what the ledger does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from finder.domain.benefit import Phase
from finder.domain.claim import PAYERS, Accumulators, Ledger, LedgerRow, RuleApplied, Segment
from finder.domain.money import Cents, dollars
from finder.rules.registry import rule_text

MONTHS = range(1, 13)


def totals(rows: Iterable[LedgerRow], opening: Accumulators) -> dict[str, Any]:
    """Gross drug cost, each payer and TrOOP of the claims, in the words of the contract. TrOOP is the year's, with what it opened with."""
    rows = tuple(rows)
    sums = _sums(segment for row in rows for segment in row.segments)
    troop = rows[-1].accumulators.troop if rows else opening.troop
    return {**sums, "troop": dollars(troop)}


def by_phase(rows: Iterable[LedgerRow]) -> dict[str, Any]:
    """The same sums for each phase."""
    segments = [segment for row in rows for segment in row.segments]
    return {phase.key: _sums(segment for segment in segments if segment.phase is phase) for phase in Phase}


def months(ledger: Ledger, opening_phase: Phase, changes: Sequence[tuple[date, Phase]] = ()) -> list[dict[str, Any]]:
    """Twelve entries: what the person paid, what the drugs cost, and where the person stood at the month's end. ``changes`` are the days
    on which a plan or Extra Help level began, and where the person stood by it."""
    entries = []
    phase, troop = opening_phase, ledger.opening.troop
    for month in MONTHS:
        rows = [row for row in ledger.rows if row.claim.date.month == month]
        if rows:
            phase, troop = rows[-1].phase, rows[-1].accumulators.troop
        for day, phase_then in changes:
            if day.month == month and (not rows or rows[-1].claim.date < day):
                phase = phase_then
        entries.append(
            {
                "month": month,
                "patient_pay": dollars(sum(row.patient_pay for row in rows)),
                "gross_drug_cost": dollars(sum(row.price for row in rows)),
                "phase_at_end": phase.key,
                "troop_at_end": dollars(troop),
            }
        )
    return entries


def claim_entry(row: LedgerRow) -> dict[str, Any]:
    """One claim: what it was, its segments, the accumulators after it, and the rules applied, with citation and amount."""
    claim = row.claim
    payers = _payer_sums(row.segments)
    return {
        "date": claim.date.isoformat(),
        "drug": claim.drug,
        "tier": claim.tier or None,
        "days_supply": claim.days_supply,
        "channel": claim.channel.key,
        "gross_drug_cost": dollars(row.price),
        **{payer: dollars(amount) for payer, amount in zip(PAYERS, payers, strict=True)},
        "troop_credit": dollars(row.troop_credit),
        "segments": [segment_entry(segment) for segment in row.segments],
        "accumulators": {
            "gross_drug_cost": dollars(row.accumulators.gross_drug_cost),
            "troop": dollars(row.accumulators.troop),
            "deductible_met": dollars(row.accumulators.deductible_met),
            "phase": row.phase.key,
        },
        "rules": [applied_entry(rule) for rule in row.rules],
    }


def segment_entry(segment: Segment) -> dict[str, str]:
    """A segment: its phase, its amount, and each payer's part."""
    parts = {payer: dollars(amount) for payer, amount in zip(PAYERS, segment[2:], strict=True)}
    return {"phase": segment.phase.key, "amount": dollars(segment.amount), **parts}


def applied_entry(rule: RuleApplied) -> dict[str, str]:
    """A rule applied: its id, citation, sentence and amount."""
    text = _text(rule.rule)
    return {"id": text.id, "citation": text.citation, "sentence": text.sentence, "amount": dollars(rule.amount)}


_text = cache(rule_text)


def _payer_sums(segments: Iterable[Segment]) -> Sequence[Cents]:
    parts = [segment[2:] for segment in segments]
    return [sum(column) for column in zip(*parts, strict=True)] if parts else [0] * len(PAYERS)


def _sums(segments: Iterable[Segment]) -> dict[str, Any]:
    segments = tuple(segments)
    payers = _payer_sums(segments)
    gross = dollars(sum(segment.amount for segment in segments))
    return {"gross_drug_cost": gross, **{payer: dollars(amount) for payer, amount in zip(PAYERS, payers, strict=True)}}
