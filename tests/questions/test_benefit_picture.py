"""Who pays a yearly drug cost, and the gap over the years: against worked examples and the printed totals at the threshold."""

from __future__ import annotations

from typing import Any

import pytest

from finder.documents.adjudicate import answer as adjudicate
from finder.documents.commands import ask
from finder.domain.benefit_year import AtThreshold
from finder.domain.claim import PAYERS
from finder.domain.money import to_cents
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.questions.explainers.benefit_year import coverage_gap_by_year, thresholds


def benefit_year(document: object) -> dict[str, Any]:
    found: dict[str, Any] = ask("benefit", document)
    return found


def picture(year: int, cost: object, brand_share: object = 1) -> dict[str, Any]:
    found: dict[str, Any] = benefit_year({"year": year, "yearly_drug_cost": cost, "brand_share": brand_share})["picture"]
    return found


def paid(found: dict[str, Any]) -> dict[str, str]:
    return {phase["phase"]: phase["patient_pay"] for phase in found["phases"]}


def test_2010_to_the_threshold() -> None:
    # printed (Q1Medicare): 310 deductible, 630 = 25% x (2,830 - 310), 3,610 in the gap, 4,550 in all, at a total spend of 6,440
    found = picture(2010, 6440)
    assert paid(found) == {"deductible": "310.00", "initial_coverage": "630.00", "coverage_gap": "3610.00"}
    assert (found["totals"]["patient_pay"], found["totals"]["troop"]) == ("4550.00", "4550.00")
    assert [(phase["from"], phase["to"]) for phase in found["phases"]] == [
        ("0.00", "310.00"),
        ("310.00", "2830.00"),
        ("2830.00", "6440.00"),
    ]
    assert found["threshold_reached_on"] == "2010-12-01"
    assert picture(2010, "6439.99")["threshold_reached_on"] is None


def test_2007_gap_width() -> None:
    # printed: the gap of 2007 is 3,051.25 wide, from 2,400 to 5,451.25; 265 + 25% x 2,135 = 798.75, and 3,850 - 798.75 = 3,051.25
    assert paid(picture(2007, "5451.25"))["coverage_gap"] == "3051.25"


def test_2023_costs_a_quarter_before_the_gap() -> None:
    # C3: 505 + 25% x (6,000 - 505) = 1,878.75, in the gap too since its share is 25%
    for brand_share in (0, 1):
        assert picture(2023, 6000, brand_share)["totals"]["patient_pay"] == "1878.75"


def test_2026_a_generic_hundred_a_month() -> None:
    # E1: 6 x 100, then 15 + 25% x 85 = 36.25 in July, then 5 x 25 = 761.25
    found = picture(2026, 1200, 0)
    assert found["totals"]["patient_pay"] == "761.25"
    assert found["months"][6]["patient_pay"] == "36.25"


def test_2026_a_brand_of_1500_a_month_and_its_payers() -> None:
    # E2: 836.25, 3 x 375, 138.75 in May, then nothing: 2,100. Spend at the threshold 615 + (2,100 - 615) / 25% = 6,555. Of 18,000:
    # initial coverage 5,940: enrollee 1,485, maker 10% 594, plan 65% 3,861; above 11,445: maker 20% 2,289, Medicare 20% 2,289, plan 6,867
    found = picture(2026, 18000)
    assert found["totals"]["patient_pay"] == "2100.00"
    assert found["threshold_reached_on"] == "2026-05-01"
    initial, above = found["phases"][1], found["phases"][2]
    assert (initial["manufacturer"], initial["plan"]) == ("594.00", "3861.00")
    assert (above["manufacturer"], above["medicare_reinsurance"], above["plan"]) == ("2289.00", "2289.00", "6867.00")
    assert above["shares"] == {"manufacturer": "20.0", "plan": "60.0", "medicare_reinsurance": "20.0"}


@pytest.mark.parametrize("year", [2006, 2012, 2024, 2025, 2027])
@pytest.mark.parametrize("cost", ["0.00", "0.01", "3333.33", "20000.00"])
def test_every_cent_has_a_payer(year: int, cost: str) -> None:
    found = picture(year, cost, "0.3")
    assert found["totals"]["gross_drug_cost"] == cost
    assert sum(to_cents(found["totals"][payer]) for payer in PAYERS) == to_cents(cost)
    assert sum(to_cents(phase["gross_drug_cost"]) for phase in found["phases"]) == to_cents(cost)


