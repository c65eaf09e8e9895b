"""What share of a piece the enrollee owes: the design's table looked up for one claim, with the caps of insulin and vaccines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from finder.adjudication.terms import ABSENT, PlanYearTerms, YearTerms
from finder.domain.benefit import ALL_TIERS, DAYS_OF_A_MONTHS_SUPPLY, NO_LIMIT, SUPPLY_COLUMNS, Channel, CostShare, ShareKey, ShareKind
from finder.domain.claim import Claim
from finder.domain.errors import FinderError
from finder.domain.money import WHOLE, Cents
from finder.rules.cost_share import copay_per_month_begun, cost_share
from finder.rules.coverage_gap import GapTerms
from finder.rules.insulin_and_vaccines import insulin_cap, insulin_share

_FREE = CostShare(ShareKind.COPAY, 0)
_COINSURANCE: int = ShareKind.COINSURANCE.value


class FillKind(NamedTuple):
    """All of a claim that decides which shares hold for it."""

    tier: int
    channel: Channel
    days_supply: int
    brand: bool
    insulin: bool = False
    vaccine: bool = False
    solid_oral: bool = True


class MissingShare(FinderError):
    """The design has no cost share for a fill: which phase, tier, channel and days supply it lacks. Never answered with a zero."""

    def __init__(self, kind: FillKind, phase: str, days: int) -> None:
        self.tier, self.channel, self.days = kind.tier, kind.channel, days
        self.where = f"tiers.{kind.tier}.{phase}"
        self.wanted = f"a cost share for tier {kind.tier}, channel {kind.channel.key}, days supply {days}"
        super().__init__(f"The design has no {phase} share for tier {kind.tier}, {kind.channel.key}, {days} days.")


class ClaimShares(NamedTuple):
    """The shares that hold for one kind of claim. ``cap`` is the most that the claim may cost the enrollee (-1: none; insulin, vaccines),
    ``rate_cap`` the most as a part of the price, ``deductible_applies`` whether any of it can fall in the deductible, ``exempt`` whether
    the law takes it out of every deductible, ``standard_cap`` the most of its share under the standard benefit (-1: none)."""

    initial: CostShare
    gap: CostShare
    gap_fee_rate: int
    plan_covers_gap: bool
    deductible_applies: bool
    cap: Cents
    rate_cap: int
    brand: bool
    exempt: bool
    standard_cap: Cents


def owed(shares: ClaimShares, piece: Cents) -> Cents:
    """The enrollee's share of an initial-coverage piece."""
    initial = shares.initial
    share = cost_share(piece, initial.kind, initial.amount, initial.minimum, initial.maximum)
    return capped(shares, share, piece, 0)


def capped(shares: ClaimShares, share: Cents, piece: Cents, paid: Cents) -> Cents:
    """A share under the claim's cap, of which ``paid`` cents are used up."""
    return share if shares.cap < 0 else insulin_share(share, piece, max(shares.cap - paid, 0), shares.rate_cap)


def kind_of(claim: Claim) -> FillKind:
    """The kind of a claim."""
    return FillKind(claim.tier, claim.channel, claim.days_supply, claim.brand, claim.insulin, claim.vaccine, claim.solid_oral)


def claim_shares(terms: PlanYearTerms, kind: FillKind) -> ClaimShares:
    """Look up the design for a kind of claim. Raises MissingShare where it has none for that tier, channel and days supply."""
    found: ClaimShares | None = terms.looked_up.get(kind)
    if found is None:
        found = terms.looked_up[kind] = _claim_shares(terms, kind)
    return found


def _claim_shares(terms: PlanYearTerms, kind: FillKind) -> ClaimShares:
    year, design = terms.year, terms.design
    tier = design.tiers.get(kind.tier)
    if tier is None and design.tiers:
        raise MissingShare(kind, "initial_coverage", kind.days_supply)
    covers_gap = tier is not None and tier.coverage_gap is not None
    own_insulin = _insulin_share(terms, kind)
    if own_insulin is not None:
        initial = gap = own_insulin
        covers_gap = True
    else:
        standard = CostShare(ShareKind.COINSURANCE, year.coinsurance)
        initial = standard if tier is None else _share(year, kind, tier.initial_coverage, "initial_coverage")
        gap = _basic_gap(year, kind)
        if tier is not None and tier.coverage_gap is not None and year.shape.has_coverage_gap:
            gap = _share(year, kind, tier.coverage_gap, "coverage_gap")
    fee_rate = NO_LIMIT if covers_gap or not kind.brand else year.gap_fee_brand
    applies = tier is None or tier.deductible_applies
    if kind.vaccine and year.vaccines_free:
        return ClaimShares(_FREE, _FREE, 0, True, False, 0, ABSENT, kind.brand, True, 0)
    if kind.insulin and year.insulin_cap != ABSENT:
        cap = insulin_cap(kind.days_supply, year.insulin_cap)
        return ClaimShares(initial, gap, fee_rate, covers_gap, False, cap, year.insulin_rate, kind.brand, True, cap)
    return ClaimShares(initial, gap, fee_rate, covers_gap, applies, ABSENT, ABSENT, kind.brand, False, ABSENT)


def _basic_gap(year: YearTerms, kind: FillKind) -> CostShare:
    return CostShare(ShareKind.COINSURANCE, year.gap_brand if kind.brand else year.gap_generic)


def _insulin_share(terms: PlanYearTerms, kind: FillKind) -> CostShare | None:
    if not kind.insulin or terms.year.insulin_cap == ABSENT or not terms.design.insulin:
        return None
    table = terms.design.insulin.get(kind.tier) or terms.design.insulin.get(ALL_TIERS)
    return None if table is None else _share(terms.year, kind, table, "insulin")


def _share(year: YearTerms, kind: FillKind, table: Mapping[ShareKey, CostShare], phase: str) -> CostShare:
    days = kind.days_supply
    own_column = days in SUPPLY_COLUMNS
    column = days if own_column else DAYS_OF_A_MONTHS_SUPPLY
    share = table.get((kind.channel, column))
    if share is None:
        raise MissingShare(kind, phase, column)
    if own_column or share.kind is ShareKind.COINSURANCE:
        return share
    by_length = year.shape.copay_of_another_length if kind.solid_oral else copay_per_month_begun
    return CostShare(ShareKind.COPAY, by_length(share.amount, days))


def gap_terms(terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, paid: Cents) -> GapTerms:
    """The gap of one claim: without subsidy by the year's row or the plan's own coverage; with it, the whole piece or the plan's own."""
    kind: int
    kind, amount, minimum, maximum = shares.gap
    fee_rate, discount = shares.gap_fee_rate, 0
    if terms.subsidy.level:
        if not shares.plan_covers_gap:
            kind, amount, minimum, maximum, fee_rate = _COINSURANCE, WHOLE, NO_LIMIT, NO_LIMIT, NO_LIMIT
    elif shares.brand:
        discount = terms.year.gap_discount
    cap = NO_LIMIT if shares.cap < 0 else max(shares.cap - paid, 0)
    return GapTerms(kind, amount, minimum, maximum, fee_rate, discount, cap, price, min(fee, price))
