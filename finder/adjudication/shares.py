"""The enrollee's share of one claim, from the design's tables, with the caps on insulin and vaccines."""

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
    LowIncomeSubsidy,
    ShareKey,
    ShareKind,
    TierDesign,
)
from finder.domain.claim import Claim
from finder.domain.errors import FinderError
from finder.domain.money import WHOLE, Cents
from finder.domain.supply import months_begun, own_column
from finder.rules.cost_share import cost_share
from finder.rules.coverage_gap import GapTerms
from finder.rules.insulin_and_vaccines import insulin_cap, insulin_share

_COINSURANCE = ShareKind.COINSURANCE.value  # an integer, because the compiler takes no share that may hold either


class FillKind(NamedTuple):
    """What decides the shares of a claim."""

    tier: int
    channel: Channel
    days_supply: int
    brand: bool
    insulin: bool = False
    vaccine: bool = False
    solid_oral: bool = True


class MissingShare(FinderError):
    """The design has no cost share for a fill. Says which phase, tier, channel and days supply it lacks."""

    def __init__(self, kind: FillKind, phase: str, days: int) -> None:
        self.tier, self.channel, self.days = kind.tier, kind.channel, days
        self.where = f"tiers.{kind.tier}.{phase}"
        self.wanted = f"a cost share for tier {kind.tier}, channel {kind.channel.key}, days supply {days}"
        super().__init__(f"The design has no {phase} share for tier {kind.tier}, {kind.channel.key}, {days} days.")


class ClaimShares(NamedTuple):
    """The shares of one kind of claim.

    ``initial``: the share in initial coverage.
    ``gap``: the tier's own gap share where ``plan_covers_gap``, else the year's basic one.
    ``gap_fee_rate``: the enrollee's part of the dispensing fee in the gap (-1: ``gap`` holds for the whole price).
    ``in_every_phase``: ``initial`` also holds in the gap (a plan's own insulin share).
    ``deductible_applies``: whether the deductible applies to the claim.
    ``tier_deductible``: whether it would without the law of insulin and vaccines.
    ``exempt``: whether that law takes the claim out of every deductible.
    ``cap``: the most that the claim may cost the enrollee (``NO_LIMIT``, or insulin and vaccines).
    ``rate_cap``: the most as a part of the price (``NO_LIMIT``, or insulin).
    """

    initial: CostShare
    gap: CostShare
    gap_fee_rate: int
    plan_covers_gap: bool
    in_every_phase: bool
    deductible_applies: bool
    tier_deductible: bool
    exempt: bool
    cap: Cents
    rate_cap: int
    brand: bool


def owed(shares: ClaimShares, piece: Cents) -> Cents:
    """The enrollee's share of an initial-coverage piece."""
    return capped(shares, cost_share(piece, shares.initial), piece, 0)


def owed_without_cap(shares: ClaimShares, piece: Cents, deductible: Cents) -> Cents:
    """What the enrollee would owe of a piece of insulin or a vaccine without their law, ``deductible`` cents of it at the whole price."""
    return deductible + cost_share(piece - deductible, shares.initial)


def capped(shares: ClaimShares, share: Cents, piece: Cents, paid: Cents) -> Cents:
    """A share within the claim's cap, ``paid`` cents of which are used up."""
    return share if shares.cap == NO_LIMIT else insulin_share(share, piece, cap_left(shares, paid), shares.rate_cap)


def cap_left(shares: ClaimShares, paid: Cents) -> Cents:
    """What is left of the claim's cap after ``paid`` cents."""
    return NO_LIMIT if shares.cap == NO_LIMIT else max(shares.cap - paid, 0)


def kind_of(claim: Claim) -> FillKind:
    """The kind of a claim."""
    return FillKind(claim.tier, claim.channel, claim.days_supply, claim.brand, claim.insulin, claim.vaccine, claim.solid_oral)


def claim_shares(terms: PlanYearTerms, kind: FillKind) -> ClaimShares:
    """Look up the design for a kind of claim. Raises MissingShare if it has none for that tier, channel and days supply."""
    year, design = terms.year, terms.design
    tier = design.tiers.get(kind.tier)
    if tier is None and design.tiers:
        raise MissingShare(kind, "initial_coverage", kind.days_supply)
    own = _insulin_share(terms, kind)
    covers_gap = tier is not None and tier.coverage_gap is not None and year.law.has_coverage_gap
    initial, gap = _tier_shares(year, kind, tier) if own is None else (own, own if covers_gap else _basic_gap(year, kind))
    applies = tier is None or tier.deductible_applies
    exempt, cap, rate_cap = _law_of_insulin_and_vaccines(year, kind)
    return ClaimShares(
        initial=initial,
        gap=gap,
        gap_fee_rate=NO_LIMIT if covers_gap or not kind.brand else year.gap_fee_brand,
        plan_covers_gap=covers_gap,
        in_every_phase=own is not None and not covers_gap,
        deductible_applies=applies and not exempt,
        tier_deductible=applies,
        exempt=exempt,
        cap=cap,
        rate_cap=rate_cap,
        brand=kind.brand,
    )


