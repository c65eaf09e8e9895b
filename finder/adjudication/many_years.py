"""The years of many people at many plans, as arrays. Two engines give the same integers: plain Python here, compiled code beside it.

A question is a ``YearOfPlans``: a member, a list, the law's numbers and the plans compared. A chunk of questions is answered at once. A row
is a question at one of its plans, a cell a row's drug.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import accumulate
from typing import Any, Protocol

import numpy as np

from finder.adjudication.plan_year import YearAtPlan
from finder.adjudication.shared_year import YearOfPlans
from finder.domain.claim import PAYERS
from finder.domain.market import Catalog
from finder.domain.months import YEAR_MONTHS

COLUMNS = ("gross_drug_cost", *PAYERS, "troop")
"""The columns of ``Years.payers``."""
UNKNOWN = -1
"""In place of a full price that nobody knows, and of a payer's part that nobody asked for."""

Integers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Years:
    """The answers of a chunk.

    ``rows``: where the rows of each question begin, and at last their number. A question's rows are in the order of its plans.
    ``cells``: where the cells of each question begin, and at last their number: those of its first plan in the order of the list, then
    those of its second plan.
    ``payers`` [row, 8]: the year's sums in the order of ``COLUMNS``; ``troop`` is what counts toward the threshold at the year's end,
    with what had run up before. Where only the person's part was asked for, the other payers and the drugs' cost may be ``UNKNOWN``.
    ``months`` [row, 12]: what the person pays for drugs in each month.
    ``phase`` [row]: the furthest phase, that in which the next dollar after the year would fall.
    ``counted`` [row]: how many drugs are in the sums.
    ``restrictions`` [row]: how many restrictions the plan puts on the drugs of the list.
    ``paid`` [cell]: what the person pays for the drug; 0 for one left out.
    ``bought`` [cell]: 1 for a drug in the sums, 0 for one left out.
    ``listed`` [cell]: 1 where the plan lists the drug.
    ``full_price`` [cell]: what the fills of a drug left out cost in full, or ``UNKNOWN``; 0 for a drug in the sums.
    """

    rows: Integers
    cells: Integers
    payers: Integers
    months: Integers
    phase: Integers
    counted: Integers
    restrictions: Integers
    paid: Integers
    bought: Integers
    listed: Integers
    full_price: Integers

    def of(self, question: int) -> slice:
        """The rows of a question."""
        return slice(int(self.rows[question]), int(self.rows[question + 1]))

    def by_drug(self, question: int, of_cells: Integers) -> Integers:
        """An array of cells, such as ``paid``, as [plan, drug] of a question."""
        rows = int(self.rows[question + 1] - self.rows[question])
        return of_cells[self.cells[question] : self.cells[question + 1]].reshape(rows, -1 if rows else 0)


class ManyYears(Protocol):
    """An engine over one catalog."""

    def answer(self, questions: Sequence[YearOfPlans]) -> Years:
        """The years of a chunk of questions, each at the plans that it compares."""


def empty_years(questions: Sequence[YearOfPlans]) -> Years:
    """The arrays of a chunk, all zeros."""
    rows = _begins(len(question.compared) for question in questions)
    cells = _begins(len(question.compared) * len(question.prescriptions) for question in questions)
    many, drugs = int(rows[-1]), int(cells[-1])
    return Years(
        rows=rows,
        cells=cells,
        payers=np.zeros((many, len(COLUMNS)), np.int64),
        months=np.zeros((many, YEAR_MONTHS), np.int64),
        phase=np.zeros(many, np.int8),
        counted=np.zeros(many, np.int32),
        restrictions=np.zeros(many, np.int32),
        paid=np.zeros(drugs, np.int64),
        bought=np.zeros(drugs, np.int8),
        listed=np.zeros(drugs, np.int8),
        full_price=np.zeros(drugs, np.int64),
    )


def _begins(sizes: Iterable[int]) -> Integers:
    return np.fromiter(accumulate(sizes, initial=0), np.int64)


class PlainYears:
    """The engine in plain Python. It needs no compiler. Every payer takes a ledger of each year: without (``every_payer``) it answers three
    times as many people."""

    def __init__(self, catalog: Catalog, *, every_payer: bool = True) -> None:
        self._catalog, self._every_payer = catalog, every_payer

    def answer(self, questions: Sequence[YearOfPlans]) -> Years:
        """The years of a chunk of questions, each at the plans that it compares."""
        years = empty_years(questions)
        for place, question in enumerate(questions):
            answer_plainly(self._catalog, question, years, place, every_payer=self._every_payer)
        return years


def answer_plainly(catalog: Catalog, question: YearOfPlans, years: Years, place: int, *, every_payer: bool = True) -> None:
    """Fill in the rows and cells of one question, the one at ``place`` of its chunk."""
    rxcuis = [prescription.drug.rxcui for prescription in question.prescriptions]
    formulary = catalog.formulary([plan.plan_id for plan in question.compared], rxcuis)
    row, cell = int(years.rows[place]), int(years.cells[place])
    for plan in question.compared:
        year = YearAtPlan(question, plan, formulary)
        years.payers[row] = _payers(year) if every_payer else _own_part(year)
        _fill_in(years, row, cell, year)
        row, cell = row + 1, cell + len(rxcuis)


def _fill_in(years: Years, row: int, cell: int, year: YearAtPlan) -> None:
    months = year.months
    years.months[row] = [month.patient_pay for month in months]
    years.phase[row] = months[-1].phase_at_end
    years.counted[row], years.restrictions[row] = year.counted, year.restrictions
    of_list = slice(cell, cell + len(year.left_out))
    years.paid[of_list] = year.patient_pay
    years.bought[of_list] = [left is None for left in year.left_out]
    years.listed[of_list] = [left is None or left.listed for left in year.left_out]
    years.full_price[of_list] = [0 if left is None else UNKNOWN if left.full_price is None else left.full_price for left in year.left_out]


def _payers(year: YearAtPlan) -> list[int]:
    segments = [segment for row in year.ledger.rows for segment in row.segments]
    by_payer = [sum(getattr(segment, payer) for segment in segments) for payer in PAYERS]
    return [sum(row.price for row in year.ledger.rows), *by_payer, year.months[-1].troop_at_end]


def _own_part(year: YearAtPlan) -> list[int]:
    own = {"patient_pay": year.drug_cost, "troop": year.months[-1].troop_at_end}
    return [own.get(column, UNKNOWN) for column in COLUMNS]


def engine_for(catalog: Catalog, *, plain: bool = False, threads: int = 1, every_payer: bool = True) -> ManyYears:
    """The quickest engine at hand: compiled with the extra ``fast``, else plain Python (as with ``plain``). Without ``every_payer`` plain
    Python says only what the person pays."""
    if plain or find_spec("numba") is None:
        return PlainYears(catalog, every_payer=every_payer)
    from finder.adjudication.compiled_years import CompiledYears

    return CompiledYears(catalog, threads)
