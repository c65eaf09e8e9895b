"""What buying a drug comes to at every plan, prepared for the compiled loops and remembered.

A purchase is a drug, an amount and its days, for members who buy at the same kinds of pharmacy (or at the same pharmacies) from the same
month on. Compiled code prices it at every plan and takes the cheapest option of the plan's menu.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from finder.adjudication.compiled import Kernel
from finder.adjudication.compiled_kernel import (
    AWAY,
    BOUGHT,
    DAY,
    LISTED,
    MONTH,
    MONTHLY,
    NUMBERS,
    OUTCOME,
    QUANTITY,
    RESTRICTIONS,
    SELECTED,
    SHARES,
    SPLIT,
)
from finder.adjudication.compiled_menus import Kind, Menus, Table
from finder.adjudication.many_years import UNKNOWN, Integers
from finder.adjudication.pricing import bought_at, kind_of_fill
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.shares import claim_shares
from finder.adjudication.terms import Choices, YearTerms
from finder.domain.market import Catalog, Drug, DrugColumn, Plan
from finder.domain.money import QUANTITY_SCALE, UNIT_PRICE_SCALE
from finder.domain.supply import own_column

DEAREST = (2**63 - 1 - UNIT_PRICE_SCALE * QUANTITY_SCALE) // 200
"""Unit price times quantity. ``priced`` takes it 200 times and adds its divisor: with more, 64 bits would not hold the sum. It is a fill of
461 million dollars."""
MOST_CELLS = 400_000
"""Cells remembered before all is forgotten: at most some 100 MB."""


class TooDear(Exception):
    """A fill too dear for 64 bits. Raised and caught by the compiled engine alone."""


class Purchase(NamedTuple):
    """A purchase at the plans known when it was made: its place, its drug, and how many plans there were."""

    place: int
    drug: Drug
    plans: int


class Priced(NamedTuple):
    """A purchase at every plan: cells, and prices and fees [plan, quantity]. ``quantities``: the one written, then the monthly ones."""

    quantities: Integers
    cells: Integers
    prices: Integers
    fees: Integers


class Market:
    """The plans of a catalog that questions have named, in one year's terms, and the purchases made at them."""

    def __init__(self, catalog: Catalog, year: YearTerms, choices: Choices, kernel: Kernel) -> None:
        self._catalog, self._kernel = catalog, kernel
        self.menus = Menus(year, choices)
        self._plans: list[Plan] = []
        self._places: dict[int, int] = {}
        self._grid_places: Any = None
        self._purchases: dict[Any, Purchase] = {}
        self._buyers: dict[Any, int] = {}
        self._designs, self.numbers = Table(), Table(NUMBERS)
        self.cells, self.prices, self.fees, self.fills, self.claims = Table(), Table(), Table(), Table(), Table(AWAY * OUTCOME)
        plan_year, _, *numbers = year
        self.year: Integers = np.array([plan_year, *numbers], np.int64)
        self.cells_at, self.prices_at, self.fees_at, self.quantities, self.fills_at = Table(), Table(), Table(), Table(), Table()
        self.fills_at.add([0])

    @property
    def full(self) -> bool:
        """Whether it is time to forget all and begin anew."""
        return self.cells.used > MOST_CELLS

    def place(self, plan: Plan) -> int:
        """The place of a plan; a new one makes purchases look at it when they are next asked for."""
        place = self._places.get(id(plan))  # by identity: the plan is kept
        if place is None:
            place = self._places[id(plan)] = len(self._plans)
            self._plans.append(plan)
            design = self.menus.design(plan.design)
            self._designs.add([design])
            self.numbers.add([self.menus.designs[design].plan])
            self._grid_places = None
        return place

    def buyer(self, question: YearOfPlans, plans: tuple[int, ...]) -> int:
        """The place of what of a member decides purchases."""
        member = question.member
        stores = (member.pharmacies, plans) if question.stores else None
        key = member.coverage_start.month, member.channels, question.subsidy, stores
        return self._buyers.setdefault(key, len(self._buyers))

    def purchase(self, question: YearOfPlans, place: int, plans: tuple[int, ...], buyer: int) -> int:
        """The place of the purchase of a drug of a question's list, at least at those plans; made if need be. Raises TooDear."""
        prescription = question.prescriptions[place]
        drug = prescription.drug
        cash = question.cash_unit_prices.get(drug.rxcui)
        key: Any = (
            *(drug.rxcui, prescription.quantity, prescription.days_supply, prescription.fills_per_year, prescription.dates),
            *(cash, buyer),
        )
        known = self._purchases.get(key)
        if known is not None and known.drug is not drug and known.drug != drug:  # one code, other facts
            key = (key, drug)
            known = self._purchases.get(key)
        if known is None or known.plans < len(self._plans):
            known = self._purchases[key] = Purchase(self._buy(question, place, plans), drug, len(self._plans))
        return known.place

    def _buy(self, question: YearOfPlans, place: int, plans: tuple[int, ...]) -> int:
        """Price a purchase at every plan and remember it. Returns its place."""
        prescription = question.prescriptions[place]
        column = self._column(prescription.drug.rxcui)
        quantities = np.array([prescription.quantity, *question.quantities_of(place)], np.int64)
        cash = question.cash_unit_prices.get(prescription.drug.rxcui)
        if max(cash or 0, *(int(of.max(initial=0)) for of in column[3:])) * int(quantities.max()) > DEAREST:
            raise TooDear
        cells = (column.tier > 0) * LISTED | (column.selected > 0) * SELECTED | column.restrictions << RESTRICTIONS
        prices = np.zeros((len(self._plans), len(quantities)), np.int64)
        priced = Priced(quantities, cells.astype(np.int64), prices, np.zeros_like(prices))
        self._price(question, place, column, priced)
        if question.stores:
            self._at_own_stores(question, place, plans, priced)
        return self._remember(question, place, priced)

    def _column(self, rxcui: str) -> DrugColumn:
        """How the plans list a drug: from the grids of the catalog, or where it has none, entry by entry."""
        catalog: Any = self._catalog
        if not has_grids(catalog):
            return _column_by_entries(self._catalog, self._plans, rxcui)
        if self._grid_places is None:
            self._grid_places = catalog.places_of([plan.plan_id for plan in self._plans])
        column: DrugColumn = catalog.column(rxcui, self._grid_places)
        return column

    def _price(self, question: YearOfPlans, place: int, column: DrugColumn, priced: Priced) -> None:
        """Buy a drug at every plan at the kinds of pharmacy asked for; where it is not bought, its first price is that of all fills."""
        prescription, monthly, menus = question.prescriptions[place], question.quantities_of(place), self.menus
        kind = Kind(prescription.days_supply, question.member.channels, question.facts[place], bool(monthly))
        of_plans = menus.of(kind, prescription, monthly, self._designs.column, column.tier)
        longer = {60: column.unit_price_60, 90: column.unit_price_90}.get(own_column(prescription.days_supply) or 0, column.unit_price)
        fills = Counter(fill.quantity for fill in question.fills_in_full(place))
        full = np.array([*fills.items()], np.int64).reshape(-1, 2)
        cash = question.cash_unit_prices.get(prescription.drug.rxcui)
        tables = (of_plans, column.unit_price, longer, menus.begins.room, menus.options.room, menus.option_shares.room)
        given = [np.ascontiguousarray(table, np.int64) for table in tables]
        self._kernel.buy(
            len(self._plans),
            address(priced.cells),
            *map(address, given),
            address(priced.quantities),
            len(priced.quantities),
            address(full),
            len(full),
            UNKNOWN if cash is None else cash,
            address(priced.prices),
        )

    def _at_own_stores(self, question: YearOfPlans, place: int, plans: tuple[int, ...], priced: Priced) -> None:
        """Buy a drug at the member's own pharmacies, at the plans of which we know how these stand."""
        prescription, monthly = question.prescriptions[place], question.quantities_of(place)
        formulary = self._catalog.formulary([self._plans[plan].plan_id for plan in plans], [prescription.drug.rxcui])
        for at in plans:
            plan, terms = self._plans[at], self.menus.designs[self._designs.column[at]]
            stores, entry = question.stores_of(plan), formulary.get((plan.plan_id, prescription.drug.rxcui))
            bought = bought_at(terms, prescription, entry, question.member.channels, stores, monthly)
            if stores is None or bought is None:  # where none can be bought, none can at any kind of pharmacy either
                continue
            shares = self.menus.share_place(claim_shares(terms, kind_of_fill(bought, question.facts[place])))
            kept = int(priced.cells[at]) & (LISTED | SELECTED | 3 << RESTRICTIONS)
            priced.cells[at] = kept | BOUGHT | SPLIT * bought.split | shares << SHARES
            for number, (_, offer) in enumerate(bought.offers, start=int(bought.split)):
                priced.prices[at, number], priced.fees[at, number] = offer.price, offer.fee

    def _claims(self, question: YearOfPlans, priced: Priced) -> Integers:
        """What the first quantity of a purchase comes to at each plan, away from boundaries."""
        claims = np.zeros((len(self._plans), AWAY * OUTCOME), np.int64)
        subsidy = np.array(question.subsidy, np.int64)
        tables = (priced.prices, priced.fees, self.year, subsidy, self.numbers.room, self.menus.shares.room, claims)
        self._kernel.foresee(len(self._plans), address(priced.cells), len(priced.quantities), *map(address, tables))
        return claims

    def _remember(self, question: YearOfPlans, place: int, priced: Priced) -> int:
        self.claims.add(self._claims(question, priced))
        self.cells_at.add([self.cells.add(priced.cells)])
        self.prices_at.add([self.prices.add(priced.prices.reshape(-1))])
        self.fees_at.add([self.fees.add(priced.fees.reshape(-1)) if priced.fees.any() else -1])
        self.fills.add(_fills(question, place, priced.quantities.tolist()))
        self.fills_at.add([self.fills.used])
        return self.quantities.add([len(priced.quantities)])


