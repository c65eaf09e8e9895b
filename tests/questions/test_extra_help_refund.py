"""Retroactive Extra Help: the refund is the difference of two adjudications, claim by claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.documents.commands import ask
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import OtherPayerKind
from finder.domain.errors import Refusal
from finder.domain.extra_help_refund import Grant, PaidPremiums, PaidYear
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.money import to_cents
from finder.domain.other_help import OtherHelp
from finder.domain.prescription import Prescription
from finder.explain.explainers.extra_help_refund import sections
from finder.questions.explainers.extra_help_refund import in_all
from finder.questions.plans.refund_years import months_paid, refund_of_year
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket

LEVELS = ("full_institutional", "full_dual_at_or_below_poverty", "full_other", "partial")


def fill(day: str, price: str, *, brand: bool = True, drug: str = "A") -> dict[str, Any]:
    return {"date": day, "drug": drug, "brand": brand, "days_supply": 30, "channel": "standard_retail", "negotiated_price": price}


def scenario(year: int, fills: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"plan_year": year, "design": "defined_standard", "fills": fills, **more}


YEAR_2026 = [fill("2026-01-05", "1000.00"), fill("2026-02-05", "20.00", brand=False), fill("2026-03-05", "4.00", brand=False)]


def test_a_grant_from_january_1_refunds_each_fill() -> None:
    # 2026: deductible 615. 1,000: 615 + 25% x 385 = 711.25; then 25% x 20 = 5.00 and 25% x 4 = 1.00.
    # With full help: the lesser of 12.65 (brand) or 5.10 (generic) and what was owed: 12.65, 5.00 and 1.00.
    answer = ask("extra-help-refund", scenario(2026, YEAR_2026, granted_level="full_other", granted_from="2026-01-01"))
    assert [(one["paid"], one["should_have_paid"], one["owed_back"]) for one in answer["fills"]] == [
        ("711.25", "12.65", "698.60"),
        ("5.00", "5.00", "0.00"),
        ("1.00", "1.00", "0.00"),
    ]
    assert (answer["paid"], answer["should_have_paid"], answer["owed_back"]) == ("717.25", "18.65", "698.60")


def test_fills_before_the_grant_stay_as_they_were() -> None:
    fills = [fill("2026-01-05", "400.00"), fill("2026-01-31", "400.00"), fill("2026-02-01", "400.00")]
    answer = ask("extra-help-refund", scenario(2026, fills, granted_level="full_other", granted_from="2026-02-01"))
    # 400; 215 + 25% x 185 = 261.25; 25% x 400 = 100, of which 12.65 was owed with help: 87.35 back
    assert [one["owed_back"] for one in answer["fills"]] == ["0.00", "0.00", "87.35"]
    assert answer["paid"] == "761.25"


def test_a_grant_from_the_year_before_holds_for_the_whole_year() -> None:
    from_before = ask("extra-help-refund", scenario(2026, YEAR_2026, granted_level="full_other", granted_from="2025-08-01"))
    from_january = ask("extra-help-refund", scenario(2026, YEAR_2026, granted_level="full_other", granted_from="2026-01-01"))
    assert from_before["fills"] == from_january["fills"]


def test_another_payer_gets_its_payment_back() -> None:
    wrapped = {**fill("2026-01-05", "100.00"), "other_payer": {"kind": "spap", "amount": "60.00"}}
    answer = ask("extra-help-refund", scenario(2026, [wrapped], granted_level="full_other", granted_from="2026-01-01"))
    # deductible: 100 owed, the state pays 60, the person 40. With help 12.65 is owed and the state pays it: 40 and 47.35 go back
    assert (answer["owed_back"], answer["owed_back_to_other_payers"]) == ("40.00", "47.35")
    assert [rule["id"] for rule in answer["rules"]][-1] == "all_counted_again"


def test_the_forty_five_day_clock_runs_from_complete_information() -> None:
    days = {"news_on": "2026-04-01", "complete_information_on": "2026-04-20"}
    answer = ask("extra-help-refund", scenario(2026, YEAR_2026, granted_level="full_other", granted_from="2026-01-01", **days))
    # April 20 + 45: 10 to April 30, 31 of May, 4 of June. April 1 + 45: 29 + 16 of May
    assert (answer["due"], answer["due_by_first_news"]) == ("2026-06-04", "2026-05-16")
    assert answer["fills"][0]["ask_until"] == "2029-01-05"


def test_each_earlier_year_has_its_own_law_and_all_are_on_one_letter() -> None:
    earlier = [scenario(2025, [fill("2025-12-05", "100.00")]), scenario(2023, [fill("2023-01-05", "50.00")])]
    asked = {"granted_level": "full_other", "granted_from": "2023-01-01", "earlier_years": earlier}
    answer: Any = ask("extra-help-refund", scenario(2026, [fill("2026-01-05", "100.00")], **asked))
    # each fill falls in its year's deductible; the brand copays of full help are 10.35 (2023), 12.15 (2025) and 12.65 (2026)
    assert [(of["plan_year"], of["owed_back"]) for of in answer["earlier_years"]] == [(2023, "39.65"), (2025, "87.85")]
    assert (answer["owed_back"], answer["all_years"]["owed_back"]) == ("87.35", "214.85")
    assert answer["earlier_years"][0]["fills"][0]["ask_until"] == "2026-01-05"
    assert "I ask for a refund of $214.85" in answer["letter"]


@pytest.mark.parametrize("year", [2022, 2026])
def test_earlier_years_are_the_three_before(year: int) -> None:
    asked = {**GRANT, "granted_from": "2022-01-01", "earlier_years": [scenario(year, [fill(f"{year}-01-05", "50.00")])]}
    with pytest.raises(Refusal, match="a year from 2023 to 2025"):
        ask("extra-help-refund", scenario(2026, YEAR_2026, **asked))


DAYS = st.integers(1, 12).flatmap(lambda month: st.integers(1, 28).map(lambda day: f"{month:02d}-{day:02d}"))
FILLS = st.lists(st.tuples(DAYS, st.integers(1, 300_000), st.booleans()), min_size=1, max_size=14)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from((2006, 2010, 2012, 2019, 2023, 2024, 2025, 2026)), st.sampled_from(LEVELS), FILLS)
def test_the_refund_of_a_year_is_the_difference_of_two_adjudications(year: int, level: str, given_: list[tuple[str, int, bool]]) -> None:
    if level == "partial" and year >= 2024:
        level = "full_other"
    fills = [fill(f"{year}-{day}", f"{price // 100}.{price % 100:02d}", brand=brand) for day, price, brand in given_]
    without: Any = ask("adjudicate", scenario(year, fills))
    with_help: Any = ask("adjudicate", scenario(year, fills, member={"low_income_subsidy": level}))
    answer = ask("extra-help-refund", scenario(year, fills, granted_level=level, granted_from=f"{year}-01-01"))
    for one, before, after in zip(answer["fills"], without["claims"], with_help["claims"], strict=True):
        assert (one["date"], one["drug"]) == (before["date"], before["drug"])
        assert to_cents(one["owed_back"]) == to_cents(before["patient_pay"]) - to_cents(after["patient_pay"])
    year_difference = to_cents(without["totals"]["patient_pay"]) - to_cents(with_help["totals"]["patient_pay"])
    assert to_cents(answer["owed_back"]) == year_difference


MEMBER = Member("01604", WORCESTER, date(2026, 1, 1))
PAID = PaidYear(CHEAP_PDP.plan_id, date(2026, 1, 1), date(2026, 3, 31), LowIncomeSubsidy.FULL_OTHER, (Prescription(BRAND, 30_000, 30),))
FROM_FEBRUARY = Grant(LowIncomeSubsidy.FULL_OTHER, date(2026, 2, 1))


def test_the_refund_at_a_plan_matches_its_ledger() -> None:
    answer = refund_of_year(SmallMarket(), MEMBER, PAID, FROM_FEBRUARY, date(2026, 4, 1))
    # January 300 stays; February 300 and March 15 + 25% x 285 = 86.25 would each have been 12.65: 287.35 and 73.60 back
    assert [fill.owed_back for fill in answer.fills] == [0, 287_35, 73_60]
    assert (answer.paid, answer.owed_back) == (686_25, 360_95)
    early = FROM_FEBRUARY._replace(complete_information_on=date(2025, 12, 31))
    with pytest.raises(Refusal, match="a day from 2026-01-01"):
        refund_of_year(SmallMarket(), MEMBER, PAID, early, date(2026, 4, 1))


def test_the_page_says_what_goes_back_to_the_person_and_what_to_others() -> None:
    # a brand at the plan without a deductible: of its 40.00 the program leaves 15.00; with Extra Help the person owes 12.65 alone
    helped = replace(MEMBER, plan_kinds=(PlanKind.PDP,), other_help=OtherHelp(OtherPayerKind.SPAP, 8_00, 15_00))
    paid = PAID._replace(plan_id=RICH_PDP.plan_id, through=date(2026, 1, 1))
    grant = Grant(LowIncomeSubsidy.FULL_OTHER, date(2026, 1, 1))
    refund = refund_of_year(SmallMarket((RICH_PDP,)), helped, paid, grant, date(2026, 4, 1))
    assert (refund.owed_back, refund.owed_back_to_others) == (15_00 - 12_65, 25_00)
    assert "Another $25.00 goes back to the others who paid for you." in "\n".join(str(section) for section in sections([refund]))


def test_a_fill_may_be_asked_for_through_the_day_three_years_later() -> None:
    # fills of the first of January, February and March: on March 1, 2029 the last alone is in time, a day later none
    on_the_day, after = (refund_of_year(SmallMarket(), MEMBER, PAID, FROM_FEBRUARY, date(2029, 3, day)) for day in (1, 2))
    assert [fill.ask_until for fill in after.fills] == [date(2029, 1, 1), date(2029, 2, 1), date(2029, 3, 1)]
    assert (on_the_day.owed_back, [fill.day for fill in on_the_day.too_late]) == (73_60, [date(2026, 2, 1)])
    assert (after.owed_back, [fill.day for fill in after.too_late]) == (0, [date(2026, 2, 1), date(2026, 3, 1)])


def test_the_premium_and_the_late_fee_come_back_for_the_months_with_help() -> None:
    # February and March at a premium of 10.00, all of which full help pays, and the late fee of 20 months:
    # 20% of 38.99 = 7.798, rounded to 7.80; with help there is none. 2 x 17.80
    late = replace(MEMBER, uncovered_months=20)
    plan = replace(CHEAP_PDP, part_d_premium=10_00, low_income_premium=0)
    answer = refund_of_year(SmallMarket((plan,)), late, PAID, FROM_FEBRUARY, date(2026, 4, 1))
    assert answer.premiums == PaidPremiums(2, 17_80, 0)
    assert in_all([answer]).to_the_person == 360_95 + 35_60


def test_a_premium_that_is_not_known_is_no_zero() -> None:
    plan = replace(CHEAP_PDP, part_d_premium=None)
    answer = refund_of_year(SmallMarket((plan,)), MEMBER, PAID, FROM_FEBRUARY, date(2026, 4, 1))
    assert answer.premiums is None
    assert "We don't have this" in "\n".join(str(section) for section in sections([answer]))


def test_a_drug_that_the_plan_leaves_out_is_named_and_in_no_sum() -> None:
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",)})
    two = PAID._replace(drugs=(*PAID.drugs, Prescription(GENERIC, 30_000, 30)))
    answer = refund_of_year(market, MEMBER, two, FROM_FEBRUARY, date(2026, 4, 1))
    assert answer.not_counted == (BRAND.name,)
    assert {fill.drug for fill in answer.fills} == {GENERIC.name}


def test_the_months_go_three_years_back_and_end_today() -> None:
    months = months_paid(2026, date(2026, 11, 27))
    assert (months[0], months[-1], len(months)) == (date(2023, 1, 1), date(2026, 11, 1), 3 * 12 + 11)
    assert months_paid(2027, date(2026, 11, 27)) == months  # nothing of next year is paid yet
    assert months_paid(2008, date(2026, 11, 27))[0] == date(2006, 1, 1)


def test_a_command_takes_premiums_and_the_day_of_asking() -> None:
    earlier = {**scenario(2023, [fill("2023-01-05", "50.00")]), "premiums": {"months": 12, "paid": "30.00", "should_have_paid": "1.50"}}
    asked = {"granted_level": "full_other", "granted_from": "2023-01-01", "earlier_years": [earlier]}
    fills = [fill("2026-01-05", "100.00")]
    answers: Any = [ask("extra-help-refund", scenario(2026, fills, **asked, asked_on=day)) for day in ("2026-01-05", "2026-01-06")]
    # 12 x 28.50 = 342.00; 50.00 - 10.35 = 39.65 of 2023 counts through 2026-01-05
    assert [one["all_years"]["premiums_owed_back"] for one in answers] == ["342.00", "342.00"]
    assert [one["earlier_years"][0]["owed_back"] for one in answers] == ["39.65", "0.00"]
    assert [one["earlier_years"][0]["fills"][0]["too_late"] for one in answers] == [False, True]
    assert "I ask for a refund of $469.00" in answers[0]["letter"]  # 87.35 + 39.65 + 342.00


GRANT = {"granted_level": "full_other", "granted_from": "2026-01-01"}


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({**GRANT, "granted_level": "none"}, "$.granted_level: expected the level of Extra Help that was granted, found none"),
        (
            {**GRANT, "granted_level": "partial"},
            "$.granted_level: expected none or a full level (partial Extra Help ended with 2023), found partial in 2026",
        ),
        ({**GRANT, "granted_from": "2027-01-01"}, "$.granted_from: expected a day no later than 2026-12-31, found 2027-01-01"),
        (
            {**GRANT, "news_on": "2026-05-02", "complete_information_on": "2026-05-01"},
            "$.complete_information_on: expected a day on or after the first news (news_on), found 2026-05-01",
        ),
        ({**GRANT, "news_on": "9999-12-31"}, "$.news_on: expected a day from 2026-01-01 to 2037-12-31, found 9999-12-31"),
        ({"granted_level": "full_other"}, "$.granted_from: expected a value, found nothing"),
    ],
)
def test_refusals_and_their_reasons(more: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("extra-help-refund", scenario(2026, YEAR_2026, **more))
    assert [str(found) for found in caught.value.problems] == [problem]


def test_a_year_in_parts_is_refused_by_name() -> None:
    # a refund is for one plan and one level paid at the time
    levels = [{"from": "2026-01-01", "level": "none"}]
    asked = {"plan_year": 2026, "fills": [], "granted_level": "full_other", "granted_from": "2026-01-01"}
    with pytest.raises(Refusal) as caught:
        ask("extra-help-refund", {**asked, "design": "defined_standard", "member": {"low_income_subsidy": levels}})
    assert str(caught.value) == "$.member.low_income_subsidy: expected one for the whole year in this question, found a list"
    with pytest.raises(Refusal) as caught:
        ask("extra-help-refund", {**asked, "plans": [{"from": "2026-01-01", "design": "defined_standard"}]})
    assert str(caught.value) == "$.plans: expected one for the whole year in this question, found a list"