def _law_of_insulin_and_vaccines(year: YearTerms, kind: FillKind) -> tuple[bool, Cents, int]:
    """Whether the claim is exempt from the deductible, the most that it may cost, and the most as a part of the price."""
    if kind.vaccine and year.vaccines_free:
        return True, 0, NO_LIMIT
    if kind.insulin and year.insulin_cap != ABSENT:
        return True, insulin_cap(kind.days_supply, year.insulin_cap), year.insulin_rate
    return False, NO_LIMIT, NO_LIMIT


def _tier_shares(year: YearTerms, kind: FillKind, tier: TierDesign | None) -> tuple[CostShare, CostShare]:
    """The tier's shares in initial coverage and in the gap; the year's basic ones if it has none."""
    if tier is None:
        return CostShare(ShareKind.COINSURANCE, year.coinsurance), _basic_gap(year, kind)
    initial = _share(year, kind, tier.initial_coverage, "initial_coverage")
    if tier.coverage_gap is None or not year.law.has_coverage_gap:
        return initial, _basic_gap(year, kind)
    return initial, _share(year, kind, tier.coverage_gap, "coverage_gap")


def _basic_gap(year: YearTerms, kind: FillKind) -> CostShare:
    return CostShare(ShareKind.COINSURANCE, year.gap_brand if kind.brand else year.gap_generic)


def insulin_table(terms: PlanYearTerms, tier: int, *, insulin: bool) -> Mapping[ShareKey, CostShare] | None:
    """The plan's own insulin shares on a tier. None for other drugs, if it has none, and in years without a law of insulin."""
    own = terms.design.insulin
    if not insulin or terms.year.insulin_cap == ABSENT or not own:
        return None
    return own.get(tier) or own.get(ALL_TIERS)


def _insulin_share(terms: PlanYearTerms, kind: FillKind) -> CostShare | None:
    table = insulin_table(terms, kind.tier, insulin=kind.insulin)
    return None if table is None else _share(terms.year, kind, table, "insulin")


def _share(year: YearTerms, kind: FillKind, table: Mapping[ShareKey, CostShare], phase: str) -> CostShare:
    """The share of a fill of that length: from its own column of the table, else a monthly share for each month's supply begun."""
    days, column = kind.days_supply, own_column(kind.days_supply)
    share = None if column is None else table.get((kind.channel, column))
    if share is not None:
        by_day = kind.solid_oral and not (kind.insulin or kind.vaccine)  # neither is a tablet, even if the document says so
        short = days < SHORTEST_MONTHS_SUPPLY and by_day and share.kind is ShareKind.COPAY
        return share._replace(amount=year.law.copay_of_short_fill(share.amount, days)) if short else share
    share = table.get((kind.channel, DAYS_OF_A_MONTHS_SUPPLY))
    if share is None:
        raise MissingShare(kind, phase, column or DAYS_OF_A_MONTHS_SUPPLY)
    return times(share, months_begun(days))


def times(share: CostShare, months: int) -> CostShare:
    """A monthly share for so many months. A coinsurance is a part of the price, so only its limits grow."""
    if share.kind is ShareKind.COPAY:
        return share._replace(amount=share.amount * months)
    least, most = (limit if limit == NO_LIMIT else limit * months for limit in (share.minimum, share.maximum))
    return share._replace(minimum=least, maximum=most)


def gap_terms(terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, paid: Cents, deductible: Cents) -> GapTerms:
    """The gap of one claim: without subsidy by the year's row or the plan's own coverage; with it, the whole piece or the plan's own.
    ``paid`` is what the enrollee owes of the claim before the gap, ``deductible`` the part of the gap that would fall in the deductible
    without the law of insulin and vaccines."""
    share, fee_rate = shares.gap, shares.gap_fee_rate
    helped = terms.subsidy.level != LowIncomeSubsidy.NONE
    if helped and not shares.plan_covers_gap:
        share, fee_rate = CostShare(_COINSURANCE, WHOLE, NO_LIMIT, NO_LIMIT), NO_LIMIT  # type: ignore[arg-type]
    return GapTerms(
        share=share,
        plan_covers=shares.plan_covers_gap,
        fee_rate=fee_rate,
        discount_rate=terms.year.gap_discount if shares.brand and not helped else 0,
        own=shares.initial,
        has_own=shares.in_every_phase,
        cap=cap_left(shares, paid),
        subsidized=terms.year.law.subsidizes_reduction and shares.exempt,
        deductible=deductible,
        price=price,
        fee=min(fee, price),
    )
