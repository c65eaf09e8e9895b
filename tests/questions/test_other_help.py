"""Help that pays after the plan, at a market small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from finder.adjudication.many_years import COLUMNS, PlainYears
from finder.adjudication.other_help import payers_after, premium_paid
from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.claim import OtherPayer, OtherPayerKind
from finder.domain.errors import Refusal
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.other_help import OtherHelp, StateProgram
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans, year_of_plans
from finder.questions.plans.other_help import counts_toward_limit, paid_by_other_help, programs_of
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, INSULIN, RICH_PDP, WORCESTER, SmallMarket

MARKET = SmallMarket((CHEAP_PDP, RICH_PDP))
PROGRAM = OtherHelp(OtherPayerKind.SPAP, 8_00, 15_00, 10_00)
ALONE = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
HELPED = replace(ALONE, other_help=PROGRAM)
BRAND_A_DAY, GENERIC_A_DAY = Prescription(BRAND, 30_000, 30), Prescription(GENERIC, 30_000, 30)


def test_a_state_program_pays_all_but_its_copay() -> None:
    """It moves the best plan: without it the plan without a deductible costs 1,080.00, the other 1,481.25."""
    first, second = compare_plans(MARKET, HELPED, [BRAND_A_DAY]).plans
    # CHEAP: the year's shares are 1,361.25, of which 12 x 15.00 stay with the person; its premium of 10.00 is paid
    assert (first.plan, first.premium, first.drug_cost, first.total) == (CHEAP_PDP, 0, 180_00, 180_00)
    assert paid_by_other_help(first) == 1_361_25 - 180_00
    # RICH: 12 x 40.00, of which 12 x 15.00 stay; premium 12 x (50.00 - 10.00)
    assert (second.plan, second.premium, second.drug_cost, second.total) == (RICH_PDP, 480_00, 180_00, 660_00)
    assert [month.patient_pay for month in first.months] == [15_00] * 12
    # what a state program pays counts toward the limit: January's 300.00, in all the whole 1,361.25
    assert (first.months[0].troop_at_end, first.months[-1].troop_at_end) == (300_00, 1_361_25)


def test_a_plan_that_asks_less_than_the_programs_copay_is_paid_as_it_asks() -> None:
    first = compare_plans(MARKET, HELPED, [GENERIC_A_DAY]).plans[0]
    assert (first.drug_cost, paid_by_other_help(first)) == (24_00, 0)  # 12 x 2.00, below the copay of 8.00


def test_a_drug_that_the_plan_does_not_cover_stays_at_its_full_price() -> None:
    market = SmallMarket((CHEAP_PDP,), {CHEAP_PDP.plan_id: ("1",)})
    with_help, without = (compare_plans(market, of, [GENERIC_A_DAY, BRAND_A_DAY]).plans[0] for of in (HELPED, ALONE))
    assert with_help.all_in - with_help.total == without.all_in - without.total


@pytest.mark.parametrize(("days", "leaves"), [(1, 15_00), (30, 15_00), (31, 30_00), (90, 45_00), (91, 60_00)])
def test_a_copay_is_for_30_days(days: int, leaves: int) -> None:
    assert payers_after(PROGRAM, True, days, 500_00) == (OtherPayer(OtherPayerKind.SPAP, 500_00, leaves),)


@pytest.mark.parametrize(
    ("premium", "part_d", "paid"),
    [(9_99, 9_99, 9_99), (10_00, 10_00, 10_00), (10_01, 10_01, 10_00), (50_00, 4_00, 4_00), (0, 0, 0), (0, -5_00, 0), (None, None, 0)],
)
def test_no_more_of_the_premium_than_its_part_d_part(premium: int | None, part_d: int | None, paid: int) -> None:
    assert premium_paid(PROGRAM, premium, part_d) == paid


def test_what_counts_is_by_the_year() -> None:
    assert [counts_toward_limit(OtherPayerKind.IHS, year) for year in (2010, 2011)] == [False, True]
    assert [counts_toward_limit(OtherPayerKind.EMPLOYER, year) for year in (2024, 2025)] == [False, True]


def test_amounts_of_a_program_are_those_of_its_year_alone() -> None:
    pace = StateProgram("PACE", 6_00, 9_00, 14_500_00, 17_700_00)
    assert programs_of("PA", 2022) == (pace, StateProgram("PACENET", 8_00, 15_00, 33_500_00, 41_500_00))
    assert programs_of("PA", 2019)[1] == StateProgram("PACENET", None, None, 27_500_00, 35_500_00)
    assert programs_of("PA", 2023) == tuple(StateProgram(name, None, None, None, None) for name in ("PACE", "PACENET"))
    assert programs_of("MA", 2022) == ()


def test_every_payer_of_the_year_is_summed() -> None:
    drugs = (BRAND_A_DAY, Prescription(INSULIN, 3_000, 30))
    question = year_of_plans(MARKET, HELPED, drugs, None, (CHEAP_PDP, RICH_PDP))
    assert dict(zip(COLUMNS, PlainYears(MARKET).answer([question]).payers[0].tolist(), strict=True))["other_payer"] == 1_181_25


def request(**more: object) -> dict[str, Any]:
    asked = {"plan_year": 2026, "zip": "01604", "plan_kinds": ["PDP"], "today": "2025-11-01"}
    return {**asked, "prescriptions": [{"rxcui": "3", "quantity": 30, "days_supply": 30}], **more}


def given(kind: str) -> dict[str, object]:
    return {"kind": kind, "generic_copay": "8.00", "brand_copay": "15.00", "premium": "10.00"}


def test_the_command_counts_it_and_says_so() -> None:
    answer = answer_compare(MARKET, read_request(request(other_help=given("spap"))))
    assert answer["other_help"] == given("spap")
    assert [(plan["total"], plan["other_help_pays"]) for plan in answer["plans"]] == [("180.00", "1181.25"), ("660.00", "300.00")]
    assert any("your state drug program" in note for note in answer["notes"])
    assert "other_help_pays" not in answer_compare(MARKET, read_request(request()))["plans"][0]


@pytest.mark.parametrize("kind", ["va", "workers_compensation"])
def test_who_does_not_pay_after_part_d_is_refused(kind: str) -> None:
    with pytest.raises(Refusal, match="pays after Part D"):
        read_request(request(other_help=given(kind)))
