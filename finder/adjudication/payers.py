"""Who pays what of a claim: everyone's part by phase, an out-of-network pharmacy's differential, and payers after Part D.

Integers alone, so that the ledger and the compiler take the same text (docs/decisions/0103).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from finder.adjudication.segments import ByPhase, Piece, Pieces
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.claim import Accumulators, OtherPayer
from finder.domain.money import Cents
from finder.rules.catastrophic import reinsurance
from finder.rules.incurred_costs import other_payer_wraps
from finder.rules.low_income_subsidy import low_income_cost_sharing_subsidy
from finder.rules.manufacturer_discount import (
    above_incurred_deductible,
    above_standard_deductible,
    manufacturer_above_threshold,
    manufacturer_below_threshold,
    selected_drug_subsidy,
)


class Payers(NamedTuple):
    """Everyone's part of a claim by phase, in the order of a ``Segment``. In each phase the payers sum to ``amount``."""

    amount: ByPhase
    patient_pay: ByPhase
    low_income_cost_sharing_subsidy: ByPhase
    other_payer: ByPhase
    manufacturer: ByPhase
    plan: ByPhase
    medicare_reinsurance: ByPhase


class Settlement(NamedTuple):
    """The payers of a claim and its credit toward the threshold."""

    payers: Payers
    credit: Cents


class ClaimSums(NamedTuple):
    """A claim with every payer.

    ``pieces``: the claim by phase, as cut.
    ``paid``: what the enrollee pays of each piece by cost sharing.
    ``shared``: the payers before a differential and other payers.
    ``payers``: the payers in the end.
    ``patient_pay``: what the person pays in the end.
    ``accumulators``: those after the claim.
    """

    pieces: Pieces
    paid: ByPhase
    shared: Payers
    payers: Payers
    patient_pay: Cents
    accumulators: Accumulators


class Taken(NamedTuple):
    """What payers after Part D have taken of a claim, and how much of it does not count toward the threshold."""

    amount: Cents
    uncounted: Cents


NOBODY = ByPhase(0, 0, 0, 0, 0)
NOTHING_TAKEN = Taken(0, 0)


def total(parts: ByPhase) -> Cents:
    """An amount over all phases."""
    return parts.deductible + parts.initial + parts.gap + parts.catastrophic + parts.outside


def below(parts: ByPhase) -> Cents:
    """An amount without what is above the threshold."""
    return parts.deductible + parts.initial + parts.gap + parts.outside


def added(parts: ByPhase, more: ByPhase) -> ByPhase:
    """The sum of two amounts, phase by phase."""
    return ByPhase(
        parts.deductible + more.deductible,
        parts.initial + more.initial,
        parts.gap + more.gap,
        parts.catastrophic + more.catastrophic,
        parts.outside + more.outside,
    )


def without(parts: ByPhase, less: ByPhase) -> ByPhase:
    """The difference of two amounts, phase by phase."""
    return ByPhase(
        parts.deductible - less.deductible,
        parts.initial - less.initial,
        parts.gap - less.gap,
        parts.catastrophic - less.catastrophic,
        parts.outside - less.outside,
    )


def first_of(parts: ByPhase, most: Cents) -> ByPhase:
    """The first ``most`` cents of an amount, in the order of the phases."""
    deductible = min(parts.deductible, most)
    most -= deductible
    initial = min(parts.initial, most)
    most -= initial
    gap = min(parts.gap, most)
    most -= gap
    catastrophic = min(parts.catastrophic, most)
    return ByPhase(deductible, initial, gap, catastrophic, min(parts.outside, most - catastrophic))


def is_selected(terms: PlanYearTerms, selected: bool) -> bool:
    """Whether Medicare has set the drug's price and the year's law tells such drugs apart."""
    return selected and terms.year.law.selected_drugs


def share_out(terms: PlanYearTerms, shares: ClaimShares, selected: bool, pieces: Pieces, paid: ByPhase, before: Accumulators) -> Payers:
    """Everyone's part of a claim that the plan covers. ``selected``: Medicare has set the drug's price."""
    deductible, initial, gap, above, _ = pieces
    chosen = is_selected(terms, selected)
    makers_below, medicare_below = _paid_below_threshold(terms, shares, chosen, pieces, before)
    makers_above, medicare_above = _paid_above_threshold(terms, shares, chosen, above)
    manufacturer = ByPhase(0, makers_below, gap.discount, makers_above, 0)
    medicare = ByPhase(0, medicare_below, gap.reduction, medicare_above, 0)
    return Payers(
        ByPhase(deductible.amount, initial.amount, gap.amount, above.amount, 0),
        paid,
        _subsidy(pieces, paid) if terms.subsidy.level else NOBODY,
        NOBODY,
        manufacturer,
        ByPhase(
            deductible.amount - deductible.owed,
            initial.amount - initial.owed - makers_below - medicare_below,
            gap.amount - gap.owed - gap.discount - gap.reduction,
            above.amount - above.owed - makers_above - medicare_above,
            0,
        ),
        medicare,
    )


