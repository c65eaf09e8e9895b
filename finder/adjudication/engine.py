"""The one loop over the claims of a year. A step adjudicates one claim: ``step_of`` its sums, ``adjudicate_claim`` its ledger row.

Numba compiles ``walk`` and the steps of ``step_of`` as they stand (``finder.adjudication.compiled``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, partial
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from finder.adjudication.accumulators import accumulated, moved_along, phase_after
from finder.adjudication.other_payers import keep_with_enrollee, wrap_other_payers
from finder.adjudication.rows import paid_outside_row, row_of, uncovered_row
from finder.adjudication.rules_applied import rules_of_claim, rules_of_price
from finder.adjudication.segments import Paid, Pieces, cut_with_gap, cut_without_gap, enrollee_pays, segments_of
from finder.adjudication.shares import ClaimShares, FillKind, claim_shares, kind_of
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Channel, Phase
from finder.domain.claim import NO_PRICE, Accumulators, Claim, Ledger, LedgerRow, RuleApplied
from finder.domain.money import Cents
from finder.rules.benefit_law import BenefitLaw
from finder.rules.price import lesser_of_usual_and_customary, out_of_network_differential
from finder.rules.price_basis import actual_cost


class Charge(NamedTuple):
    """What the plan is charged for a fill: the shares that hold for it, its price, and the dispensing fee within the price."""

    shares: ClaimShares
    price: Cents
    fee: Cents


class Settled(NamedTuple):
    """A claim's pieces, what the enrollee pays of them, and the accumulators after it."""

    pieces: Pieces
    paid: Paid
    patient_pay: Cents
    accumulators: Accumulators


class Adjudicated(Protocol):
    """What a step gives: ``Settled`` or a ``LedgerRow``."""

    @property
    def patient_pay(self) -> Cents:
        """What the person pays for the claim."""

    @property
    def accumulators(self) -> Accumulators:
        """The accumulators after it."""


C = TypeVar("C")
A = TypeVar("A", bound=Adjudicated)
Step = Callable[[PlanYearTerms, C, Accumulators], A]
"""Adjudicates one claim from the accumulators before it."""


def walk(
    step: Step[C, A],
    terms: PlanYearTerms,
    claims: Sequence[C],
    order: Iterable[int],
    before: Accumulators,
    paid: list[Cents],
    rows: list[A] | None = None,
) -> Accumulators:
    """Adjudicate claims, each from the accumulators that the one before it left. Returns those after the last.

    ``order``: the places in ``claims`` as processed; a claim may come again.
    ``paid``: what the person pays is added at the claim's place.
    ``rows``: what the step gave is appended, where somebody wants it.
    """
    for place in order:
        adjudicated = step(terms, claims[place], before)
        paid[place] += adjudicated.patient_pay
        if rows is not None:
            rows.append(adjudicated)
        before = adjudicated.accumulators
    return before


def step_of(law: BenefitLaw) -> Step[Charge, Settled]:
    """How the sums of a claim are made under a law: of a claim that the plan covers and nobody else pays for."""
    return settle_with_gap if law.has_coverage_gap else settle_without_gap


def settle_with_gap(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> Settled:
    """The sums of one claim, 2006-2024."""
    return settle(terms, charge, cut_with_gap(terms, charge.shares, charge.price, charge.fee, before), before)


def settle_without_gap(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> Settled:
    """The sums of one claim, from 2025."""
    return settle(terms, charge, cut_without_gap(terms, charge.shares, charge.price, before), before)


def settle(terms: PlanYearTerms, charge: Charge, pieces: Pieces, before: Accumulators) -> Settled:
    """The sums of one claim from its pieces."""
    shares = charge.shares
    paid = enrollee_pays(terms, shares, pieces, before)
    after = accumulated(terms, shares, charge.price, pieces.deductible.amount, pieces.credit, before)
    return Settled(pieces, paid, paid.deductible + paid.initial + paid.gap + paid.catastrophic, after)


def adjudicate_claim(
    terms: PlanYearTerms, claim: Claim, before: Accumulators, shares_of: Callable[[FillKind], ClaimShares] | None = None
) -> LedgerRow:
    """The ledger row of one claim. Raises MissingShare if the design has no share for it; the payers always sum to the price.
    ``shares_of`` remembers what a year of claims asks for again."""
    in_network = claim.channel is not Channel.OUT_OF_NETWORK
    price = _price(claim, in_network=in_network)
    rules = rules_of_price(claim, price, in_network=in_network)
    if not claim.covered:
        return uncovered_row(terms, claim, price, before, rules)
    kind = kind_of(claim)
    shares = shares_of(kind) if shares_of else claim_shares(terms, kind)
    if claim.paid_outside is not None:
        return paid_outside_row(terms, claim, claim.paid_outside, shares, before)
    pieces, paid, _, after = step_of(terms.year.law)(terms, Charge(shares, price, claim.dispensing_fee), before)
    segments, credit = segments_of(terms, claim, shares, pieces, paid, before), pieces.credit
    rules += rules_of_claim(terms, claim, shares, pieces, paid, segments, before)
    above_allowance = out_of_network_differential(price, claim.negotiated_price)
    if above_allowance:
        segments, credit, applied = keep_with_enrollee(terms, segments, above_allowance, credit)
        rules += applied
    if claim.other_payers:
        segments, credit, applied = wrap_other_payers(terms, claim, segments, credit)
        rules += applied
    if credit != pieces.credit:
        after = accumulated(terms, shares, price, pieces.deductible.amount, credit, before)
    credit = after.troop - before.troop
    rules.append(RuleApplied("enhanced_plan_credit" if terms.plan.credits_the_greater else "incurred_costs", credit))
    return row_of(terms, claim, price, segments, credit, after, rules)


def _price(claim: Claim, *, in_network: bool) -> Cents:
    """What is paid for the fill: outside the network the pharmacy's own price, where that is given; inside the lesser of the two."""
    price, customary = claim.negotiated_price, claim.usual_and_customary
    if customary == NO_PRICE:
        return price
    return lesser_of_usual_and_customary(price, customary) if in_network else actual_cost(price, customary, in_network)


def adjudicate_year(terms: PlanYearTerms, claims: Iterable[Claim], opening: Accumulators = Accumulators()) -> Ledger:  # noqa: B008 - immutable
    """Adjudicate a year of claims at one plan: by date, same-day claims in the order given (or by drug name, where that is chosen)."""
    if terms.choices.same_day_order == "alphabetical":
        claims = sorted(claims, key=lambda claim: claim.drug.casefold())
    ordered = sorted(claims, key=attrgetter("date"))
    rows: list[LedgerRow] = []
    step = partial(adjudicate_claim, shares_of=cache(partial(claim_shares, terms)))
    walk(step, terms, ordered, range(len(ordered)), opening, [0] * len(ordered), rows)
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
