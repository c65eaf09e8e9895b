"""What the lists of many people cost at the plans that serve each: for every person the comparison that ``compare_plans`` makes.

An engine answers the years of all people at once. Ranking and advice are the same functions as for one person. What a place, a level of
Extra Help and a plan decide without the list (premiums, who may join) is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import NamedTuple, TypeVar

import numpy as np

from finder.adjudication.many_years import UNKNOWN, ManyYears, PlainYears, Years
from finder.adjudication.plan_year import reaches_preferred
from finder.adjudication.shared_year import YearOfPlans
from finder.domain.choosing import CanBeChosen
from finder.domain.errors import Refusal
from finder.domain.market import Catalog, Plan
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.population import Person
from finder.parameters import ParameterSet
from finder.questions.plans.choosing import can_be_chosen_by, joining
from finder.questions.plans.compare import advised, plans_for, refuse_list, year_of_plans
from finder.questions.plans.ranking import in_order, may_lead
from finder.questions.population.plan_facts import PlanFacts, facts_of_plans
from finder.questions.population.years_at_plans import ListYears, YearInMany

_MOST = 2_048
"""Groups of people for which the facts of plans are remembered, some 20 kB each."""
_PATIENT_PAY = 1
Found = TypeVar("Found")


def compare_many(
    catalog: Catalog,
    people: Sequence[Person],
    *,
    numbers: ParameterSet | None = None,
    today: date | None = None,
    engine: ManyYears | None = None,
) -> tuple[Comparison | Refusal, ...]:
    """For each person the comparison, or why it is refused. Its plans stand in order, without their rank as a number, and it does not name
    the numbers of the law.

    ``numbers``: the law's, where a question changes them.
    ``today``: the day on which a plan is to be chosen.
    ``engine``: of this catalog; plain Python where none is given.
    """
    return ManyComparisons(catalog, numbers, today, engine).of(people)


class _Asked(NamedTuple):
    """A person, with what the plans say to people of that kind."""

    person: Person
    facts: PlanFacts
    shared: YearOfPlans


class _Sums(NamedTuple):
    """The amounts of a chunk's rows, as lists. ``endless``: whether nothing bounds the cost."""

    drug_cost: list[Cents]
    total: list[Cents]
    all_in: list[Cents]
    all_in_low: list[Cents]
    endless: list[bool]
    counted: list[int]


