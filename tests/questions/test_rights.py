"""`finder rights`: the start and end of each clock, the law before and after a change, the calendar file, and refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.rights import Event, Happened
from finder.questions.explainers.rights import rights


def dates(event: str, on: str, **more: Any) -> dict[str, str | None]:
    return {entry["what"]: entry["date"] for entry in ask("rights", {"event": event, "on": on, **more})["dates"]}


def test_a_standard_decision_has_72_hours_and_its_letter_three_days_more() -> None:
    # Friday March 6, 9:30: 72 hours end on Monday March 9, 9:30, weekend or not; 24 hours more to the reviewer; letter March 12
    told = ask("rights", {"event": "coverage_determination", "on": "2026-03-06", "time": "09:30"})["dates"]
    assert [(entry["what"], entry["date"], entry["time"]) for entry in told] == [
        ("decision", "2026-03-09", "09:30"),
        ("forwarded", "2026-03-10", "09:30"),
        ("letter", "2026-03-12", None),
    ]


def test_without_a_time_only_the_day_is_given() -> None:
    told = ask("rights", {"event": "coverage_determination", "on": "2026-03-06"})["dates"]
    assert [(entry["date"], entry["time"]) for entry in told] == [("2026-03-09", None), ("2026-03-10", None), ("2026-03-12", None)]


@pytest.mark.parametrize("given", [{"event": "expedited_determination"}, {"event": "coverage_determination", "expedited": True}])
def test_an_expedited_decision_has_24_hours(given: dict[str, Any]) -> None:
    told = {entry["what"]: entry for entry in ask("rights", {**given, "on": "2026-12-31", "time": "23:59"})["dates"]}
    assert (told["decision"]["date"], told["decision"]["time"]) == ("2027-01-01", "23:59")
    assert told["forwarded"]["date"] == "2027-01-02"
    assert told["letter"]["date"] == "2027-01-04"


def test_if_urgency_is_refused_72_hours_run_from_the_request() -> None:
    assert dates("expedited_determination", "2026-03-06")["expedite_refused"] == "2026-03-09"


def test_an_exception_waits_for_the_doctors_statement() -> None:
    assert dates("exception", "2026-03-06") == {"decision": None}
    assert dates("exception", "2026-03-06", prescriber_statement_on="2026-03-10")["decision"] == "2026-03-13"
    assert dates("exception", "2026-03-06", prescriber_statement_on="2026-03-10", expedited=True)["decision"] == "2026-03-11"
    assert dates("exception", "2026-03-06", prescriber_statement_on="2026-03-01")["decision"] == "2026-03-09"  # both are needed


def test_a_payment_request_has_14_days_to_decide_and_pay() -> None:
    assert dates("payment_request", "2026-03-06") == {"decision": "2026-03-20", "payment": "2026-03-20", "forwarded": "2026-03-21"}


def test_before_2011_a_payment_request_had_72_hours_and_30_days() -> None:
    # March 6 + 30 days: 25 left in March, 5 in April
    assert dates("payment_request", "2010-03-06") == {"decision": "2010-03-09", "forwarded": "2010-03-10", "payment": "2010-04-05"}


@pytest.mark.parametrize(
    ("notice", "received", "last"),
    [
        ("2024-12-31", None, "2025-03-01"),  # 60 days: January 31, February 28, March 1
        ("2024-12-31", "2025-01-20", "2025-03-01"),  # through 2024 receipt does not matter
        ("2025-01-01", None, "2025-03-07"),  # received January 6; 25 left in January, 28, 7
        ("2025-01-01", "2025-01-10", "2025-03-11"),  # 21 left in January, 28, 11
        ("2026-06-01", None, "2026-08-05"),  # received June 6; 24 left in June, 31, 5
    ],
)
def test_the_time_to_appeal(notice: str, received: str | None, last: str) -> None:
    more = {"received_on": received} if received else {}
    assert dates("denial", notice, **more) == {"appeal": last}


@pytest.mark.parametrize(
    ("on", "more", "due"),
    [
        ("2026-03-06", {}, "2026-03-13"),  # 7 days
        ("2026-03-06", {"expedited": True}, "2026-03-09"),  # 72 hours
        ("2026-03-06", {"payment": True}, "2026-03-20"),  # 14 days
        ("2018-03-06", {"payment": True}, "2018-03-13"),  # 7 days through 2018
        ("2019-03-06", {"payment": True}, "2019-03-20"),
    ],
)
def test_the_plan_answers_an_appeal(on: str, more: dict[str, Any], due: str) -> None:
    assert dates("redetermination", on, **more)["decision"] == due


def test_a_won_appeal_pays_within_30_days() -> None:
    assert dates("redetermination", "2026-03-06", payment=True)["payment"] == "2026-04-05"  # 25 left in March, 5 in April


def test_the_independent_reviewer() -> None:
    assert dates("appeal_denied", "2024-12-31") == {"ask_reviewer": "2025-03-01"}  # 60 days
    assert dates("appeal_denied", "2025-01-01") == {"ask_reviewer": "2025-03-07"}  # 65 days: 30, 28, 7
    assert dates("independent_review", "2026-03-06") == {"review_decision": "2026-03-13"}
    assert dates("independent_review", "2026-03-06", expedited=True) == {"review_decision": "2026-03-09"}
    assert dates("independent_review", "2026-03-06", payment=True) == {"review_decision": "2026-03-20"}
    assert dates("reversal", "2026-03-06") == {"drug": "2026-03-09"}


def test_a_late_decision_goes_to_the_reviewer_within_24_hours() -> None:
    assert dates("late_decision", "2026-03-09") == {"forwarded": "2026-03-10"}


@pytest.mark.parametrize(
    ("unpaid", "more", "out"),
    [
        ("2026-03-01", {}, "2026-05-01"),  # March and April
        ("2026-02-01", {}, "2026-04-01"),  # February and March
        ("2026-02-17", {}, "2026-04-01"),  # any day of the month unpaid
        ("2026-07-01", {"plan_grace_months": 3}, "2026-10-01"),  # July, August, September
        ("2026-03-01", {"billed_on": "2026-02-20"}, "2026-05-01"),  # the month after the bill is March
        ("2026-03-01", {"billed_on": "2026-03-02"}, "2026-06-01"),  # the month after the bill is April: April and May
        ("2010-03-01", {}, "2010-04-01"),  # one month through 2010
        ("2011-03-01", {}, "2011-05-01"),
        ("2026-12-01", {}, "2027-02-01"),
    ],
)
def test_the_grace_period(unpaid: str, more: dict[str, Any], out: str) -> None:
    assert dates("grace_period", unpaid, **more)["out"] == out


@pytest.mark.parametrize(
    ("unpaid", "ask", "paid"),
    [
        # out on May 1: 30 more days of May and 30 of June make 60; three months later is August 1
        ("2026-03-01", "2026-06-30", "2026-08-01"),
        # out on February 1: 27 more days of February, 31 of March and 2 of April make 60; May 1
        ("2025-12-01", "2026-04-02", "2026-05-01"),
        ("2013-01-01", "2013-04-30", "2013-06-01"),  # out on March 1: 30 + 30
        ("2012-12-01", None, None),  # the first year is 2013
    ],
)
def test_the_way_back_for_good_cause(unpaid: str, ask: str | None, paid: str | None) -> None:
    told = dates("grace_period", unpaid)
    assert (told.get("ask_back"), told.get("paid_back")) == (ask, paid)


def test_the_last_day_to_pay_is_the_day_before_and_the_letter_comes_within_15_days() -> None:
    told = dates("grace_period", "2026-03-01")
    assert (told["pay_by"], told["notice"]) == ("2026-04-30", "2026-03-16")


@pytest.mark.parametrize(
    ("more", "last", "out"),
    [
        ({}, "2027-01-15", "2027-02-01"),  # 12 months; out on the first of the month after them
        ({"plan_kind": "MA-PD"}, "2026-07-15", "2026-08-01"),  # 6 months
        ({"plan_kind": "MA-PD", "travel_benefit": True}, "2027-01-15", "2027-02-01"),
    ],
)
def test_absence_from_the_area(more: dict[str, Any], last: str, out: str) -> None:
    assert dates("absence", "2026-01-15", **more) == {"back_by": last, "out": out}


def test_absence_of_12_months_keeps_the_plan_and_one_more_day_loses_it() -> None:
    assert dates("absence", "2026-01-01", back_on="2027-01-01") == {"stays": "2027-01-01"}
    assert dates("absence", "2026-01-01", back_on="2027-01-02")["out"] == "2027-01-01"


def test_a_plan_that_ends_on_january_1_writes_by_october_3() -> None:
    # 90 days before January 1: 31 in December, 30 in November, 29 in October, so October 3
    assert dates("nonrenewal", "2027-01-01") == {"notice": "2026-10-03", "ends": "2026-12-31"}
    assert dates("nonrenewal", "2028-01-01")["notice"] == "2027-10-03"


def test_a_refund_has_45_days_and_a_fill_three_years() -> None:
    # January 10 + 45: 21 left in January, 24 in February
    assert dates("refund", "2026-01-10", fill_on="2025-12-01") == {"refund": "2026-02-24", "look_back": "2028-12-01"}
    assert dates("refund", "2026-01-10", fill_on="2024-02-29")["look_back"] == "2027-02-28"


def test_a_refund_shows_both_readings_if_complete_information_came_later() -> None:
    # February 1 + 45: 27 left in February, 18 in March
    assert dates("refund", "2026-01-10", complete_on="2026-02-01") == {"refund_by_preamble": "2026-02-24", "refund": "2026-03-18"}


def test_a_year_without_a_read_rule_gives_no_date_and_says_so() -> None:
    answer = ask("rights", {"event": "refund", "on": "2008-01-10"})
    assert (answer["dates"], answer["calendar"]) == ([], "")
    assert answer["unknown"] == [
        "The rule on refund of 2008 is not among the texts that were read.",
        "The rule on look back of 2008 is not among the texts that were read.",
    ]


@pytest.mark.parametrize(
    ("event", "on", "rule", "law", "status"),
    [
        ("denial", "2024-06-01", "time_to_appeal", "codified", "confirmed"),
        ("denial", "2026-06-01", "time_to_appeal", "codified", "confirmed"),
        ("late_decision", "2026-06-01", "late_decision", "codified", "single"),
        ("grace_period", "2010-06-01", "grace_period", "codified", "single"),
        ("grace_period", "2026-06-01", "reinstatement", "codified", "single"),
        ("grace_period", "2026-06-01", "who_stays", "codified", "single"),
        ("grace_period", "2026-06-01", "income_amount_unpaid", "codified", "single"),
        ("absence", "2026-06-01", "absence_from_area", "codified", "single"),
        ("reversal", "2026-06-01", "reversal", "not_found", "single"),
        ("expedited_determination", "2026-06-01", "expedite_refused", "not_found", "unconfirmed"),
    ],
)
def test_each_rule_has_its_law_and_status(event: str, on: str, rule: str, law: str, status: str) -> None:
    told = {entry["id"]: entry for entry in ask("rights", {"event": event, "on": on})["rules"]}
    assert (told[rule]["law"], told[rule]["status"]) == (law, status)
    assert told[rule]["sources"]


@pytest.mark.parametrize("event", Event.keys())
@pytest.mark.parametrize("year", [2006, 2012, 2027])
def test_every_event_has_words_to_say(event: str, year: int) -> None:
    answer = ask("rights", {"event": event, "on": f"{year}-01-01"})
    assert answer["dates"] or answer["unknown"]
    assert all(say["to"] and say["words"] for say in answer["say"])
    assert json.loads(json.dumps(answer)) == answer


def test_the_calendar_file_holds_each_date_once_and_nothing_else() -> None:
    answer = ask("rights", {"event": "coverage_determination", "on": "2026-03-06", "time": "09:30"})
    text = answer["calendar"]
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))  # RFC 5545, 3.1
    events = list(Calendar.from_ical(text).walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [datetime(2026, 3, 9, 9, 30), datetime(2026, 3, 10, 9, 30), date(2026, 3, 12)]
    assert len({str(event["uid"]) for event in events}) == 3
    allowed = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP"}
    assert {key for event in events for key in event} == allowed
    assert ask("rights", {"event": "coverage_determination", "on": "2026-03-06", "time": "09:30"})["calendar"] == text


EVENTS = ", ".join(Event.keys())


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ({"event": "appeal", "on": "2026-03-06"}, f'$.event: expected one of {EVENTS}, found "appeal"'),
        ({"event": "denial"}, "$.on: expected a value, found nothing"),
        ({"event": "denial", "on": "2005-12-31"}, "$.on: expected a day from 2006 to 2027, found 2005-12-31"),
        ({"event": "denial", "on": "2028-01-01"}, "$.on: expected a day from 2006 to 2027, found 2028-01-01"),
        ({"event": "denial", "on": "3/6/2026"}, '$.on: expected a date written YYYY-MM-DD, found "3/6/2026"'),
        (
            {"event": "exception", "on": "2026-03-06", "time": "9:30"},
            '$.time: expected a time of day written HH:MM, such as "09:30", found "9:30"',
        ),
        (
            {"event": "exception", "on": "2026-03-06", "time": "24:00"},
            '$.time: expected a time of day written HH:MM, such as "09:30", found "24:00"',
        ),
        (
            {"event": "denial", "on": "2026-03-06", "back_on": "2026-03-07"},
            "$.back_on: expected this field only with absence, found event denial",
        ),
        (
            {"event": "denial", "on": "2026-03-06", "received_on": "2026-03-05"},
            "$.received_on: expected a day on or after $.on (2026-03-06), found 2026-03-05",
        ),
        (
            {"event": "refund", "on": "2026-03-06", "fill_on": "2026-03-07"},
            "$.fill_on: expected a day on or before $.on (2026-03-06), found 2026-03-07",
        ),
        (
            {"event": "nonrenewal", "on": "2026-12-31"},
            "$.on: expected January 1, the day on which a plan's year ends or goes on, found 2026-12-31",
        ),
        (
            {"event": "grace_period", "on": "2026-03-01", "plan_grace_months": 1},
            "$.plan_grace_months: expected 2 (the law's least) to 120 months, found 1",
        ),
        (
            {"event": "redetermination", "on": "2026-03-06", "expedited": True, "payment": True},
            "$: expected expedited or payment, not both: a request about money cannot be expedited, found an object",
        ),
        ({"event": "absence", "on": "2026-03-06", "plan_kind": "SNP"}, "$.plan_kind: expected 'PDP' or 'MA-PD', found \"SNP\""),
    ],
)
def test_bad_input_is_refused(document: dict[str, Any], line: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("rights", document)
    assert str(caught.value) == line


def test_an_urgent_request_about_money_is_refused_on_the_page_too() -> None:
    with pytest.raises(Refusal) as caught:
        rights(Happened(Event.REDETERMINATION, date(2026, 3, 6), expedited=True, payment=True))
    assert str(caught.value) == "$: expected expedited or payment, not both: a request about money cannot be expedited, found both"


@pytest.mark.parametrize(
    ("command", "problems"),
    [
        ("rights", ["$.event:", "$.on:"]),
        ("mtm", ["$.year:", "$.conditions:", "$.part_d_drugs:"]),
        ("transition", ["$.coverage_start:", "$.group:"]),
    ],
)
def test_the_command_refuses_in_lines_with_exit_2(command: str, problems: list[str]) -> None:
    run = subprocess.run([sys.executable, "-m", "finder.cli", command, "-"], input="{}", capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    lines = run.stderr.splitlines()
    assert [line for line in problems if not any(told.startswith(line) for told in lines)] == []
    assert all(" expected " in line and " found " in line for line in lines)
