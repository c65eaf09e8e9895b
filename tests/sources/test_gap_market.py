"""The stand-alone plans of 2006 to 2010: counts and prices of the source, years by hand, and what a market's files may not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.errors import OutsideArea, SourceError
from finder.domain.market import Assumed, County, GapCoverage
from finder.domain.member import Member
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.paths import shipped
from finder.questions.plans.compare import compare_plans, plan_year
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_catalog
from tests.sources.test_example_market import HEADER

DATA = shipped("data")
YEARS = range(2006, 2011)
FRANKLIN = County("39049", "Franklin", "OH")
PLANS = (
    "plan_year,pdp_region,contract_id,plan_id,plan_name,organization,monthly_premium,deductible,gap_coverage,benefit_type,"
    "zero_premium_with_full_extra_help,enrollment\n"
)


def market(year: int) -> MarketCatalog:
    return open_catalog(year, DATA / "catalogs")


def at(year: int, plan_id: str, help_level: LowIncomeSubsidy = LowIncomeSubsidy.NONE) -> PlanCost:
    """A year of 30 Abilify and 30 lisinopril a month, bought in that order.

    Prices of 2011: Abilify 30 x 19.21862 = 576.5586 -> 576.56, lisinopril 30 x 0.19430 = 5.829 -> 5.83; a month 582.39, a year 6,988.68.
    """
    catalog = market(year)
    drugs = [catalog.drug(f"2011:{name}") for name in ("abilify", "lisinopril")]
    listed = [Prescription(drug, 30_000, 30) for drug in drugs if drug]
    member = Member("43215", FRANKLIN, date(year, 1, 1), channels=(Channel.STANDARD_RETAIL,), low_income_subsidy=help_level)
    return plan_year(catalog, member, listed, plan_id)


def owed(cost: PlanCost) -> int:
    return sum(row.patient_pay for row in cost.ledger.rows)


@pytest.mark.parametrize(
    ("year", "plans", "in_ohio"), [(2006, 1429, 43), (2007, 1866, 60), (2008, 1824, 58), (2009, 1687, 49), (2010, 1576, 46)]
)
def test_a_year_has_the_plans_of_its_source(year: int, plans: int, in_ohio: int) -> None:
    # counted in plans.csv: rows of the year, and of region 14
    catalog = market(year)
    assert catalog.info.rows["plans"] == plans
    assert len(catalog.plans_serving(FRANKLIN)) == in_ohio
    assert len(catalog.info.states) == 51
    assert catalog.info.assumes == (Assumed.STANDARD_SHARES, Assumed.EVERY_DRUG_COVERED)
    assert catalog.info.prices_of_another_year
    assert not catalog.info.example


@pytest.mark.parametrize("year", YEARS)
def test_the_market_repeats_the_years_amounts(year: int) -> None:
    written, law = yaml.safe_load((DATA / f"gap_market_{year}.yaml").read_text("utf-8")), parameter_set(year)
    assert law.cents("initial_coverage_limit") == int(written["initial_coverage_limit"].replace(".", ""))
    assert law.basis_points("initial_coverage_coinsurance") == int(float(written["coinsurance"]) * 10_000)


def test_a_territory_has_no_plans_and_is_told_so() -> None:
    catalog = market(2010)
    county = catalog.counties("00601")[0]
    assert catalog.plans_serving(county) == []
    drug = catalog.drug("2011:lisinopril")
    assert drug
    with pytest.raises(OutsideArea, match="50 states and the District of Columbia"):
        compare_plans(catalog, Member("00601", county, date(2010, 1, 1)), [Prescription(drug, 30_000, 30)])


def test_a_standard_plan_of_2008_through_all_four_phases() -> None:
    # HealthSpring, defined standard. 275 + 25% x 2,235 = 833.75; 4,050 - 833.75 = 3,216.25 in the gap; so 4,050.00 up to 5,726.25.
    # After September 5,241.51; Abilify in October ends 91.82 past it: greater of 5% (4.59) and 5.60: 5.60; lisinopril 2.25.
    # November and December: 5% x 576.56 = 28.83, and 2.25. 4,050 + 5.60 + 2.25 + 2 x 31.08 = 4,120.01.
    cost = at(2008, "S5932-013-000")
    assert sum(row.price for row in cost.ledger.rows) == 6_988_68
    assert owed(cost) == 4_120_01
    assert cost.premium == 12 * 20_70
    assert cost.ledger.rows[-1].accumulators.troop == 4_050_00


def test_a_plan_of_2008_that_covers_generics_in_the_gap() -> None:
    # Paramount Enhanced, no deductible, limit 2,510, "All Generics". January to April: 25%: 144.14 + 1.46 = 145.60, 582.40.
    # May: 2,510 - 2,329.56 = 180.44 at 25% = 45.11, and 396.12 in the gap; lisinopril 25% = 1.46. So far 1,025.09.
    # June to October 5 x (576.56 + 1.46) = 2,890.10 -> 3,915.19. November: 134.81 to 4,050, then 5% x 441.75 = 22.09; lisinopril 2.25.
    # December 28.83 + 2.25. 3,915.19 + 156.90 + 2.25 + 31.08 = 4,105.42.
    cost = at(2008, "S5588-002-000")
    assert owed(cost) == 4_105_42
    assert cost.plan.gap_wording == "All Generics"
    assert "gap_some_drugs" not in cost.notes


def test_a_plan_of_2007_that_covers_every_drug_in_the_gap() -> None:
    # SierraRx Plus, no deductible, "All Formulary Drugs": 25% all year. May's Abilify 70.44 + 506.12: 17.61 + 126.53 = 144.14. 12 x 145.60.
    cost = at(2007, "S5917-042-000")
    assert owed(cost) == 12 * 145_60
    assert cost.premium == 12 * 95_90


def test_a_plan_that_covers_some_generics_counts_none_and_says_so() -> None:
    # CIGNA Plan Three of 2010, "Many Generics, Few Brand": as if it covered none in the gap
    cost = at(2010, "S5617-184-000")
    assert (cost.plan.gap_generics, cost.plan.gap_brands) == (GapCoverage.SOME, GapCoverage.SOME)
    assert {"standard_shares", "gap_some_drugs"} <= set(cost.notes)
    assert owed(cost) == owed(at(2010, "S5967-048-000"))  # WellCare Signature: no deductible, no gap coverage


def test_full_extra_help_at_a_zero_premium_plan_of_2008() -> None:
    # Premium 20.70, below Ohio's 26.82: nothing. Abilify 5.60 each until October, when the threshold is reached with what Extra Help pays:
    # 56.00. Lisinopril: the lesser of 2.25 and the plan's share: 25% x 5.83 = 1.46 to April (5.84), 2.25 in the gap, May to September
    # (11.25). Nothing past the threshold. 73.09
    cost = at(2008, "S5932-013-000", LowIncomeSubsidy.FULL_OTHER)
    assert (cost.premium, cost.premium_subsidy) == (0, PremiumSubsidy.KNOWN)
    assert owed(cost) == 73_09


def test_full_extra_help_above_the_benchmark_of_2008() -> None:
    # Humana Standard, basic: 33.60 less 26.80 (the benchmark of region 14, 26.82, in whole dimes) = 6.80 a month
    cost = at(2008, "S5884-072-000", LowIncomeSubsidy.FULL_OTHER)
    assert cost.premium == 12 * 6_80


def files(folder: Path, plans: str, wording: str = "No Gap Coverage") -> Path:
    folder.mkdir()
    (folder / "plans.csv").write_text(PLANS + plans)
    (folder / "spending_by_drug.csv").write_text(HEADER + "crestor,rosuvastatin,2011,1,1,1,1,4.95762,1,1,1,1\n")
    (folder / "market_drugs_2011.yaml").write_text(
        "price_year: 2011\ndrugs:\n"
        "- {key: crestor, listed_as: crestor, ingredient: rosuvastatin, brand: Crestor, form: Tablet, unit: tablet, tier: 2}\n"
    )
    covered = f'gap_coverage: {{"{wording}": {{generics: none, brands: none}}}}\n'
    (folder / "gap_market_2008.yaml").write_text(f'plan_year: 2008\ncoinsurance: "0.25"\ninitial_coverage_limit: "2510.00"\n{covered}')
    return folder


ROW = "2008,14,S5932,013,One,Org,20.70,275,No Gap Coverage,defined_standard,1,8527\n"


@pytest.mark.parametrize(
    ("plans", "expected", "found"),
    [
        (ROW.replace("No Gap Coverage", "Most Generics"), "a wording of the market's file", "Most Generics"),
        (ROW.replace(",14,", ",39,"), "one of the 34 regions", "39"),
        (ROW.replace("20.70", "free"), "dollars", "free"),
        (ROW.replace("defined_standard", "other"), "a kind of benefit", "other"),
        (ROW + ROW, "a plan once", "S5932-013 again"),
        (ROW.replace("2008,", "2009,"), "plans of 2008", "none"),
    ],
)
def test_what_a_market_may_not_say_is_refused(tmp_path: Path, plans: str, expected: str, found: str) -> None:
    with pytest.raises(SourceError) as refused:
        import_catalog(files(tmp_path / "files", plans), 2008, tmp_path / "2008")
    assert [(problem.expected, problem.found) for problem in refused.value.problems] == [(expected, found)]


def test_a_small_market_is_read(tmp_path: Path) -> None:
    import_catalog(files(tmp_path / "files", ROW), 2008, tmp_path / "catalogs" / "2008")
    (plan,) = open_catalog(2008, tmp_path / "catalogs").plans_serving(FRANKLIN)
    assert (plan.plan_id, plan.premium, plan.below_benchmark) == ("S5932-013-000", 20_70, True)
