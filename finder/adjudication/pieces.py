"""A claim cut at the boundaries that it crosses, and what an enrollee without subsidy owes of each piece."""

from __future__ import annotations

from typing import NamedTuple

from finder.adjudication.shares import ClaimShares, gap_terms
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import ShareKind
from finder.domain.claim import Accumulators, Claim, RuleApplied
from finder.domain.money import Cents
from finder.rules.coverage_gap import gap_discount, gap_portion, gap_share
from finder.rules.incurred_costs import defined_standard_share, enhanced_plan_credit
from finder.rules.insulin_and_vaccines import insulin_cap
from finder.rules.phases import below_threshold, deductible_portion, initial_coverage_portion


class Pieces(NamedTuple):
    """The four pieces of a claim in cents, what is owed of each without subsidy, the manufacturer's gap discount, and the credit toward
    the threshold before other payers. ``rules`` are those that decided them."""

    deductible: Cents
    initial: Cents
    gap: Cents
    catastrophic: Cents
    owed_initial: Cents
    owed_gap: Cents
    owed_catastrophic: Cents
    gap_discount: Cents
    credit: Cents
    rules: tuple[RuleApplied, ...]


def pieces_with_gap(terms: PlanYearTerms, claim: Claim, shares: ClaimShares, price: Cents, before: Accumulators) -> Pieces:
    """2006-2024: deductible, initial coverage to the limit in total drug spend, gap to the threshold in TrOOP, then catastrophic."""
    missing = terms.year.threshold - before.troop
    rules: list[RuleApplied] = []
    deductible = _deductible(terms, shares, price, before, missing)
    if deductible:
        rules.append(RuleApplied("deductible_portion", deductible))
        missing -= deductible
    rest = price - deductible
    limit = terms.design.initial_coverage_limit
    initial = rest if limit is None else initial_coverage_portion(rest, before.gross_drug_cost + deductible, limit)
    owed_initial = 0
    if missing <= 0:
        initial = 0
    elif initial:
        initial, owed_initial = _to_threshold(initial, shares.owed(initial, 0), missing, shares, rules)
        missing -= owed_initial
        rest -= initial
    gap = owed_gap = discount = 0
    if rest and missing > 0:
        of_gap = gap_terms(terms, claim, shares, price, owed_initial)
        gap = gap_portion(rest, missing, of_gap)
        owed_gap, discount = gap_share(gap, of_gap), gap_discount(gap, of_gap)
        rules.append(RuleApplied("gap_portion", gap))
        rules.append(RuleApplied("gap_share", owed_gap))
        if discount:
            rules.append(RuleApplied("gap_discount", discount))
    catastrophic = price - deductible - initial - gap
    owed_catastrophic = _owed_above(terms, claim, shares, catastrophic, owed_initial + owed_gap, rules)
    credit = deductible + owed_initial + owed_gap + discount  # rounding can make it pass the threshold by a cent; the row caps it
    return Pieces(deductible, initial, gap, catastrophic, owed_initial, owed_gap, owed_catastrophic, discount, credit, tuple(rules))


def pieces_without_gap(terms: PlanYearTerms, claim: Claim, shares: ClaimShares, price: Cents, before: Accumulators) -> Pieces:
    """From 2025: deductible, initial coverage to the threshold in TrOOP, then catastrophic at no cost to the enrollee."""
    missing = terms.year.threshold - before.troop
    rules: list[RuleApplied] = []
    whole_deductible = deductible_portion(price, before.deductible_met, terms.design.deductible) if shares.deductible_applies else 0
    whole_initial = price - whole_deductible
    whole_share = shares.owed(whole_initial, 0) if whole_initial else 0
    owed = whole_deductible + whole_share
    credit = _credit(terms, claim, price, owed, before)
    deductible = min(whole_deductible, missing)
    if deductible:
        rules.append(RuleApplied("deductible_portion", deductible))
    initial = owed_initial = 0
    if missing > deductible:
        room = missing - deductible
        initial = below_threshold(whole_initial, credit - deductible, room)
        owed_initial = min(whole_share, room)
        if whole_initial:
            _rule_of_share(shares, owed_initial, rules)
        if initial < whole_initial:
            rules.append(RuleApplied("below_threshold", initial))
    catastrophic = price - deductible - initial
    owed_above = _owed_above(terms, claim, shares, catastrophic, 0, rules)
    return Pieces(deductible, initial, 0, catastrophic, owed_initial, 0, owed_above, 0, min(credit, missing), tuple(rules))


def _deductible(terms: PlanYearTerms, shares: ClaimShares, price: Cents, before: Accumulators, missing: Cents) -> Cents:
    if not shares.deductible_applies:
        return 0
    return min(deductible_portion(price, before.deductible_met, terms.design.deductible), missing)


def _to_threshold(piece: Cents, owed: Cents, missing: Cents, shares: ClaimShares, rules: list[RuleApplied]) -> tuple[Cents, Cents]:
    below = below_threshold(piece, owed, missing)
    owed = min(owed, missing)
    _rule_of_share(shares, owed, rules)
    if below < piece:
        rules.append(RuleApplied("below_threshold", below))
    return below, owed


def _rule_of_share(shares: ClaimShares, owed: Cents, rules: list[RuleApplied]) -> None:
    if shares.cap == 0:
        rules.append(RuleApplied("vaccine_share", owed))
        return
    rules.append(RuleApplied("copay" if shares.initial.kind is ShareKind.COPAY else "coinsurance", owed))
    if shares.cap > 0:
        rules.append(RuleApplied("insulin_share", owed))


def _owed_above(terms: PlanYearTerms, claim: Claim, shares: ClaimShares, piece: Cents, paid: Cents, rules: list[RuleApplied]) -> Cents:
    if not piece:
        return 0
    year = terms.year
    minimum = year.catastrophic_minimum_other if claim.brand else year.catastrophic_minimum_generic
    above = year.shape.above_threshold
    owed = shares.capped(above(piece, year.catastrophic_rate, minimum), piece, paid)
    rules.append(RuleApplied(above.__name__, owed))
    return owed


def _credit(terms: PlanYearTerms, claim: Claim, price: Cents, owed: Cents, before: Accumulators) -> Cents:
    if not terms.enhanced or terms.choices.enhanced_troop_credit != "greater_of_paid_and_standard":
        return owed
    year = terms.year
    if claim.vaccine and year.vaccines_free:
        return owed
    if claim.insulin and year.insulin_cap != ABSENT:
        standard = defined_standard_share(price, year.deductible, year.deductible, year.coinsurance)
        return enhanced_plan_credit(owed, min(standard, insulin_cap(claim.days_supply, year.insulin_cap)))
    return enhanced_plan_credit(owed, defined_standard_share(price, before.standard_deductible_met, year.deductible, year.coinsurance))
