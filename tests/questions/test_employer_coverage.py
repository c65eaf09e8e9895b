"""Employer or Part D: both costs, the last start without a fee on both sides of day 63 (T12), what silence does, the survey, refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.employer_coverage import EmployerCoverage, YearlyCost
from finder.domain.errors import Refusal
from finder.explain.explainers import employer_coverage as words
from finder.explain.kit.section import texts
from finder.questions.explainers.employer_coverage import employer_or_part_d
from tests.reading import grade

TODAY = "2026-05-10"


def answer(**document: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("employer-coverage", {"today": TODAY, **document})
    return found


def test_both_costs_stand_side_by_side() -> None:
    # 12 x 80.00 + 600.00 = 1,560.00 against 248.40 + 994.00 = 1,242.40
    found = answer(premium="80", drugs="600", drug_plan={"premium": "248.40", "drugs": "994"})
    assert found["employer"] == {"months": 12, "premium": "960.00", "drugs": "600.00", "total": "1560.00"}
    assert found["employer_costs_more"] == "317.60"
    assert "The drug plan costs you about $318 less than your employer coverage." in found["says"][1]


def test_a_plan_of_seven_months_is_compared_with_seven_months() -> None:
    # 7 x 80.00 = 560.00; 7/12 of 600.00 = 350.00
    found = answer(premium="80", drugs="600", drug_plan={"premium": "1000", "drugs": "0", "months": 7})
    assert found["employer"] == {"months": 7, "premium": "560.00", "drugs": "350.00", "total": "910.00"}
    assert found["employer_costs_more"] == "-90.00"


def test_what_is_not_known_is_not_compared() -> None:
    assert answer(premium="80", drug_plan={"premium": "1", "drugs": "1"})["employer_costs_more"] is None
    a_range = YearlyCost("A plan", 12, 100, 200, 300, 500)
    found = employer_or_part_d(EmployerCoverage(date(2026, 5, 10), premium=100, drugs=100, part_d=a_range))
    assert found.difference is None
    assert "is a range" in words.difference(found)


@pytest.mark.parametrize(
    ("ends", "start_by"),
    [
        ("2026-06-30", "2026-09-01"),  # July and August: 62 days
        ("2026-06-29", "2026-08-01"),  # by September 1 it would be 63
        ("2026-12-31", "2027-03-01"),  # January and February: 59
        ("2027-07-31", "2027-10-01"),  # August and September: 61
    ],
)
def test_the_last_start_without_a_fee(ends: str, start_by: str) -> None:
    assert answer(creditable=True, ends_on=ends)["start_by"] == start_by


def test_only_good_coverage_has_a_last_start_without_a_fee() -> None:
    assert answer(creditable=False, ends_on="2026-06-30")["start_by"] is None
    unsure = answer(ends_on="2026-06-30")
    assert (unsure["start_by"], unsure["fees_known"]) == (None, False)
    assert set(unsure["ways_in"][0]["soonest"]) == {"asked", "starts"}


@pytest.mark.parametrize(("today", "door"), [("2026-08-31", "employer_left"), ("2026-09-01", "open_enrollment")])
def test_the_time_of_an_employer_plan_lasts_two_full_months(today: str, door: str) -> None:
    found = answer(creditable=True, ends_on="2026-06-15", today=today)
    assert found["ways_in"][0]["door"] == door


def test_while_the_coverage_goes_on_a_plan_can_be_joined_any_month() -> None:
    way = answer(creditable=True)["ways_in"][0]
    assert (way["door"], way["through"], way["soonest"]["starts"]) == ("employer_left", None, "2026-06-01")


def test_coverage_that_is_not_good_counts_from_the_first_time_to_join() -> None:
    # from June 1, 2025 to May 31, 2026: 12 months; 1% x 12 x 38.99 = 4.6788, to the dime $4.70. A year more is 12 x 1% x 41.33: $5.00
    found = answer(creditable=False, initial_enrollment_end="2025-05-31")
    back = found["ways_in"][0]["soonest"]
    assert (back["starts"], back["uncovered_months"], back["added_late_fee"]["a_month"]) == ("2026-06-01", 12, "4.70")
    assert found["late_fee_of_a_year_of_waiting"] == {"a_month": "5.00", "a_year": "60.00", "year": 2027, "projected": False}
    assert answer(creditable=True)["late_fee_of_a_year_of_waiting"] is None


@pytest.mark.parametrize(
    ("level", "silence"),
    [
        ("none", "keeps"),
        ("full_other", "not_placed"),
        ("full_dual_at_or_below_poverty", "declines"),
        ("full_institutional", "declines"),
    ],
)
def test_what_silence_does_depends_on_medicaid(level: str, silence: str) -> None:
    found = answer(low_income_subsidy=level)
    assert found["if_you_do_nothing"] == silence
    assert ("With Extra Help you pay no late fee." in found["says"]) is (level != "none")


def test_the_survey_is_quoted_with_its_two_numbers() -> None:
    survey = next(rule for rule in answer()["rules"] if rule["id"] == "survey")
    for share in ("36 in 100", "32 in 100", "82 in 100", "57 in 100"):
        assert share in survey["says"]
    assert "56 for the 57" in survey["note"]


@pytest.mark.parametrize(
    "field", [{"ends_on": "2032-01-01"}, {"initial_enrollment_end": "2026-05-11"}, {"premium": "-1"}, {"drug_plan": {}}]
)
def test_what_cannot_be_is_refused(field: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        answer(**field)


@pytest.mark.parametrize("creditable", words.GOOD_ANSWERS.values())
@pytest.mark.parametrize("level", LowIncomeSubsidy)
def test_what_is_said_is_easy_to_read(creditable: bool | None, level: LowIncomeSubsidy) -> None:
    plan = YearlyCost("A plan", 12, 100_00, 200_00, 300_00, 300_00)
    asked = EmployerCoverage(date(2026, 5, 10), creditable, 10_00, 100_00, plan, level, date(2026, 6, 30))
    said = "\n".join([words.INTRO, *texts(words.answer_sections(employer_or_part_d(asked))[:-1])])
    assert grade(said) <= 6, said
