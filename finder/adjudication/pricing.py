"""Fills to claims: a prescription priced at one plan, at the cheapest kind of pharmacy that the person would use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from finder.adjudication.fills import monthly
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import ALL_TIERS, DAYS_OF_A_MONTHS_SUPPLY, SUPPLY_COLUMNS, Channel, CostShare, ShareKey
from finder.domain.claim import Claim
from finder.domain.market import FormularyEntry
from finder.domain.money import Cents, UnitPrice, priced
from finder.domain.plan_cost import DrugCost, Restriction, RestrictionKind
from finder.domain.prescription import Fill, Prescription
from finder.rules.cost_share import cost_share


class PricedPrescription(NamedTuple):
    """A prescription at one plan before adjudication: what is known of its cost, and its claims (none where it is not covered or
    priced)."""

    cost: DrugCost
    claims: tuple[Claim, ...]


class _Place(NamedTuple):
    channel: Channel
    offered: bool


def price_prescription(
    terms: PlanYearTerms,
    prescription: Prescription,
    entry: FormularyEntry | None,
    cash_unit_price: UnitPrice | None,
    channels: Sequence[Channel],
    fills_of: Callable[[Prescription], tuple[Fill, ...]],
) -> PricedPrescription:
    """Price a prescription at a plan. ``cash_unit_price`` estimates what an uncovered drug costs without the plan."""
    if entry is None or entry.unit_price is None:
        return PricedPrescription(_uncounted(prescription, entry, cash_unit_price, fills_of(prescription)), ())
    table = _table(terms, prescription, entry.tier)
    asked, split = prescription, False
    place = _cheapest(table, prescription, priced(entry.unit_price, prescription.quantity), channels)
    if place is None:
        shorter = monthly(prescription)
        if shorter is not None:
            place = _cheapest(table, shorter, priced(entry.unit_price, shorter.quantity), channels)
            asked, split = shorter, place is not None
    if place is None:
        return PricedPrescription(_uncounted(prescription, entry, cash_unit_price, fills_of(prescription)), ())
    fills = fills_of(asked)
    price = priced(entry.unit_price, asked.quantity)
    cost = DrugCost(
        prescription=prescription,
        covered=True,
        tier=entry.tier,
        unit_price=entry.unit_price,
        price=price,
        fills=len(fills),
        patient_pay=0,
        gross=price * len(fills),
        cash_cost=None,
        restrictions=_restrictions(prescription, entry),
        channel=place.channel,
        channel_offered=place.offered,
        split_into_months=split,
        selected=entry.selected_drug,
    )
    return PricedPrescription(cost, _claims(prescription, entry, fills, price, place.channel))


def _claims(prescription: Prescription, entry: FormularyEntry, fills: Sequence[Fill], price: Cents, channel: Channel) -> tuple[Claim, ...]:
    drug = prescription.drug
    return tuple(
        Claim(
            fill.date,
            drug.name,
            drug.is_brand,
            entry.tier,
            fill.days_supply,
            channel,
            price,
            drug.insulin,
            drug.vaccine,
            entry.selected_drug,
            drug.solid_oral,
        )
        for fill in fills
    )


def _uncounted(
    prescription: Prescription, entry: FormularyEntry | None, cash_unit_price: UnitPrice | None, fills: Sequence[Fill]
) -> DrugCost:
    cash = None if cash_unit_price is None else priced(cash_unit_price, prescription.quantity) * len(fills)
    return DrugCost(
        prescription=prescription,
        covered=entry is not None,
        tier=entry.tier if entry else 0,
        unit_price=None,
        price=None,
        fills=len(fills),
        patient_pay=0,
        gross=0,
        cash_cost=cash,
        restrictions=_restrictions(prescription, entry) if entry else (),
        channel=Channel.STANDARD_RETAIL,
        channel_offered=True,
        split_into_months=False,
        selected=bool(entry and entry.selected_drug),
    )


def _table(terms: PlanYearTerms, prescription: Prescription, tier: int) -> Mapping[ShareKey, CostShare] | None:
    """The plan's shares for the drug; None for a defined standard design, which has one share everywhere."""
    design = terms.design
    if not design.tiers:
        return None
    if prescription.drug.insulin and terms.year.insulin_cap != ABSENT and design.insulin:
        own = design.insulin.get(tier) or design.insulin.get(ALL_TIERS)
        if own:
            return own
    found = design.tiers.get(tier)
    return {} if found is None else found.initial_coverage


def _cheapest(
    table: Mapping[ShareKey, CostShare] | None, prescription: Prescription, price: Cents, channels: Sequence[Channel]
) -> _Place | None:
    """The asked-for channel with the lowest share of one fill in initial coverage; else standard retail, else whatever the plan offers."""
    if table is None:
        return _Place(channels[0], True)
    column = prescription.days_supply if prescription.days_supply in SUPPLY_COLUMNS else DAYS_OF_A_MONTHS_SUPPLY
    offered = {channel: share for (channel, days), share in table.items() if days == column}
    wanted = [channel for channel in channels if channel in offered]
    if wanted:
        cheapest = min(wanted, key=lambda channel: cost_share(price, *offered[channel]))
        return _Place(cheapest, True)
    if Channel.STANDARD_RETAIL in offered:
        return _Place(Channel.STANDARD_RETAIL, False)
    return _Place(min(offered), False) if offered else None


def _restrictions(prescription: Prescription, entry: FormularyEntry) -> tuple[Restriction, ...]:
    found = []
    if entry.prior_authorization:
        found.append(Restriction(RestrictionKind.PRIOR_AUTHORIZATION))
    if entry.step_therapy:
        found.append(Restriction(RestrictionKind.STEP_THERAPY))
    if entry.quantity_limit:
        # compared as a rate: the limit's quantity over its days against the prescription's over its days
        asked = prescription.quantity * entry.quantity_limit_days
        exceeded = entry.quantity_limit_days > 0 and asked > entry.quantity_limit * prescription.days_supply
        found.append(Restriction(RestrictionKind.QUANTITY_LIMIT, entry.quantity_limit, entry.quantity_limit_days, exceeded))
    return tuple(found)
