"""At which kinds of pharmacy a drug can be bought, and for which shares, prepared for the compiled loops: by the rules of plain Python
(``pricing.way_to_buy``, ``shares.claim_shares``), once for each kind of purchase, design and tier.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from finder.adjudication.compiled_kernel import BY_MET, BY_MET_TO_THE_CENT, BY_STANDARD_MET, SHARE
from finder.adjudication.many_years import Integers
from finder.adjudication.pricing import DrugFacts, share_table, shares_compared, way_to_buy
from finder.adjudication.shares import ClaimShares, FillKind, claim_shares
from finder.adjudication.terms import Choices, PlanYearTerms, SubsidyTerms, YearTerms, plan_year_terms
from finder.domain.benefit import BenefitDesign, Channel, CostShare, LowIncomeSubsidy
from finder.domain.money import Quantity
from finder.domain.prescription import Prescription

_TIERS = 16
_NO_MENU, _NOT_MADE = -1, -2


class Table:
    """Rows of integers that only grow in number. ``room`` is an array of them with room for more; a reader of an older one still has all
    rows that it knew."""

    def __init__(self, width: int = 1) -> None:
        self.room: Integers = np.zeros((64, width), np.int64)
        self.used = 0

    def add(self, rows: Any) -> int:
        """Put rows at the end. Returns the place of the first."""
        begin, many = self.used, len(rows)
        if begin + many > len(self.room):
            more = np.zeros((max(begin + many, 2 * len(self.room)), self.room.shape[1]), np.int64)
            more[:begin] = self.room[:begin]
            self.room = more
        self.room[begin : begin + many] = np.asarray(rows, np.int64).reshape(many, self.room.shape[1])
        self.used += many
        return begin

    @property
    def column(self) -> Integers:
        """The first integer of each row."""
        return self.room[: self.used, 0]


class Kind(NamedTuple):
    """What of a purchase decides its menus. ``divisible``: whether it can be bought month by month."""

    days_supply: int
    channels: tuple[Channel, ...]
    facts: DrugFacts
    divisible: bool


class Menus:
    """The menus of a year's designs. A menu has options, each with the share by which it compares and the shares of a claim.

    ``begins``: for each menu where its options begin, and whether it is bought month by month; at last where options end.
    """

    def __init__(self, year: YearTerms, choices: Choices) -> None:
        self.year, self._choices = year, choices
        self.designs: list[PlanYearTerms] = []
        self._design_places: dict[int, int] = {}
        self._menus: dict[Kind, Integers] = {}
        self._share_places: dict[ClaimShares, int] = {}
        self.shares, self.options, self.option_shares, self.begins = Table(SHARE), Table(len(CostShare._fields)), Table(), Table(2)
        self.begins.add([(0, False)])

    def design(self, design: BenefitDesign) -> int:
        """The place of a design."""
        place = self._design_places.get(id(design))  # by identity: the design is kept with its terms
        if place is None:
            place = self._design_places[id(design)] = len(self.designs)
            self.designs.append(plan_year_terms(self.year, design, SubsidyTerms(LowIncomeSubsidy.NONE), self._choices))
        return place

    def of(self, kind: Kind, prescription: Prescription, monthly: Sequence[Quantity], designs: Integers, tiers: Integers) -> Integers:
        """The menus of a purchase at plans of those designs that list it on those tiers (0: not listed); below 0 for none."""
        table = self._table(kind)
        missing = table[designs, tiers] == _NOT_MADE
        for design, tier in {*zip(designs[missing].tolist(), tiers[missing].tolist(), strict=True)}:
            table[design, tier] = self._make(self.designs[design], tier, kind, prescription, monthly)
        return table[designs, tiers]

    def _table(self, kind: Kind) -> Integers:
        """The menus of a kind of purchase: [design, tier]."""
        table, many = self._menus.get(kind, np.zeros((0, _TIERS), np.int64)), len(self.designs)
        if len(table) < many:
            more = np.full((many - len(table), _TIERS), _NOT_MADE, np.int64)
            more[:, 0] = _NO_MENU
            table = self._menus[kind] = np.concatenate([table, more])
        return table

    def _make(self, terms: PlanYearTerms, tier: int, kind: Kind, prescription: Prescription, monthly: Sequence[Quantity]) -> int:
        """Add a menu. Returns its place, below 0 where the plan has no share for such a fill."""
        table = share_table(terms, prescription.drug.insulin, tier)
        chosen = way_to_buy(table, prescription, monthly, kind.channels)
        if chosen is None:
            return _NO_MENU
        way, places, elsewhere = chosen
        channels = [kind.channels[place] for place in places] if elsewhere is None else [elsewhere]
        if table is None:
            channels = channels[:1]  # one share everywhere, at one price
        shares = [claim_shares(terms, FillKind(tier, channel, way.days_supply, *kind.facts)) for channel in channels]
        several = table is not None and elsewhere is None
        self.options.add(shares_compared(table, chosen, kind.channels) if several and table else [of.initial for of in shares])
        self.option_shares.add([self.share_place(of) for of in shares])
        menu = self.begins.add([(self.options.used, False)]) - 1
        self.begins.room[menu, 1] = way.split
        return menu

    def share_place(self, shares: ClaimShares) -> int:
        """The place of a claim's shares among all."""
        place = self._share_places.get(shares)
        if place is None:
            initial, gap, *rest = shares
            place = self._share_places[shares] = self.shares.add([[*initial, *gap, *rest, _looks_at(shares)]])
        return place


def _looks_at(shares: ClaimShares) -> int:
    """What of the running totals a claim with these shares looks at."""
    lifted = BY_MET_TO_THE_CENT if shares.exempt and shares.tier_deductible else 0
    return (BY_MET if shares.deductible_applies else 0) | lifted | (BY_STANDARD_MET if shares.brand else 0)
