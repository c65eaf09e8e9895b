"""The market of 2012: six example designs, marked as examples, at the year's real amounts and average prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.domain.benefit import BenefitType, Channel, CostShare, ShareKind
from finder.domain.errors import SourceError
from finder.domain.market import County
from finder.parameters import parameter_set
from finder.paths import shipped
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_catalog

IDS = [f"X2012-{number:03d}-000" for number in range(1, 7)]
HEADER = (
    "brand_name,generic_name,year,claim_count,beneficiary_count,unit_count,total_spending,average_cost_per_unit_weighted,"
    "beneficiary_count_no_lis,average_beneficiary_cost_share_no_lis,beneficiary_count_lis,average_beneficiary_cost_share_lis\n"
)
DESIGNS = """\
plan_year: 2012
organization: Example design, not a real plan
channels: [standard_retail]
designs:
  - {plan_id: X2012-001-000, name: "Example: one", benefit_type: basic_alternative, premium: "31.08", deductible: "0.00",
     initial_coverage_limit: "2930.00", tiers: {1: {deductible_applies: false, initial_coverage: {copay: "7.00"}}}}
drugs:
  - {key: crestor, listed_as: crestor, ingredient: rosuvastatin, brand: Crestor, form: Tablet, unit: tablet, tier: 1}
