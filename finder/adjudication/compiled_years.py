"""The years of many people by compiled code. Python looks up a member's purchases; the rest of a chunk is one call without Python in it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

import numpy as np

from finder.adjudication.compiled import Kernel, kernel_of
from finder.adjudication.compiled_kernel import LINE, MONTHS
from finder.adjudication.compiled_purchases import Market, TooDear, address
from finder.adjudication.many_years import Integers, Years, answer_plainly, empty_years
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import Choices, YearTerms
from finder.domain.market import Catalog, Plan
from finder.domain.money import Cents

_MARKETS = 6
"""Sets of a year's terms that are remembered: the year's own, and some that a what-if changed."""


class _Asked(NamedTuple):
    """A question by places: its number in the chunk, its plans, its purchases."""

    number: int
    plans: tuple[int, ...]
    purchases: list[int]


class _Chunk(NamedTuple):
    """Questions of one market as arrays, in the order of ``compiled_kernel.Asked``; the market's, in the order of ``Known``; and how much
    room their events and lists need."""

    asked: tuple[Integers, ...]
    known: tuple[Integers, ...]
    events: int
    drugs: int


class Prepared(NamedTuple):
    """Questions as arrays, by market, beside room for their answers.

    ``plainly``: the numbers of those that plain Python answers: with a fill too dear for 64 bits, or with other help.
    """

    questions: Sequence[YearOfPlans]
    years: Years
    chunks: list[tuple[Kernel, _Chunk]]
    plainly: list[int]


class CompiledYears:
    """The engine by compiled code over one catalog. Safe to share between threads. Without the extra ``fast`` it raises ImportError.

    ``threads``: how many work on a chunk at once.
    """

    def __init__(self, catalog: Catalog, threads: int = 1) -> None:
        self._catalog, self._threads = catalog, threads
        self._markets: dict[tuple[YearTerms, Choices], Market] = {}
        self._lock = Lock()

    def answer(self, questions: Sequence[YearOfPlans]) -> Years:
        """The years of a chunk of questions, each at the plans that it compares."""
        return self.run(self.prepare(questions))

    def run(self, prepared: Prepared) -> Years:
        """Answer what is prepared; on several threads if it is worth it."""
        questions, years, chunks, plainly = prepared
        for kernel, chunk in chunks:
            self._run(kernel, chunk, years)
        for number in plainly:
            answer_plainly(self._catalog, questions[number], years, number)
        return years

    def rank(self, question: YearOfPlans) -> list[tuple[list[Cents], int]]:
        """For each plan of a question what the person pays for each drug, and how many drugs are in the sums."""
        years = self.answer([question])
        return list(zip(years.by_drug(0, years.paid).tolist(), years.counted.tolist(), strict=True))

    def prepare(self, questions: Sequence[YearOfPlans]) -> Prepared:
        """Look up the purchases of a chunk of questions."""
        with self._lock:
            return self._prepare(questions, empty_years(questions))

    def _prepare(self, questions: Sequence[YearOfPlans], years: Years) -> Prepared:
        asked: dict[int, list[_Asked]] = {}
        markets: dict[int, tuple[Market, Kernel]] = {}
        of_terms: dict[tuple[int, Choices], tuple[Market, Kernel]] = {}
        lists: dict[tuple[int, int], tuple[Sequence[Plan], tuple[int, ...]]] = {}
        plainly = []
        for number, question in enumerate(questions):
            if question.member.other_help:
                plainly.append(number)
                continue
            terms = id(question.year), question.choices  # the years of a chunk are kept with its questions
            if terms not in of_terms:
                of_terms[terms] = self._market(question)
            market, kernel = of_terms[terms]
            markets[id(market)] = market, kernel
            named = id(market), id(question.compared)  # the plans of a chunk are kept with its questions
            if named not in lists:
                lists[named] = question.compared, tuple([market.place(plan) for plan in question.compared])
            plans = lists[named][1]
            buyer = market.buyer(question, plans)
            try:
                purchases = [market.purchase(question, place, plans, buyer) for place in range(len(question.prescriptions))]
            except TooDear:
                plainly.append(number)
                continue
            asked.setdefault(id(market), []).append(_Asked(number, plans, purchases))
        chunks = [(markets[of][1], _chunk(questions, years, group, markets[of][0])) for of, group in asked.items()]
        return Prepared(questions, years, chunks, plainly)

    def _market(self, question: YearOfPlans) -> tuple[Market, Kernel]:
        """What is remembered under a question's terms."""
        kernel = kernel_of(question.year.law)
        key = question.year, _of_money(question.choices)
        market = self._markets.get(key)
        if market is None or market.full:
            self._markets.pop(key, None)
            if len(self._markets) >= _MARKETS:
                self._markets.clear()
            market = self._markets[key] = Market(self._catalog, *key, kernel)
        return market, kernel

    def _run(self, kernel: Kernel, chunk: _Chunk, years: Years) -> None:
        many = len(chunk.asked[0])
        parts = np.linspace(0, many, min(self._threads, many) + 1).astype(int).tolist()
        if len(parts) <= 2:
            _call(kernel, chunk, years, 0, many)
            return
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(lambda part: _call(kernel, chunk, years, *part), pairwise(parts)))


