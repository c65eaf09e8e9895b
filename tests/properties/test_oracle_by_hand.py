"""The oracle against the law's own examples and hand arithmetic, so that both engines can't share a mistake."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import oracle
import pytest

RETAIL, OUTSIDE = "standard_retail", "out_of_network"


def copay(amount: str, **columns: str) -> dict[str, Any]:
    table = {"30": {"copay": amount}, **{days[1:]: {"copay": said} for days, said in columns.items()}}
    return {RETAIL: table, OUTSIDE: table}


def rate(share: str, **limits: str) -> dict[str, Any]:
    return {channel: {"30": {"coinsurance": share, **limits}} for channel in (RETAIL, OUTSIDE)}


def design(initial: Any, gap: Any = None, limit: str | None = None, deductible: str = "0.00", **more: Any) -> dict[str, Any]:
    tier = {"deductible_applies": deductible != "0.00", "initial_coverage": initial, **({"coverage_gap": gap} if gap else {})}
    said = {"benefit_type": "basic_alternative", "deductible": deductible, "tiers": {"1": tier}, **more}
    return {**said, "initial_coverage_limit": limit} if limit else said


def claim(year: int, plan: Any, price: str, level: str = "none", so_far: tuple[str, str] = ("0", "0"), **fill: Any) -> dict[str, Any]:
    """The one claim's payers over all its pieces, and what it added to TrOOP, in dollars as written."""
    asked = {
        "date": f"{year}-06-01",
        "drug": "A",
        "brand": True,
        "tier": 1,
        "days_supply": 30,
        "channel": RETAIL,
        "negotiated_price": price,
    }
    member = {"low_income_subsidy": level, "year_to_date": {"gross_drug_cost": so_far[0], "troop": so_far[1]}}
    document = {"plan_year": year, "design": plan, "member": member, "fills": [{**asked, **fill}]}
    answer = oracle.adjudicate(document)["claims"][0]
    sums = {payer: sum((part[payer] for part in answer["segments"]), Fraction(0)) for payer in oracle.PAYERS}
    sums["troop"] = answer["accumulators"]["troop"] - Fraction(so_far[1])
    return {key: f"{float(value):.2f}" for key, value in sums.items() if value}


@pytest.mark.parametrize(
    ("year", "gap", "fill", "expected"),
    [
        # Medicare's example, publication 11493: the plan covers 60% of $100. Remaining 40; 70% x 40 = 28; 40 - 28 = 12; TrOOP +40.
        (2019, rate("0.40"), {}, {"patient_pay": "12.00", "manufacturer": "28.00", "plan": "60.00", "troop": "40.00"}),
        # At the 2012 rate: 50% x 40 = 20; 40 - 20 = 20.
        (2012, rate("0.40"), {}, {"patient_pay": "20.00", "manufacturer": "20.00", "plan": "60.00", "troop": "40.00"}),
        # A copay of $9.50: 70% x 9.50 = 6.65; 9.50 - 6.65 = 2.85; plan 90.50.
        (2020, copay("9.50"), {}, {"patient_pay": "2.85", "manufacturer": "6.65", "plan": "90.50", "troop": "9.50"}),
        # A copay above the price is the price: remaining 100; 70 and 30.
        (2020, copay("120.00"), {}, {"patient_pay": "30.00", "manufacturer": "70.00", "troop": "100.00"}),
        # A plan that leaves all of a $100 claim with a $4 fee: the base is 96; 50% x 96 = 48; 100 - 48 = 52.
        (2012, rate("1.00"), {"dispensing_fee": "4.00"}, {"patient_pay": "52.00", "manufacturer": "48.00", "troop": "100.00"}),
        # A share of $0 leaves nothing to discount: 42 CFR 423.2325(e)(2).
        (2019, copay("0.00"), {}, {"plan": "100.00"}),
        # A $4 fee of the $100: remaining 40 is below the 96 without the fee, so 50% x 40 = 20.
        (
            2012,
            rate("0.40"),
            {"dispensing_fee": "4.00"},
            {"patient_pay": "20.00", "manufacturer": "20.00", "plan": "60.00", "troop": "40.00"},
        ),
        # No discount on a generic, nor for someone with full Extra Help, who pays 8.95 for a brand in 2020: 40 - 8.95 = 31.05.
        (2020, rate("0.40"), {"brand": False}, {"patient_pay": "40.00", "plan": "60.00", "troop": "40.00"}),
        (
            2020,
            rate("0.40"),
            {"level": "full_other"},
            {"patient_pay": "8.95", "low_income_cost_sharing_subsidy": "31.05", "plan": "60.00", "troop": "40.00"},
        ),
        # Without gap coverage of its own, 2020: 25, 70, 5, TrOOP +95.
        (2020, None, {}, {"patient_pay": "25.00", "manufacturer": "70.00", "plan": "5.00", "troop": "95.00"}),
    ],
)
def test_a_plans_own_gap_coverage_comes_first(year: int, gap: Any, fill: dict[str, Any], expected: dict[str, str]) -> None:
    assert claim(year, design(rate("0.25"), gap, "1000.00"), "100.00", so_far=("1000.00", "400.00"), **fill) == expected


