"""One of many years at a plan: what ranks it from the arrays of all, the rest of its details when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from finder.adjudication.many_years import UNKNOWN, Integers, Years
from finder.adjudication.plan_year import YearAtPlan, reaches_preferred
from finder.adjudication.pricing import uncounted
from finder.adjudication.shared_year import YearOfPlans
from finder.domain.benefit import Phase
from finder.domain.claim import Ledger
from finder.domain.market import Catalog, Plan
from finder.domain.money import Cents
from finder.domain.plan_cost import DrugCost, MonthCost

Reaches = Callable[[Plan], bool]
_PHASES = tuple(Phase)


class ListYears:
    """The years of one person's list at all plans compared, a part of the arrays of many."""

    def __init__(self, catalog: Catalog, shared: YearOfPlans, years: Years, question: int, reaches: Reaches) -> None:
        self.catalog, self.shared, self.years, self.question = catalog, shared, years, question
        self._reaches = reaches
        self._not_listed: dict[int, DrugCost] = {}

    @cached_property
    def rows(self) -> tuple[list[Cents], list[int]]:
        """Phase and restrictions at each plan."""
        of = self.years.of(self.question)
        return self.years.phase[of].tolist(), self.years.restrictions[of].tolist()

    @cached_property
    def _cells(self) -> tuple[list[list[int]], ...]:
        """Whether each drug is bought, whether it is listed, and its full price: at each plan, in the order of the list."""
        years = self.years
        return tuple(years.by_drug(self.question, of).tolist() for of in (years.bought, years.listed, years.full_price))

    def reaches_preferred(self, plan: Plan) -> bool:
        """Whether the person can use a preferred pharmacy of the plan."""
        if self.shared.stores is None:
            return self._reaches(plan)
        return reaches_preferred(plan, self.shared.member.channels, self.shared.stores_of(plan))

    def uncounted(self, place: int) -> tuple[DrugCost, ...]:
        """The drugs of the list that are not in the total of the plan at that place."""
        bought, listed, full_price = (of[place] for of in self._cells)
        return tuple(self._drug(place, drug, listed[drug], full_price[drug]) for drug, of in enumerate(bought) if not of)

    def _drug(self, place: int, drug: int, listed: int, full_price: Cents) -> DrugCost:
        """A drug that is not in a plan's total. It is the same at all plans that don't list it."""
        if not listed and drug in self._not_listed:
            return self._not_listed[drug]
        prescription = self.shared.prescriptions[drug]
        pair = (self.shared.compared[place].plan_id, prescription.drug.rxcui)
        found = uncounted(
            prescription,
            self.catalog.formulary(pair[:1], pair[1:]).get(pair) if listed else None,
            None if full_price == UNKNOWN else full_price,
            len(self.shared.fills_of(drug, split=False)),
            self.shared.middle_from(prescription.drug),
        )
        if not listed:
            self._not_listed[drug] = found
        return found


class YearInMany:
    """The details of one year: those of ``YearAtPlan``."""

    def __init__(self, list_years: ListYears, place: int) -> None:
        self._list, self._place = list_years, place

    @property
    def payers(self) -> Integers:
        """The year's sums, in the order of ``finder.adjudication.many_years.COLUMNS``. Raises LookupError where only the person's part was
        asked for."""
        payers: Integers = self._list.years.payers[self._list.years.of(self._list.question)][self._place]
        if payers.min() < 0:
            raise LookupError("every_payer")
        return payers

    @property
    def restrictions(self) -> int:
        """How many restrictions the plan puts on the drugs of the list."""
        return self._list.rows[1][self._place]

    @property
    def furthest_phase(self) -> Phase:
        """The phase in which the year ends."""
        return _PHASES[self._list.rows[0][self._place]]

    @property
    def preferred_pharmacy(self) -> bool:
        """Whether the person can use a preferred pharmacy of the plan."""
        return self._list.reaches_preferred(self._list.shared.compared[self._place])

    @cached_property
    def uncounted(self) -> tuple[DrugCost, ...]:
        """The drugs that are not in the total."""
        return self._list.uncounted(self._place)

    @cached_property
    def _year(self) -> YearAtPlan:
        of, years, shared = self._list, self._list.years, self._list.shared
        plan = shared.compared[self._place]
        formulary = of.catalog.formulary((plan.plan_id,), [prescription.drug.rxcui for prescription in shared.prescriptions])
        paid = years.by_drug(of.question, years.paid)[self._place].tolist()
        counted = int(years.counted[years.of(of.question)][self._place])
        return YearAtPlan(shared, plan, formulary, paid, counted)

    @property
    def drugs(self) -> tuple[DrugCost, ...]:
        """Each drug of the list, in its order."""
        return self._year.drugs

    @property
    def months(self) -> tuple[MonthCost, ...]:
        """Twelve months."""
        return self._year.months

    @property
    def ledger(self) -> Ledger:
        """Every claim of the year, adjudicated."""
        return self._year.ledger

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what a reader of the numbers must know."""
        return self._year.notes