"""


def market(folder: Path, designs: str = DESIGNS, rows: str = "crestor,rosuvastatin,2012,1,1,1,1,4.95762,1,1,1,1\n") -> Path:
    folder.mkdir()
    (folder / "example_designs_2012.yaml").write_text(designs)
    (folder / "spending_by_drug.csv").write_text(HEADER + rows)
    return folder


def problems_of(folder: Path, year: int = 2012) -> list[str]:
    with pytest.raises(SourceError) as refused:
        import_catalog(folder, year, folder.parent / "catalogs" / str(year))
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(("fips", "state"), [("25027", "MA"), ("06037", "CA"), ("72001", "PR")])
def test_the_six_designs_serve_every_county_as_examples(examples: MarketCatalog, fips: str, state: str) -> None:
    plans = examples.plans_serving(County(fips, "", state))
    assert [plan.plan_id for plan in plans] == IDS
    assert all(plan.example and plan.name.startswith("Example: ") for plan in plans)
    assert {plan.organization for plan in plans} == {"Example design, not a real plan"}
    assert examples.info.example
    assert "not real plans" in examples.info.source


def test_the_designs_use_the_years_amounts(examples: MarketCatalog) -> None:
    law = parameter_set(2012)
    deductible, limit = law.cents("deductible"), law.cents("initial_coverage_limit")
    base = law.cents("national_base_beneficiary_premium")
    for plan_id in IDS:
        plan = examples.plan(plan_id)
        assert plan is not None
        assert plan.design.deductible in (0, deductible)
        assert plan.design.initial_coverage_limit == limit
        if plan.design.benefit_type is not BenefitType.ENHANCED_ALTERNATIVE:
            assert plan.premium == plan.part_d_premium == plan.part_d_basic_premium == base
        else:
            assert plan.premium is not None
            assert plan.premium > base
            assert plan.part_d_basic_premium is None


def test_the_six_designs_are_six_kinds(examples: MarketCatalog) -> None:
    plans = [plan for plan_id in IDS if (plan := examples.plan(plan_id))]
    kinds = [plan.design.benefit_type.key for plan in plans]
    assert kinds == ["defined_standard", "actuarially_equivalent", "basic_alternative"] + ["enhanced_alternative"] * 3
    assert plans[0].design.tiers == {}
    covered_in_gap = [{tier for tier, design in plan.design.tiers.items() if design.coverage_gap} for plan in plans]
    assert covered_in_gap == [set(), set(), set(), {1, 2}, {1, 2, 3}, set()]
    assert [plan.design.deductible == 0 for plan in plans] == [False, False, True, False, True, True]


def test_a_longer_supply_costs_a_copay_per_month(examples: MarketCatalog) -> None:
    plan = examples.plan("X2012-003-000")
    assert plan is not None
    shares = plan.design.tiers[1].initial_coverage
    assert [shares[Channel.STANDARD_RETAIL, days].amount for days in (30, 60, 90)] == [700, 1_400, 2_100]
    specialty = plan.design.tiers[5].initial_coverage
    assert specialty[Channel.STANDARD_MAIL, 90] == CostShare(ShareKind.COINSURANCE, 3_300)


def test_prices_are_the_averages_of_the_spending_file(examples: MarketCatalog) -> None:
    # the spending file's rows of 2012: crestor 4.95762, lisinopril 0.15986, copaxone 4150.19153
    assert examples.median_unit_price("2012:crestor") == 495_762
    assert examples.median_unit_price("2012:lisinopril") == 15_986
    assert examples.median_unit_price("2012:copaxone") == 415_019_153
    assert "strengths and forms averaged together" in examples.info.price_source
    assert all(drug.strength == "average of all strengths" for drug in examples.drugs())


def test_about_eighty_common_drugs_brands_and_generics_are_priced_in_every_design(examples: MarketCatalog) -> None:
    drugs = examples.drugs()
    assert len(drugs) >= 80
    assert sum(drug.is_brand for drug in drugs) >= 30
    entries = examples.formulary(IDS, [drug.rxcui for drug in drugs])
    assert len(entries) == 6 * len(drugs)
    assert all(entry.unit_price for entry in entries.values())
    assert {drug.brand or drug.ingredient for drug in drugs if drug.weekly} == {"Actonel", "alendronate", "Avonex", "Enbrel"}
    assert {drug.brand for drug in drugs if drug.insulin} == {"Lantus", "NovoLog FlexPen", "Levemir FlexPen", "Humalog"}


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    folder = market(tmp_path / "files")
    contents = []
    for name in ("a", "b"):
        import_catalog(folder, 2012, tmp_path / name)
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert contents[0] == contents[1]


def test_a_small_market_is_read_as_written(tmp_path: Path) -> None:
    import_catalog(market(tmp_path / "files"), 2012, tmp_path / "catalogs" / "2012")
    catalog = open_catalog(2012, tmp_path / "catalogs")
    drug = catalog.drug("2012:crestor")
    assert drug is not None
    assert drug.name == "Crestor (rosuvastatin) tablet, average of all strengths"
    assert catalog.info.covers == "1 example designs for 2012, in every state"


FILE = "example_designs_2012.yaml"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("plan_year: 2012", "plan_year: 2013", f"{FILE}, column plan_year: expected 2012, found 2013"),
        (
            "Example: one",
            "Silver Plan",
            f"{FILE}, column designs.0.name: expected String should match pattern '^Example: ', found Silver Plan",
        ),
        ('deductible: "0.00"', 'deductible: "-1"', f"{FILE}, column designs.0.deductible: expected "),
        (
            "listed_as: crestor",
            "listed_as: cretsor",
            f"{FILE}, column drugs.1.listed_as: expected a name of one row of spending_by_drug.csv for 2012",
        ),
        ("tier: 1}", "tier: 2}", f"{FILE}, column designs.0.tiers: expected a share for every tier of the drugs, found none for tier 2"),
        ("tier: 1}", "tier: 1, color: red}", f"{FILE}, column drugs.0.color: expected Extra inputs are not permitted, found red"),
    ],
)
def test_a_bad_designs_file_is_refused_field_by_field(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert DESIGNS.count(old) == 1
    problems = problems_of(market(tmp_path / "files", DESIGNS.replace(old, new)))
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_bad_price_is_refused(tmp_path: Path) -> None:
    problems = problems_of(market(tmp_path / "files", rows="crestor,rosuvastatin,2012,1,1,1,1,dear,1,1,1,1\n"))
    column = "average_cost_per_unit_weighted"
    assert f"spending_by_drug.csv, row 2, column {column}: expected dollars a unit, a decimal number, found dear" in problems


def test_the_designs_file_comes_with_the_program() -> None:
    assert (shipped("data") / FILE).is_file()
