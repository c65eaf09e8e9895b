"""`finder transition`: the window, each fill's supply in each span of years, notices, and refusals."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from finder.documents.commands import ask
from finder.domain.errors import Refusal

NEW: dict[str, Any] = {"group": "new_enrollee", "setting": "retail", "drug_status": "not_on_formulary"}
NURSING = {**NEW, "setting": "long_term_care"}


def fill(day: str, asked: int = 30, written: int | None = None) -> dict[str, Any]:
    return {"date": day, "written_days": asked if written is None else written, "days_supply": asked}


def every(start: str, step: int, count: int, days: int) -> list[dict[str, Any]]:
    """Fills of this many days, ``step`` days apart."""
    first = date.fromisoformat(start)
    return [fill((first + timedelta(days=step * number)).isoformat(), days) for number in range(count)]


def asked(year: int, fills: list[dict[str, Any]], base: dict[str, Any] = NEW, **more: Any) -> dict[str, Any]:
    return ask("transition", {"coverage_start": f"{year}-01-01", **base, "fills": fills, **more})


def covered(answer: dict[str, Any]) -> list[int]:
    return [told["days_covered"] for told in answer["fills"]]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2010-01-01", "2010-03-31"),  # 31 + 28 + 31 = 90
        ("2024-01-01", "2024-03-30"),  # 31 + 29 + 30 = 90
        ("2026-07-01", "2026-09-28"),  # 31 + 31 + 28 = 90
        ("2027-12-01", "2028-02-28"),  # 31 + 31 + 28 = 90
    ],
)
def test_the_window_is_the_first_90_days(start: str, end: str) -> None:
    window = ask("transition", {"coverage_start": start, **NEW})["window"]
    assert (window["start"], window["end"], window["days"]) == (start, end, 90)


@pytest.mark.parametrize("year", [2006, 2010, 2011, 2013, 2018, 2019, 2027])
def test_day_90_is_inside_and_day_91_is_not(year: int) -> None:
    inside = asked(year, [fill(f"{year}-03-31")])["fills"][0]  # day 31 + 28 + 31 = 90
    outside = asked(year, [fill(f"{year}-04-01")])["fills"][0]
    assert (inside["day_of_window"], inside["days_covered"], inside["reason"]) == (90, 30, "in_window")
    assert (outside["day_of_window"], outside["days_covered"], outside["reason"]) == (91, 0, "after_window")


def test_a_fill_before_coverage_is_not_covered() -> None:
    told = asked(2026, [fill("2025-12-31")])["fills"][0]
    assert (told["covered"], told["reason"], told["enrollee_notice_due"]) == (False, "before_coverage", None)


def test_a_prescription_for_10_days_is_filled_three_times_to_30() -> None:
    # 10 + 10 + 10 = 30; the fourth has nothing left
    answer = asked(2010, every("2010-01-04", 10, 4, 10))
    assert covered(answer) == [10, 10, 10, 0]
    assert answer["fills"][3]["reason"] == "supply_used"
    assert answer["supply"]["left_days"] == 0


def test_a_shorter_prescription_counts_as_written() -> None:
    assert covered(asked(2026, [fill("2026-01-05", asked=30, written=10)])) == [10]


@pytest.mark.parametrize(
    ("year", "days", "other"),
    [
        (2009, [31, 31, 31, 31], [None] * 4),  # fills of 31 through the window, no total printed
        (2010, [31, 31, 28, 0], [None, None, 31, None]),  # text 90: 31 + 31 + 28; preamble 93: 31 + 31 + 31
        (2011, [31, 31, 31, 0], [None] * 4),  # 93
        (2012, [31, 31, 31, 0], [None] * 4),
        (2013, [31, 31, 31, 0], [None] * 4),  # 62 is below 91, so the third is whole: 93; then 93 is past 91
        (2018, [31, 31, 31, 0], [None] * 4),
        (2019, [30, 0, 0, 0], [None] * 4),  # the plan's month alone
    ],
)
def test_long_term_care_by_span(year: int, days: list[int], other: list[int | None]) -> None:
    answer = asked(year, every(f"{year}-01-01", 29, 4, 31), NURSING)  # days 1, 30, 59, 88 of the window
    assert covered(answer) == days
    assert [told["days_covered_other_reading"] for told in answer["fills"]] == other


def test_long_term_care_of_2016_reaches_98_days_in_14_day_fills() -> None:
    # 6 x 14 = 84 is below 91, so a seventh is whole: 98; the eighth has nothing left. Days 1, 13, ... 85 of the window.
    answer = asked(2016, every("2016-01-01", 12, 8, 14), NURSING)
    assert covered(answer) == [14] * 7 + [0]
    assert (answer["supply"]["total_days"], answer["supply"]["most_days"]) == (91, 98)


def test_long_term_care_of_2016_stops_at_91_in_7_day_fills() -> None:
    # 13 x 7 = 91; the fourteenth has nothing left
    assert covered(asked(2016, every("2016-01-01", 6, 14, 7), NURSING)) == [7] * 13 + [0]


@pytest.mark.parametrize("setting", ["outpatient", "retail", "mail", "home_infusion", "long_term_care"])
def test_on_day_88_18_of_30_approved_days_are_still_owed(setting: str) -> None:
    fills = [fill("2026-01-10", 12), fill("2026-03-29")]  # day 88 = 31 + 28 + 29
    answer = asked(2026, fills, {**NEW, "setting": setting}, month_supply=30)
    assert covered(answer) == [12, 18]
    assert (answer["fills"][1]["day_of_window"], answer["fills"][1]["reason"]) == (88, "part_of_supply")


def test_a_nursing_home_of_2026_with_31_approved_days_gets_31() -> None:
    answer = asked(2026, [fill("2026-01-10", 31)], NURSING, month_supply=31)
    assert covered(answer) == [31]
    assert answer["supply"]["usual_month_assumed"] is False


def test_an_emergency_supply_past_the_window_once_and_only_in_long_term_care() -> None:
    fills = [fill("2026-01-10", 12), fill("2026-04-01", 31), fill("2026-05-05", 31)]
    assert covered(asked(2026, fills, exception_pending=True)) == [12, 0, 0]
    assert covered(asked(2026, fills, NURSING)) == [12, 0, 0]
    answer = asked(2026, fills, NURSING, exception_pending=True)
    assert covered(answer) == [12, 31, 0]
    assert [told["reason"] for told in answer["fills"]] == ["in_window", "emergency", "emergency_used"]
    assert answer["supply"]["given_days"] == 12  # the emergency supply is separate


@pytest.mark.parametrize(
    ("status", "days"),
    [("not_on_formulary", 30), ("prior_authorization", 30), ("step_therapy", 30), ("quantity_limit", 0), ("on_formulary", 0)],
)
def test_which_drugs_get_a_transition_fill(status: str, days: int) -> None:
    answer = asked(2026, [fill("2026-01-10")], {**NEW, "drug_status": status})
    assert covered(answer) == [days]
    assert answer["supply"]["owed"] is (days > 0)


def test_members_who_stay_count_from_january_1_of_the_changed_year() -> None:
    answer = ask("transition", {**NEW, "coverage_start": "2021-06-01", "group": "stayer", "plan_year": 2026, "fills": [fill("2026-03-31")]})
    assert (answer["window"]["start"], answer["window"]["end"]) == ("2026-01-01", "2026-03-31")
    assert covered(answer) == [30]
    assert "Days are counted from January 1, because you stay in the plan." in answer["notes"]


def test_an_immediate_change_is_not_owed_a_supply_from_2019() -> None:
    stayer = {**NEW, "group": "stayer"}
    assert covered(asked(2026, [fill("2026-01-10")], stayer, immediate_change=True)) == [0]
    before = asked(2018, [fill("2018-01-10")], stayer, immediate_change=True)
    assert covered(before) == [30]
    assert "The exception for immediate changes is not known for this year." in before["notes"]


@pytest.mark.parametrize(
    ("year", "day", "due"),
    [
        (2010, "2010-01-08", "2010-01-13"),  # Friday: Wednesday
        (2026, "2026-01-09", "2026-01-14"),  # Friday: Wednesday
        (2026, "2026-01-16", "2026-01-22"),  # Friday before Martin Luther King Jr. Day: Tue, Wed, Thu
        (2009, "2009-01-09", None),  # that year's rule was not read
    ],
)
def test_the_notice_is_due_within_three_business_days(year: int, day: str, due: str | None) -> None:
    told = asked(year, [fill(day)])["fills"][0]
    assert told["enrollee_notice_due"] == due
    assert told["prescriber_notice"] == ("reasonable_efforts" if due else None)


def test_small_fills_in_long_term_care_start_one_clock() -> None:
    small = asked(2026, every("2026-01-05", 14, 2, 14), NURSING)
    assert [told["enrollee_notice_due"] for told in small["fills"]] == ["2026-01-08", None]  # Monday: Thursday
    larger = asked(2026, every("2026-01-05", 15, 2, 15), NURSING)
    assert [told["enrollee_notice_due"] for told in larger["fills"]] == ["2026-01-08", "2026-01-23"]  # Tue 20: Wed, Thu, Fri


def test_steps_leave_the_plan_its_hours_to_decide() -> None:
    # 30 days from January 9: through February 7; 72 hours are 3 days: February 4
    answer = asked(2026, [fill("2026-01-09")])
    assert [(step["step"], step["by"]) for step in answer["steps"]] == [
        ("ask_doctor", "2026-01-09"),
        ("ask_exception", "2026-02-04"),
        ("supply_ends", "2026-02-07"),
        ("after_denial", None),
    ]
    days = {event.decoded("dtstart").isoformat() for event in Calendar.from_ical(answer["calendar"]).walk("VEVENT")}
    assert days == {"2026-01-09", "2026-02-04", "2026-02-07", "2026-01-14"}


def test_fills_are_answered_in_order_of_day() -> None:
    answer = asked(2026, [fill("2026-02-20"), fill("2026-01-10")])
    assert [told["date"] for told in answer["fills"]] == ["2026-01-10", "2026-02-20"]
    assert covered(answer) == [30, 0]


@pytest.mark.parametrize(
    ("year", "law", "status"),
    [(2008, "guidance", "single"), (2010, "proposed", "single"), (2012, "codified", "unconfirmed"), (2016, "codified", "confirmed")],
)
def test_the_rule_of_the_span_has_its_status(year: int, law: str, status: str) -> None:
    rules = {rule["id"]: rule for rule in asked(year, [], NURSING)["rules"]}
    assert (rules["long_term_care_supply"]["law"], rules["long_term_care_supply"]["status"]) == (law, status)
    assert rules["window"]["citation"] == "42 CFR 423.120(b)(3)(ii)"


def test_the_answer_is_json_and_the_same_twice() -> None:
    first, second = (asked(2026, [fill("2026-01-09")]) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


A_FILL = {"date": "2026-01-10", "written_days": 30, "days_supply": 30}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"coverage_start": "2005-12-31"}, "$.coverage_start: expected a day from 2006 to 2027, found 2005-12-31"),
        ({"coverage_start": "2028-01-01"}, "$.coverage_start: expected a day from 2006 to 2027, found 2028-01-01"),
        ({"coverage_start": "01/01/2026"}, '$.coverage_start: expected a date written YYYY-MM-DD, found "01/01/2026"'),
        ({"group": "new"}, '$.group: expected one of new_enrollee, newly_eligible, switcher, stayer, found "new"'),
        (
            {"setting": "hospital"},
            '$.setting: expected one of outpatient, retail, mail, home_infusion, long_term_care, found "hospital"',
        ),
        (
            {"drug_status": ""},
            '$.drug_status: expected one of not_on_formulary, prior_authorization, step_therapy, quantity_limit, on_formulary, found ""',
        ),
        ({"fills": [{**A_FILL, "days_supply": 0}]}, "$.fills[0].days_supply: expected at least 1, found 0"),
        ({"fills": [{**A_FILL, "written_days": 366}]}, "$.fills[0].written_days: expected at most 365, found 366"),
        ({"fills": [A_FILL, {**A_FILL, "date": "2029-01-01"}]}, "$.fills[1].date: expected a day from 2006 to 2028, found 2029-01-01"),
        ({"fills": [{**A_FILL, "drug": "x"}]}, '$.fills[0].drug: expected one of date, written_days, days_supply, found the field "drug"'),
        ({"month_supply": 0}, "$.month_supply: expected at least 1, found 0"),
        ({"plan_year": 2026}, "$: expected plan_year only with the group stayer, found an object"),
        ({"immediate_change": True}, "$: expected immediate_change only with the group stayer, found an object"),
        (
            {"group": "stayer", "plan_year": 2025},
            "$.coverage_start: expected a day before the end of 2025, found 2026-01-01",
        ),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], line: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("transition", {"coverage_start": "2026-01-01", **NEW, **change})
    assert str(caught.value) == line
