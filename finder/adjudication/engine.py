"""The one loop over the claims of a year. A step adjudicates one claim: what the person pays (``step_of``), every payer (``sums_of``), or
its ledger row (``adjudicate_claim``).

Numba compiles the text of ``step_of`` and ``sums_of`` as it stands (docs/decisions/0103).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, partial
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from finder.adjudication.accumulators import accumulated, moved_along, phase_after
from finder.adjudication.charges import Charge, charge_of, is_outside
from finder.adjudication.outside import settle_outside
from finder.adjudication.payers import ClaimSums, keep_with_enrollee, share_out, taken_by, total, wrap
from finder.adjudication.rows import row_of, segments_of
from finder.adjudication.rules_applied import rules_of
from finder.adjudication.segments import ByPhase, Pieces, cut_with_gap, cut_without_gap, enrollee_pays
from finder.adjudication.shares import ClaimShares, FillKind, claim_shares
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators, Claim, Ledger, LedgerRow
from finder.domain.money import Cents
from finder.rules.benefit_law import BenefitLaw


class Settled(NamedTuple):
    """A claim's pieces, what the enrollee pays of them, and the accumulators after it."""

    pieces: Pieces
    paid: ByPhase
    patient_pay: Cents
    accumulators: Accumulators


class Adjudicated(Protocol):
    """The result of a step: ``Settled``, ``ClaimSums`` or a ``LedgerRow``."""

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

    ``order``: indexes into ``claims``, in the order processed; one may repeat.
    ``paid``: gains what the person pays, at the claim's index.
    ``rows``: gains the result of each step, if given.
    """
    for place in order:
        adjudicated = step(terms, claims[place], before)
        paid[place] += adjudicated.patient_pay
        if rows is not None:
            rows.append(adjudicated)
        before = adjudicated.accumulators
    return before


def step_of(law: BenefitLaw) -> Step[Charge, Settled]:
    """The step that says what the person pays, for claims in network that the plan covers and no other payer shares."""
    return settle_with_gap if law.has_coverage_gap else settle_without_gap


def settle_with_gap(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> Settled:
    """What the person pays for one claim, 2006-2024."""
    return settle(terms, charge, cut_with_gap(terms, charge.shares, charge.price, charge.fee, before), before)


def settle_without_gap(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> Settled:
    """What the person pays for one claim, from 2025."""
    return settle(terms, charge, cut_without_gap(terms, charge.shares, charge.price, before), before)


def settle(terms: PlanYearTerms, charge: Charge, pieces: Pieces, before: Accumulators) -> Settled:
    """What the person pays for one claim from its pieces."""
    shares = charge.shares
    paid = enrollee_pays(terms, shares, pieces, before)
    after = accumulated(terms, shares, charge.price, pieces.deductible.amount, pieces.credit, before)
    return Settled(pieces, paid, paid.deductible + paid.initial + paid.gap + paid.catastrophic, after)


def sums_of(law: BenefitLaw) -> Step[Charge, ClaimSums]:
    """The step that makes all sums of a claim, whatever its kind."""
    return sums_with_gap if law.has_coverage_gap else sums_without_gap


def sums_with_gap(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> ClaimSums:
    """All sums of one claim, 2006-2024."""
    if is_outside(charge):
        return settle_outside(terms, charge, before)
    return share(terms, charge, settle_with_gap(terms, charge, before), before)


def sums_without_gap(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> ClaimSums:
    """All sums of one claim, from 2025."""
    if is_outside(charge):
        return settle_outside(terms, charge, before)
    return share(terms, charge, settle_without_gap(terms, charge, before), before)


def share(terms: PlanYearTerms, charge: Charge, settled: Settled, before: Accumulators) -> ClaimSums:
    """All sums of a claim that the plan covers, from what the person pays by cost sharing."""
    pieces, paid, _, after = settled
    shared = share_out(terms, charge.shares, charge.selected, pieces, paid, before)
    payers, credit = shared, pieces.credit
    if charge.above_allowance > 0:
        payers, credit = keep_with_enrollee(terms, payers, charge.above_allowance, credit)
    taken = taken_by(terms, charge.others, payers.patient_pay)
    if taken.amount > 0:
        payers, credit = wrap(payers, taken, credit)
    if credit != pieces.credit:
        after = accumulated(terms, charge.shares, charge.price, pieces.deductible.amount, credit, before)
    return ClaimSums(pieces, paid, shared, payers, total(payers.patient_pay), after)


def adjudicate_claim(
    terms: PlanYearTerms, claim: Claim, before: Accumulators, shares_of: Callable[[FillKind], ClaimShares] | None = None
) -> LedgerRow:
    """The ledger row of one claim. Raises MissingShare if the design has no share for it; the payers always sum to the price.
    ``shares_of``: a cached lookup of shares, for a year of claims."""
    charge = charge_of(claim, shares_of or partial(claim_shares, terms))
    sums = sums_of(terms.year.law)(terms, charge, before)
    price = charge.price if claim.paid_outside is None else claim.paid_outside.amount
    rules = rules_of(terms, claim, charge, sums, before)
    return row_of(terms, claim, price, segments_of(sums.payers), before, sums.accumulators, rules)


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
