"""A claim cut at the boundaries that it crosses, and what an enrollee without subsidy owes of each piece.

The ledger and the sums of a year both cut here. ``rules`` is where the rules that decided are written down, in order; None where nobody
reads them.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from finder.adjudication.shares import ClaimShares, capped, gap_terms, owed, owed_without_cap
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import ShareKind
from finder.domain.claim import RuleApplied
from finder.domain.money import Cents
from finder.rules.coverage_gap import (
    GapTerms,
    gap_discount,
    gap_portion,
    gap_reduction,
    gap_share,
    left_by_gap_coverage,
)
from finder.rules.incurred_costs import defined_standard_share, enhanced_plan_credit
from finder.rules.insulin_and_vaccines import reduction_subsidy
from finder.rules.phases import below_threshold, deductible_portion, initial_coverage_portion
from finder.rules.spans import Shape

State = tuple[Cents, Cents, Cents, Cents]
"""The accumulators in their order: gross drug cost, TrOOP, deductible met, standard deductible met."""
Trace = list[RuleApplied] | None


class Pieces(NamedTuple):
    """The four pieces of a claim in cents, what is owed of each without subsidy, the manufacturer's gap discount, the credit toward the
    threshold before other payers, and what Medicare pays of insulin and vaccines in 2023 (the reductions)."""

    deductible: Cents
    initial: Cents
    gap: Cents
    catastrophic: Cents
    owed_initial: Cents
    owed_gap: Cents
    owed_catastrophic: Cents
    gap_discount: Cents
    credit: Cents
    reduction_initial: Cents
    reduction_gap: Cents
    reduction_catastrophic: Cents


Cut = tuple[Cents, Cents, Cents, Cents, Cents, Cents, Cents, Cents, Cents, Cents, Cents, Cents]
"""The fields of ``Pieces``, not yet named: a year of claims at every plan is cut in a millisecond."""


class Cutter(Protocol):
    """How an era cuts a claim. ``fee`` is the dispensing fee within the price."""

    def __call__(
        self, terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, before: State, rules: Trace = None, /
    ) -> Cut: ...


def cutter_of(shape: Shape) -> Cutter:
    """How claims are cut where the law has that shape."""
    return pieces_with_gap if shape.has_coverage_gap else pieces_without_gap


def pieces_with_gap(terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, before: State, rules: Trace = None) -> Cut:
    """2006-2024: deductible, initial coverage to the limit in total drug spend, gap to the threshold in TrOOP, then catastrophic."""
    gross, troop, met, _ = before
    year, design = terms.year, terms.design
    missing = year.threshold - troop
    deductible = min(deductible_portion(price, met, design.deductible), missing) if shares.deductible_applies else 0
    if deductible:
        missing -= deductible
        if rules is not None:
            rules.append(RuleApplied("deductible_portion", deductible))
    rest = price - deductible
    limit = design.initial_coverage_limit
    initial = rest if limit is None else initial_coverage_portion(rest, gross + deductible, limit)
    owed_initial = reduction_initial = 0
    subsidized = year.shape.subsidizes_reduction and shares.exempt
    lifted = deductible_portion(price, met, design.deductible) if subsidized and shares.tier_deductible else 0
    if missing <= 0:
        initial = 0
    elif initial:
        share, reduction, in_deductible = owed(shares, initial), 0, min(lifted, initial)
        if subsidized:
            reduction = reduction_subsidy(owed_without_cap(shares, initial, in_deductible), share, initial - share)
        initial, owed_initial, reduction_initial = _to_threshold(initial, share, reduction, missing, shares, rules)
        missing -= owed_initial + reduction_initial
        rest -= initial
        lifted -= in_deductible
    gap = owed_gap = discount = reduction_gap = 0
    if rest and missing > 0:
        of_gap = gap_terms(terms, shares, price, fee, owed_initial, lifted)
        gap = gap_portion(rest, missing, of_gap)
        owed_gap, discount, reduction_gap = gap_share(gap, of_gap), gap_discount(gap, of_gap), gap_reduction(gap, of_gap)
        if rules is not None:
            _rules_of_gap(of_gap, gap, owed_gap, discount, rules)
    catastrophic = price - deductible - initial - gap
    owed_catastrophic = reduction_catastrophic = 0
    if catastrophic:
        owed_catastrophic = _owed_above(terms, shares, catastrophic, owed_initial + owed_gap, rules)
        if subsidized:
            without = _share_above(terms, shares, catastrophic)
            reduction_catastrophic = reduction_subsidy(without, owed_catastrophic, catastrophic - owed_catastrophic)
    if subsidized and rules is not None:
        rules.append(RuleApplied("reduction_subsidy", reduction_initial + reduction_gap + reduction_catastrophic))
    # rounding can make the credit pass the threshold by a cent; the row caps it
    credit = deductible + owed_initial + reduction_initial + owed_gap + discount + reduction_gap
    return (
        deductible,
        initial,
        gap,
        catastrophic,
        owed_initial,
        owed_gap,
        owed_catastrophic,
        discount,
        credit,
        reduction_initial,
        reduction_gap,
        reduction_catastrophic,
    )


def pieces_without_gap(terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, before: State, rules: Trace = None) -> Cut:
    """From 2025: deductible, initial coverage to the threshold in TrOOP, then catastrophic at no cost to the enrollee."""
    _, troop, met, standard_met = before
    missing = terms.year.threshold - troop
    if missing <= 0:
        owed_above = _owed_above(terms, shares, price, 0, rules) if price else 0
        return 0, 0, 0, price, 0, 0, owed_above, 0, 0, 0, 0, 0
    whole_deductible = deductible_portion(price, met, terms.design.deductible) if shares.deductible_applies else 0
    whole_initial = price - whole_deductible
    whole_share = owed(shares, whole_initial) if whole_initial else 0
    credit = whole_deductible + whole_share
    if terms.credits_the_greater:
        credit = enhanced_plan_credit(credit, _standard_share(terms, shares, price, standard_met))
    deductible, initial, owed_initial = whole_deductible, whole_initial, whole_share
    if credit >= missing:
        deductible = min(whole_deductible, missing)
        room = missing - deductible
        initial = below_threshold(whole_initial, credit - deductible, room) if room else 0
        owed_initial = min(whole_share, room)
        credit = missing
    if rules is not None:
        _rules_below(shares, missing, deductible, whole_initial, initial, owed_initial, rules)
    catastrophic = price - deductible - initial
    owed_above = _owed_above(terms, shares, catastrophic, 0, rules) if catastrophic else 0
    return deductible, initial, 0, catastrophic, owed_initial, 0, owed_above, 0, credit, 0, 0, 0


def _standard_share(terms: PlanYearTerms, shares: ClaimShares, price: Cents, standard_met: Cents) -> Cents:
    year = terms.year
    met = year.deductible if shares.exempt else standard_met
    standard = defined_standard_share(price, met, year.deductible, year.coinsurance)
    return standard if shares.standard_cap < 0 else min(standard, shares.standard_cap)


def _to_threshold(
    piece: Cents, share: Cents, reduction: Cents, missing: Cents, shares: ClaimShares, rules: Trace
) -> tuple[Cents, Cents, Cents]:
    credit = share + reduction
    below = below_threshold(piece, credit, missing)
    share = min(share, missing)
    if rules is not None:
        _rule_of_share(shares, share, rules)
        if below < piece:
            rules.append(RuleApplied("below_threshold", below))
    return below, share, min(credit, missing) - share


def _rules_of_gap(terms: GapTerms, gap: Cents, share: Cents, discount: Cents, rules: list[RuleApplied]) -> None:
    rules.append(RuleApplied("gap_portion", gap))
    if terms.plan_covers:
        rules.append(RuleApplied(left_by_gap_coverage.__name__, left_by_gap_coverage(gap, terms)))
    rules.append(RuleApplied("gap_share", share))
    if discount:
        rules.append(RuleApplied("gap_discount", discount))


def _rules_below(
    shares: ClaimShares, missing: Cents, deductible: Cents, whole: Cents, initial: Cents, share: Cents, rules: list[RuleApplied]
) -> None:
    if deductible:
        rules.append(RuleApplied("deductible_portion", deductible))
    if missing > deductible and whole:
        _rule_of_share(shares, share, rules)
        if initial < whole:
            rules.append(RuleApplied("below_threshold", initial))


def _rule_of_share(shares: ClaimShares, share: Cents, rules: list[RuleApplied]) -> None:
    if shares.cap == 0:
        rules.append(RuleApplied("vaccine_share", share))
        return
    rules.append(RuleApplied("copay" if shares.initial.kind is ShareKind.COPAY else "coinsurance", share))
    if shares.cap > 0:
        rules.append(RuleApplied("insulin_share", share))


def _owed_above(terms: PlanYearTerms, shares: ClaimShares, piece: Cents, paid: Cents, rules: Trace) -> Cents:
    share = capped(shares, _share_above(terms, shares, piece), piece, paid)
    if rules is not None:
        rules.append(RuleApplied(terms.year.shape.above_threshold.__name__, share))
    return share


def _share_above(terms: PlanYearTerms, shares: ClaimShares, piece: Cents) -> Cents:
    year = terms.year
    minimum = year.catastrophic_minimum_other if shares.brand else year.catastrophic_minimum_generic
    above = year.shape.above_threshold
    return above(piece, year.catastrophic_rate, minimum)
