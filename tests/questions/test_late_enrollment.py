"""The late enrollment penalty: the gate in days, the amount in months, the cost by year, the steps and their dates."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.documents import commands
from finder.domain.errors import Refusal
from finder.domain.late_enrollment import Enrollee, Known, KnownDay
from finder.domain.months import Days
from finder.questions.explainers.late_enrollment import late_enrollment


def ask(**given_: Any) -> dict[str, Any]:
    answer: dict[str, Any] = commands.ask("late-enrollment", {"creditable": [], **given_})
    return answer


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
def test_62_days_cost_no_penalty_and_63_do(through: str, days: int, months: int, applies: bool, penalty: str) -> None:
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


def test_months_of_a_short_gap_do_not_count() -> None:
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
        ("2006-01-10", "2006-05-15"),  # three months after January is April 30, but no period ended before May 15, 2006
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


HELPED: dict[str, Any] = {"initial_enrollment_end": "2024-05-31", "coverage_start": "2026-01-01", "horizon_years": 2}
"""19 uncovered months, June 2024 to December 2025: 19% x 38.99 = 7.4081: 7.40 in 2026, 19% x 41.33 = 7.8527: 7.90 in 2027."""


@pytest.mark.parametrize(
    ("times", "fees", "owed", "cost", "applies", "waived"),
    [
        # January to March are owed: 3 x 7.40 = 22.20
        ({"from": "2026-04-01"}, ["7.40", "0.00"], [3, 0], "22.20", True, False),
        # one month more: 4 x 7.40 = 29.60
        ({"from": "2026-05-01"}, ["7.40", "0.00"], [4, 0], "29.60", True, False),
        # and it comes back in 2027: 22.20 + 12 x 7.90 = 117.00
        ({"from": "2026-04-01", "through": "2026-12-31"}, ["7.40", "7.90"], [3, 12], "117.00", True, False),
        # a month more of Extra Help: 22.20 + 11 x 7.90 = 109.10
        ({"from": "2026-04-01", "through": "2027-01-31"}, ["7.40", "7.90"], [3, 11], "109.10", True, False),
        # two times: January and February 2026 owed, July 2026 on: 2 x 7.40 + 0 + 6 x 7.40 = 59.20
        (
            [{"from": "2026-03-01", "through": "2026-06-30"}, {"from": "2027-01-01"}],
            ["7.40", "0.00"],
            [8, 0],
            "59.20",
            True,
            False,
        ),
        # the list of finder adjudicate: a level until the next one, and none from 2027: 22.20 + 12 x 7.90
        (
            [{"from": "2026-04-01", "level": "full_other"}, {"from": "2027-01-01", "level": "none"}],
            ["7.40", "7.90"],
            [3, 12],
            "117.00",
            True,
            False,
        ),
        ([{"from": "2026-04-01", "level": "none"}], ["7.40", "7.90"], [12, 12], "183.60", True, False),
        ({"from": "2025-07-01"}, ["0.00", "0.00"], [0, 0], "0.00", False, True),
        ({"from": "2025-07-01", "through": "2025-12-31"}, ["7.40", "7.90"], [12, 12], "183.60", True, False),  # 88.80 + 94.80
    ],
)
def test_extra_help_takes_the_fee_of_its_own_months(
    times: Any, fees: list[str], owed: list[int], cost: str, applies: bool, waived: bool
) -> None:
    answer = ask(**HELPED, low_income_subsidy=times)
    assert answer["uncovered_months"] == 19  # the months before Extra Help still count
    assert list(answer["monthly_penalty"].values()) == fees
    assert [year["months_owed"] for year in answer["years"]] == owed
    assert (answer["lifetime_cost"], answer["applies"], answer["waived"]) == (cost, applies, waived)
    assert "waiver_while_it_lasts" in [rule["id"] for rule in answer["rules"]]


DISABLED: dict[str, Any] = {"medicare_by_disability": True, "medicare_start": "2020-03-01", "birth_date": "1961-07-10"}
"""Medicare from March 2020: the first period ends June 30, 2020. 65 in July 2026: the second is April to October 2026."""


@pytest.mark.parametrize(
    ("start", "days", "months", "fee", "ends", "dropped"),
    [
        # a month before 65: July 2020 to May 2026 is 6 + 60 + 5 = 71 months; 71% x 38.99 = 27.6829; July 1, 2020 to May 31, 2026 is
        # 184 + 365 x 4 + 366 + 151 = 2,161 days
        ("2026-06-01", 2161, 71, "27.70", "2026-07-01", []),
        # at 65: July 2020 to March 2026, where the second period starts, is 6 + 60 + 3 = 69 months, and they count no more
        ("2026-07-01", 0, 0, "0.00", None, [69]),
        ("2026-11-01", 0, 0, "0.00", None, [69]),
        # November and December 2026 are 61 days, below the gate
        ("2027-01-01", 61, 0, "0.00", None, [69]),
        # with January 92: three months; 3% x 41.33 = 1.2399
        ("2027-02-01", 92, 3, "1.20", None, [69]),
    ],
)
def test_a_second_period_at_65_drops_the_months_before_it(
    start: str, days: int, months: int, fee: str, ends: str | None, dropped: list[int]
) -> None:
    answer = ask(**DISABLED, coverage_start=start)
    assert answer["initial_enrollment"] == {"first_day": "2019-12-01", "last_day": "2020-06-30"}
    assert answer["second_initial_enrollment"] == {"first_day": "2026-04-01", "last_day": "2026-10-31"}
    assert (answer["continuous_days_uncovered"], answer["uncovered_months"]) == (days, months)
    assert answer["monthly_penalty"][start[:4]] == fee
    assert answer["penalty_ends"] == ends
    assert [gap["uncovered_months"] for gap in answer["gaps_before_65"]] == dropped


def test_a_fee_that_began_before_65_ends_with_the_first_month_of_medicare_by_age() -> None:
    # July 2020 to December 2025 is 66 months. 2026: 66% x 38.99 = 25.7334: 25.70 x 6 (January to June) = 154.20; nothing from July on
    answer = ask(**DISABLED, coverage_start="2026-01-01", horizon_years=3)
    assert [(year["months_owed"], year["monthly_penalty"], year["cost"]) for year in answer["years"]] == [
        (6, "25.70", "154.20"),
        (0, "0.00", "0.00"),
        (0, "0.00", "0.00"),
    ]
    assert (answer["lifetime_cost"], answer["applies"]) == ("154.20", True)
    # waiting until January 2027 is after the second period by 61 days: no fee, and the fee now has ended by then
    assert answer["waiting_one_more_year"]["more_in_all"] == "0.00"


def test_find_plans_counts_no_months_after_the_fee_has_ended() -> None:
    known = KnownDay(Known.MEDICARE_START, date(2020, 3, 1)), KnownDay(Known.BIRTH_DATE, date(1961, 7, 10))
    answer = late_enrollment(Enrollee(known[0], date(2026, 1, 1), second=known[1]))
    assert answer.penalty_ends == date(2026, 7, 1)
    assert (answer.fee_months(2026), answer.fee_months(2027)) == (66, 0)


def test_the_end_of_the_second_period_may_be_given() -> None:
    both = {"medicare_by_disability": True, "initial_enrollment_end": "2020-06-30", "second_initial_enrollment_end": "2026-10-31"}
    told, reckoned = ask(**both, coverage_start="2027-02-01"), ask(**DISABLED, coverage_start="2027-02-01")
    assert {**told, "initial_enrollment": None} == {**reckoned, "initial_enrollment": None}


def test_the_timeline_shows_both_periods_and_what_counts() -> None:
    answer = ask(**DISABLED, coverage_start="2027-02-01", creditable=covered("2021-01-01", "2021-12-31"))
    assert [(stretch["what"], stretch["from"], stretch["through"]) for stretch in answer["timeline"]] == [
        ("initial_enrollment", "2019-12-01", "2020-06-30"),
        ("before_65", "2020-07-01", "2020-12-31"),
        ("creditable", "2021-01-01", "2021-12-31"),
        ("before_65", "2022-01-01", "2026-03-31"),
        ("second_enrollment", "2026-04-01", "2026-10-31"),
        ("uncovered", "2026-11-01", "2027-01-31"),
        ("drug_plan", "2027-02-01", "2027-12-31"),
    ]


def test_an_answer_to_an_older_document_has_no_new_field() -> None:
    answer = ask(initial_enrollment_end="2024-05-31", coverage_start="2026-01-01", low_income_subsidy="full_other")
    assert not {"second_initial_enrollment", "penalty_ends", "gaps_before_65", "extra_help"} & set(answer)
    assert "months_owed" not in answer["years"][0]
    assert not {"second_initial_enrollment", "waiver_while_it_lasts"} & {rule["id"] for rule in answer["rules"]}


@pytest.mark.parametrize(
    ("end", "start", "fee"),
    [
        ("2011-10-31", "2016-01-01", "17.10"),  # 50 months: 50% x 34.10 = 17.05, half a dime goes up
        ("2011-11-30", "2016-01-01", "16.70"),  # 49 months: 16.709
        ("2025-07-31", "2026-01-01", "1.90"),  # 5% x 38.99 = 1.9495: rounded once; to the cent first it would be 1.95 and then 2.00
        ("2025-06-30", "2026-01-01", "2.30"),  # 6% x 38.99 = 2.3394
    ],
)
def test_the_fee_is_rounded_once_to_ten_cents(end: str, start: str, fee: str) -> None:
    assert ask(initial_enrollment_end=end, coverage_start=start)["monthly_penalty"][start[:4]] == fee


def test_a_drug_plan_may_start_in_the_first_month_of_medicare() -> None:
    assert ask(birth_date="1961-07-10", coverage_start="2026-07-01")["applies"] is False  # June 2026 is refused: see below


GROWING = {"initial_enrollment_end": "2025-08-31", "coverage_start": "2026-07-01", "horizon_years": 3, "premium_growth": "0.05"}


def test_the_cost_by_year_and_in_total_shows_its_growth_rate() -> None:
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


def test_the_steps_have_dates_if_the_letters_do() -> None:
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
def test_gaps_are_the_days_without_coverage(periods: list[tuple[date, date]], month: int, end: date) -> None:
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


@settings(deadline=None)
@given(
    st.lists(st.tuples(DAYS, DAYS), max_size=3),
    st.integers(1, 36),
    st.dates(date(1960, 1, 1), date(1962, 12, 31)),
    st.integers(1, 30),
)
def test_months_with_a_second_period_counted_day_by_day(periods: list[tuple[date, date]], joined: int, birth: date, helped: int) -> None:
    """Another way to the same months: a run of 63 or more uncovered days counts its whole uncovered months."""
    creditable = [(min(pair), max(pair)) for pair in periods]
    start = date(2025 + (joined - 1) // 12, (joined - 1) % 12 + 1, 1)
    extra_help = date(2025 + (helped - 1) // 12, (helped - 1) % 12 + 1, 1)
    answer = ask(
        medicare_by_disability=True,
        medicare_start="2023-10-01",  # the first period ends January 31, 2024
        birth_date=birth.isoformat(),
        coverage_start=start.isoformat(),
        creditable=[{"from": first.isoformat(), "through": last.isoformat()} for first, last in creditable],
        low_income_subsidy={"from": extra_help.isoformat()},
        horizon_years=2,
    )
    reached = birth - timedelta(days=1)
    at_65 = date(reached.year + 65, reached.month, 1)
    months_past = at_65.year * 12 + at_65.month + 3  # the month after the second period, counted from zero
    after_second = date(months_past // 12, months_past % 12 + 1, 1)
    day = after_second if start >= at_65 else date(2024, 2, 1)
    runs: list[list[date]] = [[]]
    while day < start:
        if any(first <= day <= last for first, last in creditable):
            runs.append([])
        else:
            runs[-1].append(day)
        day += timedelta(days=1)
    counted = [bare for run in runs if len(run) >= 63 for bare in run]
    by_month = Counter((bare.year, bare.month) for bare in counted)
    whole = [month for month, days in by_month.items() if days == monthrange(*month)[1]]
    assert answer["uncovered_months"] == len(whole)
    in_plan = [date(year, month, 1) for year in (start.year, start.year + 1) for month in range(1, 13) if date(year, month, 1) >= start]
    owed = [month for month in in_plan if whole and month < extra_help and (start >= at_65 or month < at_65)]
    assert sum(year["months_owed"] for year in answer["years"]) == len(owed)


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
        (
            {**HELPED, "low_income_subsidy": {"from": "2026-03-02"}},
            "$.low_income_subsidy.from: expected the first day of a month, found 2026-03-02",
        ),
        (
            {**HELPED, "low_income_subsidy": [{"from": "2026-03-01", "through": "2026-03-30"}]},
            "$.low_income_subsidy[0].through: expected the last day of a month, found 2026-03-30",
        ),
        (
            {**HELPED, "low_income_subsidy": {"from": "2026-03-01", "through": "2026-02-28"}},
            "$.low_income_subsidy.through: expected a day after 2026-03-01 (from), found 2026-02-28",
        ),
        (
            {**HELPED, "low_income_subsidy": [{"from": "2026-03-01", "through": "2026-06-30"}, {"from": "2026-06-01", "level": "none"}]},
            "$.low_income_subsidy[1].from: expected a day after 2026-06-30, when the entry before it ends, found 2026-06-01",
        ),
        (
            {**HELPED, "low_income_subsidy": {"from": "2026-03-01", "through": "9999-12-31"}},
            "$.low_income_subsidy.through: expected a day from 1890-01-01 to 2037-12-31, found 9999-12-31",
        ),
        (
            {**HELPED, "low_income_subsidy": [{"from": "2026-03-01"}, {"from": "2026-03-01", "level": "none"}]},
            "$.low_income_subsidy[1].from: expected a day after 2026-03-01, when the entry before it starts, found 2026-03-01",
        ),
        (
            {**HELPED, "low_income_subsidy": [{"from": "2026-05-01"}, {"from": "2026-03-01", "through": "2026-05-31"}]},
            "$.low_income_subsidy[0].from: expected a day after 2026-05-31, when the entry before it ends, found 2026-05-01",
        ),
        (
            {**DISABLED, "birth_date": "1955-01-01", "coverage_start": "2026-01-01"},
            "$.medicare_start: expected a day before 2019-12-01, when Medicare by age (65) starts, found 2020-03-01",
        ),
        (
            {**DISABLED, "coverage_start": "2020-02-01"},
            "$.coverage_start: expected 2020-03-01 or later, when Medicare starts, found 2020-02-01",
        ),
        (
            {"birth_date": "1961-07-10", "coverage_start": "2026-06-01"},
            "$.coverage_start: expected 2026-07-01 or later, when Medicare starts (before 65: medicare_by_disability and medicare_start), "
            "found 2026-06-01",
        ),
        (
            {"birth_date": "1990-06-10", "coverage_start": "2026-01-01"},
            "$.coverage_start: expected 2055-06-01 or later, when Medicare starts (before 65: medicare_by_disability and medicare_start), "
            "found 2026-01-01",
        ),
        (
            {**HELPED, "second_initial_enrollment_end": "2030-01-31"},
            "$: expected second_initial_enrollment_end only with medicare_by_disability: true, found an object",
        ),
        (
            {"medicare_by_disability": True, "birth_date": "1961-07-10", "coverage_start": "2026-01-01"},
            "$: expected with medicare_by_disability, exactly one of medicare_start and initial_enrollment_end (the first period), and "
            "exactly one of birth_date and second_initial_enrollment_end (the period at 65), found an object",
        ),
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
            "horizon_years, premium_growth, actuarial_amount, attestation_letter, penalty_letter, review_request, medicare_by_disability, "
            'second_initial_enrollment_end, found the field "name"',
        ),
        (
            {"birth_date": "1960-01-01", "coverage_start": "2026-01-01", "penalty_letter": "2026-03-02", "review_request": "2026-03-01"},
            "$.review_request: expected a day on or after that of the letter (penalty_letter), found 2026-03-01",
        ),
    ],
)
def test_refusals_and_their_reasons(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        commands.ask("late-enrollment", document)
    assert [str(found) for found in caught.value.problems] == [problem]


def test_coverage_that_ends_before_it_starts_is_refused_on_a_page_too() -> None:
    known = KnownDay(Known.INITIAL_ENROLLMENT_END, date(2024, 5, 31))
    backwards = (Days(date(2025, 1, 1), date(2025, 1, 31)), Days(date(2025, 3, 2), date(2025, 3, 1)))
    with pytest.raises(Refusal) as caught:
        late_enrollment(Enrollee(known, date(2026, 1, 1), creditable=backwards))
    assert [(problem.where, problem.numbers) for problem in caught.value.problems] == [("$.creditable[1]", (2,))]
