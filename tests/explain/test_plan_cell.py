"""A plan in a table: basic or enhanced, and what Medicare's files warn of it with their day; and what no file says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.market import Plan
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.plans.plan_cell import marks_note, plan_cell
from finder.questions.plans.compare import compare_plans
from tests.reading import grade
from tests.small_market import CHEAP_PDP, GENERIC, WORCESTER, SmallMarket

DAY = date(2026, 9, 1)
LIMITS = "Medicare has put limits on this plan (sanctions). We don't suggest it. (Files of September 1, 2026.)"
STARS = "This plan has only 2.5 of 5 stars from Medicare. (Files of September 1, 2026.)"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "Cheap Premium Rx. Basic."),
        ({"star_rating": "3.0", "sanctioned": False}, "Cheap Premium Rx. Basic."),
        ({"star_rating": "2.5"}, f"Cheap Premium Rx. Basic. {STARS}"),
        ({"sanctioned": True}, f"Cheap Premium Rx. Basic. {LIMITS}"),
        ({"gap_wording": "Generics"}, "Cheap Premium Rx. Basic, in the gap: Generics."),
        ({"example": True, "name": "An example"}, "An example"),
    ],
)
def test_a_plan_in_a_table(facts: dict[str, object], expected: str) -> None:
    assert plan_cell(replace(CHEAP_PDP, **facts), DAY) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plans", "begins"),
    [
        ((CHEAP_PDP,), "These files do not say which plans Medicare has put limits on"),
        ((replace(CHEAP_PDP, sanctioned=False),), "Limits by Medicare (sanctions) and stars are those of September 1, 2026"),
    ],
)
def test_what_the_files_do_not_say_is_said(plans: tuple[Plan, ...], begins: str) -> None:
    answer = compare_plans(SmallMarket(plans), Member("01604", WORCESTER, date(2026, 1, 1)), [Prescription(GENERIC, 30_000, 30)])
    said = marks_note(answer.plans, DAY)
    assert said.startswith(begins)
    assert "No file that we have says which plans had to write to members about their faults." in said
    assert grade(said) <= 7
