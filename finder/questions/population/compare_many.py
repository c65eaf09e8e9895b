"""What the lists of many people cost at the plans that serve each: for every person the comparison that ``compare_plans`` makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.errors import Refusal
from finder.domain.market import Catalog
from finder.domain.plan_cost import Comparison
from finder.domain.population import Person
from finder.parameters import ParameterSet
from finder.questions.plans.compare import compare_plans


def compare_many(
    catalog: Catalog, people: Sequence[Person], *, numbers: ParameterSet | None = None, today: date | None = None
) -> tuple[Comparison | Refusal, ...]:
    """For each person the comparison, or why it is refused.

    ``numbers``: the law's, where a question changes them.
    ``today``: the day on which a plan is to be chosen.
    """
    return tuple(_compared(catalog, person, numbers, today) for person in people)


def _compared(catalog: Catalog, person: Person, numbers: ParameterSet | None, today: date | None) -> Comparison | Refusal:
    try:
        return compare_plans(
            catalog,
            person.member,
            person.prescriptions,
            numbers=numbers,
            skip_uncovered=person.skip_uncovered,
            not_counted=person.not_counted,
            outside_part_d=person.outside_part_d,
            today=today,
        )
    except Refusal as refusal:
        return refusal
