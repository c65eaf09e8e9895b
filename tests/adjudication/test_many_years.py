"""The years of many people as arrays: by hand at a small market, and the same integers from every engine."""

from __future__ import annotations

from datetime import date

from finder.adjudication.many_years import COLUMNS, UNKNOWN, PlainYears
from finder.adjudication.shared_year import YearOfPlans
from finder.domain.benefit import Phase
from finder.domain.market import Plan
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import year_of_plans
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, INSULIN, RICH_PDP, WORCESTER, SmallMarket

MARKET = SmallMarket((CHEAP_PDP, RICH_PDP))
JANUARY, JULY = (Member("01604", WORCESTER, date(2026, month, 1)) for month in (1, 7))


def question(member: Member, *drugs: Prescription, plans: tuple[Plan, ...] = (CHEAP_PDP, RICH_PDP)) -> YearOfPlans:
    return year_of_plans(MARKET, member, drugs, None, plans)


def test_a_brand_year_by_hand_with_every_payer_and_month() -> None:
    # CHEAP, deductible 615.00: 300.00, 300.00, then 15.00 + 25% x 285.00 = 86.25, then nine times 75.00: 1,361.25. The manufacturer pays
    # 10% above the standard deductible: 28.50 + 9 x 30.00 = 298.50. The plan pays the rest of 3,600.00: 1,940.25.
    # Insulin is on neither list and has no price.
    years = PlainYears(MARKET).answer([question(JANUARY, Prescription(BRAND, 30_000, 30), Prescription(INSULIN, 3_000, 30))])
    assert dict(zip(COLUMNS, years.payers[0].tolist(), strict=True)) == {
        "gross_drug_cost": 3_600_00,
        "patient_pay": 1_361_25,
        "low_income_cost_sharing_subsidy": 0,
        "other_payer": 0,
        "manufacturer": 298_50,
        "plan": 1_940_25,
        "medicare_reinsurance": 0,
        "troop": 1_361_25,
    }
    assert years.months[0].tolist() == [300_00, 300_00, 86_25, *[75_00] * 9]
    assert (years.phase[0], years.counted[0], years.restrictions[0]) == (Phase.INITIAL_COVERAGE, 1, 0)
    assert years.by_drug(0, years.paid).tolist() == [[1_361_25, 0], [12 * 40_00, 0]]
    assert years.by_drug(0, years.bought).tolist() == [[1, 0], [1, 0]]
    assert years.by_drug(0, years.listed).tolist() == [[1, 0], [1, 0]]
    assert years.by_drug(0, years.full_price).tolist() == [[0, UNKNOWN], [0, UNKNOWN]]


def test_rows_are_those_of_each_question_in_order() -> None:
    # From July RICH asks 40.00 six times for the brand, nothing for the generic at a preferred store.
    chunk = [
        question(JANUARY, Prescription(GENERIC, 30_000, 30), plans=(RICH_PDP,)),
        question(JANUARY, Prescription(GENERIC, 30_000, 30), plans=()),
        question(JULY, Prescription(BRAND, 30_000, 30), Prescription(GENERIC, 30_000, 30)),
    ]
    years = PlainYears(MARKET).answer(chunk)
    assert (years.rows.tolist(), years.cells.tolist()) == ([0, 1, 1, 3], [0, 1, 1, 5])
    assert years.of(2) == slice(1, 3)
    assert years.months[2].tolist() == [0] * 6 + [40_00] * 6
    assert years.by_drug(2, years.paid)[1].tolist() == [240_00, 0]
    assert years.by_drug(1, years.paid).size == 0