def _of_money(choices: Choices) -> Choices:
    """The choices that decide amounts; the order on a day is in the events."""
    return choices if choices.same_day_order == "as_listed" else replace(choices, same_day_order="as_listed")


def _chunk(questions: Sequence[YearOfPlans], years: Years, group: Sequence[_Asked], market: Market) -> _Chunk:
    numbers = [asked.number for asked in group]
    plans_at: dict[int, int] = {}
    plans: list[int] = []
    for asked in group:
        if id(asked.plans) not in plans_at:
            plans_at[id(asked.plans)] = len(plans)
            plans += asked.plans
    lists = np.cumsum([0, *(len(asked.purchases) for asked in group)])
    purchases = np.array([place for asked in group for place in asked.purchases], np.int64)
    begins = market.fills_at.column
    of_fills = np.concatenate([[0], np.cumsum(begins[purchases + 1] - begins[purchases])])
    arrays = (
        years.rows[numbers],
        years.cells[numbers],
        lists,
        purchases,
        np.array([place for number in numbers for place in questions[number].processed], np.int64),
        np.array([plans_at[id(asked.plans)] for asked in group], np.int64),
        np.array([len(asked.plans) for asked in group], np.int64),
        np.array(plans, np.int64),
        np.array([_member(questions[number]) for number in numbers], np.int64),
    )
    events, drugs = (int((of[1:] - of[:-1]).max(initial=0)) for of in (of_fills[lists], lists))
    return _Chunk(tuple(np.ascontiguousarray(array, np.int64) for array in arrays), _known(market), events, drugs)


def _member(question: YearOfPlans) -> tuple[int, ...]:
    member = question.member
    return *map(int, question.subsidy), member.gross_drug_cost_to_date, member.troop_to_date


def _known(market: Market) -> tuple[Integers, ...]:
    tables = (
        *(market.numbers, market.menus.shares, market.cells_at, market.prices_at, market.fees_at, market.quantities),
        *(market.fills_at, market.fills, market.cells, market.prices, market.fees, market.claims),
    )
    return market.year, *(table.room for table in tables)


def _call(kernel: Kernel, chunk: _Chunk, years: Years, first: int, end: int) -> None:
    """Answer some questions of a chunk; the arrays live as long as the call."""
    answered = (
        *(years.payers, years.months, years.phase, years.counted, years.restrictions),
        *(years.paid, years.bought, years.listed, years.full_price),
    )
    scratch = [np.zeros(size, np.int64) for size in (2 * MONTHS + 1, MONTHS, chunk.events + 1, LINE * chunk.drugs + 1, chunk.drugs + 1)]
    kernel.years(first, end, *map(address, (*chunk.asked, *chunk.known, *answered, *scratch)))
