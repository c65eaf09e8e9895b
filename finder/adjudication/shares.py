"""What share of a piece the enrollee owes: the design's table looked up for one claim, with the caps of insulin and vaccines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from finder.adjudication.terms import ABSENT, PlanYearTerms, YearTerms
from finder.domain.benefit import (
    ALL_TIERS,
    DAYS_OF_A_MONTHS_SUPPLY,
    NO_LIMIT,
    SHORTEST_MONTHS_SUPPLY,
    Channel,
    CostShare,
    ShareKey,
    ShareKind,
    TierDesign,
)
from finder.domain.claim import Claim
from finder.domain.errors import FinderError
from finder.domain.money import WHOLE, Cents
from finder.domain.supply import own_column
from finder.rules.cost_share import copay_per_month_begun, cost_share
from finder.rules.coverage_gap import GapTerms
from finder.rules.insulin_and_vaccines import insulin_cap, insulin_share

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
    """The shares that hold for one kind of claim. ``gap`` is the tier's own where ``plan_covers_gap``, else the year's basic one; where
    ``in_every_phase``, ``initial`` stands for it (a plan's own insulin share). ``cap`` is the most that the claim may cost the enrollee
    (-1: none; insulin, vaccines), ``rate_cap`` the most as a part of the price, ``deductible_applies`` whether any of it can fall in the
    deductible, ``exempt`` whether the law takes it out of every deductible, ``tier_deductible`` whether it would be in one without that
    law, ``standard_cap`` the most of its share under the standard benefit (-1: none)."""

    initial: CostShare
    gap: CostShare
    gap_fee_rate: int
    plan_covers_gap: bool
    in_every_phase: bool
    deductible_applies: bool
    tier_deductible: bool
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


def owed_without_cap(shares: ClaimShares, piece: Cents, deductible: Cents) -> Cents:
    """What the enrollee would owe of an initial-coverage piece of insulin or a vaccine without their law, ``deductible`` cents of it at the
    whole price."""
    initial = shares.initial
    return deductible + cost_share(piece - deductible, initial.kind, initial.amount, initial.minimum, initial.maximum)


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
    own = _insulin_share(terms, kind)
    covers_gap = tier is not None and tier.coverage_gap is not None and year.shape.has_coverage_gap
    fee_rate = NO_LIMIT if covers_gap or not kind.brand else year.gap_fee_brand
    initial, gap = _tier_shares(year, kind, tier) if own is None else (own, own if covers_gap else _basic_gap(year, kind))
    applies = tier is None or tier.deductible_applies
    exempt, cap, rate_cap = False, ABSENT, ABSENT
    if kind.vaccine and year.vaccines_free:
        exempt, cap = True, 0
    elif kind.insulin and year.insulin_cap != ABSENT:
        exempt, cap, rate_cap = True, insulin_cap(kind.days_supply, year.insulin_cap), year.insulin_rate
    return ClaimShares(
        initial=initial,
        gap=gap,
        gap_fee_rate=fee_rate,
        plan_covers_gap=covers_gap,
        in_every_phase=own is not None and not covers_gap,
        deductible_applies=applies and not exempt,
        tier_deductible=applies,
        cap=cap,
        rate_cap=rate_cap,
        brand=kind.brand,
        exempt=exempt,
        standard_cap=cap,
    )


def _tier_shares(year: YearTerms, kind: FillKind, tier: TierDesign | None) -> tuple[CostShare, CostShare]:
    """The tier's shares in initial coverage and in the gap, the year's own where it has none."""
    if tier is None:
        return CostShare(ShareKind.COINSURANCE, year.coinsurance), _basic_gap(year, kind)
    initial = _share(year, kind, tier.initial_coverage, "initial_coverage")
    if tier.coverage_gap is None or not year.shape.has_coverage_gap:
        return initial, _basic_gap(year, kind)
    return initial, _share(year, kind, tier.coverage_gap, "coverage_gap")


def _basic_gap(year: YearTerms, kind: FillKind) -> CostShare:
    return CostShare(ShareKind.COINSURANCE, year.gap_brand if kind.brand else year.gap_generic)


def _insulin_share(terms: PlanYearTerms, kind: FillKind) -> CostShare | None:
    if not kind.insulin or terms.year.insulin_cap == ABSENT or not terms.design.insulin:
        return None
    table = terms.design.insulin.get(kind.tier) or terms.design.insulin.get(ALL_TIERS)
    return None if table is None else _share(terms.year, kind, table, "insulin")


def _share(year: YearTerms, kind: FillKind, table: Mapping[ShareKey, CostShare], phase: str) -> CostShare:
    """The share of a fill of that length: of its own column of the table, else a monthly one for each month's supply begun."""
    days, column = kind.days_supply, own_column(kind.days_supply)
    share = None if column is None else table.get((kind.channel, column))
    if share is not None:
        by_day = kind.solid_oral and not (kind.insulin or kind.vaccine)  # neither is a tablet, whatever the document says
        short = days < SHORTEST_MONTHS_SUPPLY and by_day and share.kind is ShareKind.COPAY
        return share._replace(amount=year.shape.copay_of_short_fill(share.amount, days)) if short else share
    share = table.get((kind.channel, DAYS_OF_A_MONTHS_SUPPLY))
    if share is None:
        raise MissingShare(kind, phase, column or DAYS_OF_A_MONTHS_SUPPLY)
    return _monthly(share, days)


def _monthly(share: CostShare, days: int) -> CostShare:
    """As many monthly shares as a fill begins months' supplies. A coinsurance is a part of the price, so only its limits grow."""
    if share.kind is ShareKind.COPAY:
        return share._replace(amount=copay_per_month_begun(share.amount, days))
    least, most = (limit if limit == NO_LIMIT else copay_per_month_begun(limit, days) for limit in (share.minimum, share.maximum))
    return share._replace(minimum=least, maximum=most)


def gap_terms(terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, paid: Cents, deductible: Cents) -> GapTerms:
    """The gap of one claim: without subsidy by the year's row or the plan's own coverage; with it, the whole piece or the plan's own.
    ``paid`` is what the enrollee owes of the claim before the gap, ``deductible`` what of the gap would fall in the deductible without the
    law of insulin and vaccines."""
    kind: int
    kind, amount, minimum, maximum = shares.gap
    fee_rate, discount = shares.gap_fee_rate, 0
    if terms.subsidy.level:
        if not shares.plan_covers_gap:
            kind, amount, minimum, maximum, fee_rate = _COINSURANCE, WHOLE, NO_LIMIT, NO_LIMIT, NO_LIMIT
    elif shares.brand:
        discount = terms.year.gap_discount
    own_kind: int
    own_kind, own_amount, own_minimum, own_maximum = shares.initial
    cap = NO_LIMIT if shares.cap < 0 else max(shares.cap - paid, 0)
    return GapTerms(
        kind,
        amount,
        minimum,
        maximum,
        shares.plan_covers_gap,
        fee_rate,
        discount,
        shares.in_every_phase,
        own_kind,
        own_amount,
        own_minimum,
        own_maximum,
        cap,
        terms.year.shape.subsidizes_reduction and shares.exempt,
        deductible,
        price,
        min(fee, price),
    )