def _fills(question: YearOfPlans, place: int, quantities: list[int]) -> list[int]:
    """The fills as written, and those month by month, each by its day; of two on a day the smaller first."""
    monthly = {quantity: at for at, quantity in enumerate(quantities) if at}
    found = [(fill.date, 0, 0) for fill in question.fills_of(place, split=False)]
    found += [(fill.date, 1, monthly[fill.quantity]) for fill in question.fills_of(place, split=True)]
    found.sort(key=lambda fill: (fill[0], fill[1], -fill[2]))
    return [(day.month - 1) << MONTH | day.day << DAY | split << MONTHLY | at << QUANTITY for day, split, at in found]


def address(table: Integers) -> int:
    """Where an array begins in memory."""
    begin: int = table.__array_interface__["data"][0]
    return begin


def has_grids(catalog: Any) -> bool:
    """Whether a catalog gives arrays for its entries: the class that has ``column`` must be the one whose ``formulary`` holds, so that a
    catalog with changed entries is read entry by entry."""
    of = type(catalog)
    return any("column" in one.__dict__ and one.__dict__.get("formulary") is getattr(of, "formulary", None) for one in of.__mro__)


def _column_by_entries(catalog: Catalog, plans: Sequence[Plan], rxcui: str) -> DrugColumn:
    entries = catalog.formulary([plan.plan_id for plan in plans], [rxcui])
    rows = np.zeros((len(DrugColumn._fields), len(plans)), np.int64)
    for at, plan in enumerate(plans):
        entry = entries.get((plan.plan_id, rxcui))
        if entry is not None:
            restrictions = entry.prior_authorization + entry.step_therapy + bool(entry.quantity_limit)
            prices = entry.unit_price or 0, entry.unit_price_60 or 0, entry.unit_price_90 or 0
            rows[:, at] = entry.tier, restrictions, entry.selected_drug, *prices
    return DrugColumn(*rows)
