"""Extra Help counts wages as SSI does: both sides of each limit, by state, household and year, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from finder.documents import commands
from finder.domain.errors import Refusal

NO = {"medicaid": False, "ssi": False, "savings_programme": False}
ALONE = {"year": 2026, "state": "MA", "household": 1, "resources": "5000", "burial_funds": False, "income_period": "month", **NO}
FULL = ("full_other", "likely", "full")
TOO_HIGH = ("none", "unlikely", "income_too_high")


def ask(**given: Any) -> dict[str, Any]:
    answer: dict[str, Any] = commands.ask("extra-help", {**ALONE, "unearned_income": "0", "earned_income": "0", **given})
    return answer


def verdict(**given: Any) -> tuple[str | None, str, str]:
    answer = ask(**given)
    return answer["level"], answer["likelihood"], answer["decided_by"]["id"]


def test_wages_above_the_limit_are_reduced_before_comparing() -> None:
    # 2,500 x 12 = 30,000 is above 23,940. Counted: 30,000 - 240 - 780 = 28,980, half of it 14,490.
    answer = ask(earned_income="2500")
    assert (answer["level"], answer["likelihood"]) == ("full_other", "likely")
    assert answer["limits"]["your_income"] == "14490.00"
    assert answer["counted_income"] == {
        "unearned": "0.00",
        "earned": "30000.00",
        "general": "240.00",
        "earnings": "780.00",
        "half": "14490.00",
        "counted": "14490.00",
    }
    assert "earnings_exclusion" in [rule["id"] for rule in answer["rules"]]


@pytest.mark.parametrize(
    ("place", "unearned", "earned", "expected"),
    [
        # wages alone, limit 23,940: (12 x 4,075 - 240 - 780) / 2 = (48,900 - 1,020) / 2 = 23,940.00, which is not below it
        ({}, "0", "4074.99", FULL),
        ({}, "0", "4075.00", TOO_HIGH),
        # other income alone: 12 x 2,015 - 240 = 23,940.00
        ({}, "2014.99", "0", FULL),
        ({}, "2015.00", "0", TOO_HIGH),
        # both: 12,000 - 240 = 11,760; (12 x 2,095 - 780) / 2 = 24,360 / 2 = 12,180; together 23,940.00
        ({}, "1000", "2094.99", FULL),
        ({}, "1000", "2095.00", TOO_HIGH),
        # other income of 10 a month uses up 120 of the 240: (12 x 4,065 - 120 - 780) / 2 = 47,880 / 2 = 23,940.00
        ({}, "10", "4064.99", FULL),
        ({}, "10", "4065.00", TOO_HIGH),
        # a couple, limit 150% of 21,640 = 32,460; one 20 and one 65 for both: (12 x 5,495 - 1,020) / 2 = 64,920 / 2 = 32,460.00
        ({"household": 2}, "0", "5494.99", FULL),
        ({"household": 2}, "0", "5495.00", TOO_HIGH),
        # Alaska, 150% of 19,950 = 29,925: (12 x 5,072.50 - 1,020) / 2 = 59,850 / 2 = 29,925.00
        ({"state": "AK"}, "0", "5072.49", FULL),
        ({"state": "AK"}, "0", "5072.50", TOO_HIGH),
        # Alaska, a couple, 150% of 27,050 = 40,575: (12 x 6,847.50 - 1,020) / 2 = 81,150 / 2 = 40,575.00
        ({"state": "AK", "household": 2}, "0", "6847.49", FULL),
        ({"state": "AK", "household": 2}, "0", "6847.50", TOO_HIGH),
        # Hawaii, 150% of 18,360 = 27,540: (12 x 4,675 - 1,020) / 2 = 55,080 / 2 = 27,540.00
        ({"state": "HI"}, "0", "4674.99", FULL),
        ({"state": "HI"}, "0", "4675.00", TOO_HIGH),
        # Hawaii, a couple, 150% of 24,890 = 37,335: (12 x 6,307.50 - 1,020) / 2 = 74,670 / 2 = 37,335.00
        ({"state": "HI", "household": 2}, "0", "6307.49", FULL),
        ({"state": "HI", "household": 2}, "0", "6307.50", TOO_HIGH),
    ],
)
def test_both_sides_of_the_limit(place: dict[str, Any], unearned: str, earned: str, expected: tuple[str, str, str]) -> None:
    assert verdict(unearned_income=unearned, earned_income=earned, **place) == expected


@pytest.mark.parametrize(
    ("earned", "level", "percent"),
    [
        # 2023, poverty line 14,580: 135% 19,683 = (12 x 3,365.50 - 1,020) / 2; 150% 21,870 = (12 x 3,730 - 1,020) / 2
        ("3365.49", "full_other", "1.0"),
        ("3365.50", "partial", "1.0"),
        ("3729.99", "partial", "0.25"),
    ],
)
def test_partial_help_of_2023_by_wages(earned: str, level: str, percent: str) -> None:
    answer = ask(year=2023, earned_income=earned)
    assert (answer["level"], answer["premium_subsidy"]["percent"]) == (level, percent)


def test_wages_above_partial_help_of_2023() -> None:
    assert verdict(year=2023, earned_income="3730.00") == TOO_HIGH


def test_a_dual_with_wages_at_the_poverty_line_has_the_lowest_copays() -> None:
    # (12 x 2,745 - 1,020) / 2 = 31,920 / 2 = 15,960, the poverty line; one cent a month more is 6 cents above it
    assert verdict(medicaid=True, earned_income="2745.00")[0] == "full_dual_at_or_below_poverty"
    assert verdict(medicaid=True, earned_income="2745.01")[0] == "full_other"


def test_a_year_takes_the_same_exclusions_as_twelve_months() -> None:
    assert ask(earned_income="30000", income_period="year")["counted_income"] == ask(earned_income="2500")["counted_income"]


def test_an_exclusion_never_makes_income_negative() -> None:
    # 15 a month = 180 is below 240; 50 a month of pay = 600: 60 are left of 240, 540 are below 780
    assert ask(unearned_income="15", earned_income="50")["counted_income"] == {
        "unearned": "180.00",
        "earned": "600.00",
        "general": "240.00",
        "earnings": "540.00",
        "half": "0.00",
        "counted": "0.00",
    }


def test_the_rest_of_the_earnings_exclusion_never_reduces_other_income() -> None:
    # 1,000 a month: 12,000 - 240; 30 a month of pay = 360 is below 780, the rest of 780 is lost
    assert ask(unearned_income="1000", earned_income="30")["counted_income"]["counted"] == "11760.00"


@pytest.mark.parametrize(
    ("given", "expected", "still_open"),
    [
        ({"unearned_income": "1000", "earned_income": None}, (None, "maybe", "full"), ["earned_income"]),
        ({"unearned_income": "not_sure", "earned_income": "1000"}, (None, "maybe", "full"), ["unearned_income"]),
        ({"unearned_income": "2014.99", "earned_income": None}, (None, "maybe", "full"), ["earned_income"]),
        # what is known is too much already, whatever the rest: 12 x 2,015 - 240 = 23,940
        ({"unearned_income": "2015", "earned_income": None}, TOO_HIGH, []),
        ({"unearned_income": None, "earned_income": "4075"}, TOO_HIGH, []),
        # 15,960 + 240 = 12 x 1,350: at the poverty line, and pay is open
        ({"medicaid": True, "unearned_income": "1350", "earned_income": None}, ("full_other", "likely", "deemed"), ["earned_income"]),
        ({"medicaid": True, "unearned_income": "1350.01", "earned_income": None}, ("full_other", "likely", "deemed"), []),
    ],
)
def test_an_open_part_stays_open(given: dict[str, Any], expected: tuple[str | None, str, str], still_open: list[str]) -> None:
    answer = ask(**given)
    assert (answer["level"], answer["likelihood"], answer["decided_by"]["id"]) == expected
    assert answer["still_open"] == still_open
    assert answer["counted_income"] is None


def test_one_part_left_out_is_open_and_not_zero() -> None:
    answer = commands.ask("extra-help", {**ALONE, "unearned_income": "1000"})
    assert (answer["likelihood"], answer["still_open"]) == ("maybe", ["earned_income"])


def test_countable_income_answers_as_before() -> None:
    plain = {name: value for name, value in ALONE.items() if name != "income_period"}
    answer = commands.ask("extra-help", {**plain, "income": "24000"})
    assert "counted_income" not in answer
    assert (answer["likelihood"], answer["decided_by"]["id"]) == ("maybe", "income_exclusion")  # 24,000 - 240 is below 23,940
    assert "earnings_exclusion" not in [rule["id"] for rule in answer["rules"]]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"income": "1", "earned_income": "1"}, "$: expected either income, or unearned_income and earned_income, found an object"),
        ({"earned_income": -1}, "$.earned_income: expected dollars from 0.00 to 1000000000.00, found -1"),
    ],
)
def test_both_forms_at_once_are_refused(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        commands.ask("extra-help", {**ALONE, **document})
    assert [str(found) for found in caught.value.problems] == [problem]


def test_pay_without_a_period_asks_for_the_period() -> None:
    # 2,000 a month and 2,000 a year are two answers: neither is taken unsaid
    plain = {name: value for name, value in ALONE.items() if name != "income_period"}
    with pytest.raises(Refusal) as caught:
        commands.ask("extra-help", {**plain, "unearned_income": "0", "earned_income": "2000"})
    assert [str(found) for found in caught.value.problems] == [
        "$: expected income_period (month or year) beside unearned_income and earned_income, found an object"
    ]