class ManyComparisons:
    """Comparisons over one catalog, chunk after chunk. It remembers what does not depend on a list."""

    def __init__(
        self, catalog: Catalog, numbers: ParameterSet | None = None, today: date | None = None, engine: ManyYears | None = None
    ) -> None:
        self._catalog, self._numbers, self._today = catalog, numbers, today
        self._engine = engine or PlainYears(catalog)
        self._known: dict[Hashable, object] = {}

    def of(self, people: Sequence[Person]) -> tuple[Comparison | Refusal, ...]:
        """For each person the comparison, or why it is refused."""
        asked = [self._ask(person) for person in people]
        askers = [one for one in asked if not isinstance(one, Refusal)]
        compared = self._compared(askers, self._engine.answer([one.shared for one in askers]))
        return tuple(one if isinstance(one, Refusal) else next(compared) for one in asked)

    def _ask(self, person: Person) -> _Asked | Refusal:
        try:
            group = self._group(person.member)
            plans = self._remembered(group, lambda: tuple(plans_for(self._catalog, person.member)))
            refuse_list(person.prescriptions)
            shared = year_of_plans(self._catalog, person.member, person.prescriptions, self._numbers, plans)
            facts = self._remembered((group, _kind(person.member)), lambda: facts_of_plans(plans, shared))
        except Refusal as refusal:
            return refusal
        return _Asked(person, facts, shared)

    def _group(self, member: Member) -> Hashable:
        """What decides which plans are compared: the current plan only where its kind is not asked for."""
        place = (member.county, member.plan_kinds)

        def chosen() -> frozenset[str]:
            return frozenset(plan.plan_id for plan in self._catalog.plans_serving(member.county) if plan.kind in member.plan_kinds)

        among = member.current_plan is None or member.current_plan in self._remembered(("chosen", place), chosen)
        return ("plans", place, None if among else member.current_plan)

    def _remembered(self, key: Hashable, make: Callable[[], Found]) -> Found:
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[key] = make()
        return found  # type: ignore[return-value]  # each key has its type

    def _compared(self, asked: Sequence[_Asked], years: Years) -> Iterator[Comparison]:
        if not asked:
            return
        sums = _sums(asked, years)
        for question, one in enumerate(asked):
            yield self._comparison(one, self._costs(one, years, question, sums))

    def _costs(self, one: _Asked, years: Years, question: int, sums: _Sums) -> list[PlanCost]:
        facts, member = one.facts, one.person.member
        of = years.of(question)
        details = ListYears(self._catalog, one.shared, years, question, self._reaches(member))
        many, may_join = len(facts.plans), facts.joining
        if member.current_plan in facts.places:
            place = facts.places[member.current_plan]
            may_join = (*may_join[:place], joining(facts.plans[place], member), *may_join[place + 1 :])
        highs = [None if endless else all_in for endless, all_in in zip(sums.endless[of], sums.all_in[of], strict=True)]
        columns = zip(
            facts.plans,
            repeat(0, many),
            repeat(member.months_covered, many),
            facts.premium,
            facts.premium_low,
            facts.part_d_premium,
            facts.premium_subsidy,
            facts.late_enrollment_penalty,
            facts.income_related_premium,
            facts.deductible,
            sums.drug_cost[of],
            sums.total[of],
            sums.all_in[of],
            sums.all_in_low[of],
            highs,
            sums.counted[of],
            repeat(len(one.person.prescriptions), many),
            [YearInMany(details, place) for place in range(many)],
            may_join,
            facts.warnings,
            strict=True,
        )
        return [PlanCost(*fields) for fields in columns]

    def _reaches(self, member: Member) -> Callable[[Plan], bool]:
        channels = member.channels

        def reaches(plan: Plan) -> bool:
            return self._remembered(("preferred", plan.plan_id, channels), lambda: (reaches_preferred(plan, channels, None),))[0]

        return reaches

    def _comparison(self, one: _Asked, costs: Sequence[PlanCost]) -> Comparison:
        person, member, info = one.person, one.person.member, self._catalog.info
        ordered = in_order(costs, skip_uncovered=person.skip_uncovered)
        choosing, skip, sees = self._choosing(member), person.skip_uncovered, member.sees_health_plans
        leaders = may_lead(ordered, member.current_plan, health_plans=sees, skip_uncovered=skip)
        return Comparison(
            info=info,
            county=member.county,
            zip_code=member.zip_code,
            coverage_start=member.coverage_start,
            low_income_subsidy=member.low_income_subsidy,
            prescriptions=person.prescriptions,
            plans=ordered,
            recommendation=advised(ordered, member, choosing, leaders, skip_uncovered=skip),
            parameters=(),
            parameters_version=one.shared.numbers.version,
            skip_uncovered=skip,
            not_counted=person.not_counted,
            outside_part_d=person.outside_part_d,
            health_plans=sees,
            can_be_chosen=choosing,
            leaders=leaders,
            other_help=one.shared.member.other_help,
        )

    def _choosing(self, member: Member) -> CanBeChosen | None:
        today = self._today
        if today is None:
            return None
        key = ("choosing", member.low_income_subsidy, member.current_plan)
        return self._remembered(key, lambda: can_be_chosen_by(self._catalog, member, today))


def _kind(member: Member) -> Hashable:
    """What decides premiums and who may join beside the place."""
    amounts = (member.low_income_subsidy, member.uncovered_months, member.income_bracket, member.coverage_start.month)
    return (*amounts, member.special_needs, member.other_help)


def _sums(asked: Sequence[_Asked], years: Years) -> _Sums:
    """The amounts of each row. A drug that the plan lists and does not price costs between nothing and its full price."""
    drugs = np.repeat([len(one.shared.prescriptions) for one in asked], np.diff(years.rows))
    begins = np.cumsum(drugs) - drugs
    unknown = years.full_price == UNKNOWN
    full_price = np.where(unknown, 0, years.full_price)
    left_out, listed = (np.add.reduceat(of, begins) for of in (full_price, full_price * years.listed))
    drug_cost = years.payers[:, _PATIENT_PAY]
    total = np.concatenate([one.facts.paid for one in asked]) + drug_cost
    all_in = total + left_out
    all_in_low = all_in - listed - np.concatenate([one.facts.unsure for one in asked])
    endless = np.concatenate([one.facts.endless for one in asked]) | np.logical_or.reduceat(unknown, begins)
    return _Sums(*(of.tolist() for of in (drug_cost, total, all_in, all_in_low, endless, years.counted)))
