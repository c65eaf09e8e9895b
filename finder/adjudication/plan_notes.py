"""Codes of what a reader of a plan's numbers must know; ``explain`` has their sentences."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.benefit import NO_LIMIT, Channel, ShareKind
from finder.domain.market import Plan
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.plan_cost import DrugCost


def notes_of(
    plan: Plan,
    drugs: Sequence[DrugCost],
    stores: Sequence[PharmacyTerms] | None,
    channels: Sequence[Channel],
    compared: Sequence[Plan],
) -> tuple[str, ...]:
    """The codes that hold for a plan. ``channels`` are the kinds of pharmacy asked for, ``compared`` all plans of the comparison."""
    lacking = _lacking(plan, stores, channels, compared) if any(not drug.channel_offered for drug in drugs) else ""
    notes = {
        "example_design": plan.example,
        "premium_unknown": plan.premium is None,
        "unpriced_drug": any(drug.covered and drug.price is None for drug in drugs),
        "split_into_months": any(drug.split_into_months for drug in drugs),
        "a_share_a_month": any(drug.monthly_shares > 1 for drug in drugs),
        **({lacking: True} if lacking else {}),
        "copay_of_a_range": any(_has_a_range(plan, drug) for drug in drugs if drug.counted),
        "pharmacies_out_of_network": any(not drug.in_network for drug in drugs),
        "dispensing_fee_unknown": any(not drug.fee_known for drug in drugs),
        "estimated_prices": any(drug.borrowed is not None and drug.borrowed.estimated for drug in drugs),
        "quantity_above_limit": any(limit.exceeded for drug in drugs for limit in drug.restrictions),
    }
    return tuple(code for code, holds in notes.items() if holds)


def _lacking(plan: Plan, stores: Sequence[PharmacyTerms] | None, channels: Sequence[Channel], compared: Sequence[Plan]) -> str:
    """Why a drug was not priced at a kind of pharmacy asked for: the plan has the kind but no share for such a fill; or the cost file says
    'not offered', which we believe only where it has the kind at another plan. A file that lacks the kind says so everywhere."""
    kinds = [kind for store in stores or () for kind in (store.retail, store.mail)]
    asked = {kind for kind in kinds if kind is not None} or set(channels)
    if asked & plan.design.channels:
        return "channel_lacks_supply"
    told = frozenset[Channel]().union(*(other.design.channels for other in compared))
    return "channel_not_offered" if asked <= told else "channel_not_in_files"


def _has_a_range(plan: Plan, drug: DrugCost) -> bool:
    """Whether the files print the copay as a range: the copays of Extra Help, by level and drug (decision 10)."""
    tier = plan.design.tiers.get(drug.tier)
    shares = tier.initial_coverage.values() if tier else ()
    return any(share.kind is ShareKind.COPAY and share.maximum != NO_LIMIT for share in shares)