def test_the_gap_ends_at_the_threshold() -> None:
    # 2012, threshold 4,700, 4,690 so far, the plan covers 60%: 10 are missing. The least piece that credits them is 24.99, as 40% x 24.99 =
    # 9.996 rounds to 10.00 (40% x 24.98 = 9.992 to 9.99): 5.00, 5.00, 14.99. Of the other 75.01 the enrollee pays the greater of 5%, 3.75,
    # and 6.50; Medicare 80% x 75.01 = 60.008, 60.01; the plan 8.50. Together: 5 + 6.50 = 11.50; 5; 60.01; 14.99 + 8.50 = 23.49.
    found = claim(2012, design(rate("0.25"), rate("0.40"), "3000.00"), "100.00", so_far=("9000.00", "4690.00"))
    wanted = {"patient_pay": "11.50", "manufacturer": "5.00", "medicare_reinsurance": "60.01", "plan": "23.49", "troop": "10.00"}
    assert found == wanted


@pytest.mark.parametrize(
    ("year", "plan", "price", "fill", "expected"),
    [
        # The law's example: a $75 share, $35 paid: TrOOP +75. The subsidy is 75 - 35 = 40.
        (
            2023,
            design(copay("75.00"), None, "4660.00"),
            "300.00",
            {"insulin": True},
            {"patient_pay": "35.00", "medicare_reinsurance": "40.00", "plan": "225.00", "troop": "75.00"},
        ),
        # In 2024 the plan bears what the cap takes off: TrOOP +35.
        (
            2024,
            design(copay("75.00"), None, "5030.00"),
            "300.00",
            {"insulin": True},
            {"patient_pay": "35.00", "plan": "265.00", "troop": "35.00"},
        ),
        # An open deductible of 505 would have taken all of 300.
        (
            2023,
            "defined_standard",
            "300.00",
            {"insulin": True},
            {"patient_pay": "35.00", "medicare_reinsurance": "265.00", "troop": "300.00"},
        ),
        # 505 + 25% x (605 - 505) = 530.
        (2023, "defined_standard", "605.00", {"vaccine": True}, {"medicare_reinsurance": "530.00", "plan": "75.00", "troop": "530.00"}),
        (2024, "defined_standard", "605.00", {"vaccine": True}, {"plan": "605.00"}),
        # Above the threshold of 7,400: 80% x 1,000 = 800 and the 5% that the person does not pay, 50. No TrOOP beyond the threshold.
        (
            2023,
            "defined_standard",
            "1000.00",
            {"vaccine": True, "so_far": ("12000", "7400")},
            {"medicare_reinsurance": "850.00", "plan": "150.00"},
        ),
        # 63 days of insulin: three caps of 35, TrOOP 3 x 75 = 225 (no 90-day column).
        (
            2023,
            design(copay("75.00"), None, "4660.00"),
            "900.00",
            {"insulin": True, "days_supply": 63},
            {"patient_pay": "105.00", "medicare_reinsurance": "120.00", "plan": "675.00", "troop": "225.00"},
        ),
    ],
)
def test_what_the_2023_rule_takes_off_counts(year: int, plan: Any, price: str, fill: dict[str, Any], expected: dict[str, str]) -> None:
    assert claim(year, plan, price, **fill) == expected


