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


class ListYears:
    """The years of one person's list at all plans compared, a part of the arrays of many."""

    def __init__(self, catalog: Catalog, shared: YearOfPlans, years: Years, question: int, reaches: Reaches) -> None:
        self.catalog, self.shared, self.years = catalog, shared, years
        self.first_row = int(years.rows[question])
        self.first_cell = int(years.cells[question])
        self.drugs = len(shared.prescriptions)
        self._reaches = reaches
        self._not_listed: dict[int, DrugCost] = {}

    def reaches_preferred(self, plan: Plan) -> bool:
        """Whether the person can use a preferred pharmacy of the plan."""
        if self.shared.stores is None:
            return self._reaches(plan)
        return reaches_preferred(plan, self.shared.member.channels, self.shared.stores_of(plan))

    def cells(self, place: int) -> slice:
        """The cells of the plan at a place."""
        start = self.first_cell + place * self.drugs
        return slice(start, start + self.drugs)

    def uncounted(self, plan: Plan, drug: int, *, listed: bool, full_price: Cents) -> DrugCost:
        """A drug of the list that is not in a plan's total. Where the plan does not list it, it is the same at every such plan."""
        if not listed and drug in self._not_listed:
            return self._not_listed[drug]
        prescription = self.shared.prescriptions[drug]
        pair = (plan.plan_id, prescription.drug.rxcui)
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
    def _plan(self) -> Plan:
        return self._list.shared.compared[self._place]

    @property
    def _row(self) -> int:
        return self._list.first_row + self._place

    @property
    def payers(self) -> Integers:
        """The year's sums, in the order of ``finder.adjudication.many_years.COLUMNS``."""
        payers: Integers = self._list.years.payers[self._row]
        return payers

    @property
    def restrictions(self) -> int:
        """How many restrictions the plan puts on the drugs of the list."""
        return int(self._list.years.restrictions[self._row])

    @property
    def furthest_phase(self) -> Phase:
        """The phase in which the year ends."""
        return Phase(int(self._list.years.phase[self._row]))

    @property
    def preferred_pharmacy(self) -> bool:
        """Whether the person can use a preferred pharmacy of the plan."""
        return self._list.reaches_preferred(self._plan)

    @property
    def uncounted(self) -> tuple[DrugCost, ...]:
        """The drugs that are not in the total."""
        of, years = self._list.cells(self._place), self._list.years
        cells = zip(years.bought[of].tolist(), years.listed[of].tolist(), years.full_price[of].tolist(), strict=True)
        return tuple(
            self._list.uncounted(self._plan, drug, listed=bool(listed), full_price=full_price)
            for drug, (bought, listed, full_price) in enumerate(cells)
            if not bought
        )

    @cached_property
    def _year(self) -> YearAtPlan:
        of, plan, shared = self._list, self._plan, self._list.shared
        formulary = of.catalog.formulary((plan.plan_id,), [prescription.drug.rxcui for prescription in shared.prescriptions])
        cells = of.cells(self._place)
        paid, counted = of.years.paid[cells].tolist(), int(of.years.counted[self._row])
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
