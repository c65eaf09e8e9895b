"""The late enrollment penalty: the gate in days, the amount in months, the cost by year, the steps and their dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.errors import Refusal
from finder.questions.late_enrollment import late_enrollment


def ask(**given_: Any) -> dict[str, Any]:
    return late_enrollment({"creditable": [], **given_})


def covered(first: str, through: str) -> list[dict[str, str]]:
    return [{"from": first, "through": through}]


@pytest.mark.parametrize(
    ("through", "days", "months", "applies", "penalty"),
    [
        # coverage from July 1, 2025: April 30 + 31 days of May + 30 of June = 62, one day short
        ("2025-04-29", 62, 0, False, "0.00"),
        # April 29 and 30 + 31 + 30 = 63; whole months are May and June: 2% x 36.78 = 0.7356
        ("2025-04-28", 63, 2, True, "0.70"),
    ],
)
def test_62_days_are_no_penalty_and_63_are(through: str, days: int, months: int, applies: bool, penalty: str) -> None:
    answer = ask(initial_enrollment_end="2024-04-30", coverage_start="2025-07-01", creditable=covered("2024-05-01", through))
    assert answer["continuous_days_uncovered"] == days
    assert answer["uncovered_months"] == months
    assert answer["applies"] is applies
    assert answer["monthly_penalty"]["2025"] == penalty


@pytest.mark.parametrize(
    ("enrollment_end", "start", "months", "penalties"),
    [
        # July 2011 to December 2013 is 6 + 24 = 30 months; 30% x 32.42 = 9.726
        ("2011-06-30", "2014-01-01", 30, {"2014": "9.70"}),
        # November 2021 to December 2022 is 14: 14% x 32.74 = 4.5836, x 34.70 = 4.858, x 36.78 = 5.1492
        ("2021-10-31", "2023-01-01", 14, {"2023": "4.60", "2024": "4.90", "2025": "5.10"}),
        # May 15 ends the first period of all: June to December 2006 is 7; 7% x 27.35 = 1.9145
        ("2006-05-15", "2007-01-01", 7, {"2007": "1.90"}),
        # June 2024 to December 2025 is 7 + 12 = 19; 19% x 38.99 = 7.4081
        ("2024-05-31", "2026-01-01", 19, {"2026": "7.40"}),
    ],
)
def test_one_percent_of_each_years_base_premium_to_ten_cents(
    enrollment_end: str, start: str, months: int, penalties: dict[str, str]
) -> None:
    answer = ask(initial_enrollment_end=enrollment_end, coverage_start=start)
    assert answer["uncovered_months"] == months
    assert {year: answer["monthly_penalty"][year] for year in penalties} == penalties


def test_a_month_with_one_day_of_coverage_is_not_uncovered() -> None:
    # from July 2025 on uncovered but for October 10: July, August, September; November, December; October is not counted
    answer = ask(initial_enrollment_end="2025-06-30", coverage_start="2026-01-01", creditable=covered("2025-10-10", "2025-10-10"))
    assert [gap["uncovered_months"] for gap in answer["gaps"]] == [3, 2]
    # July 1 to October 9 is 31 + 31 + 30 + 9 = 101 days; October 11 to December 31 is 21 + 30 + 31 = 82
    assert [gap["days"] for gap in answer["gaps"]] == [101, 82]
    assert answer["uncovered_months"] == 5


def test_months_of_a_gap_below_the_gate_do_not_count() -> None:
    # July 2025 is a gap of 31 days; October to December one of 92
    answer = ask(initial_enrollment_end="2025-06-30", coverage_start="2026-01-01", creditable=covered("2025-08-01", "2025-09-30"))
    assert [(gap["days"], gap["uncovered_months"]) for gap in answer["gaps"]] == [(31, 0), (92, 3)]
    assert answer["uncovered_months"] == 3
    assert [stretch["what"] for stretch in answer["timeline"]] == [
        "initial_enrollment",
        "short_gap",
        "creditable",
        "uncovered",
        "drug_plan",
    ]


def test_overlapping_and_early_coverage_is_counted_once() -> None:
    periods = [
        {"from": "2025-01-01", "through": "2025-07-31"},
        {"from": "2020-01-01", "through": "2025-03-01"},
        {"from": "2025-07-15", "through": "9999-12-31"},
    ]
    answer = ask(initial_enrollment_end="2024-12-31", coverage_start="2026-01-01", creditable=periods)
    assert answer["gaps"] == []
    assert (answer["continuous_days_uncovered"], answer["applies"]) == (0, False)


@pytest.mark.parametrize(
    ("born", "first", "last"),
    [
        ("1960-07-02", "2025-04-01", "2025-10-31"),  # 65 in July 2025: April to October
        ("1960-07-01", "2025-03-01", "2025-09-30"),  # the first of July counts as June: March to September
        ("1961-01-01", "2025-09-01", "2026-03-31"),  # the first of January counts as December of the year before
        ("1960-02-29", "2024-11-01", "2025-05-31"),
    ],
)
def test_the_first_time_to_join_follows_from_the_birth_date(born: str, first: str, last: str) -> None:
    assert ask(birth_date=born, coverage_start="2026-01-01")["initial_enrollment"] == {"first_day": first, "last_day": last}


@pytest.mark.parametrize(
    ("medicare", "last"),
    [
        ("2006-01-10", "2006-05-15"),  # three months after January is April 30: nobody's period ended before May 15, 2006
        ("2006-02-01", "2006-05-31"),
        ("1999-03-01", "2006-05-15"),
        ("2025-11-01", "2026-02-28"),
    ],
)
def test_the_first_time_to_join_follows_from_the_first_month_of_medicare(medicare: str, last: str) -> None:
    assert ask(medicare_start=medicare, coverage_start="2026-07-01")["initial_enrollment"]["last_day"] == last


def test_coverage_within_the_first_time_to_join_has_no_gap() -> None:
    answer = ask(birth_date="1960-07-02", coverage_start="2025-08-01")
    assert (answer["gaps"], answer["applies"], answer["lifetime_cost"]) == ([], False, "0.00")


@pytest.mark.parametrize(
    ("amount", "penalty"),
    [
        # ten months in 2026: 10% x 38.99 = 3.899: 3.90. Against 10 x 0.38 = 3.80, 10 x 0.39 = 3.90, 10 x 0.40 = 4.00
        ("0.38", "3.90"),
        ("0.39", "3.90"),
        ("0.40", "4.00"),
    ],
)
def test_the_greater_of_the_premium_and_an_actuarial_amount(amount: str, penalty: str) -> None:
    answer = ask(initial_enrollment_end="2025-08-31", coverage_start="2026-07-01", actuarial_amount=amount)
    assert answer["monthly_penalty"]["2026"] == penalty


def test_in_2006_and_2007_the_base_premium_alone_decides() -> None:
    answer = ask(initial_enrollment_end="2006-05-15", coverage_start="2007-01-01", actuarial_amount="5.00")
    # 7% x 27.35 = 1.9145; in 2008 the greater of 7% x 27.93 = 1.9551 and 7 x 5.00
    assert (answer["monthly_penalty"]["2007"], answer["monthly_penalty"]["2008"]) == ("1.90", "35.00")


def test_extra_help_waives_the_penalty() -> None:
    answer = ask(initial_enrollment_end="2024-05-31", coverage_start="2026-01-01", low_income_subsidy="full_other")
    assert (answer["applies"], answer["waived"], answer["uncovered_months"]) == (False, True, 19)
    assert set(answer["monthly_penalty"].values()) == {"0.00"}
    assert answer["waiting_one_more_year"]["more_in_all"] == "0.00"


GROWING = {"initial_enrollment_end": "2025-08-31", "coverage_start": "2026-07-01", "horizon_years": 3, "premium_growth": "0.05"}


def test_the_cost_by_year_and_in_all_under_a_visible_growth() -> None:
    answer = ask(**GROWING)
    # ten months. 2026: 3.90 x 6 = 23.40. 2027: 10% x 41.33 = 4.133: 4.10 x 12 = 49.20.
    # 2028 is projected: 41.33 x 1.05 = 43.3965: 43.40; 10% = 4.34: 4.30 x 12 = 51.60. In all 124.20.
    years = [(year["year"], year["base_premium"], year["monthly_penalty"], year["cost"], year["projected"]) for year in answer["years"]]
    assert years == [
        (2026, "38.99", "3.90", "23.40", False),
        (2027, "41.33", "4.10", "49.20", False),
        (2028, "43.40", "4.30", "51.60", True),
    ]
    assert answer["lifetime_cost"] == "124.20"
    assert answer["assumptions"] == {
        "horizon_years": 3,
        "premium_growth": "0.05",
        "last_known_year": 2027,
        "projected_years": [2028],
        "actuarial_amount": None,
    }


def test_what_waiting_one_more_year_costs() -> None:
    waiting = ask(**GROWING)["waiting_one_more_year"]
    # 22 months from July 2027. 2027: 22% x 41.33 = 9.0926: 9.10 against 4.10, 6 months: 30.00.
    # 2028: 22% x 43.40 = 9.548: 9.50 against 4.30, 12 months: 62.40. In all 92.40.
    assert waiting == {
        "coverage_start": "2027-07-01",
        "uncovered_months": 22,
        "monthly_penalty": "9.10",
        "monthly_penalty_if_you_start_now": "4.10",
        "more_each_month": "5.00",
        "more_in_all": "92.40",
        "through": 2028,
        "projected": True,
    }


def test_the_steps_have_dates_where_their_letters_have() -> None:
    answer = ask(
        initial_enrollment_end="2024-05-31",
        coverage_start="2026-01-01",
        attestation_letter="2026-01-20",
        penalty_letter="2026-02-10",
        review_request="2026-03-01",
    )
    due = {step["step"]: step["due"] for step in answer["steps"]}
    # January 20 + 30: 11 days to January 31, 19 more. February 10 + 60: 18 + 31 + 11. March 1 + 90: 30 + 30 + 30 to May 30
    assert due == {"attestation": "2026-02-19", "notice": None, "reconsideration": "2026-04-11", "decision": "2026-05-30"}
    assert [step["due"] for step in ask(birth_date="1960-07-02", coverage_start="2026-01-01")["steps"]] == [None] * 4


def test_every_rule_shown_has_citation_law_and_status() -> None:
    rules = ask(initial_enrollment_end="2024-05-31", coverage_start="2026-01-01")["rules"]
    assert {rule["id"] for rule in rules} >= {"gate", "uncovered_month", "amount", "rounding", "waiver", "reconsideration"}
    assert all(rule["citation"] and rule["law"] and rule["status"] for rule in rules)


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@settings(deadline=None)
@given(st.lists(st.tuples(DAYS, DAYS), max_size=5), st.integers(1, 12), st.dates(date(2024, 3, 1), date(2025, 6, 1)))
def test_gaps_are_the_days_that_nobody_covered(periods: list[tuple[date, date]], month: int, end: date) -> None:
    creditable = [(min(pair), max(pair)) for pair in periods]
    start = date(2026, month, 1)
    document = [{"from": first.isoformat(), "through": last.isoformat()} for first, last in creditable]
    answer = ask(initial_enrollment_end=end.isoformat(), coverage_start=start.isoformat(), creditable=document, horizon_years=1)
    days = [end + timedelta(days=number) for number in range(1, (start - end).days)]
    bare = [day for day in days if not any(first <= day <= last for first, last in creditable)]
    assert sum(gap["days"] for gap in answer["gaps"]) == len(bare)
    assert all(stretch["from"] <= stretch["through"] for stretch in answer["timeline"])
    through = [stretch["through"] for stretch in answer["timeline"]][:-1]
    begins = [stretch["from"] for stretch in answer["timeline"]][1:]
    assert [(date.fromisoformat(day) + timedelta(days=1)).isoformat() for day in through] == begins


EARLIEST = "2006-05-15 or later, when the first of these periods ended"
START = "the first day of a month from 2006 to 2027"


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (
            {"coverage_start": "2026-01-01"},
            "$: expected exactly one of initial_enrollment_end, birth_date and medicare_start, found an object",
        ),
        (
            {"coverage_start": "2026-01-01", "birth_date": "1960-01-01", "medicare_start": "2025-01-01"},
            "$: expected exactly one of initial_enrollment_end, birth_date and medicare_start, found an object",
        ),
        ({"initial_enrollment_end": "2024-05-31"}, "$.coverage_start: expected a value, found nothing"),
        ({"initial_enrollment_end": "2024-05-31", "coverage_start": "2026-01-02"}, f"$.coverage_start: expected {START}, found 2026-01-02"),
        ({"initial_enrollment_end": "2024-05-31", "coverage_start": "2028-01-01"}, f"$.coverage_start: expected {START}, found 2028-01-01"),
        (
            {"initial_enrollment_end": "2006-05-14", "coverage_start": "2026-01-01"},
            f"$.initial_enrollment_end: expected {EARLIEST}, found 2006-05-14",
        ),
        (
            {"birth_date": "9999-12-31", "coverage_start": "2026-01-01"},
            "$.birth_date: expected a day from 1890-01-01 to 2037-12-31, found 9999-12-31",
        ),
        (
            {"birth_date": "1960-01-01", "coverage_start": "2026-01-01", "creditable": [{"from": "2025-01-02", "through": "2025-01-01"}]},
            "$.creditable[0]: expected a last day (through) on or after the first (from), found an object",
        ),
        (
            {"birth_date": "1960-01-01", "coverage_start": "2026-01-01", "horizon_years": 0},
            "$.horizon_years: expected at least 1, found 0",
        ),
        (
            {"birth_date": "1960-01-01", "coverage_start": "2026-01-01", "name": "Ann"},
            "$.name: expected one of initial_enrollment_end, birth_date, medicare_start, coverage_start, creditable, low_income_subsidy, "
            'horizon_years, premium_growth, actuarial_amount, attestation_letter, penalty_letter, review_request, found the field "name"',
        ),
        (
            {"birth_date": "1960-01-01", "coverage_start": "2026-01-01", "penalty_letter": "2026-03-02", "review_request": "2026-03-01"},
            "$.review_request: expected a day on or after that of the letter (penalty_letter), found 2026-03-01",
        ),
    ],
)
def test_what_is_refused_and_why(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        late_enrollment(document)
    assert [str(found) for found in caught.value.problems] == [problem]