def test_the_picture_matches_the_commands_ledger() -> None:
    fills = [
        {
            "date": f"2012-{month:02d}-01",
            "drug": "A",
            "brand": True,
            "days_supply": 30,
            "channel": "standard_retail",
            "negotiated_price": "500.00",
        }
        for month in range(1, 13)
    ]
    ledger = adjudicate({"plan_year": 2012, "design": "defined_standard", "fills": fills})
    assert isinstance(ledger, dict)
    assert picture(2012, 6000)["totals"] == ledger["totals"]
    assert picture(2012, 6000)["months"] == ledger["months"]


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_the_engine_reaches_the_threshold_at_the_printed_total(year: int) -> None:
    # the printed total is that of a person who owes the whole gap: everyone to 2010, with full Extra Help from 2011. In 2024 the page
    # prints 11,477.39, but 5,030 + 8,000 - 545 - 25% x (5,030 - 545) = 11,363.75; its reason was not found.
    printed = parameter_set(year).cents("total_covered_spend_at_oop_threshold.standard")
    expected = 1_136_375 if year == 2024 else printed
    found = thresholds(year)
    assert found.printed == printed
    assert found.with_full_extra_help == expected
    if year <= 2010 or year >= 2025:
        assert (found.brands.total, found.generics.total) == (expected, expected)


@pytest.mark.parametrize(
    ("year", "total", "pays"),
    [
        # 2012: 320 + 652.50 = 972.50; the gap counts 100% of a brand, so 3,727.50 wide; half of it paid: 972.50 + 1,863.75 = 2,836.25
        (2012, 6657_50, 2836_25),
        # 2024: 545 + 1,121.25 = 1,666.25; 6,333.75 missing at 95% a dollar: 6,667.10; 25% of it: 1,666.78; 3,333.03 in all
        (2024, 11697_10, 3333_03),
    ],
)
def test_brands_alone_reach_the_threshold_sooner(year: int, total: int, pays: int) -> None:
    assert thresholds(year).brands == AtThreshold(total, pays)


def test_the_gap_through_the_years() -> None:
    life = dict(coverage_gap_by_year())
    assert sorted(life) == list(range(2006, 2028))
    assert {year for year, gap in life.items() if gap is None} == {2025, 2026, 2027}
    gaps = {year: gap for year, gap in life.items() if gap}
    # from all of the price, by half of a brand, to a quarter of either
    assert [(gaps[year].brand, gaps[year].generic) for year in (2010, 2011, 2018, 2019, 2020, 2024)] == [
        (100_00, 100_00),
        (50_00, 93_00),
        (35_00, 44_00),
        (25_00, 37_00),
        (25_00, 25_00),
        (25_00, 25_00),
    ]
    assert [gaps[year].discount for year in (2010, 2011, 2018, 2019)] == [0, 50_00, 50_00, 70_00]
    assert gaps[2024].begins == 5030_00


def test_the_command_writes_a_year_without_a_gap_as_nulls() -> None:
    life = {entry["year"]: entry for entry in benefit_year({"year": 2026, "yearly_drug_cost": 1, "brand_share": 1})["coverage_gap_by_year"]}
    assert (life[2019]["brand"], life[2019]["generic"], life[2019]["manufacturer_discount"]) == ("0.25", "0.37", "0.7")
    assert (life[2024]["begins"], life[2025]["begins"], life[2025]["brand"], life[2027]["generic"]) == ("5030.00", None, None, None)


def test_two_years_side_by_side() -> None:
    answer = benefit_year({"year": 2026, "yearly_drug_cost": 6440, "brand_share": 1, "against": 2010})
    assert answer["against"]["totals"]["patient_pay"] == "4550.00"
    assert answer["against"]["year"] == 2010
    # 615 + 25% x (6,440 - 615) = 2,071.25
    assert answer["picture"]["totals"]["patient_pay"] == "2071.25"
    assert "against" not in benefit_year({"year": 2026, "yearly_drug_cost": 6440, "brand_share": 1})
