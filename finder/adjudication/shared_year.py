"""What the plans of one comparison share: the member, the list, the year's terms, and on which days the list is filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from finder.adjudication.fills import FillsByMonth, fills_by_month
from finder.adjudication.pricing import facts_of
from finder.adjudication.terms import Choices, SubsidyTerms, YearTerms
from finder.domain.market import BorrowedPrice, Drug, FormularyEntry, Plan, PriceOrigin
from finder.domain.member import Member
from finder.domain.money import Quantity, UnitPrice
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.prescription import Fill, Prescription
from finder.domain.supply import fills_of, month_by_month
from finder.parameters import ParameterSet

Formulary = Mapping[tuple[str, str], FormularyEntry]
"""(plan id, rxcui) -> how the plan lists the drug; a missing pair: not at all."""

FilledBy = tuple[int, bool, Quantity]
"""The fills of one quantity: the place of the prescription in the list, whether it is bought month by month, and the quantity."""


class YearOfPlans:
    """What all plans of one comparison share.

    ``numbers``, ``year``, ``subsidy``, ``choices``: the law.
    ``cash_unit_prices``: what uncovered drugs cost in cash.
    ``stores``: how the member's pharmacies stand at a plan; None where kinds of pharmacy decide.
    ``compared``: all plans of the comparison; what their files tell of at one, they could tell of at another.
    ``estimated_on``: the day of the prices where they are of an earlier year, else None.
    ``processed``: the places of the list in the order processed on a day.
    """

    def __init__(
        self,
        numbers: ParameterSet,
        year: YearTerms,
        subsidy: SubsidyTerms,
        member: Member,
        prescriptions: Sequence[Prescription],
        cash_unit_prices: Mapping[str, UnitPrice | None],
        stores: Callable[[str], Sequence[PharmacyTerms] | None] | None = None,
        compared: Sequence[Plan] = (),
        estimated_on: date | None = None,
    ) -> None:
        self.numbers, self.year, self.subsidy, self.member = numbers, year, subsidy, member
        self.prescriptions, self.cash_unit_prices = tuple(prescriptions), cash_unit_prices
        self.stores, self.compared, self.estimated_on = stores, compared, estimated_on
        # the days of a fill are the same at every plan; kept here and not in a global cache, because they are a person's
        self._fills: dict[tuple[int, bool], tuple[Fill, ...]] = {}
        self._quantities: dict[int, tuple[Quantity, ...]] = {}
        self._by_month: dict[tuple[FilledBy, ...], FillsByMonth] = {}
        self.choices = Choices(same_day_order="alphabetical" if member.alphabetical else "as_listed")
        self.facts = [facts_of(prescription.drug) for prescription in self.prescriptions]
        self.processed = list(range(len(self.prescriptions)))
        if member.alphabetical:
            self.processed.sort(key=lambda place: self.prescriptions[place].drug.name.casefold())

    def middle_from(self, drug: Drug) -> BorrowedPrice | None:
        """Where the market's middle price of a drug is from; None in a year with its own prices."""
        if self.estimated_on is None:
            return None
        middle = self.cash_unit_prices.get(drug.rxcui)
        if middle is not None and any(unit.printed_as(middle) for unit in drug.negotiated):
            return BorrowedPrice(PriceOrigin.NEGOTIATED, date(self.year.plan_year, 1, 1))
        return BorrowedPrice(PriceOrigin.MARKET, self.estimated_on)

    def stores_of(self, plan: Plan) -> Sequence[PharmacyTerms] | None:
        """How the member's pharmacies stand at a plan; None where kinds of pharmacy decide."""
        return self.stores(plan.plan_id) if self.stores else None

    def fills_of(self, place: int, *, split: bool) -> tuple[Fill, ...]:
        """The fills of the prescription at a place in the list, in the months covered; monthly ones where it is ``split`` (none where it
        cannot be divided so)."""
        fills = self._fills.get((place, split))
        if fills is None:
            made = month_by_month if split else fills_of
            fills = made(self.prescriptions[place], self.year.plan_year, self.member.coverage_start.month)
            self._fills[place, split] = fills
        return fills

    def fills_in_full(self, place: int) -> tuple[Fill, ...]:
        """The fills of the prescription at a place in the list where the person pays for all of them: bought month by month where that
        can be, so that the same use costs the same however it is written."""
        return (() if self.prescriptions[place].dates else self.fills_of(place, split=True)) or self.fills_of(place, split=False)

    def quantities_of(self, place: int) -> tuple[Quantity, ...]:
        """What is bought in a month where the prescription at a place in the list is bought month by month, the largest first."""
        quantities = self._quantities.get(place)
        if quantities is None:
            monthly = {fill.quantity for fill in self.fills_of(place, split=True)}
            quantities = self._quantities[place] = tuple(sorted(monthly, reverse=True))
        return quantities

    def fills_by_month(self, bought: tuple[FilledBy, ...]) -> FillsByMonth:
        """The months with those fills, in the order processed on a day."""
        by_month = self._by_month.get(bought)
        if by_month is None:
            fills = [[fill for fill in self.fills_of(place, split=split) if fill.quantity == of] for place, split, of in bought]
            by_month = self._by_month[bought] = fills_by_month(fills)
        return by_month
