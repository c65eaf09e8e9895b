"""The comparisons of many people: for each the one that a single person gets, in every field that is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from finder.adjudication.many_years import engine_for
from finder.documents.comparison import comparison_document
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.errors import Refusal
from finder.domain.market import FormularyEntry, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.population import Person
from finder.domain.prescription import Prescription
from finder.domain.without_action import Default, WithoutAction
from finder.questions.plans.compare import compare_plans
from finder.questions.population.compare_many import ManyComparisons, compare_many
from finder.questions.population.without_action import WithoutActions
from tests.adjudication.test_many_years import WithPharmacies
from tests.other_members import CHANGES, HELP, others_than
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, DRUGS, GENERIC, RICH_PDP, SPECIAL, WORCESTER, SmallMarket

TODAY = date(2026, 10, 20)
STORES = ("1000000001", "1000000002")
NO_PRICE = {(RICH_PDP.plan_id, "1"): FormularyEntry(1, None, True, False, 30_000, 30, False)}
"""A drug that a plan lists and the files don't price."""


def market() -> SmallMarket:
    sanctioned = replace(CHEAP_PDP, plan_id="S0009-009-000", sanctioned=True, star_rating="2.5", premium=None)
    return WithPharmacies((CHEAP_PDP, RICH_PDP, ADVANTAGE, SPECIAL, sanctioned), entries=NO_PRICE)


def a_person(rng: Random, label: str) -> Person:
    member = Member(
        "01604",
        WORCESTER,
        date(2026, rng.choice([1, 1, 7]), 1),
        rng.choice(list(LowIncomeSubsidy)[:4]),
        rng.choice([0, 0, 14]),
        tuple(rng.sample(list(Channel)[:4], 2)),
        tuple(rng.sample(list(PlanKind), rng.randint(1, 3))),
        rng.choice([None, CHEAP_PDP.plan_id, SPECIAL.plan_id, "S0009-009-000", "S9999-001-000"]),
        rng.choice([0, 0, 2]),
        rng.choice([0, 90_000]),
        rng.choice([0, 30_000]),
        rng.random() < 0.5,
        rng.choice([(), STORES]),
        rng.random() < 0.5,
        rng.choice([None, (SpecialNeed.MEDICAID,), ()]),
        rng.choice([None, None, None, HELP]),
    )
    listed = [Prescription(drug, 30_000, rng.choice([30, 90, 45])) for drug in rng.sample(DRUGS, rng.randint(0, 4))]
    missing = rng.choice([(), (), ("lost drug",)])
    return Person(label, member, tuple(listed), rng.random() < 0.3, missing, missing)


def shown(comparison: Comparison) -> dict[str, Any]:
    """The answer of ``finder compare``, without what a comparison of many leaves out."""
    document = comparison_document(comparison) | {"parameters": []}
    return document | {"plans": [plan | {"rank": 0} for plan in document["plans"]]}


@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("plain", [True, False])
def test_each_of_many_gets_the_comparison_of_one(plain: bool) -> None:
    rng, catalog = Random(26), market()
    people = [a_person(rng, f"p{place}") for place in range(60)]
    many = compare_many(catalog, people, today=TODAY, engine=engine_for(catalog, plain=plain))
    alone = [compared(catalog, person) for person in people]
    assert [type(one) for one in many] == [type(one) for one in alone]
    assert [str(one) for one in many if isinstance(one, Refusal)] == [str(one) for one in alone if isinstance(one, Refusal)]
    pairs = [(one, two) for one, two in zip(many, alone, strict=True) if isinstance(one, Comparison) and isinstance(two, Comparison)]
    assert 30 < len(pairs) < len(people)
    for one, two in pairs:
        assert shown(one) == shown(two)
        assert one.outside_part_d == two.outside_part_d
        assert [cost.furthest_phase for cost in one.plans] == [cost.furthest_phase for cost in two.plans]
        assert [cost.ledger for cost in one.plans] == [cost.ledger for cost in two.plans]


