"""Turns fills into claims: prices a prescription at one plan, at the cheapest kind of pharmacy that the person would use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from finder.adjudication.shares import FillKind, insulin_table, times
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import DAYS_OF_A_MONTHS_SUPPLY, Channel, CostShare, ShareKey
from finder.domain.claim import Claim
from finder.domain.market import BorrowedPrice, Drug, FormularyEntry
from finder.domain.money import QUANTITY_SCALE, Cents, Quantity, UnitPrice, priced
from finder.domain.pharmacy import NOT_SAID, PharmacyTerms
from finder.domain.plan_cost import DrugCost, Restriction, RestrictionKind
from finder.domain.prescription import Fill, Prescription
from finder.domain.supply import months_begun, own_column
from finder.rules.cost_share import cost_share
from finder.rules.price import at_least_the_floor_price, negotiated_price


class Offer(NamedTuple):
    """Where a fill can be bought and what it costs there before anyone's share.

    ``fee``: the dispensing fee within the price.
    ``npi``: the pharmacy, empty where kinds of pharmacy decide.
    ``asked``: False for a kind of pharmacy that the person did not ask for.
    ``fee_known``: whether the files give the fee.
    """

    channel: Channel
    price: Cents
    fee: Cents = 0
    npi: str = ""
    asked: bool = True
    fee_known: bool = True


class Bought(NamedTuple):
    """How a prescription is bought at a plan that lists it.

    ``entry``: how the plan lists the drug.
    ``days_supply``: how long a fill lasts.
    ``offers``: the offer of each quantity, the largest first.
    ``split``: whether the prescription is bought month by month.
    ``monthly_shares``: how many monthly shares a fill costs.
    """

    entry: FormularyEntry
    drug: Drug
    days_supply: int
    offers: tuple[tuple[Quantity, Offer], ...]
    split: bool
    monthly_shares: int

    @property
    def offer(self) -> Offer:
        """The offer of a fill, of the largest where they differ."""
        return self.offers[0][1]


class Way(NamedTuple):
    """A way to buy a prescription: its fills, how many shares of which column of the design they cost (None: any), and whether it is
    bought month by month."""

    quantities: tuple[Quantity, ...]
    days_supply: int
    column: int | None
    monthly_shares: int
    split: bool = False


class Chosen(NamedTuple):
    """The way to buy a prescription at a plan, whatever it costs.

    ``places``: the offers among which the price decides.
    ``elsewhere``: the kind of pharmacy that the plan offers where it offers none that was asked for.
    """

    way: Way
    places: tuple[int, ...]
    elsewhere: Channel | None = None


ShareTable = Mapping[ShareKey, CostShare]


def bought_at(
    terms: PlanYearTerms,
    prescription: Prescription,
    entry: FormularyEntry | None,
    channels: Sequence[Channel],
    stores: Sequence[PharmacyTerms] | None = None,
    by_the_month: Sequence[Quantity] = (),
) -> Bought | None:
    """How a prescription is bought at a plan. None if the drug isn't listed, has no price, or its tier has no share.

    ``by_the_month``: the quantities of the monthly fills; empty if the prescription can't be divided.
    ``stores``: the person's pharmacies in the plan's network (empty: all are outside it, and a standard store's price holds). None: the
    ``channels`` decide.
    """
    if entry is None or entry.unit_price is None:
        return None
    table = share_table(terms, prescription.drug.insulin, entry.tier)
    chosen = way_to_buy(table, prescription, by_the_month, kinds_of_pharmacy(channels, stores))
    if chosen is None:
        return None
    way, _, elsewhere = chosen
    offers = [_offers(quantity, way.days_supply, prescription.drug, entry, channels, stores) for quantity in way.quantities]
    place = _cheapest_offer(table, chosen, offers[0])
    bought = tuple(
        (quantity, of[place] if elsewhere is None else of[place]._replace(channel=elsewhere, asked=False))
        for quantity, of in zip(way.quantities, offers, strict=True)
    )
    return Bought(entry, prescription.drug, way.days_supply, bought, way.split, way.monthly_shares)


def way_to_buy(
    table: ShareTable | None, prescription: Prescription, by_the_month: Sequence[Quantity], channels: Sequence[Channel]
) -> Chosen | None:
    """The way to buy a prescription of whose shares a plan has this table; None where it has no share for such a fill.

    A fill whose length has no column in the design is bought month by month, or whole for one share per month begun if it can't be divided.
    First choice: where the person asked to buy (``channels``, one for each offer). Second: wherever the plan offers it, a standard store
    before others.
    """
    everywhere = tuple(range(len(channels)))
    ways = _ways(prescription, by_the_month, any_length=table is None)
    if table is None:
        return Chosen(ways[0], everywhere)
    for way in ways:
        places = tuple(place for place in everywhere if (channels[place], way.column) in table)
        if places:
            return Chosen(way, places)
    for way in ways:
        offered = [channel for channel, days in table if days == way.column]
        if offered:
            return Chosen(way, everywhere, Channel.STANDARD_RETAIL if Channel.STANDARD_RETAIL in offered else min(offered))
    return None


def _ways(prescription: Prescription, by_the_month: Sequence[Quantity], *, any_length: bool) -> list[Way]:
    """The ways to buy a prescription, the best first."""
    days, whole = prescription.days_supply, (prescription.quantity,)
    if any_length:
        return [Way(whole, days, None, 1)]
    column, months = own_column(days), months_begun(days)
    ways = [] if column is None else [Way(whole, days, column, 1)]
    if by_the_month:
        return [*ways, Way(tuple(by_the_month), DAYS_OF_A_MONTHS_SUPPLY, DAYS_OF_A_MONTHS_SUPPLY, 1, split=True)]
    return ways if months == 1 else [*ways, Way(whole, days, DAYS_OF_A_MONTHS_SUPPLY, months)]


def drug_cost(
    prescription: Prescription, bought: Bought, fills: Sequence[Fill], patient_pay: Cents, stores: Sequence[PharmacyTerms] | None
) -> DrugCost:
    """The cost of a prescription that a plan lists and prices. ``patient_pay`` is for all its fills."""
    entry, offer, prices = bought.entry, bought.offer, {quantity: offer.price for quantity, offer in bought.offers}
    return DrugCost(
        prescription=prescription,
        covered=True,
        tier=entry.tier,
        unit_price=unit_price_of(entry, bought.days_supply),
        price=offer.price,
        fills=len(fills),
        patient_pay=patient_pay,
        gross=sum(prices[fill.quantity] for fill in fills),
        cash_cost=None,
        restrictions=_restrictions(prescription, entry),
        channel=offer.channel,
        channel_offered=offer.asked,
        split_into_months=bought.split,
        selected=entry.selected_drug,
        pharmacy=offer.npi,
        in_network=stores is None or bool(stores),
        fee_known=offer.fee_known,
        monthly_shares=bought.monthly_shares,
        borrowed=entry.borrowed,
    )


def unit_price_of(entry: FormularyEntry, days_supply: int) -> UnitPrice:
    """The unit price of a fill of that length: for 60 or 90 days if the files have one, else for 30."""
    longer = {60: entry.unit_price_60, 90: entry.unit_price_90}.get(own_column(days_supply) or 0)
    return longer or entry.unit_price or 0


def kinds_of_pharmacy(channels: Sequence[Channel], stores: Sequence[PharmacyTerms] | None) -> Sequence[Channel]:
    """The kind of pharmacy of each offer."""
    if not stores:
        return channels if stores is None else (Channel.STANDARD_RETAIL,)
    return [kind for store in stores for kind in (store.retail, store.mail) if kind is not None]


def _offers(
    quantity: Quantity,
    days_supply: int,
    drug: Drug,
    entry: FormularyEntry,
    channels: Sequence[Channel],
    stores: Sequence[PharmacyTerms] | None,
) -> list[Offer]:
    """Where a fill can be bought: at the kinds of pharmacy asked for, or at the person's own pharmacies."""
    unit_price = unit_price_of(entry, days_supply)
    if not stores:
        price = priced(unit_price, quantity)
        return [Offer(channel, price) for channel in kinds_of_pharmacy(channels, stores)]
    offers = []
    for store in stores:
        said = store.fee(days_supply, brand=drug.is_brand, selected=entry.selected_drug)
        whole = priced(unit_price, quantity, max(said, 0))
        fee = whole - priced(unit_price, quantity)
        price = at_least_the_floor_price(negotiated_price(whole - fee, fee, 0), priced(store.floor_price, QUANTITY_SCALE))
        kinds = [channel for channel in (store.retail, store.mail) if channel is not None]
        offers += [Offer(channel, price, fee, store.npi, fee_known=said != NOT_SAID) for channel in kinds]
    return offers


DrugFacts = tuple[bool, bool, bool, bool]


def facts_of(drug: Drug) -> DrugFacts:
    """The facts of a drug that decide which shares hold for it: the last fields of ``FillKind``."""
    return drug.is_brand, drug.insulin, drug.vaccine, drug.solid_oral


def kind_of_fill(bought: Bought, facts: DrugFacts) -> FillKind:
    """The kind of a prescription's claims at a plan."""
    return FillKind(bought.entry.tier, bought.offer.channel, bought.days_supply, *facts)


def claims_of(bought: Bought, fills: Sequence[Fill]) -> Iterator[Claim]:
    """The fills as claims at the plan."""
    kind, offers = kind_of_fill(bought, facts_of(bought.drug)), dict(bought.offers)
    for fill in fills:
        offer = offers[fill.quantity]
        yield Claim(
            fill.date,
            bought.drug.name,
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


def uncounted(
    prescription: Prescription, entry: FormularyEntry | None, full_price: Cents | None, fills: int, middle_from: BorrowedPrice | None = None
) -> DrugCost:
    """A drug left out of the total: not listed, not priced, or without a share for such a fill. ``full_price`` is that of all its
    fills, ``middle_from`` where the market's middle price is from."""
    own_price = entry is not None and entry.unit_price is not None
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
        share_known=not own_price,
        borrowed=None if full_price is None else entry.borrowed if entry is not None and own_price else middle_from,
    )


def share_table(terms: PlanYearTerms, insulin: bool, tier: int) -> ShareTable | None:
    """The plan's shares for a drug on a tier; None for a defined standard design, which has one share everywhere."""
    design = terms.design
    if not design.tiers:
        return None
    own = insulin_table(terms, tier, insulin=insulin)
    if own:
        return own
    found = design.tiers.get(tier)
    if found is None:
        return {}
    if found.coverage_gap is None or not terms.year.law.has_coverage_gap:
        return found.initial_coverage
    # a fill needs both shares, because the year may take it into the gap
    return {kind: share for kind, share in found.initial_coverage.items() if kind in found.coverage_gap}


def cheapest(shares: Sequence[CostShare], prices: Sequence[Cents]) -> int:
    """The place with the lowest share of one fill in initial coverage; among equals, with the lowest price."""
    return min(range(len(shares)), key=lambda place: (cost_share(prices[place], shares[place]), prices[place]))


def _cheapest_offer(table: ShareTable | None, chosen: Chosen, offers: Sequence[Offer]) -> int:
    """The place of the offer with the lowest share; with the lowest price where all have the same share."""
    _, places, elsewhere = chosen
    if table is None or elsewhere is not None:
        return min(range(len(offers)), key=lambda place: offers[place].price)
    if len(places) == 1:
        return places[0]
    shares = shares_compared(table, chosen, [offer.channel for offer in offers])
    return places[cheapest(shares, [offers[place].price for place in places])]


def shares_compared(table: ShareTable, chosen: Chosen, channels: Sequence[Channel]) -> list[CostShare]:
    """The shares of a fill at the offers among which the price decides."""
    way = chosen.way
    return [_of_fill(table[channels[place], way.column or 0], way.monthly_shares) for place in chosen.places]


def _of_fill(share: CostShare, monthly_shares: int) -> CostShare:
    """The share of a fill that costs so many monthly ones."""
    return share if monthly_shares == 1 else times(share, monthly_shares)


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
