"""Extra Help: both sides of each limit, who needs no application, "I'm not sure", start and end, and changes of plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finder.documents import commands
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.extra_help import Copay, HelpDays, HelpSeeker, IncomeParts, Likelihood
from finder.questions.explainers.extra_help import extra_help

NO = {"medicaid": False, "ssi": False, "savings_programme": False, "institution": False}
ALONE = {"year": 2026, "state": "MA", "household": 1, "resources": "5000", "burial_funds": False, **NO}


def ask(**given: Any) -> dict[str, Any]:
    answer: dict[str, Any] = commands.ask("extra-help", {**ALONE, **given})
    return answer


def verdict(**given: Any) -> tuple[str | None, str, str]:
    answer = ask(**given)
    return answer["level"], answer["likelihood"], answer["decided_by"]["id"]


FULL = ("full_other", "likely", "full")


def test_values_in_and_values_out() -> None:
    # 12 x 1,500 = 18,000, less 12 x 20 = 17,760, is below 150% of 15,960 = 23,940
    person = HelpSeeker("MA", 1, IncomeParts(18_000_00, 0), 5_000_00, medicaid=False, ssi=False, savings_programme=False)
    found = extra_help(2026, person, HelpDays(applied_on=date(2026, 4, 20), determined_on=date(2026, 6, 2)))
    assert (found.level, found.likelihood) == (LowIncomeSubsidy.FULL_OTHER, Likelihood.LIKELY)
    assert (found.facts.income, found.limits.income_below_for_full, found.limits.resources_full) == (17_760_00, 23_940_00, 16_590_00)
    assert found.copays is not None
    assert found.copays.amounts[:2] == (Copay("generic", 5_10, "confirmed"), Copay("other", 12_65, "confirmed"))
    assert found.effective_from == date(2026, 4, 1)
    assert found.enrollment is not None
    assert (found.enrollment.starts, found.enrollment.at_latest) == (date(2026, 8, 1), True)  # the second month after June
    assert (found.deemed_through, found.calendar) == (None, ())


def test_impossible_values_are_refused_without_a_document() -> None:
    with pytest.raises(Refusal, match="two letters of a state"):
        extra_help(2026, HelpSeeker("XX", 1), HelpDays())
    with pytest.raises(Refusal, match=r"\$.notice_on: expected a day from 1965-01-01"):
        extra_help(2026, HelpSeeker("MA", 1), HelpDays(notice_on=date(1964, 12, 31)))


@pytest.mark.parametrize(
    ("income", "expected"),
    [
        # 150% of 15,960 is 23,940; income must be below it. $20 a month, 240 a year, are not counted: up to 24,180 it may still be.
        ("23939.99", FULL),
        ("23940.00", (None, "maybe", "income_exclusion")),
        ("24179.99", (None, "maybe", "income_exclusion")),
        ("24180.00", ("none", "unlikely", "income_too_high")),
    ],
)
def test_income_on_both_sides_of_150_percent(income: str, expected: tuple[str | None, str, str]) -> None:
    assert verdict(income=income) == expected


def test_monthly_income_counts_twelve_times() -> None:
    # 1,994.99 x 12 = 23,939.88; 1,995.00 x 12 = 23,940.00
    assert verdict(income="1994.99", income_period="month") == FULL
    assert verdict(income="1995.00", income_period="month")[1] == "maybe"


@pytest.mark.parametrize(
    ("resources", "burial", "expected"),
    [
        ("16590.00", False, FULL),
        ("16590.01", False, ("none", "unlikely", "resources_too_high")),
        ("16590.01", None, (None, "maybe", "burial")),
        ("16590.01", True, FULL),
        ("18090.00", True, FULL),  # 16,590 + 1,500
        ("18090.01", True, ("none", "unlikely", "resources_too_high")),
        ("18090.01", "not_sure", ("none", "unlikely", "resources_too_high")),
    ],
)
def test_resources_on_both_sides_of_the_limit(resources: str, burial: object, expected: tuple[str | None, str, str]) -> None:
    assert verdict(income="10000", resources=resources, burial_funds=burial) == expected


@pytest.mark.parametrize(
    ("place", "limit"),
    [
        ({"state": "AK"}, "29925.00"),  # 150% of 19,950
        ({"state": "HI"}, "27540.00"),  # 150% of 18,360
        ({"state": "dc"}, "23940.00"),
        ({"household": 2}, "32460.00"),  # 150% of 21,640
        ({"household": 3}, "40980.00"),  # 21,640 + 5,680 = 27,320, x 150%
        ({"state": "AK", "household": 2}, "40575.00"),  # 150% of 27,050
    ],
)
def test_the_income_limit_by_state_group_and_household(place: dict[str, Any], limit: str) -> None:
    assert ask(income="1", **place)["limits"]["income_below_for_full"] == limit


def test_a_couple_has_the_higher_resource_limit_and_a_single_parent_does_not() -> None:
    assert ask(household=2, income="1")["limits"]["resources_at_most_for_full"] == "33100.00"
    assert ask(household=2, couple=False, income="1")["limits"]["resources_at_most_for_full"] == "16590.00"


@pytest.mark.parametrize(
    ("income", "resources", "level", "percent"),
    [
        # 2023: poverty line 14,580; 135% 19,683, 140% 20,412, 145% 21,141, 150% 21,870; resources 9,090 full, 15,160 partial
        ("19682.99", "9090.00", "full_other", "1.0"),
        ("19683.00", "9090.00", "partial", "1.0"),
        ("19683.01", "9090.00", "partial", "0.75"),
        ("20412.00", "9090.00", "partial", "0.75"),
        ("20412.01", "9090.00", "partial", "0.5"),
        ("21141.00", "9090.00", "partial", "0.5"),
        ("21141.01", "9090.00", "partial", "0.25"),
        ("21869.99", "15160.00", "partial", "0.25"),
        ("19682.99", "9090.01", "partial", "1.0"),
    ],
)
def test_full_and_partial_help_of_2023(income: str, resources: str, level: str, percent: str) -> None:
    answer = ask(year=2023, income=income, resources=resources)
    assert (answer["level"], answer["premium_subsidy"]["percent"]) == (level, percent)


def test_the_partial_copays_of_2023() -> None:
    copays = ask(year=2023, income="20000", resources="10000")["copays"]
    assert {key: copays[key] for key in ("deductible", "coinsurance", "generic_above_threshold", "other_above_threshold")} == {
        "deductible": "104.00",
        "coinsurance": "0.15",
        "generic_above_threshold": "4.15",
        "other_above_threshold": "10.35",
    }


def test_above_both_limits_of_2023() -> None:
    assert verdict(year=2023, income="22110.00") == ("none", "unlikely", "income_too_high")  # 21,870 + 240
    assert verdict(year=2023, income="10000", resources="15160.01") == ("none", "unlikely", "resources_too_high")


@pytest.mark.parametrize(
    ("facts", "level", "rule"),
    [
        ({"ssi": True}, "full_other", "deemed"),
        ({"savings_programme": True}, "full_other", "deemed"),
        ({"savings_programme": "QMB"}, "full_other", "deemed"),
        ({"medicaid": True, "income": "15960.00"}, "full_dual_at_or_below_poverty", "low_income_dual"),  # at the line
        ({"medicaid": True, "income": "15960.01"}, "full_other", "deemed"),
        ({"medicaid": True, "institution": True}, "full_institutional", "institution"),
        ({"medicaid": True, "institution": "home_care"}, "full_institutional", "institution"),
        ({"medicaid": True, "institution": "home_care", "year": 2011, "income": "99999"}, "full_other", "deemed"),
        ({"ssi": True, "institution": True}, "full_other", "deemed"),
    ],
)
def test_who_needs_no_application(facts: dict[str, Any], level: str, rule: str) -> None:
    given = {"income": "99999.00", "resources": "99999.00"} | facts
    assert verdict(**given) == (level, "likely", rule)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # as full Medicaid: at the poverty line of 15,960 the lowest copays, a cent above it those of full help, in a nursing home none
        ({"spend_down": True, "income": "15960.00"}, ("full_dual_at_or_below_poverty", "likely", "low_income_dual")),
        ({"spend_down": True, "income": "15960.01"}, ("full_other", "likely", "deemed")),
        ({"spend_down": True, "institution": True}, ("full_institutional", "likely", "institution")),
        ({"spend_down": "not_sure"}, (None, "maybe", "deemed")),
        ({"spend_down": False}, ("none", "unlikely", "income_too_high")),
        ({}, ("none", "unlikely", "income_too_high")),
    ],
)
def test_a_met_spend_down_is_full_medicaid(facts: dict[str, Any], expected: tuple[str | None, str, str]) -> None:
    assert verdict(**{"income": "99999.00", "resources": "99999.00", **facts}) == expected


@pytest.mark.parametrize(("met", "through"), [("2026-06-30", "2026-12-31"), ("2026-07-01", "2027-12-31")])
def test_help_lasts_after_the_month_of_the_spend_down(met: str, through: str) -> None:
    answer = ask(spend_down=True, deemed_on=met, part_d_eligible_on="2020-01-01", income="99999")
    assert (answer["effective_from"], answer["deemed_through"]) == (f"{met[:7]}-01", through)
    assert (answer["enrollment"]["branch"], answer["enrollment"]["starts"]) == ("effective_part_d_first", f"{met[:7]}-01")
    assert "medically_needy" in [rule["id"] for rule in answer["rules"]]


def test_declining_is_said_to_whoever_gets_help() -> None:
    said = {ssi: [rule["id"] for rule in ask(ssi=ssi, income="99999")["rules"]] for ssi in (True, False)}
    assert "declining" in said[True]
    assert "declining" not in said[False]


def test_copays_of_each_full_level_in_2026() -> None:
    def pays(**given: Any) -> tuple[str, str, str]:
        copays = ask(**given)["copays"]
        return copays["generic"], copays["other"], copays["above_threshold"]

    assert pays(medicaid=True, institution=True) == ("0.00", "0.00", "0.00")
    assert pays(medicaid=True, income="10000") == ("1.60", "4.90", "0.00")
    assert pays(ssi=True) == ("5.10", "12.65", "0.00")


@pytest.mark.parametrize(
    ("facts", "expected", "still_open"),
    [
        ({"income": None}, (None, "maybe", "full"), ["income"]),
        ({"resources": "not_sure", "income": "1"}, (None, "maybe", "full"), ["resources"]),
        ({"income": "99999", "medicaid": None}, (None, "maybe", "deemed"), ["medicaid"]),
        ({"income": "99999", "savings_programme": "not_sure"}, (None, "maybe", "deemed"), ["savings_programme"]),
        ({"income": "1", "medicaid": None}, FULL, ["medicaid"]),
        ({"medicaid": True, "income": None}, ("full_other", "likely", "deemed"), ["income"]),
        # income above the limit decides, with any resources
        ({"income": "99999", "resources": None}, ("none", "unlikely", "income_too_high"), []),
    ],
)
def test_not_being_sure_is_an_answer(facts: dict[str, Any], expected: tuple[str | None, str, str], still_open: list[str]) -> None:
    assert verdict(**facts) == expected
    assert ask(**facts)["still_open"] == still_open


def test_a_year_without_limits_says_so_and_still_knows_who_qualifies() -> None:
    answer = ask(year=2027, income="10000")
    assert (answer["level"], answer["likelihood"], answer["decided_by"]["id"]) == (None, "maybe", "limits_missing")
    assert {"fpl.contiguous.1", "fpl.contiguous.2", "lis_resource_limit.full.single"} <= set(answer["limits"]["missing"])
    assert answer["limits"]["income_below_for_full"] is None
    assert answer["copays"] is None
    helped = ask(year=2027, ssi=True)
    assert (helped["level"], helped["copays"]["generic"], helped["copays"]["status"]["generic"]) == ("full_other", "5.80", "confirmed")


def test_the_territories_have_no_extra_help() -> None:
    assert verdict(state="PR", ssi=True) == ("none", "unlikely", "territories")
    assert ask(state="PR", ssi=True)["effective_from"] is None


@pytest.mark.parametrize(
    ("since", "first", "through"),
    [
        ("2010-03-15", "2010-03-01", "2010-12-31"),
        ("2010-06-30", "2010-06-01", "2010-12-31"),  # 7 months
        ("2010-07-01", "2010-07-01", "2011-12-31"),  # 18 months
        ("2010-12-31", "2010-12-01", "2011-12-31"),  # 13 months
    ],
)
def test_the_deemed_period_ends_with_this_year_or_the_next(since: str, first: str, through: str) -> None:
    answer = ask(year=2010, medicaid=True, deemed_on=since)
    assert (answer["effective_from"], answer["deemed_through"]) == (first, through)


@pytest.mark.parametrize(
    ("days", "branch", "starts"),
    [
        ({"medicaid_on": "2001-01-01", "part_d_eligible_on": "2005-12-31"}, "effective_2005", "2006-01-01"),
        ({"medicaid_on": "2005-12-31", "part_d_eligible_on": "2006-01-01"}, "effective_medicaid_first", "2006-01-01"),
        ({"medicaid_on": "2009-02-10", "part_d_eligible_on": "2010-05-20"}, "effective_medicaid_first", "2010-05-01"),
        ({"medicaid_on": "2010-03-15", "part_d_eligible_on": "2008-01-01"}, "effective_part_d_first", "2010-03-01"),
    ],
)
def test_a_dual_eligible_gets_a_plan_in_one_of_three_ways(days: dict[str, str], branch: str, starts: str) -> None:
    answer = ask(year=2010, medicaid=True, **days)
    assert (answer["enrollment"]["branch"], answer["enrollment"]["starts"], answer["effective_from"]) == (branch, starts, starts)
    assert answer["enrollment"]["law"] == "codified"  # 42 CFR 423.34(f), 75 FR 19815


def test_others_get_a_plan_by_the_second_month_after_the_decision() -> None:
    # decided in March: by May 1; in December: by February 1
    march = ask(year=2010, income="1", determined_on="2010-03-31")["enrollment"]
    assert (march["branch"], march["starts"], march["starts_is"]) == ("effective_facilitated", "2010-05-01", "no_later_than")
    assert ask(year=2010, income="1", deemed_on="2010-12-01")["enrollment"]["starts"] == "2011-02-01"


def test_help_starts_in_the_month_of_the_request() -> None:
    answer = ask(income="1", applied_on="2026-04-20", determined_on="2026-06-02")
    assert (answer["effective_from"], answer["enrollment"]["starts"], answer["deemed_through"]) == ("2026-04-01", "2026-08-01", None)


def test_a_missing_day_is_named_and_not_guessed() -> None:
    assert ask(medicaid=True)["enrollment"]["needs"] == ["medicaid_on", "part_d_eligible_on"]
    assert ask(medicaid=True)["effective_from"] is None
    assert ask(income="1")["enrollment"]["needs"] == ["determined_on"]


def test_the_day_help_began_does_not_replace_the_day_of_the_decision() -> None:
    # SSI began in March; the day Medicare learned of it decides when it assigns a plan
    answer = ask(ssi=True, deemed_on="2026-03-15")
    assert (answer["effective_from"], answer["enrollment"]["starts"], answer["enrollment"]["needs"]) == (
        "2026-03-01",
        None,
        ["determined_on"],
    )
    assert ask(ssi=True, deemed_on="2026-03-15", determined_on="2026-04-10")["enrollment"]["starts"] == "2026-06-01"


def test_the_day_of_the_decision_does_not_replace_the_day_of_the_request() -> None:
    answer = ask(income="1", determined_on="2026-06-02")
    assert (answer["effective_from"], answer["enrollment"]["starts"]) == (None, "2026-08-01")


def test_help_never_begins_before_medicare() -> None:
    assert ask(ssi=True, deemed_on="2019-05-20", part_d_eligible_on="2026-02-01")["effective_from"] == "2026-02-01"
    assert ask(ssi=True, deemed_on="2026-05-20", part_d_eligible_on="2026-02-01")["effective_from"] == "2026-05-01"


def test_with_two_kinds_of_help_the_first_day_is_not_the_medicaid_day() -> None:
    both = {"medicaid": True, "ssi": True, "part_d_eligible_on": "2024-01-01"}
    answer = ask(deemed_on="2025-03-15", **both)
    assert (answer["effective_from"], answer["enrollment"]["starts"], answer["enrollment"]["needs"]) == (
        "2025-03-01",
        None,
        ["medicaid_on"],
    )
    answer = ask(deemed_on="2025-03-15", medicaid_on="2025-09-10", **both)
    assert (answer["effective_from"], answer["enrollment"]["starts"]) == ("2025-03-01", "2025-09-01")


def test_without_the_day_of_the_letter_the_time_to_change_may_be_longer() -> None:
    def entry(**given: Any) -> dict[str, Any]:
        found: dict[str, Any] = ask(ssi=True, **given)["special_enrollment"][-1]
        return found

    assert entry(status_changed_on="2026-01-31")["until_is"] == "no_earlier_than"
    told = entry(status_changed_on="2026-01-31", notice_on="2026-01-15")
    assert (told["until"], told["until_is"]) == ("2026-04-30", "on")
    assert "until_is" not in entry()


def test_the_calendar_of_the_year_in_which_deemed_status_ends() -> None:
    entries = ask(medicaid=True, deemed_on="2025-08-01")["calendar"]
    assert [(entry["date"], entry["what"]) for entry in entries] == [
        ("2026-07-01", "state_data"),
        ("2026-08-01", "social_security_data"),
        ("2026-10-15", "election_opens"),
        ("2026-12-07", "election_closes"),
        ("2026-12-31", "deemed_through"),
    ]


@pytest.mark.parametrize(
    ("asked_on", "starts", "again"),
    [
        ("2018-11-20", "2018-12-01", "2018-12-01"),
        ("2024-02-10", "2024-03-01", "2024-04-01"),
        ("2024-09-30", "2024-10-01", "2025-01-01"),
        ("2024-10-01", None, "2025-01-01"),
        ("2025-12-15", "2026-01-01", "2026-01-01"),
    ],
)
def test_changes_of_plan_by_span_of_years(asked_on: str, starts: str | None, again: str) -> None:
    entry = ask(ssi=True, change_requested_on=asked_on)["special_enrollment"][0]
    assert (entry["change_effective"], entry["next_change_from"]) == (starts, again)


def test_full_medicaid_has_one_more_way_from_2025() -> None:
    def ways(**given: Any) -> list[str]:
        return [entry["id"] for entry in ask(**given)["special_enrollment"]]

    assert ways(medicaid=True) == ["special_enrollment", "special_enrollment_integrated", "status_change"]
    assert ways(medicaid=True, year=2024) == ["special_enrollment", "status_change"]
    assert ways(ssi=True) == ["special_enrollment", "status_change"]
    assert ways(income="99999") == []


def test_three_months_after_the_later_of_change_and_notice() -> None:
    def until(**given: Any) -> str:
        return str(ask(ssi=True, **given)["special_enrollment"][-1]["until"])

    assert until(status_changed_on="2026-01-31") == "2026-04-30"
    assert until(status_changed_on="2026-01-31", notice_on="2026-02-15") == "2026-05-15"
    assert until(status_changed_on="2026-01-01") == "2026-03-31"  # from the first of a month: whole months
    assert until(status_changed_on="2026-01-02") == "2026-04-02"


def test_no_reply_with_retiree_coverage_means_no() -> None:
    assert [warning["id"] for warning in ask(medicaid=True, retiree_coverage=True)["warnings"]] == ["retiree_coverage"]
    assert [warning["id"] for warning in ask(ssi=True, retiree_coverage=True)["warnings"]] == ["retiree_coverage_other"]
    assert ask(medicaid=True)["warnings"] == []
    assert ask(income="99999", retiree_coverage=True)["warnings"] == []
    assert "said no to Part D" in ask(medicaid=True, retiree_coverage=True)["warnings"][0]["says"]


def test_the_benchmark_is_given_if_known() -> None:
    assert ask(ssi=True, state="IN")["premium_subsidy"] == {
        "percent": "1.0",
        "region": "15",
        "benchmark": "38.44",
        "benchmark_status": "confirmed",
    }
    assert ask(ssi=True, state="NY")["premium_subsidy"]["benchmark"] is None  # region 03: nothing of 2026
    derived = ask(ssi=True, state="MA")["premium_subsidy"]  # region 02: what three special needs plans charge
    assert (derived["region"], derived["benchmark"], derived["benchmark_status"]) == ("02", "35.80", "estimate")


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"year": 2028}, "$.year: expected a plan year from 2006 to 2027, found 2028"),
        ({"state": "XX"}, '$.state: expected the two letters of a state, DC or a territory, such as MA, found "XX"'),
        ({"household": 0}, "$.household: expected at least 1, found 0"),
        ({"income": -1}, "$.income: expected dollars from 0.00 to 1000000000.00, found -1"),
        ({"medicaid": "perhaps"}, '$.medicaid: expected true or false, found "perhaps"'),
        ({"couple": True}, "$: expected a household of 2 or more for a couple, found an object"),
        ({"deemed_on": "1964-12-31"}, "$.deemed_on: expected a day from 1965-01-01 to 2037-12-31, found 1964-12-31"),
        ({"change_requested_on": "2005-12-31"}, "$.change_requested_on: expected a day from 2006-01-01 to 2037-12-31, found 2005-12-31"),
        (
            {"applied_on": "2026-03-15", "determined_on": "2026-03-14"},
            "$.determined_on: expected a day on or after 2026-03-15, when Extra Help was asked for (applied_on), found 2026-03-14",
        ),
    ],
)
def test_refusals_and_their_reasons(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask(**document)
    assert [str(found) for found in caught.value.problems] == [problem]
