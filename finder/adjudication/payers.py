"""Who pays each piece: the enrollee (with subsidy), the manufacturer, Medicare, the plan; and other payers after them."""

from __future__ import annotations

from typing import NamedTuple

from finder.adjudication.pieces import Cut, Pieces, State, Trace
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.claim import Accumulators, Claim, RuleApplied, Segment
from finder.domain.money import Cents
from finder.rules.catastrophic import reinsurance
from finder.rules.incurred_costs import other_payer_wraps
from finder.rules.low_income_subsidy import (
    full_subsidy_above_threshold,
    full_subsidy_share,
    low_income_cost_sharing_subsidy,
    partial_subsidy_above_threshold,
    partial_subsidy_deductible,
    partial_subsidy_share,
)
from finder.rules.manufacturer_discount import (
    above_incurred_deductible,
    above_standard_deductible,
    manufacturer_above_threshold,
    manufacturer_below_threshold,
    selected_drug_subsidy,
)


class OfPieces(NamedTuple):
    """An amount of each of the four pieces: what is owed of them, or what the enrollee pays."""

    deductible: Cents
    initial: Cents
    gap: Cents
    catastrophic: Cents


Paid = tuple[Cents, Cents, Cents, Cents]
"""The fields of ``OfPieces``, not yet named."""


def enrollee_pays(terms: PlanYearTerms, shares: ClaimShares, cut: Cut, before: State, rules: Trace = None) -> Paid:
    """What the enrollee pays of each piece, with the subsidy of the member's level; the difference to what is owed is LICS."""
    owed = cut[0], cut[4], cut[5], cut[6]
    level = terms.subsidy.level
    if level == LowIncomeSubsidy.NONE:
        return owed
    partial = level == LowIncomeSubsidy.PARTIAL
    paid = _partial(terms, shares, cut, owed, before, rules) if partial else _full(terms, shares, owed, rules)
    if rules is not None:
        rules.append(RuleApplied("low_income_cost_sharing_subsidy", low_income_cost_sharing_subsidy(sum(owed), sum(paid))))
    return paid


def _full(terms: PlanYearTerms, shares: ClaimShares, owed: Paid, rules: Trace) -> Paid:
    copay = terms.subsidy.copay_other if shares.brand else terms.subsidy.copay_generic
    owed_deductible, owed_initial, owed_gap, owed_catastrophic = owed
    deductible = full_subsidy_share(owed_deductible, copay, 0)
    initial = full_subsidy_share(owed_initial, copay, deductible)
    gap = full_subsidy_share(owed_gap, copay, deductible + initial)
    above = full_subsidy_above_threshold(owed_catastrophic)
    if rules is not None:
        if owed_deductible or owed_initial or owed_gap:
            rules.append(RuleApplied("full_subsidy_share", deductible + initial + gap))
        if owed_catastrophic:
            rules.append(RuleApplied("full_subsidy_above_threshold", above))
    return deductible, initial, gap, above


def _partial(terms: PlanYearTerms, shares: ClaimShares, cut: Cut, owed: Paid, before: State, rules: Trace) -> Paid:
    subsidy = terms.subsidy
    in_deductible, in_initial, in_gap, in_catastrophic = cut[:4]
    smaller = min(subsidy.partial_deductible, terms.design.deductible)
    deductible = partial_subsidy_deductible(in_deductible, before[2], smaller, subsidy.partial_rate)
    initial = partial_subsidy_share(in_initial, owed[1], subsidy.partial_rate)
    gap = partial_subsidy_share(in_gap, owed[2], subsidy.partial_rate)
    copay = subsidy.copay_other if shares.brand else subsidy.copay_generic
    above = partial_subsidy_above_threshold(owed[3], copay)
    if rules is not None:
        if in_deductible:
            rules.append(RuleApplied("partial_subsidy_deductible", deductible))
        if in_initial or in_gap:
            rules.append(RuleApplied("partial_subsidy_share", initial + gap))
        if in_catastrophic:
            rules.append(RuleApplied("partial_subsidy_above_threshold", above))
    return deductible, initial, gap, above


def segments_of(
    terms: PlanYearTerms, claim: Claim, pieces: Pieces, paid: OfPieces, before: Accumulators, rules: list[RuleApplied]
) -> list[Segment]:
    """The pieces as segments, with every payer's part; other payers not yet among them."""
    segments: list[Segment] = []
    if pieces.deductible:
        whole = pieces.deductible
        segments.append(Segment(Phase.DEDUCTIBLE, whole, paid.deductible, whole - paid.deductible, 0, 0, 0, 0))
    if pieces.initial:
        segments.append(_initial(terms, claim, pieces, paid.initial, before, rules))
    if pieces.gap:
        subsidy = pieces.owed_gap - paid.gap
        medicare = pieces.reduction_gap
        plan = pieces.gap - pieces.owed_gap - pieces.gap_discount - medicare
        segments.append(Segment(Phase.COVERAGE_GAP, pieces.gap, paid.gap, subsidy, 0, pieces.gap_discount, plan, medicare))
    if pieces.catastrophic:
        segments.append(_catastrophic(terms, claim, pieces, paid.catastrophic, rules))
    return segments


