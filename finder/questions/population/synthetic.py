"""A synthetic population: people who do not exist, drawn from published counts, the same on every machine and Python.

Each choice is drawn by SHA-256 of the seed, the person's number and what is chosen, so that nothing depends on a version of a library, on
the size of the population, or on the order of the work. The drugs of a person are drawn independently given how many there are: the counts
don't say which drugs go together. So diabetics with three drugs for diabetes are rarer here than in life, and costs vary less.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.population import DrugUsers, Person, Place, Recipe
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.questions.drug_list.amounts import doubts_at, usual_fill
from finder.questions.plans.helped_plans import placement_plans

MOST_PEOPLE = 10_000_000
_TRIES = 40
"""How often another drug is drawn in place of one whose ingredient the person takes already."""
_INCOMES = {
    LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY: (0, 100),
    LowIncomeSubsidy.FULL_OTHER: (75, 150),
    LowIncomeSubsidy.NONE: (151, 600),
}
"""Incomes in percent of the federal poverty level, each as likely: an assumption, for questions of policy."""


def synthetic_people(catalog: Catalog, places: Sequence[Place], users: DrugUsers, recipe: Recipe) -> Iterator[Person]:
    """The people of a recipe, one after another. Raises Refusal where the catalog has no plans at the places, or no drug of the counts."""
    makes = _Maker(catalog, places, users, recipe)
    return (makes.person(number) for number in range(1, recipe.size + 1))


def share_with_help(users: DrugUsers, recipe: Recipe) -> int:
    """Of 1,000 people, how many have Extra Help: as the recipe says, else as among the users of the drug that most people took. Each of
    them is one person, so this is a share of people; over all drugs, people who take many would count many times."""
    if recipe.with_help is not None:
        return recipe.with_help * 10
    return users.most.with_help * 1000 // (users.most.all or 1)


class _Weighted:
    """Values with weights, drawn by a number of 64 bits."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._ends = list(accumulate(weights))

    def pick(self, number: int) -> int:
        """The place of the value drawn."""
        return bisect_right(self._ends, number * self._ends[-1] >> 64)


class _Offered(NamedTuple):
    """The stand-alone drug plans of a county: all that anyone may join, and those into which Medicare puts people with Extra Help (all,
    where none is known)."""

    everyone: tuple[str, ...]
    with_help: tuple[str, ...]


def _offered(catalog: Catalog, place: Place, plans: Sequence[Plan]) -> _Offered:
    joined = tuple(plan.plan_id for plan in plans if plan.kind is PlanKind.PDP and not plan.sanctioned and plan.premium is not None)
    member = Member(place.zip_code, place.county, date(catalog.info.plan_year, 1, 1))
    certain = placement_plans(plans, member, parameter_set(catalog.info.plan_year)).certain
    return _Offered(joined, tuple(plan_id for plan_id in joined if plan_id in certain) or joined)


def _products(catalog: Catalog, users: DrugUsers) -> Iterator[Prescription]:
    """The products that people took, each in its usual amount; without those whose amount would be asked about."""
    for drug in sorted(catalog.drugs(), key=lambda drug: drug.rxcui):
        usual = usual_fill(drug) if users.of.get(drug.rxcui) else None
        if usual is not None:
            taken = Prescription(drug, usual.quantity, usual.days_supply)
            if not doubts_at(catalog, taken):
                yield taken


class _Maker:
    """What the people of a recipe share."""

    def __init__(self, catalog: Catalog, places: Sequence[Place], users: DrugUsers, recipe: Recipe) -> None:
        self._catalog, self._recipe = catalog, recipe
        serving = {place.county: catalog.plans_serving(place.county) for place in places}
        self._places = [place for place in places if serving[place.county]]
        self._products = list(_products(catalog, users))
        if not self._places:
            raise Refusal([Problem("state", f"a state of {catalog.info.covers}", "one without plans here")])
        if not self._products:
            raise Refusal([Problem("plan_year", "plans whose drugs CMS counted", catalog.info.covers)])
        drugs = [drug.drug.rxcui for drug in self._products]
        self._drugs = {
            False: _Weighted([users.of[rxcui].without_help for rxcui in drugs]),
            True: _Weighted([users.of[rxcui].with_help for rxcui in drugs]),
        }
        self._counts = _Weighted(recipe.drug_weights)
        self._helped = share_with_help(users, recipe)
        self._offered = {place.county: _offered(catalog, place, serving[place.county]) for place in self._places}

    def person(self, number: int) -> Person:
        """The person of a number, from 1."""
        place = self._places[self._below(len(self._places), number, "place")]
        level = self._level(number)
        start = date(self._catalog.info.plan_year, 1, 1)
        current = self._plan(number, place, level)
        member = Member(place.zip_code, place.county, start, level, current_plan=current)
        low, high = _INCOMES[level]
        income = low + self._below(high - low + 1, number, "income")
        return Person(str(number), member, self._list(number, level), income=income)

    def _list(self, number: int, level: LowIncomeSubsidy) -> tuple[Prescription, ...]:
        wanted = self._recipe.drugs or self._counts.pick(self._number(number, "count")) + 1
        weights = self._drugs[level is not LowIncomeSubsidy.NONE]
        found: dict[str, Prescription] = {}
        for attempt in range(wanted + _TRIES):
            if len(found) == wanted:
                break
            one = self._products[weights.pick(self._number(number, f"drug {attempt}"))]
            found.setdefault(one.drug.ingredient.casefold(), one)
        return tuple(found.values())

    def _level(self, number: int) -> LowIncomeSubsidy:
        if self._below(1000, number, "help") >= self._helped:
            return LowIncomeSubsidy.NONE
        medicaid = self._below(100, number, "medicaid") < self._recipe.with_medicaid
        return LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY if medicaid else LowIncomeSubsidy.FULL_OTHER

    def _plan(self, number: int, place: Place, level: LowIncomeSubsidy) -> str | None:
        """The plan that the person has: any drug plan of the place, each as likely; with Extra Help one into which Medicare puts people."""
        if self._below(100, number, "has a plan") < self._recipe.without_plan:
            return None
        offered = self._offered[place.county]
        plans = offered.everyone if level is LowIncomeSubsidy.NONE else offered.with_help
        return plans[self._below(len(plans), number, "plan")] if plans else None

    def _below(self, end: int, number: int, what: str) -> int:
        return self._number(number, what) * end >> 64

    def _number(self, number: int, what: str) -> int:
        """64 bits that depend on nothing but the seed, the person and the choice."""
        return int.from_bytes(sha256(f"{self._recipe.seed}/{number}/{what}".encode()).digest()[:8], "big")