def test_2023_insulin_does_not_fill_the_deductible() -> None:
    fill = {"drug": "A", "brand": True, "tier": 1, "days_supply": 30, "channel": RETAIL, "negotiated_price": "300.00"}
    two = [{**fill, "date": "2023-01-01", "insulin": True}, {**fill, "date": "2023-02-01"}]
    document = {"plan_year": 2023, "design": "defined_standard", "member": {"low_income_subsidy": "none"}, "fills": two}
    insulin, other = oracle.adjudicate(document)["claims"]
    assert insulin["accumulators"]["deductible_met"] == 0
    assert other["accumulators"]["deductible_met"] == 300  # the second 300 is all deductible still
    assert other["accumulators"]["troop"] == 600


COLUMNS = copay("40.00", _60="70.00", _90="100.00")
MONTHLY = copay("40.00")


@pytest.mark.parametrize(
    ("year", "table", "days", "pays"),
    [
        (2014, MONTHLY, 7, "9.31"),  # 40 / 30 = 1.33; 1.33 x 7
        (2014, MONTHLY, 27, "35.91"),  # 1.33 x 27
        (2014, MONTHLY, 28, "40.00"),
        (2014, MONTHLY, 31, "40.00"),
        (2014, MONTHLY, 32, "80.00"),
        (2014, MONTHLY, 62, "80.00"),
        (2014, MONTHLY, 63, "120.00"),
        (2014, MONTHLY, 93, "120.00"),
        (2014, MONTHLY, 94, "160.00"),
        (2014, COLUMNS, 31, "40.00"),
        (2014, COLUMNS, 32, "70.00"),
        (2014, COLUMNS, 62, "70.00"),
        (2014, COLUMNS, 63, "100.00"),
        (2014, COLUMNS, 93, "100.00"),
        (2014, COLUMNS, 94, "160.00"),  # no column: four months begun at 40
        (2013, MONTHLY, 7, "40.00"),  # no daily share before 2014
        (2013, MONTHLY, 31, "40.00"),
        (2013, MONTHLY, 45, "80.00"),
        (2014, rate("0.25"), 7, "250.00"),  # coinsurance is untouched: 25% x 1,000
        (2014, rate("0.25"), 45, "250.00"),
        (2014, rate("0.25", max="100.00"), 45, "200.00"),  # two monthly shares of at most 100
    ],
)
def test_a_months_supply_is_up_to_31_days(year: int, table: Any, days: int, pays: str) -> None:
    assert claim(year, design(table, None, "2850.00"), "1000.00", days_supply=days)["patient_pay"] == pays


@pytest.mark.parametrize(
    ("days", "pays"), [(7, "35.00"), (30, "35.00"), (31, "35.00"), (32, "70.00"), (62, "70.00"), (63, "105.00"), (94, "140.00")]
)
def test_the_insulin_cap_applies_to_each_started_month(days: int, pays: str) -> None:
    assert claim(2026, "defined_standard", "1000.00", insulin=True, days_supply=days)["patient_pay"] == pays  # 25% x 1,000 = 250 is more


@pytest.mark.parametrize(
    ("fill", "expected"),
    [
        # Within the network the lower price counts, the higher does not. 25% x 80; 25% x 100.
        ({"usual_and_customary": "80.00"}, {"patient_pay": "20.00", "plan": "60.00", "troop": "20.00"}),
        ({"usual_and_customary": "120.00"}, {"patient_pay": "25.00", "plan": "75.00", "troop": "25.00"}),
        ({"usual_and_customary": "80.00", "channel": OUTSIDE}, {"patient_pay": "20.00", "plan": "60.00", "troop": "20.00"}),
        # 25% x 120 = 30, and 120 - 100 = 20 stays with the enrollee: 50; the plan pays back 70.
        ({"usual_and_customary": "120.00", "channel": OUTSIDE}, {"patient_pay": "50.00", "plan": "70.00", "troop": "50.00"}),
        # Extra Help: of the share of 30 the person pays 4.50 (generic, 2024), the subsidy 25.50; the 20 stay with the person.
        (
            {"usual_and_customary": "120.00", "channel": OUTSIDE, "level": "full_other", "brand": False},
            {"patient_pay": "24.50", "low_income_cost_sharing_subsidy": "25.50", "plan": "70.00", "troop": "50.00"},
        ),
    ],
)
def test_out_of_network_the_usual_price_is_the_base(fill: dict[str, Any], expected: dict[str, str]) -> None:
    assert claim(2024, design(rate("0.25"), None, "5030.00"), "100.00", **fill) == expected