def compared(catalog: SmallMarket, person: Person) -> Comparison | Refusal:
    """The answer of ``compare_plans``."""
    try:
        return compare_plans(
            catalog,
            person.member,
            person.prescriptions,
            today=TODAY,
            skip_uncovered=person.skip_uncovered,
            not_counted=person.not_counted,
            outside_part_d=person.outside_part_d,
        )
    except Refusal as refusal:
        return refusal


def test_what_is_remembered_of_one_chunk_changes_nothing_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, catalog = Random(27), market()
    people = [a_person(rng, f"p{place}") for place in range(30)]
    monkeypatch.setattr("finder.questions.population.compare_many._MOST", 3)
    comparing = ManyComparisons(catalog, None, TODAY)
    first, again = ([shown(one) if isinstance(one, Comparison) else str(one) for one in comparing.of(people)] for _ in range(2))
    assert first == again
    backward = [shown(one) if isinstance(one, Comparison) else str(one) for one in comparing.of(people[::-1])]
    assert backward[::-1] == first


def test_each_field_of_a_person_is_told_apart_in_what_is_remembered() -> None:
    """A comparison after that of somebody else, who differs in one field, is the one that the person gets alone."""
    catalog = WithPharmacies((CHEAP_PDP, RICH_PDP, ADVANTAGE, SPECIAL))
    person = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP, PlanKind.SNP))
    listed = (Prescription(BRAND, 30_000, 30), Prescription(GENERIC, 30_000, 30))
    differ = set()
    for name, other in others_than(person):
        first, second = (Person(str(place), one, listed) for place, one in enumerate((person, other)))
        comparing = ManyComparisons(catalog, None, TODAY)
        found = comparing.of([first]) + comparing.of([second])
        assert [_said(one) for one in found] == [_said(compared(catalog, one)) for one in (first, second)], name
        if _said(found[0]) != _said(found[1]):
            differ.add(name)
    # in this market and for this list the others change nothing, or (the ZIP code in a county) nothing that is written
    assert differ >= set(CHANGES) - {"zip_code", "alphabetical", "health_plans_chosen", "pharmacies", "channels"}


def _said(one: Comparison | Refusal) -> object:
    return shown(one) if isinstance(one, Comparison) else str(one)


def test_who_does_nothing_keeps_the_plan_or_is_placed_or_has_none() -> None:
    catalog = market()
    helped = Member("01604", WORCESTER, date(2026, 1, 1), LowIncomeSubsidy.FULL_OTHER, plan_kinds=(PlanKind.PDP,))
    members = [
        replace(helped, low_income_subsidy=LowIncomeSubsidy.NONE),
        replace(helped, current_plan="S9999-001-000"),
        replace(helped, current_plan=RICH_PDP.plan_id, low_income_subsidy=LowIncomeSubsidy.NONE),
        helped,
    ]
    people = [Person(str(place), member, (Prescription(BRAND, 30_000, 30),)) for place, member in enumerate(members)]
    default = WithoutActions(catalog)
    found = [default.of(one, person.member) for one, person in zip(compare_many(catalog, people), people, strict=True)]  # type: ignore[arg-type]
    # RICH: 12 x 50.00 premium and 12 x 40.00 for the brand
    assert found[:3] == [
        WithoutAction(Default.NO_DRUG_PLAN),
        WithoutAction(Default.NOT_KNOWN),
        WithoutAction(Default.KEEPS_PLAN, 1_080_00, 1_080_00),
    ]
    assert found[3].what is Default.MEDICARE_PICKS


def test_an_empty_list_is_refused_and_the_others_are_answered() -> None:
    member = Member("01604", WORCESTER, date(2026, 1, 1))
    nothing, generic = Person("1", member, ()), Person("2", member, (Prescription(GENERIC, 30_000, 30),))
    first, second = compare_many(market(), [nothing, generic])
    assert isinstance(first, Refusal)
    assert isinstance(second, Comparison)
    assert compare_many(market(), []) == ()
