"""A caseload by hand on a small market: who would save, which plans win, random placement, a drug dropped, and groups that can be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from random import Random

import numpy as np
import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import Caseload, PersonAnswer, Placed, Placing, Trait
from finder.domain.errors import Refusal
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Action
from finder.domain.population import Person
from finder.domain.prescription import Prescription
from finder.questions.population.answers import Answering
from finder.questions.population.caseload import caseload_of, value_of
from finder.questions.population.dropped_drug import droppable, drug_dropped
from finder.questions.population.groups import joined, joined_in_order, split
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket, plan

MARKET = SmallMarket([CHEAP_PDP, RICH_PDP])
TODAY = date(2026, 11, 1)
NONE, FULL = LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER


def people(count: int, drug: object, current: str | None, level: LowIncomeSubsidy = NONE, first: int = 1) -> list[Person]:
    """So many people who take a tablet a day."""
    member = Member("01604", WORCESTER, date(2026, 1, 1), level, plan_kinds=(PlanKind.PDP,), current_plan=current)
    return [Person(str(number), member, (Prescription(drug, 30_000, 30),)) for number in range(first, first + count)]  # type: ignore[arg-type]


# A brand of 300.00 a fill. Cheap: 1,361.25 + 120.00 of premium = 1,481.25; No Deductible: 12 x 40.00 + 600.00 = 1,080.00. 401.25 less.
# A generic of 15.00 a fill. Cheap: 12 x 2.00 + 120.00 = 144.00; No Deductible: 0.00 + 600.00.
SWITCHERS = people(12, BRAND, CHEAP_PDP.plan_id)
STAYERS = people(11, GENERIC, CHEAP_PDP.plan_id, first=13)


def answers(market: SmallMarket, those: list[Person]) -> tuple[PersonAnswer, ...]:
    answering = Answering(market, TODAY)
    return tuple(map(answering.of, those))


@pytest.fixture(scope="module")
def answered() -> tuple[PersonAnswer, ...]:
    return answers(MARKET, [*SWITCHERS, *STAYERS])


@pytest.fixture(scope="module")
def caseload(answered: tuple[PersonAnswer, ...]) -> Caseload:
    return caseload_of([MARKET], answered)


def test_who_would_save_and_how_much(caseload: Caseload) -> None:
    assert (caseload.people, caseload.would_save, caseload.saved) == (23, 12, 12 * 401_25)
    assert caseload.mean_saved == 401_25
    assert [(parts.of, parts.people) for parts in caseload.actions] == [((Action.SWITCH,), 12), ((Action.STAY,), 11)]


def test_the_distribution_holds_everyone_who_would_save(caseload: Caseload) -> None:
    # 401.25 is in the fourth band, 250 to 499
    assert {parts.of: parts.people for parts in caseload.overspend if parts.people} == {(3,): 12}


def test_which_plans_win_and_for_whom(caseload: Caseload) -> None:
    assert [(win.plan_ids, win.people, win.mean) for win in caseload.wins] == [
        ((RICH_PDP.plan_id,), 12, 1_080_00),
        ((CHEAP_PDP.plan_id,), 11, 144_00),
    ]
    brands = next(found for found in caseload.for_whom if found.trait is Trait.BRANDS)
    assert dict(brands.rows) == {(RICH_PDP.plan_id,): (0, 12), (CHEAP_PDP.plan_id,): (11, 0)}
    assert [(group.of, group.people, group.would_save, group.mean) for group in caseload.groups if group.trait is Trait.BRANDS] == [
        ((0,), 11, 0, None),
        ((1,), 12, 12, 401_25),
    ]


def test_fewer_than_eleven_people_have_no_caseload(answered: tuple[PersonAnswer, ...]) -> None:
    with pytest.raises(Refusal, match="at least 11 people"):
        caseload_of([MARKET], answered[:10])
    assert caseload_of([MARKET], answered[:11]).people == 11


def test_ten_savers_are_not_told_and_neither_are_ten_others(answered: tuple[PersonAnswer, ...]) -> None:
    ten_save, ten_stay = caseload_of([MARKET], answered[2:]), caseload_of([MARKET], answered[:-1])
    assert (ten_save.would_save, ten_save.most_save, ten_save.saved) == (None, False, 0)
    assert (ten_stay.would_save, ten_stay.most_save, ten_stay.saved) == (None, True, 0)
    for one in (ten_save, ten_stay):  # nothing that is shown tells the ten from the others
        assert (one.actions, one.overspend, one.groups, one.for_whom) == ((), (), (), ())
        assert [win.people for win in one.wins] == [one.people]


def test_two_plan_years_are_no_caseload(answered: tuple[PersonAnswer, ...]) -> None:
    other = SmallMarket([CHEAP_PDP])
    other.info = replace(other.info, plan_year=2025)
    with pytest.raises(Refusal, match="2025 and 2026"):
        caseload_of([MARKET, other], answered)


def test_random_placement_against_the_best_fit() -> None:
    # Region 22 pays 4.82 in 2026: two plans below it. With full Extra Help a brand costs 12.65 a fill at the one, 151.80 a year, and its
    # copay of 2.00 at the other, 24.00. Their premiums are paid. At random (151.80 + 24.00) / 2 = 87.90: 63.90 more than the best fit.
    kind = replace(CHEAP_PDP.design, deductible=0, tiers={3: CHEAP_PDP.design.tiers[1]})
    market = SmallMarket(
        [
            plan("S0001-001-000", "Dear", PlanKind.PDP, 4_00, CHEAP_PDP.design, pdp_region="22"),
            plan("S0001-002-000", "Kind", PlanKind.PDP, 4_50, kind, pdp_region="22"),
        ]
    )
    helped = people(11, BRAND, None, FULL)
    others = people(12, BRAND, None, first=12)
    found = caseload_of([market], answers(market, [*helped, *others])).placement
    assert found is not None
    assert (found.people, found.best, found.random, found.loss, found.worse) == (11, 24_00, 87_90, 63_90, 11)
    assert [(group.plan_id, group.mean, group.certain, group.left_out) for group in found.plans] == [
        ("S0001-002-000", 24_00, True, 0),
        ("S0001-001-000", 151_80, True, 0),
    ]
    assert caseload_of([market], answers(market, [*helped[1:], *others])).placement is None  # ten with help


def test_who_is_hurt_when_a_plan_drops_a_drug(answered: tuple[PersonAnswer, ...]) -> None:
    drugs = {drug.name: drug for drug in droppable(MARKET, answered)[CHEAP_PDP.plan_id]}
    # the generic at its full price: 12 x 15.00 in place of 12 x 2.00, and still below the other plan's 600.00
    generic = drug_dropped(MARKET, answered, CHEAP_PDP, drugs["genericol"], TODAY)
    assert generic is not None
    assert generic.in_plan == generic.best_for
    assert generic.in_plan is not None
    assert (generic.in_plan.people, generic.in_plan.more, generic.in_plan.moved) == (11, 156_00, 0)
    # the brand: 12 x 300.00 + 120.00 in place of 1,481.25 for those who have the plan; it is the best for none of them
    brand = drug_dropped(MARKET, answered, CHEAP_PDP, drugs["Brandex"], TODAY)
    assert brand is not None
    assert brand.in_plan is not None
    assert (brand.in_plan.people, brand.in_plan.more, brand.best_for) == (12, 2_238_75, None)


def test_a_drug_of_ten_people_is_not_asked_about(answered: tuple[PersonAnswer, ...]) -> None:
    few = answered[2:]  # ten with the brand, eleven with the generic: neither can be told, since each tells the other
    assert droppable(MARKET, few) == {}
    drug = droppable(MARKET, answered)[CHEAP_PDP.plan_id][0]
    with pytest.raises(Refusal):
        drug_dropped(MARKET, few, CHEAP_PDP, drug, TODAY)


# ---- groups that can be shown


def test_small_parts_are_joined_until_they_can_be_shown() -> None:
    assert joined({"a": [40], "b": [5], "c": [4]}) == (("a", "b", "c"),)  # 9 others would be told by 49 - 40
    assert joined({"a": [40], "b": [5], "c": [6]}) == (("a",), ("b", "c"))
    assert joined({"a": [40], "b": [5], "d": [20]}) == (("a",), ("b", "d"))
    assert joined({"a": [11, 0], "b": [30, 11], "c": [0, 10]}) == (("a", "b", "c"),)  # with a alone, c's 10 would still be told
    assert joined({"a": [5]}) == ()
    assert joined({"a": [0], "b": [12]}) == (("b",),)


def test_bands_are_joined_with_their_neighbors() -> None:
    assert joined_in_order({0: [20], 1: [3], 2: [9], 3: [2]}) == ((0,), (1, 2, 3))
    assert joined_in_order({0: [3], 1: [20], 2: [5]}) == ((0, 1, 2),)
    assert joined_in_order({0: [20], 1: [0], 2: [11]}) == ((0,), (1,), (2,))
    assert joined_in_order({0: [3], 1: [4]}) == ()


@pytest.mark.parametrize(
    ("count", "of", "shown"), [(10, 100, None), (11, 100, 11), (90, 100, None), (89, 100, 89), (0, 100, 0), (100, 100, 100)]
)
def test_a_count_is_shown_if_the_others_can_be_too(count: int, of: int, shown: int | None) -> None:
    assert split(count, of) == shown


ACTIONS = (Action.SWITCH, Action.STAY, Action.REVIEW, Action.ENROLL)
PLANS, LEVELS, DRUGS = ("S0001-001-000", "S0001-002-000", "S0001-003-000", "S0001-004-000"), (0, 2, 3), (1, 4, 7)
CELLS = list(product(PLANS, LEVELS, DRUGS, (False, True), ACTIONS))
"""Every kind of person that the tables tell apart."""


PLACED = Placing((Placed(PLANS[0], 200_00, 0, True),), PLANS[0], 100_00, 0)


def made(random: Random, number: int) -> PersonAnswer:
    """A person drawn so that some kinds are rare."""
    weights = ((50, 25, 8, 4), (60, 12, 4), (20, 10, 4), (4, 1), (12, 18, 3, 2))
    drawn = [random.choices(of, weight)[0] for of, weight in zip((PLANS, LEVELS, DRUGS, (False, True), ACTIONS), weights, strict=True)]
    plan_id, level, drugs, brand, action = drawn
    [person] = people(1, BRAND if brand else GENERIC, PLANS[0], LowIncomeSubsidy(level), number)
    listed = (*person.prescriptions, *(Prescription(GENERIC, 30_000, 30) for _ in range(drugs - 1)))
    savings = 300_00 if action is Action.SWITCH else 0
    placing = PLACED if level else None
    return PersonAnswer(replace(person, prescriptions=listed), action, "", savings, plan_id, 1_000_00, 1_300_00, False, placing)


def cell_of(one: PersonAnswer) -> tuple[object, ...]:
    return (one.best_id, int(one.person.level), (1, 4, 7)[value_of(one, Trait.DRUGS)], one.person.takes_brands, one.action)


def told(caseload: Caseload) -> list[list[int]]:
    """Every count that is shown, as the kinds of people that it counts."""

    def kinds(of: object) -> list[int]:
        return [int(of(*cell)) for cell in CELLS]  # type: ignore[operator]

    def trait(trait: Trait, values: tuple[int, ...]) -> object:
        def holds(_: str, level: int, drugs: int, brand: bool, action: Action) -> bool:
            of = {Trait.HELP: level, Trait.DRUGS: (1, 4, 7).index(drugs), Trait.BRANDS: int(brand)}
            return of[trait] in values

        return holds

    found = [kinds(lambda *_: True)]
    found += [kinds(lambda *cell, of=parts.of: int(cell[4]) in of) for parts in caseload.actions]
    found += [kinds(lambda *cell: cell[4] is Action.SWITCH)] if caseload.would_save else []
    found += [kinds(lambda *cell: cell[1] != 0)] if caseload.placement else []
    found += [kinds(lambda *cell, of=win.plan_ids: cell[0] in of) for win in caseload.wins]
    for table in caseload.for_whom:
        of_column = [trait(table.trait, parts.of) for parts in table.columns]
        found += [kinds(column) for column in of_column]
        for of, _ in table.rows:
            found += [kinds(lambda *cell, of=of, column=column: cell[0] in of and column(*cell)) for column in of_column]
    for group in caseload.groups:
        holds = trait(group.trait, group.of)
        found += [kinds(holds), kinds(lambda *cell, holds=holds: holds(*cell) and cell[4] is Action.SWITCH)]
    return found


def counts(people: list[PersonAnswer], rows: list[list[int]]) -> list[int]:
    of = Counter(map(cell_of, people))
    return list((np.array(rows) @ np.array([of[cell] for cell in CELLS])).tolist())


def small_kinds() -> list[list[int]]:
    """The people of one value, and of two: what must not be told where it is a small count."""
    values = [{cell[place] for cell in CELLS} for place in range(5)]
    found = [[int(cell[place] == value) for cell in CELLS] for place in range(5) for value in values[place]]
    pairs = [(one, other, a, b) for one, other in combinations(range(5), 2) for a, b in product(values[one], values[other])]
    return found + [[int(cell[one] == a and cell[other] == b) for cell in CELLS] for one, other, a, b in pairs]


@pytest.mark.parametrize("seed", range(10))
def test_no_small_count_is_shown_and_none_follows_by_subtraction(seed: int) -> None:
    random = Random(seed)
    drawn = [made(random, number) for number in range(1, (25, 60, 150, 400)[seed % 4])]
    rows = told(caseload_of([SmallMarket([CHEAP_PDP])], drawn))
    assert not any(0 < count < 11 for count in counts(drawn, rows))
    _, strength, spanned = np.linalg.svd(np.array(rows, float), full_matrices=False)
    basis = spanned[strength > 1e-9]
    secrets = small_kinds()
    outside = np.linalg.norm(np.array(secrets, float) - np.array(secrets, float) @ basis.T @ basis, axis=1)
    for count, distance in zip(counts(drawn, secrets), outside, strict=True):
        assert not 0 < count < 11 or distance > 1e-6  # no sum or difference of what is shown tells it