def _initial(terms: PlanYearTerms, claim: Claim, pieces: Pieces, paid: Cents, before: Accumulators, rules: list[RuleApplied]) -> Segment:
    left = pieces.initial - pieces.owed_initial
    manufacturer, medicare = 0, pieces.reduction_initial
    year = terms.year
    selected = claim.selected_drug and year.selected_drug_subsidy != ABSENT
    if (claim.brand or selected) and year.manufacturer_below != ABSENT:
        if terms.choices.manufacturer_start == "incurred_costs":
            credit = pieces.credit - pieces.deductible
            base = above_incurred_deductible(pieces.initial, credit, before.troop + pieces.deductible, year.deductible)
        else:
            spent = before.standard_deductible_met + pieces.deductible
            base = above_standard_deductible(pieces.initial, spent, year.deductible, not year.exempt_from_deductible(claim))
        if selected:
            medicare = selected_drug_subsidy(base, left, year.selected_drug_subsidy)
            rules.append(RuleApplied("selected_drug_subsidy", medicare))
        else:
            manufacturer = manufacturer_below_threshold(base, left, year.manufacturer_below)
            rules.append(RuleApplied("manufacturer_below_threshold", manufacturer))
    subsidy = pieces.owed_initial - paid
    return Segment(Phase.INITIAL_COVERAGE, pieces.initial, paid, subsidy, 0, manufacturer, left - manufacturer - medicare, medicare)


def _catastrophic(terms: PlanYearTerms, claim: Claim, pieces: Pieces, paid: Cents, rules: list[RuleApplied]) -> Segment:
    year, piece = terms.year, pieces.catastrophic
    left = piece - pieces.owed_catastrophic - pieces.reduction_catastrophic
    manufacturer = 0
    applicable = claim.brand and not (claim.selected_drug and year.shape.selected_drugs)
    if applicable and year.manufacturer_above != ABSENT:
        manufacturer = manufacturer_above_threshold(piece, left, year.manufacturer_above)
        rules.append(RuleApplied("manufacturer_above_threshold", manufacturer))
    medicare = reinsurance(piece, left - manufacturer, year.reinsurance_brand if applicable else year.reinsurance_other)
    rules.append(RuleApplied("reinsurance", medicare))
    subsidy = pieces.owed_catastrophic - paid
    plan = left - manufacturer - medicare
    return Segment(Phase.CATASTROPHIC, piece, paid, subsidy, 0, manufacturer, plan, medicare + pieces.reduction_catastrophic)


def keep_with_enrollee(
    terms: PlanYearTerms, segments: list[Segment], amount: Cents, credit: Cents, rules: list[RuleApplied]
) -> tuple[list[Segment], Cents]:
    """What a pharmacy outside the network charges above the plan's allowance goes from those who pay the rest of the claim to the enrollee:
    the plan first, then Medicare, the manufacturer, Extra Help. It counts toward the threshold. Returns the segments and the credit."""
    rules.append(RuleApplied("out_of_network_differential", amount))
    left = amount
    for payer in ("plan", "medicare_reinsurance", "manufacturer", "low_income_cost_sharing_subsidy"):
        for index, segment in enumerate(segments):
            part = min(getattr(segment, payer), left)
            left -= part
            segments[index] = segment._replace(**{payer: getattr(segment, payer) - part}, patient_pay=segment.patient_pay + part)
            if payer == "plan" and terms.year.shape.has_coverage_gap and segment.phase is not Phase.CATASTROPHIC:
                credit += part  # what the others paid below the threshold counted already
    if terms.year.shape.has_coverage_gap:
        return segments, credit
    below = (segment for segment in segments if segment.phase is not Phase.CATASTROPHIC)
    return segments, max(credit, sum(segment.patient_pay + segment.low_income_cost_sharing_subsidy for segment in below))


def wrap_other_payers(
    terms: PlanYearTerms, claim: Claim, segments: list[Segment], credit: Cents, rules: list[RuleApplied]
) -> tuple[list[Segment], Cents]:
    """Other payers take what the enrollee still owes, in the order given; those that do not count lower the credit. Returns both."""
    for payer in claim.other_payers:
        left = other_payer_wraps(sum(segment.patient_pay for segment in segments), payer.amount)
        rules.append(RuleApplied("other_payer_wraps", left))
        counts = terms.year.shape.counts(payer.kind)
        uncounted = 0
        for index, segment in enumerate(segments):
            part = other_payer_wraps(segment.patient_pay, left)
            segments[index] = segment._replace(patient_pay=segment.patient_pay - part, other_payer=segment.other_payer + part)
            left -= part
            if not counts and segment.phase is not Phase.CATASTROPHIC:
                uncounted += part
        if uncounted:
            rules.append(RuleApplied(terms.year.shape.counts.__name__, uncounted))
            credit = max(credit - uncounted, 0)
    return segments, credit
