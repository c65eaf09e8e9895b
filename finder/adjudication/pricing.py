"""Fills to claims: a prescription priced at one plan, at the cheapest kind of pharmacy that the person would use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from finder.adjudication.fills import monthly
from finder.adjudication.shares import FillKind
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import ALL_TIERS, Channel, CostShare, ShareKey, supply_column
from finder.domain.claim import Claim
from finder.domain.market import Drug, FormularyEntry
from finder.domain.money import QUANTITY_SCALE, Cents, UnitPrice, priced
from finder.domain.pharmacy import NOT_SAID, PharmacyTerms
from finder.domain.plan_cost import DrugCost, Restriction, RestrictionKind
from finder.domain.prescription import Fill, Prescription
from finder.rules.cost_share import cost_share
from finder.rules.price import at_least_the_floor_price, negotiated_price


class Offer(NamedTuple):
    """Where a fill can be bought and what it costs there before anyone's share; ``asked`` is False for a kind of pharmacy that was not
    asked for. The fee is a part of the price."""

    channel: Channel
    price: Cents
    fee: Cents = 0
    npi: str = ""
    asked: bool = True
    fee_known: bool = True


class Bought(NamedTuple):
    """How a prescription is bought at a plan that lists it (``entry``): from which offer, and in fills of which length (``prescription``;
    monthly ones where ``split``)."""

    entry: FormularyEntry
    offer: Offer
    prescription: Prescription
    split: bool


def bought_at(
    terms: PlanYearTerms,
    prescription: Prescription,
    entry: FormularyEntry | None,
    channels: Sequence[Channel],
    stores: Sequence[PharmacyTerms] | None = None,
) -> Bought | None:
    """How a prescription is bought at a plan; None where it is not on the list, has no price, or the design no share for it.

    ``stores`` are those of the person's pharmacies that are in the plan's network (none: all are outside it, and the price is that of a
    standard store); where it is None the ``channels`` decide.
    """
    if entry is None or entry.unit_price is None:
        return None
    table = share_table(terms, prescription, entry.tier)
    offer = _cheapest(table, prescription, _offers(prescription, entry, channels, stores))
    if offer is not None:
        return Bought(entry, offer, prescription, split=False)
    shorter = monthly(prescription)
    if shorter is None:
        return None
    offer = _cheapest(table, shorter, _offers(shorter, entry, channels, stores))
    return Bought(entry, offer, shorter, split=True) if offer else None


def drug_cost(
    prescription: Prescription, bought: Bought, fills: int, patient_pay: Cents, stores: Sequence[PharmacyTerms] | None
) -> DrugCost:
    """A prescription that a plan lists and prices, with what the person pays for all its fills."""
    entry, offer = bought.entry, bought.offer
    return DrugCost(
        prescription=prescription,
        covered=True,
        tier=entry.tier,
        unit_price=unit_price_of(entry, bought.prescription.days_supply),
        price=offer.price,
        fills=fills,
        patient_pay=patient_pay,
        gross=offer.price * fills,
        cash_cost=None,
        restrictions=_restrictions(prescription, entry),
        channel=offer.channel,
        channel_offered=offer.asked,
        split_into_months=bought.split,
        selected=entry.selected_drug,
        pharmacy=offer.npi,
        in_network=stores is None or bool(stores),
        fee_known=offer.fee_known,
    )


def unit_price_of(entry: FormularyEntry, days_supply: int) -> UnitPrice:
    """The unit price of a fill of that length: of 60 or 90 days where the files have one, else that of 30."""
    longer = entry.unit_price_60 if days_supply == 60 else entry.unit_price_90 if days_supply == 90 else None
    return longer or entry.unit_price or 0


def _offers(
    prescription: Prescription, entry: FormularyEntry, channels: Sequence[Channel], stores: Sequence[PharmacyTerms] | None
) -> list[Offer]:
    """Where a fill can be bought: at the kinds of pharmacy asked for, or at the person's own pharmacies."""
    unit_price = unit_price_of(entry, prescription.days_supply)
    if not stores:
        price = priced(unit_price, prescription.quantity)
        return [Offer(channel, price) for channel in (channels if stores is None else (Channel.STANDARD_RETAIL,))]
    offers = []
    for store in stores:
        said = store.fee(prescription.days_supply, brand=prescription.drug.is_brand, selected=entry.selected_drug)
        whole = priced(unit_price, prescription.quantity, max(said, 0))
        fee = whole - priced(unit_price, prescription.quantity)
        price = at_least_the_floor_price(negotiated_price(whole - fee, fee, 0), priced(store.floor_price, QUANTITY_SCALE))
        kinds = [channel for channel in (store.retail, store.mail) if channel is not None]
        offers += [Offer(channel, price, fee, store.npi, fee_known=said != NOT_SAID) for channel in kinds]
    return offers