def _subsidy(pieces: Pieces, paid: ByPhase) -> ByPhase:
    """What Medicare pays for a person with Extra Help."""
    return ByPhase(
        low_income_cost_sharing_subsidy(pieces.deductible.owed, paid.deductible),
        low_income_cost_sharing_subsidy(pieces.initial.owed, paid.initial),
        low_income_cost_sharing_subsidy(pieces.gap.owed, paid.gap),
        low_income_cost_sharing_subsidy(pieces.catastrophic.owed, paid.catastrophic),
        0,
    )


def _paid_below_threshold(
    terms: PlanYearTerms, shares: ClaimShares, chosen: bool, pieces: Pieces, before: Accumulators
) -> tuple[Cents, Cents]:
    """What the manufacturer and Medicare pay in initial coverage."""
    year, piece = terms.year, pieces.initial
    if piece.amount == 0 or year.manufacturer_below == ABSENT or not (shares.brand or chosen):
        return 0, piece.reduction
    if terms.plan.discounts_by_incurred_costs:
        deductible = pieces.deductible.amount
        base = above_incurred_deductible(piece.amount, pieces.credit - deductible, before.troop + deductible, year.deductible)
    else:
        spent = before.standard_deductible_met + pieces.deductible.amount
        base = above_standard_deductible(piece.amount, spent, year.deductible, not shares.exempt)
    left = piece.amount - piece.owed
    if chosen:
        return 0, selected_drug_subsidy(base, left, year.selected_drug_subsidy)
    return manufacturer_below_threshold(base, left, year.manufacturer_below), piece.reduction


def _paid_above_threshold(terms: PlanYearTerms, shares: ClaimShares, chosen: bool, piece: Piece) -> tuple[Cents, Cents]:
    """What the manufacturer and Medicare pay above the threshold."""
    if piece.amount == 0:
        return 0, 0
    year, left = terms.year, piece.amount - piece.owed - piece.reduction
    applicable = shares.brand and not chosen
    manufacturer = 0
    if applicable and year.manufacturer_above != ABSENT:
        manufacturer = manufacturer_above_threshold(piece.amount, left, year.manufacturer_above)
    rate = year.reinsurance_brand if applicable else year.reinsurance_other
    return manufacturer, reinsurance(piece.amount, left - manufacturer, rate) + piece.reduction


def keep_with_enrollee(terms: PlanYearTerms, payers: Payers, amount: Cents, credit: Cents) -> Settlement:
    """The enrollee pays what an out-of-network pharmacy charges above the plan's allowance. It is taken off what the plan pays, then off
    Medicare, the manufacturer and Extra Help. It counts toward the threshold."""
    plan = first_of(payers.plan, amount)
    amount -= total(plan)
    medicare = first_of(payers.medicare_reinsurance, amount)
    amount -= total(medicare)
    manufacturer = first_of(payers.manufacturer, amount)
    subsidy = first_of(payers.low_income_cost_sharing_subsidy, amount - total(manufacturer))
    kept = Payers(
        payers.amount,
        added(added(added(added(payers.patient_pay, plan), medicare), manufacturer), subsidy),
        without(payers.low_income_cost_sharing_subsidy, subsidy),
        payers.other_payer,
        without(payers.manufacturer, manufacturer),
        without(payers.plan, plan),
        without(payers.medicare_reinsurance, medicare),
    )
    if terms.year.law.has_coverage_gap:
        return Settlement(kept, credit + below(plan))  # the parts of the others below the threshold already count
    return Settlement(kept, max(credit, below(kept.patient_pay) + below(kept.low_income_cost_sharing_subsidy)))


def taken_by(terms: PlanYearTerms, others: Sequence[OtherPayer], owed: ByPhase) -> Taken:
    """What payers after Part D take of what the enrollee owes, in the order given."""
    taken = NOTHING_TAKEN
    for other in others:
        taken = take(terms, other, owed, taken)
    return taken


def take(terms: PlanYearTerms, other: OtherPayer, owed: ByPhase, taken: Taken) -> Taken:
    """What has been taken when one more payer has paid of what the enrollee ``owed`` before all of them."""
    amount = taken.amount + other_payer_wraps(max(total(owed) - taken.amount - other.leaves, 0), other.amount)
    if terms.year.law.counts(other.kind):
        return Taken(amount, taken.uncounted)
    return Taken(amount, taken.uncounted + below(first_of(owed, amount)) - below(first_of(owed, taken.amount)))


def wrap(payers: Payers, taken: Taken, credit: Cents) -> Settlement:
    """Other payers pay for the enrollee; what does not count lowers the credit."""
    of_others = first_of(payers.patient_pay, taken.amount)
    wrapped = Payers(
        payers.amount,
        without(payers.patient_pay, of_others),
        payers.low_income_cost_sharing_subsidy,
        of_others,
        payers.manufacturer,
        payers.plan,
        payers.medicare_reinsurance,
    )
    return Settlement(wrapped, max(credit - taken.uncounted, 0))
