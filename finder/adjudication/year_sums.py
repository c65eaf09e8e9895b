"""The sums of a year without its ledger: what the person pays for each drug, and where each month ends.

Cuts the same claims by the same rules in the same order as the ledger, but skips payer splits and reuses repeated months. Past the
deductible a fill costs the same until it crosses a boundary (``Place``), and a month without a crossing repeats as often as it fits below
the next one. A claim that may cross a boundary is cut by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from finder.adjudication.payers import enrollee_pays
from finder.adjudication.pieces import Cutter, State, cutter_of
from finder.adjudication.rows import accumulated
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanYearTerms
from finder.domain.money import Cents
from finder.rules.catastrophic import nothing_above_threshold

NO_LIMIT: Cents = 10**15
"""In place of an initial coverage limit where there is none: beyond what a year of drugs can cost."""


class Purchase(NamedTuple):
    """One fill of a drug at a plan, bought as often as the schedule has it: its shares, its price and the dispensing fee within that."""

    shares: ClaimShares
    price: Cents
    fee: Cents


class Run(NamedTuple):
    """Months in a row that are alike: how many, what the person pays in each, the accumulators before the first, and after the first."""

    months: int
    patient_pay: Cents
    before: State
    after: State


class YearRuns(NamedTuple):
    """What the person pays for each purchase in the year, and its months as runs."""

    patient_pay: list[Cents]
    runs: list[Run]


Schedule = Sequence[tuple[tuple[int, ...], int]]
"""The months covered, in order: the purchases of a month by their place in the list, as processed, and how many months in a row have the
same."""


class Place(IntEnum):
    """Where the next claim falls. In all places but ``OPEN``, where a deductible is not met, a fill costs the same each time."""

    OPEN = 0
    INITIAL = 1
    GAP = 2
    ABOVE = 3


def sums_of_year(terms: PlanYearTerms, purchases: Sequence[Purchase], schedule: Schedule, opening: State) -> YearRuns:
    """The sums of a year of purchases at one plan, in cents, from the accumulators that it opens with."""
    plan = _AtPlan(terms, purchases)
    paid, runs, state = [0] * len(purchases), [], opening
    for sequence, left in schedule:
        while left:
            months, pays, after = plan.repeated(sequence, state, left) or plan.walked(sequence, state, left)
            for purchase, pay in zip(sequence, pays, strict=True):
                paid[purchase] += pay * months
            runs.append(Run(months, sum(pays), state, after))
            state = later(state, after, months)
            left -= months
    return YearRuns(paid, runs)


def claim_sums(
    cut: Cutter, terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, before: State
) -> tuple[Cents, Cents, State]:
    """What the person pays of one claim, its credit toward the threshold, and the accumulators after it."""
    pieces = cut(terms, shares, price, fee, before)
    paid = enrollee_pays(terms, shares, pieces, before)
    credit = min(pieces[8], max(terms.year.threshold - before[1], 0))  # rounding in the gap can make it pass the threshold by a cent
    return paid[0] + paid[1] + paid[2] + paid[3], credit, accumulated(terms, shares, price, pieces[0], credit, before)


def later(before: State, after: State, months: int) -> State:
    """The accumulators some months on, each of which adds what the first one did."""
    if months == 1:
        return after
    gross, troop, met, standard = before
    return (
        gross + (after[0] - gross) * months,
        troop + (after[1] - troop) * months,
        met + (after[2] - met) * months,
        standard + (after[3] - standard) * months,
    )


Months = tuple[int, list[Cents], State]
"""How many months, what is paid for each purchase of one of them, and the accumulators after the first."""


class _AtPlan:
    """A plan's boundaries, and what a fill of each purchase costs in each place."""

    def __init__(self, terms: PlanYearTerms, purchases: Sequence[Purchase]) -> None:
        year, design = terms.year, terms.design
        self.terms, self.purchases, self.cut = terms, purchases, cutter_of(terms.year.shape)
        self.prices = [purchase.price for purchase in purchases]
        self.threshold, self.deductible = year.threshold, design.deductible
        self.limit = NO_LIMIT if design.initial_coverage_limit is None else design.initial_coverage_limit
        # what a claim would cost under the standard benefit decides the credit of an enhanced plan's claim, and nothing else here
        self.standard = year.deductible if terms.credits_the_greater else 0
        self.smaller = min(terms.subsidy.partial_deductible, design.deductible)
        # insulin and vaccines of 2023 count by a deductible that they don't fill: no two months of an open one need be alike
        self.alike = not (year.shape.subsidizes_reduction and any(purchase.shares.exempt for purchase in purchases))
        self.known: dict[Place, list[tuple[Cents, Cents]]] = {}

    def place(self, state: State) -> Place:
        """Where the next claim falls."""
        gross, troop, met, standard = state
        if troop >= self.threshold:
            return Place.ABOVE
        if met < self.deductible or standard < self.standard:
            return Place.OPEN
        return Place.GAP if gross >= self.limit else Place.INITIAL

    def costs(self, place: Place) -> list[tuple[Cents, Cents]]:
        """What the person pays for a fill of each purchase that stays within a place, and its credit toward the threshold."""
        found = self.known.get(place)
        if found is None:
            found = self.known[place] = self._costs(place)
        return found

    def _costs(self, place: Place) -> list[tuple[Cents, Cents]]:
        if place is Place.ABOVE and self.terms.year.shape.above_threshold is nothing_above_threshold:
            return [(0, 0)] * len(self.purchases)
        gross = self.limit if place is Place.GAP else 0
        troop = self.threshold if place is Place.ABOVE else 0
        within = gross, troop, self.deductible, self.terms.year.deductible
        return [claim_sums(self.cut, self.terms, *purchase, within)[:2] for purchase in self.purchases]

    def repeated(self, sequence: tuple[int, ...], state: State, left: int) -> Months | None:
        """Whole months that stay within one place, as many as are left and fit; None where none does."""
        place = self.place(state)
        if place is Place.OPEN:
            return None
        costs, (gross, troop, met, standard) = self.costs(place), state
        spent = sum([self.prices[purchase] for purchase in sequence])
        credit = sum([costs[purchase][1] for purchase in sequence])
        fit = left
        if place is not Place.ABOVE:
            if credit:
                fit = min(fit, (self.threshold - 1 - troop) // credit)
            if place is Place.INITIAL and spent:
                fit = min(fit, (self.limit - gross) // spent)
        if fit < 1:
            return None
        return fit, [costs[purchase][0] for purchase in sequence], (gross + spent, troop + credit, met, standard)

    def walked(self, sequence: tuple[int, ...], before: State, left: int) -> Months:
        """A month claim by claim; and those after it that are like it, while a deductible stays open and nothing is crossed."""
        pays, plain, state, place = [], True, before, self.place(before)
        for index in sequence:
            gross, troop, met, standard = state
            if place is Place.INITIAL or place is Place.GAP:
                paid, credit = self.costs(place)[index]
                price = self.prices[index]
                if troop + credit < self.threshold and (place is Place.GAP or gross + price <= self.limit):
                    pays.append(paid)
                    state = gross + price, troop + credit, met, standard
                    continue
            purchase = self.purchases[index]
            paid, credit, state = claim_sums(self.cut, self.terms, *purchase, state)
            plain = plain and self._crosses_nothing(purchase.price, credit, (gross, troop, met, standard))
            pays.append(paid)
            place = self.place(state)
        months = self._like_it(before, state, left) if plain and self.alike and left > 1 and place is Place.OPEN else 1
        return months, pays, state

    def _crosses_nothing(self, price: Cents, credit: Cents, before: State) -> bool:
        gross, troop, met, standard = before
        return (
            troop + credit < self.threshold
            and (gross >= self.limit or gross + price <= self.limit)
            and (met >= self.deductible or met + price <= self.deductible)
            and (met >= self.smaller or met + price <= self.smaller)
            and (standard >= self.standard or standard + price <= self.standard)
        )

    def _like_it(self, before: State, after: State, left: int) -> int:
        """How many months in a row, the one walked among them, are like it: those that end within each boundary that it began within."""
        bounds = (self.limit, self.threshold - 1, self.deductible, self.standard)
        for begun, ended, bound in (*zip(before, after, bounds, strict=True), (before[2], after[2], self.smaller)):
            if begun < bound and ended > begun:
                left = min(left, (bound - begun) // (ended - begun))
        return max(left, 1)
