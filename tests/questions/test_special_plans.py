"""Kinds of plans: who may join, both sides of each limit; a savings account plan by the month; the two yearly limits."""

from __future__ import annotations

from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.special_plans import Circumstances
from finder.explain.explainers import special_plans as words
from finder.explain.kit.section import texts
from finder.questions.explainers.special_plans import savings_account, special_plans, two_limits

BOTH_PARTS = {"part_a": True, "part_b": True, "in_area": True, "in_jail": False}


def kinds(**facts: Any) -> dict[str, tuple[str, str]]:
    """Each kind of plan, whether the person may join it, and why."""
    return {one["kind"]: (one["may_join"], one["why"]) for one in ask("special-plans", {"year": 2026, **facts})["kinds"]}


@pytest.mark.parametrize(
    ("facts", "drug_plan", "health_plan"),
    [
        ({}, ("ask", "one_part"), ("ask", "both_parts")),
        (BOTH_PARTS, ("yes", "one_part"), ("yes", "both_parts")),
        ({**BOTH_PARTS, "part_b": False}, ("yes", "one_part"), ("no", "both_parts")),
        ({**BOTH_PARTS, "part_a": False, "part_b": False}, ("no", "one_part"), ("no", "both_parts")),
        ({**BOTH_PARTS, "in_area": False}, ("no", "not_in_area"), ("no", "both_parts")),
        ({**BOTH_PARTS, "in_jail": True}, ("no", "in_jail"), ("no", "both_parts")),
        ({**BOTH_PARTS, "in_area": None}, ("ask", "not_in_area"), ("ask", "both_parts")),
        ({**BOTH_PARTS, "now": "health_plan"}, ("no", "one_plan"), ("yes", "both_parts")),
        ({**BOTH_PARTS, "now": "fee_plan", "drugs_in_plan": True}, ("no", "one_plan"), ("yes", "both_parts")),
        ({**BOTH_PARTS, "now": "fee_plan", "drugs_in_plan": False}, ("yes", "one_part"), ("yes", "both_parts")),
        ({**BOTH_PARTS, "now": "savings_account"}, ("ask", "one_plan"), ("yes", "both_parts")),
        ({**BOTH_PARTS, "now": "pace"}, ("ask", "pace"), ("yes", "both_parts")),
    ],
)
def test_who_may_join_a_drug_plan_and_a_health_plan(
    facts: dict[str, Any], drug_plan: tuple[str, str], health_plan: tuple[str, str]
) -> None:
    found = kinds(**facts)
    assert (found["drug_plan"], found["health_plan"]) == (drug_plan, health_plan)


@pytest.mark.parametrize(
    ("need", "kind", "may_join"),
    [
        ({"medicaid": True}, "medicaid_plan", "yes"),
        ({"medicaid": False}, "medicaid_plan", "no"),
        ({}, "medicaid_plan", "ask"),
        ({"chronic_condition": True}, "illness_plan", "yes"),
        ({"institution_days": 90}, "nursing_home_plan", "yes"),
        ({"institution_days": 89}, "nursing_home_plan", "ask"),  # it may be expected to become 90
        ({"institution_days": 0}, "nursing_home_plan", "no"),
        ({}, "nursing_home_plan", "ask"),
    ],
)
def test_special_needs_plans_are_for_their_own_people(need: dict[str, Any], kind: str, may_join: str) -> None:
    assert kinds(**BOTH_PARTS, **need)[kind][0] == may_join


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"now": "health_plan", "drugs_in_plan": True}, ["drug_plan_ends_it"]),
        ({"now": "health_plan", "drugs_in_plan": False}, ["no_drugs"]),
        ({"now": "fee_plan", "drugs_in_plan": False, "extra_help": True}, ["medicare_enrolls"]),
        ({"now": "cost_plan", "drugs_in_plan": False, "extra_help": True}, ["medicare_enrolls"]),
        ({"now": "savings_account", "drugs_in_plan": False, "extra_help": False}, ["drug_plan_beside"]),
        ({"now": "pace"}, ["drug_plan_not_needed"]),
        ({"now": "employer_plan"}, ["employer_may_end"]),
        ({"now": "original"}, []),
    ],
)
def test_the_wrong_kind_of_plan_is_named(facts: dict[str, Any], wrong: list[str]) -> None:
    assert ask("special-plans", {"year": 2026, **facts})["wrong_plan"] == wrong


@pytest.mark.parametrize(
    ("joined", "months", "deposit", "deductible"),
    [
        (1, 12, 2_400_00, 6_000_00),
        (5, 8, 1_600_00, 4_000_00),  # May 1: 8/12
        (9, 4, 800_00, 2_000_00),  # September 1: 4/12
        (12, 1, 200_00, 500_00),
    ],
)
def test_a_savings_account_plan_pays_in_for_the_months_left(joined: int, months: int, deposit: int, deductible: int) -> None:
    found = savings_account(joined, 2_400_00, 6_000_00)
    assert (found.months, found.deposit_left, found.deductible_left) == (months, deposit, deductible)


@pytest.mark.parametrize(("special", "others"), [(8, 0), (9, 1), (17, 1), (18, 2), (90, 10)])
def test_nine_new_members_with_special_needs_for_one_without(special: int, others: int) -> None:
    assert ask("special-plans", {"year": 2026, "new_members": special})["others_allowed"] == others


def test_the_two_limits_are_apart() -> None:
    found = ask("special-plans", {"year": 2026, "limits": {"medical_limit": 3400, "medical_paid": 1000, "drug_paid": "2099.99"}})
    assert found["limits"] == {"medical_limit": "3400.00", "medical_left": "2400.00", "drug_limit": "2100.00", "drug_left": "0.01"}
    assert two_limits(2026, None, 0, 2_100_01).drug_left == 0
    said = list(texts(words.limits_sections(two_limits(2026, 3_400_00, 0, 0))))
    assert said[0] == "$2,100.00 more must count before the yearly limit for drugs is reached."


def test_every_answer_has_words() -> None:
    for now in words.COVERAGES:
        for drugs in (None, True, False):
            found = special_plans(2026, Circumstances(True, True, True, False, now, drugs, True, True, True, 90))
            assert next(texts(words.sections(found)))


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (
            {"year": 2026, "limits": {"medical_limit": 10, "medical_paid": 11}},
            "$.medical_paid: expected at most the limit, 10.00, found 11.00",
        ),
        ({"year": 2026, "savings_account": {"joined": 13, "deposit": 1}}, "$.savings_account.joined: expected at most 12, found 13"),
        ({"year": 2026, "institution_days": -1}, "$.institution_days: expected at least 0, found -1"),
    ],
)
def test_refusals_and_their_reasons(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask("special-plans", document)
    assert [str(one) for one in refused.value.problems] == [problem]
