"""I may lose my plan: the end, the ways in on both sides of each limit, what a gap adds to the late fee, and refusals. T12, T14, T23."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.losing_coverage import Cause
from finder.explain.explainers.losing_coverage import CAUSES, ON


def lose(cause: str, on: str, today: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = ask("losing-coverage", {"cause": cause, "on": on, "today": today, **more})
    return answer


def dates(answer: dict[str, Any]) -> dict[str, str]:
    return {entry["what"]: entry["date"] for entry in answer["dates"]}


def doors(answer: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(way["door"], way["from"], way["through"]) for way in answer["ways_in"]]


def test_a_premium_unpaid_from_march_leaves_no_plan_from_may() -> None:
    # T14: out on May 1. May to December is 31+30+31+31+30+31+30+31 = 245 days and 8 months; 1% x 8 x $41.33 = $3.3064, to the dime $3.30
    answer = lose("unpaid_premium", "2026-03-15", "2026-03-20")
    assert answer["coverage_ends"] == "2026-04-30"
    assert dates(answer)["out"] == "2026-05-01"
    assert dates(answer)["ask_back"] == "2026-06-30"  # 60 days: 30 left in May, 30 in June
    assert dates(answer)["paid_back"] == "2026-08-01"
    assert not answer["special_period"]
    assert doors(answer) == [("open_enrollment", "2026-10-15", "2026-12-07")]
    back = answer["ways_in"][0]["soonest"]
    assert (back["starts"], back["days_without"], back["uncovered_months"]) == ("2027-01-01", 245, 8)
    assert back["added_late_fee"] == {"a_month": "3.30", "a_year": "39.60", "year": 2027, "projected": False}


def test_with_extra_help_the_next_month_is_open_and_no_fee_is_owed() -> None:
    answer = lose("unpaid_premium", "2026-03-01", "2026-03-20", low_income_subsidy="full_other")
    assert doors(answer)[0] == ("extra_help", "2026-03-20", None)
    assert answer["ways_in"][0]["soonest"]["starts"] == "2026-05-01"  # not while the plan still runs
    assert answer["no_gap_by"] == "2026-04-30"
    assert answer["ways_in"][1]["soonest"]["added_late_fee"]["a_month"] == "0.00"


@pytest.mark.parametrize(("today", "opens"), [("2024-09-30", "2024-09-30"), ("2024-10-01", "2025-01-01")])
def test_through_2024_extra_help_opened_no_door_in_the_last_quarter(today: str, opens: str) -> None:
    answer = lose("unpaid_premium", "2024-06-01", today, low_income_subsidy="full_other")
    assert ("extra_help", opens, None) in doors(answer)


@pytest.mark.parametrize(("today", "starts"), [("2026-12-07", "2027-01-01"), ("2026-12-08", "2028-01-01")])
def test_open_enrollment_is_a_door_through_its_last_day(today: str, starts: str) -> None:
    answer = lose("unpaid_premium", "2026-03-01", today)
    (way,) = answer["ways_in"]
    assert (way["soonest"]["starts"], way["taken_over"]) == (starts, starts == "2028-01-01")
    assert way["soonest"]["added_late_fee"]["projected"] is (starts == "2028-01-01")


def test_a_fee_from_before_is_not_counted_twice() -> None:
    # 5 months before: 1% x 5 x 41.33 = 2.0665, $2.10; with 8 more, 13 x 0.4133 = 5.3729, $5.40: 3.30 more
    answer = lose("unpaid_premium", "2026-03-01", "2026-03-20", uncovered_months=5)
    assert answer["ways_in"][0]["soonest"]["added_late_fee"]["a_month"] == "3.30"


def test_a_plan_may_wait_longer_and_the_bill_may_come_later() -> None:
    assert lose("unpaid_premium", "2026-03-01", "2026-03-20", plan_grace_months=3)["coverage_ends"] == "2026-05-31"
    assert lose("unpaid_premium", "2026-03-01", "2026-03-20", billed_on="2026-04-02")["coverage_ends"] == "2026-06-30"


def test_an_unpaid_income_amount_has_three_months_after_the_bill() -> None:
    answer = lose("unpaid_income_amount", "2026-03-10", "2026-03-20")
    assert answer["coverage_ends"] == "2026-06-30"
    assert [(entry["what"], entry["date"], entry["who"]) for entry in answer["dates"]] == [
        ("pay_by", "2026-06-30", "you"),
        ("out", "2026-07-01", "medicare"),
        ("ask_back", "2026-08-30", "you"),  # 30 left in July, 30 in August
        ("paid_back", "2026-10-01", "you"),
    ]


@pytest.mark.parametrize(
    ("told", "window"),
    [
        ("2026-06-09", ("2026-05-01", "2026-08-31")),  # before the move: from the month before it
        ("2026-06-10", ("2026-06-01", "2026-08-31")),  # on the day: from that month
        ("2026-07-01", ("2026-07-01", "2026-09-30")),  # after it: two full months after the news
    ],
)
def test_the_time_to_choose_after_a_move_depends_on_the_news(told: str, window: tuple[str, str]) -> None:
    answer = lose("move", "2026-06-10", "2026-07-02", told_on=told)
    assert doors(answer)[0] == ("moved", *window)
    assert answer["special_period"]


def test_whoever_uses_the_time_after_a_move_stays_below_63_days() -> None:
    # out on June 30; asked on August 31 it starts on September 1: July and August are 62 days, one short of the gate (T12)
    back = lose("move", "2026-06-10", "2026-06-20", told_on="2026-06-10")["ways_in"][0]["latest"]
    assert (back["starts"], back["days_without"], back["reaches_gate"], back["uncovered_months"]) == ("2026-09-01", 62, False, 0)


@pytest.mark.parametrize(("today", "special"), [("2026-08-31", True), ("2026-09-01", False)])
def test_the_time_after_a_move_is_over_after_its_last_day(today: str, special: bool) -> None:
    assert lose("move", "2026-06-10", today, told_on="2026-06-10")["special_period"] is special


def test_a_move_not_told_yet_counts_from_today() -> None:
    answer = lose("move", "2026-06-10", "2026-07-20")
    assert answer["coverage_ends"] == "2026-07-31"
    assert doors(answer)[0] == ("moved", "2026-07-01", "2026-09-30")


def test_a_plan_that_ends_leaves_time_until_the_end_of_february() -> None:
    # T23: the letter by October 3. January and February 2027 are 59 days: no fee
    answer = lose("plan_ends", "2027-01-01", "2026-11-27")
    assert (answer["coverage_ends"], answer["no_gap_by"], dates(answer)["notice"]) == ("2026-12-31", "2026-12-31", "2026-10-03")
    assert doors(answer) == [
        ("open_enrollment", "2026-10-15", "2026-12-07"),
        ("plan_ended", "2026-12-08", "2027-02-28"),
        ("open_enrollment", "2027-10-15", "2027-12-07"),
    ]
    first, special, missed = answer["ways_in"]
    assert (first["soonest"]["days_without"], special["latest"]["days_without"]) == (0, 59)
    # the whole of 2027: 12 x 1% x 41.33 = 4.96, $5.00, by the base premium of 2027, the last known
    assert (missed["soonest"]["days_without"], missed["soonest"]["added_late_fee"]["a_month"]) == (365, "5.00")


def test_in_a_leap_year_february_has_a_day_more() -> None:
    special = lose("plan_ends", "2024-01-01", "2024-02-29")["ways_in"][0]
    assert (special["through"], special["latest"]["starts"], special["latest"]["days_without"]) == ("2024-02-29", "2024-03-01", 60)


def test_the_end_of_extra_help_leaves_the_plan_and_one_change() -> None:
    answer = lose("extra_help_ends", "2026-12-31", "2026-11-27", told_on="2026-11-02", uncovered_months=20)
    assert (answer["coverage_ends"], answer["no_gap_by"]) == (None, None)
    assert ("help_changed", "2026-11-02", "2027-03-31") in doors(answer)  # January to March, later than three months from the letter
    # 20 x 1% x 41.33 = 8.266, $8.30 a month again
    assert answer["late_fee_comes_back"] == {"a_month": "8.30", "a_year": "99.60", "year": 2027, "projected": False}


def test_a_year_whose_special_time_was_not_read_says_so() -> None:
    answer = lose("move", "2018-06-10", "2018-06-20")
    assert not answer["special_period"]
    assert answer["unknown"] == ["The special time after a move: we have not read the rule of 2018."]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"cause": "plan_ends", "on": "2026-12-31"}, "$.on: expected January 1"),
        ({"cause": "extra_help_ends", "on": "2026-12-30"}, "$.on: expected the last day of a month"),
        ({"cause": "unpaid_income_amount", "on": "2010-03-01"}, "$.on: expected a month from 2011 on"),
        ({"cause": "move", "on": "2005-03-01"}, "$.on: expected a day from 2006"),
        ({"cause": "move", "on": "2026-03-01", "told_on": "2026-11-28"}, "$.told_on: expected a day on or before today"),
        ({"cause": "move", "on": "2026-03-01", "uncovered_months": 601}, "$.uncovered_months: expected a number of months"),
        ({"cause": "move", "on": "2026-03-01", "billed_on": "2026-03-01"}, "$.billed_on: expected this field only with unpaid_premium"),
        ({"cause": "unpaid_premium", "on": "2026-03-01", "plan_grace_months": 1}, "$.plan_grace_months: expected 2"),
    ],
)
def test_what_cannot_be_is_refused(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask("losing-coverage", {"today": "2026-11-27", **document})
    assert problem in str(refused.value)


def test_the_page_has_every_cause_of_the_command() -> None:
    assert set(Cause) == set(CAUSES.values()) == set(ON)


def test_a_day_given_is_the_default_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_TODAY", "2026-05-05")
    assert ask("losing-coverage", {"cause": "move", "on": "2026-06-10"})["today"] == date(2026, 5, 5).isoformat()
