"""Fills to claims: a prescription priced at one plan, at the cheapest kind of pharmacy that the person would use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from finder.adjudication.fills import monthly
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import ALL_TIERS, DAYS_OF_A_MONTHS_SUPPLY, SUPPLY_COLUMNS, Channel, CostShare, ShareKey
from finder.domain.claim import Claim
from finder.domain.market import FormularyEntry
from finder.domain.money import QUANTITY_SCALE, Cents, UnitPrice, priced
from finder.domain.pharmacy import NOT_SAID, PharmacyTerms
from finder.domain.plan_cost import DrugCost, Restriction, RestrictionKind
from finder.domain.prescription import Fill, Prescription
from finder.rules.cost_share import cost_share
from finder.rules.price import at_least_the_floor_price, negotiated_price


class PricedPrescription(NamedTuple):
    """A prescription at one plan before adjudication: what is known of its cost, and its claims (none where it is not covered or
    priced)."""

    cost: DrugCost
    claims: tuple[Claim, ...]


class _Offer(NamedTuple):
    """Where a fill can be bought and what it costs there before anyone's share; ``asked`` is False for a kind of pharmacy that was not
    asked for. The fee is a part of the price."""

    channel: Channel
    price: Cents
    fee: Cents = 0
    npi: str = ""
    asked: bool = True
    fee_known: bool = True


def price_prescription(
    terms: PlanYearTerms,
    prescription: Prescription,
    entry: FormularyEntry | None,
    cash_unit_price: UnitPrice | None,
    channels: Sequence[Channel],
    fills_of: Callable[[Prescription], tuple[Fill, ...]],
    stores: Sequence[PharmacyTerms] | None = None,
) -> PricedPrescription:
    """Price a prescription at a plan. ``cash_unit_price`` estimates what an uncovered drug costs without the plan. ``stores`` are those of
    the person's pharmacies that are in the plan's network (none: all are outside it, and the price is that of a standard store); where it
    is None the ``channels`` decide."""
    if entry is None or entry.unit_price is None:
        return PricedPrescription(_uncounted(prescription, entry, cash_unit_price, fills_of(prescription)), ())
    table = _table(terms, prescription, entry.tier)
    asked, split = prescription, False
    place = _cheapest(table, prescription, _offers(prescription, entry, channels, stores))
    if place is None:
        shorter = monthly(prescription)
        if shorter is not None:
            place = _cheapest(table, shorter, _offers(shorter, entry, channels, stores))
            asked, split = shorter, place is not None
    if place is None:
        return PricedPrescription(_uncounted(prescription, entry, cash_unit_price, fills_of(prescription)), ())
    fills = fills_of(asked)
    cost = DrugCost(
        prescription=prescription,
        covered=True,
        tier=entry.tier,
        unit_price=_unit_price(entry, asked.days_supply),
        price=place.price,
        fills=len(fills),
        patient_pay=0,
        gross=place.price * len(fills),
        cash_cost=None,
        restrictions=_restrictions(prescription, entry),
        channel=place.channel,
        channel_offered=place.asked,
        split_into_months=split,
        selected=entry.selected_drug,
        pharmacy=place.npi,
        in_network=stores is None or bool(stores),
        fee_known=place.fee_known,
    )
    return PricedPrescription(cost, _claims(prescription, entry, fills, place))


def _unit_price(entry: FormularyEntry, days_supply: int) -> UnitPrice:
    """The unit price of a fill of that length: of 60 or 90 days where the files have one, else that of 30."""
    longer = {60: entry.unit_price_60, 90: entry.unit_price_90}.get(days_supply)
    return longer or entry.unit_price or 0


def _offers(
    prescription: Prescription, entry: FormularyEntry, channels: Sequence[Channel], stores: Sequence[PharmacyTerms] | None
) -> list[_Offer]:
    """Where a fill can be bought: at the kinds of pharmacy asked for, or at the person's own pharmacies."""
    unit_price = _unit_price(entry, prescription.days_supply)
    if not stores:
        price = priced(unit_price, prescription.quantity)
        return [_Offer(channel, price) for channel in (channels if stores is None else (Channel.STANDARD_RETAIL,))]
    offers = []
    for store in stores:
        said = store.fee(prescription.days_supply, brand=prescription.drug.is_brand, selected=entry.selected_drug)
        whole = priced(unit_price, prescription.quantity, max(said, 0))
        fee = whole - priced(unit_price, prescription.quantity)
        price = at_least_the_floor_price(negotiated_price(whole - fee, fee, 0), priced(store.floor_price, QUANTITY_SCALE))
        kinds = [channel for channel in (store.retail, store.mail) if channel is not None]
        offers += [_Offer(channel, price, fee, store.npi, fee_known=said != NOT_SAID) for channel in kinds]
    return offers


def _claims(prescription: Prescription, entry: FormularyEntry, fills: Sequence[Fill], place: _Offer) -> tuple[Claim, ...]:
    drug = prescription.drug
    return tuple(
        Claim(
            fill.date,
            drug.name,
            drug.is_brand,
            entry.tier,
            fill.days_supply,
            place.channel,
            place.price,
            drug.insulin,
            drug.vaccine,
            entry.selected_drug,
            drug.solid_oral,
            dispensing_fee=place.fee,
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


def _cheapest(table: Mapping[ShareKey, CostShare] | None, prescription: Prescription, offers: Sequence[_Offer]) -> _Offer | None:
    """The offer with the lowest share of one fill in initial coverage; else standard retail, else whatever the plan offers."""
    if table is None:
        return min(offers, key=lambda offer: offer.price)
    column = prescription.days_supply if prescription.days_supply in SUPPLY_COLUMNS else DAYS_OF_A_MONTHS_SUPPLY
    offered = {channel: share for (channel, days), share in table.items() if days == column}
    wanted = [offer for offer in offers if offer.channel in offered]
    if wanted:
        return min(wanted, key=lambda offer: (cost_share(offer.price, *offered[offer.channel]), offer.price))
    if not offered:
        return None
    other = Channel.STANDARD_RETAIL if Channel.STANDARD_RETAIL in offered else min(offered)
    return min(offers, key=lambda offer: offer.price)._replace(channel=other, asked=False)


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
