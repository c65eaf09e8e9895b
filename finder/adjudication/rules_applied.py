"""The rules that decided a claim, in order, each with its amount. They are read from the finished pieces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap

from finder.adjudication.charges import Charge, is_in_network, is_outside
from finder.adjudication.payers import NOTHING_TAKEN, ClaimSums, Payers, added, is_selected, take
from finder.adjudication.segments import ByPhase, Pieces, initial_before_threshold
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import LowIncomeSubsidy, ShareKind
from finder.domain.claim import NO_PRICE, Accumulators, Claim, OutsideKind, RuleApplied
from finder.domain.money import Cents
from finder.rules.coverage_gap import left_by_gap_coverage

Applied = Iterator[tuple[str, Cents]]


def rules_of(terms: PlanYearTerms, claim: Claim, charge: Charge, sums: ClaimSums, before: Accumulators) -> list[RuleApplied]:
    """The rules of a claim, whatever its kind."""
    if is_outside(charge):
        found = [*_rules_outside(terms, claim, charge, sums.payers)]
    else:
        credit = sums.accumulators.troop - before.troop
        found = [
            *_rules_of_price(claim, charge.price),
            *_rules_of_pieces(terms, charge.shares, sums.pieces, before),
            *_rules_of_extra_help(terms, sums.pieces, sums.paid),
            *_rules_of_payers(terms, charge, sums),
            *_rules_of_differential(charge),
            *_rules_of_other_payers(terms, charge, sums.payers),
            ("enhanced_plan_credit" if terms.plan.credits_the_greater else "incurred_costs", credit),
        ]
    return list(starmap(RuleApplied, found))


def _rules_outside(terms: PlanYearTerms, claim: Claim, charge: Charge, payers: Payers) -> Applied:
    """The rules of a claim that the plan does not share."""
    bought = claim.paid_outside
    if not claim.covered:
        if bought is None:
            yield from _rules_of_price(claim, charge.price)
        yield "not_covered", charge.price if bought is None else bought.amount
        yield from _rules_of_other_payers(terms, charge, payers)
    elif bought is not None:
        rule = "cash_below_negotiated_price" if bought.kind is OutsideKind.CASH else "patient_assistance_copay"
        yield rule, 0 if payers.amount.outside else bought.amount


def _rules_of_price(claim: Claim, price: Cents) -> Applied:
    """The rule that set the price, unless it is the negotiated price."""
    if claim.usual_and_customary == NO_PRICE:
        return
    if not is_in_network(claim):
        yield "actual_cost", price
    elif price < claim.negotiated_price:
        yield "lesser_of_usual_and_customary", price


def _rules_of_pieces(terms: PlanYearTerms, shares: ClaimShares, pieces: Pieces, before: Accumulators) -> Applied:
    deductible, initial, gap, catastrophic, _ = pieces
    law = terms.year.law
    if deductible.amount:
        yield "deductible_portion", deductible.amount
    if initial.amount:
        yield from _rules_of_share(shares, initial.owed)
        if _ends_at_threshold(terms, pieces, before):
            yield "below_threshold", initial.amount
    if gap.amount:
        yield "gap_portion", gap.amount
        if shares.plan_covers_gap:
            yield "left_by_gap_coverage", left_by_gap_coverage(gap.amount, shares.gap)
        yield "gap_share", gap.owed
        if gap.discount:
            yield "gap_discount", gap.discount
    if catastrophic.amount:
        yield law.above_threshold.__name__, catastrophic.owed
    if law.subsidizes_reduction and shares.exempt:
        yield "reduction_subsidy", initial.reduction + gap.reduction + catastrophic.reduction


def _rules_of_share(shares: ClaimShares, share: Cents) -> Applied:
    if shares.cap == 0:
        yield "vaccine_share", share
        return
    yield ("copay" if shares.initial.kind is ShareKind.COPAY else "coinsurance"), share
    if shares.cap > 0:
        yield "insulin_share", share


def _ends_at_threshold(terms: PlanYearTerms, pieces: Pieces, before: Accumulators) -> bool:
    """Whether the threshold, and not the initial coverage limit, ends the initial coverage of a claim."""
    deductible, initial, gap, catastrophic, _ = pieces
    rest = initial.amount + gap.amount + catastrophic.amount
    if not terms.year.law.has_coverage_gap:
        return initial.amount < rest
    return initial.amount < initial_before_threshold(terms, rest, before.gross_drug_cost + deductible.amount)


def _rules_of_extra_help(terms: PlanYearTerms, pieces: Pieces, paid: ByPhase) -> Applied:
    level = terms.subsidy.level
    if level == LowIncomeSubsidy.NONE:
        return
    deductible, initial, gap, catastrophic, _ = pieces
    below = deductible.owed + initial.owed + gap.owed
    if level == LowIncomeSubsidy.PARTIAL:
        if deductible.amount:
            yield "partial_subsidy_deductible", paid.deductible
        if initial.amount or gap.amount:
            yield "partial_subsidy_share", paid.initial + paid.gap
        if catastrophic.amount:
            yield "partial_subsidy_above_threshold", paid.catastrophic
    else:
        if below:
            yield "full_subsidy_share", paid.deductible + paid.initial + paid.gap
        if catastrophic.owed:
            yield "full_subsidy_above_threshold", paid.catastrophic
    yield "low_income_cost_sharing_subsidy", below + catastrophic.owed - sum(paid)


def _rules_of_payers(terms: PlanYearTerms, charge: Charge, sums: ClaimSums) -> Applied:
    """The rules of the manufacturer and Medicare, before a differential and other payers."""
    year, pieces, chosen = terms.year, sums.pieces, is_selected(terms, charge.selected)
    manufacturer, medicare, brand = sums.shared.manufacturer, sums.shared.medicare_reinsurance, charge.shares.brand
    if pieces.initial.amount and year.manufacturer_below != ABSENT:
        if chosen:
            yield "selected_drug_subsidy", medicare.initial
        elif brand:
            yield "manufacturer_below_threshold", manufacturer.initial
    if pieces.catastrophic.amount:
        if brand and not chosen and year.manufacturer_above != ABSENT:
            yield "manufacturer_above_threshold", manufacturer.catastrophic
        yield "reinsurance", medicare.catastrophic - pieces.catastrophic.reduction


def _rules_of_differential(charge: Charge) -> Applied:
    if charge.above_allowance:
        yield "out_of_network_differential", charge.above_allowance


def _rules_of_other_payers(terms: PlanYearTerms, charge: Charge, payers: Payers) -> Applied:
    """What each payer after Part D takes, and what of it does not count."""
    if not charge.others:
        return
    counts, taken = terms.year.law.counts, NOTHING_TAKEN
    owed = added(payers.patient_pay, payers.other_payer)
    for other in charge.others:
        before, taken = taken, take(terms, other, owed, taken)
        yield "other_payer_wraps", taken.amount - before.amount
        if taken.uncounted > before.uncounted:
            yield counts.__name__, taken.uncounted - before.uncounted
