"""The scalar reference engine: a claim, the terms of its plan year and the accumulators before it; a ledger row comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from finder.adjudication.outside import paid_outside_row
from finder.adjudication.payers import OfPieces, enrollee_pays, keep_with_enrollee, segments_of, wrap_other_payers
from finder.adjudication.pieces import Pieces, cutter_of
from finder.adjudication.rows import accumulated, phase_after, row_of
from finder.adjudication.shares import claim_shares, kind_of
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Channel, Phase
from finder.domain.claim import NO_PRICE, Accumulators, Claim, Ledger, LedgerRow, RuleApplied, Segment
from finder.domain.money import Cents
from finder.rules.price import lesser_of_usual_and_customary, out_of_network_differential
from finder.rules.price_basis import actual_cost


def adjudicate_year(terms: PlanYearTerms, claims: Iterable[Claim], opening: Accumulators = Accumulators()) -> Ledger:  # noqa: B008 - immutable
    """Adjudicate a year of claims at one plan: by date, same-day claims in the order given (or by drug name, where that is chosen)."""
    if terms.choices.same_day_order == "alphabetical":
        claims = sorted(claims, key=lambda claim: claim.drug.casefold())
    ordered = sorted(claims, key=attrgetter("date"))
    rows: list[LedgerRow] = []
    accumulators = opening
    for claim in ordered:
        row = adjudicate_claim(terms, claim, accumulators)
        rows.append(row)
        accumulators = row.accumulators
    return Ledger(terms.year.plan_year, opening, tuple(rows))


class Part(NamedTuple):
    """A part of a year under terms of its own: its first day, and the plan and Extra Help level from then on."""

    start: date
    terms: PlanYearTerms


class PartBegun(NamedTuple):
    """Where a person stood when a part of the year began, seen by that part's terms."""

    part: Part
    phase: Phase


def adjudicate_parts(parts: Sequence[Part], claims: Iterable[Claim], opening: Accumulators) -> tuple[Ledger, list[PartBegun]]:
    """Adjudicate a year whose plan or Extra Help level changes on given days; the accumulators move along. ``parts`` are in order of
    their days, the first from before every claim."""
    ordered = tuple(claims)
    rows: list[LedgerRow] = []
    begun: list[PartBegun] = []
    accumulators, before = opening, parts[0]
    for part, until in zip(parts, [*(later.start for later in parts[1:]), date.max], strict=True):
        accumulators = moved_along(before.terms, part.terms, accumulators)
        begun.append(PartBegun(part, phase_after(part.terms, accumulators)))
        own = adjudicate_year(part.terms, [claim for claim in ordered if part.start <= claim.date < until], accumulators).rows
        rows.extend(own)
        accumulators, before = own[-1].accumulators if own else accumulators, part
    return Ledger(parts[0].terms.year.plan_year, opening, tuple(rows)), begun


def moved_along(before: PlanYearTerms, after: PlanYearTerms, accumulators: Accumulators) -> Accumulators:
    """The accumulators under new terms. A change of Extra Help changes none of them. A new plan is told the drug costs and the
    out-of-pocket costs so far, so its own deductible is met by the lesser of that deductible and the drug costs, as with totals so far."""
    if before.design == after.design:
        return accumulators
    return accumulators._replace(deductible_met=min(after.design.deductible, accumulators.gross_drug_cost))


def adjudicate_claim(terms: PlanYearTerms, claim: Claim, before: Accumulators) -> LedgerRow:
    """Adjudicate one claim. Raises MissingShare where the design has no share for it; the payers always sum to the price."""
    rules: list[RuleApplied] = []
    price = _price(claim, rules)
    if not claim.covered:
        return _uncovered_row(terms, claim, price, before, rules)
    shares = claim_shares(terms, kind_of(claim))
    if claim.paid_outside is not None:
        return paid_outside_row(terms, claim, claim.paid_outside, shares, before)
    cut = cutter_of(terms.year.shape)(terms, shares, price, claim.dispensing_fee, before, rules)
    paid = enrollee_pays(terms, shares, cut, before, rules)
    pieces = Pieces(*cut)
    segments = segments_of(terms, claim, pieces, OfPieces(*paid), before, rules)
    credit = pieces.credit
    above_allowance = out_of_network_differential(price, claim.negotiated_price) if price > claim.negotiated_price else 0
    if above_allowance:
        segments, credit = keep_with_enrollee(terms, segments, above_allowance, credit, rules)
    if claim.other_payers:
        segments, credit = wrap_other_payers(terms, claim, segments, credit, rules)
    credit = min(credit, max(terms.year.threshold - before.troop, 0))
    rules.append(RuleApplied(_credit_rule(terms), credit))
    after = Accumulators(*accumulated(terms, shares, price, pieces.deductible, credit, before))
    return row_of(terms, claim, price, segments, credit, after, rules)


def _price(claim: Claim, rules: list[RuleApplied]) -> Cents:
    """What is paid for the fill: outside the network the pharmacy's own price, where that is given; inside the lesser of the two."""
    price, customary = claim.negotiated_price, claim.usual_and_customary
    if customary == NO_PRICE:
        return price
    if claim.channel is Channel.OUT_OF_NETWORK:
        price = actual_cost(price, customary, False)
        rules.append(RuleApplied("actual_cost", price))
    elif customary < price:
        price = lesser_of_usual_and_customary(price, customary)
        rules.append(RuleApplied("lesser_of_usual_and_customary", price))
    return price


def opening_accumulators(terms: PlanYearTerms, gross_drug_cost: Cents, troop: Cents) -> Accumulators:
    """Where only year-to-date totals are known, each deductible met is the lesser of that deductible and the gross drug cost so far."""
    met = min(terms.design.deductible, gross_drug_cost)
    return Accumulators(gross_drug_cost, min(troop, terms.year.threshold), met, min(terms.year.deductible, gross_drug_cost))


def _credit_rule(terms: PlanYearTerms) -> str:
    return "enhanced_plan_credit" if terms.credits_the_greater else "incurred_costs"


def _uncovered_row(terms: PlanYearTerms, claim: Claim, price: Cents, before: Accumulators, rules: list[RuleApplied]) -> LedgerRow:
    rules.append(RuleApplied("not_covered", price))
    segments = [Segment(Phase.OUTSIDE, price, price, 0, 0, 0, 0, 0)] if price else []
    segments, _ = wrap_other_payers(terms, claim, segments, 0, rules)
    return row_of(terms, claim, price, segments, 0, before, rules)
