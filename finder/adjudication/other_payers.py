"""Adjustments after the plan has paid: a pharmacy's charge above the plan's allowance, and payers after Part D."""

from __future__ import annotations

from typing import NamedTuple

from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Claim, RuleApplied, Segment
from finder.domain.money import Cents
from finder.rules.incurred_costs import other_payer_wraps


class Settlement(NamedTuple):
    """A claim's segments, its credit toward the threshold, and the rules that changed either."""

    segments: list[Segment]
    credit: Cents
    rules: list[RuleApplied]


def keep_with_enrollee(terms: PlanYearTerms, segments: list[Segment], amount: Cents, credit: Cents) -> Settlement:
    """The enrollee pays what an out-of-network pharmacy charges above the plan's allowance. It is taken off what the plan pays, then off
    Medicare, the manufacturer and Extra Help. It counts toward the threshold."""
    gap, left, kept = terms.year.law.has_coverage_gap, amount, list(segments)
    for payer in ("plan", "medicare_reinsurance", "manufacturer", "low_income_cost_sharing_subsidy"):
        for index, segment in enumerate(kept):
            part = min(getattr(segment, payer), left)
            left -= part
            kept[index] = segment._replace(**{payer: getattr(segment, payer) - part}, patient_pay=segment.patient_pay + part)
            if payer == "plan" and gap and segment.phase is not Phase.CATASTROPHIC:
                credit += part  # the parts of the others below the threshold already count
    if not gap:
        below = (segment for segment in kept if segment.phase is not Phase.CATASTROPHIC)
        credit = max(credit, sum(segment.patient_pay + segment.low_income_cost_sharing_subsidy for segment in below))
    return Settlement(kept, credit, [RuleApplied("out_of_network_differential", amount)])


def wrap_other_payers(terms: PlanYearTerms, claim: Claim, segments: list[Segment], credit: Cents) -> Settlement:
    """Other payers take what the enrollee still owes, in the order given; those that do not count lower the credit."""
    counts, wrapped, rules = terms.year.law.counts, list(segments), []
    for payer in claim.other_payers:
        left = other_payer_wraps(sum(segment.patient_pay for segment in wrapped), payer.amount)
        rules.append(RuleApplied("other_payer_wraps", left))
        uncounted = 0
        for index, segment in enumerate(wrapped):
            part = other_payer_wraps(segment.patient_pay, left)
            wrapped[index] = segment._replace(patient_pay=segment.patient_pay - part, other_payer=segment.other_payer + part)
            left -= part
            if not counts(payer.kind) and segment.phase is not Phase.CATASTROPHIC:
                uncounted += part
        if uncounted:
            rules.append(RuleApplied(counts.__name__, uncounted))
            credit = max(credit - uncounted, 0)
    return Settlement(wrapped, credit, rules)