DrugFacts = tuple[bool, bool, bool, bool]


def facts_of(drug: Drug) -> DrugFacts:
    """What of a drug decides which shares hold for it: the last fields of ``FillKind``."""
    return drug.is_brand, drug.insulin, drug.vaccine, drug.solid_oral


def kind_of_fill(bought: Bought, facts: DrugFacts) -> FillKind:
    """The kind of a prescription's claims at a plan."""
    return FillKind(bought.entry.tier, bought.offer.channel, bought.prescription.days_supply, *facts)


def claims_of(bought: Bought, fills: Sequence[Fill]) -> Iterator[Claim]:
    """The fills as claims at the plan."""
    kind, offer = kind_of_fill(bought, facts_of(bought.prescription.drug)), bought.offer
    for fill in fills:
        yield Claim(
            fill.date,
            bought.prescription.drug.name,
            kind.brand,
            kind.tier,
            kind.days_supply,
            kind.channel,
            offer.price,
            kind.insulin,
            kind.vaccine,
            bought.entry.selected_drug,
            kind.solid_oral,
            dispensing_fee=offer.fee,
        )


def uncounted(prescription: Prescription, entry: FormularyEntry | None, full_price: Cents | None, fills: int) -> DrugCost:
    """A drug left out of the total: not listed, not priced, or without a share for such a fill. ``full_price`` is that of all its
    fills."""
    return DrugCost(
        prescription=prescription,
        covered=entry is not None,
        tier=entry.tier if entry else 0,
        unit_price=None,
        price=None,
        fills=fills,
        patient_pay=0,
        gross=0,
        cash_cost=full_price,
        restrictions=_restrictions(prescription, entry) if entry else (),
        channel=Channel.STANDARD_RETAIL,
        channel_offered=True,
        split_into_months=False,
        selected=bool(entry and entry.selected_drug),
        share_known=entry is None or entry.unit_price is None,
    )


def share_table(terms: PlanYearTerms, prescription: Prescription, tier: int) -> Mapping[ShareKey, CostShare] | None:
    """The plan's shares for the drug; None for a defined standard design, which has one share everywhere."""
    design = terms.design
    if not design.tiers:
        return None
    if prescription.drug.insulin and terms.year.insulin_cap != ABSENT and design.insulin:
        own = design.insulin.get(tier) or design.insulin.get(ALL_TIERS)
        if own:
            return own
    found = design.tiers.get(tier)
    if found is None:
        return {}
    if found.coverage_gap is None or not terms.year.shape.has_coverage_gap:
        return found.initial_coverage
    # a fill needs both shares, since the year may take it into the gap; where the files lack one, it is not offered there
    return {kind: share for kind, share in found.initial_coverage.items() if kind in found.coverage_gap}


def _cheapest(table: Mapping[ShareKey, CostShare] | None, prescription: Prescription, offers: Sequence[Offer]) -> Offer | None:
    """The offer with the lowest share of one fill in initial coverage; else standard retail, else whatever the plan offers."""
    if table is None:
        return min(offers, key=attrgetter("price"))
    column = supply_column(prescription.days_supply)
    wanted = [offer for offer in offers if (offer.channel, column) in table]
    if len(wanted) == 1:
        return wanted[0]
    if wanted:
        return min(wanted, key=lambda offer: (cost_share(offer.price, *table[offer.channel, column]), offer.price))
    offered = [channel for channel, days in table if days == column]
    if not offered:
        return None
    other = Channel.STANDARD_RETAIL if Channel.STANDARD_RETAIL in offered else min(offered)
    return min(offers, key=attrgetter("price"))._replace(channel=other, asked=False)


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
