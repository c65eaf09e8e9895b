"""Look-ups in the embedded catalogs, and what a missing or damaged catalog says."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from finder.domain.benefit import BenefitType, Channel, CostShare, ShareKind
from finder.domain.errors import SourceError
from finder.domain.market import County, PackageForm, PlanKind
from finder.paths import own_folder, shipped
from finder.sources.catalog.reading import MarketCatalog, available_years, check_catalog, open_catalog

WORCESTER = County("25027", "Worcester", "MA")
EMBEDDED = shipped("data") / "catalogs"


def test_massachusetts_has_the_plans_of_its_provenance(massachusetts: MarketCatalog) -> None:
    assert massachusetts.info.rows["plans"] == 99
    assert massachusetts.info.rows["formulary"] == 37_254
    assert massachusetts.info.rows["prices"] == 37_254
    assert massachusetts.info.rows["drugs"] == 396
    assert massachusetts.info.rows["counties"] == 14


def test_worcester_county_has_11_stand_alone_and_36_other_plans_without_special_needs(massachusetts: MarketCatalog) -> None:
    plans = massachusetts.plans_serving(WORCESTER)
    kinds = Counter(plan.kind for plan in plans)
    assert kinds[PlanKind.PDP] == 11
    assert kinds[PlanKind.MA_PD] == 36
    assert [plan.plan_id for plan in plans] == sorted(plan.plan_id for plan in plans)
    assert {plan.pdp_region for plan in plans if plan.kind is PlanKind.PDP} == {"02"}


def test_every_county_together_has_every_plan(massachusetts: MarketCatalog) -> None:
    odd = range(25001, 25028, 2)  # the 14 counties of Massachusetts have the odd codes from 25001 to 25027
    found = {plan.plan_id: plan.kind for fips in odd for plan in massachusetts.plans_serving(County(str(fips), "", "MA"))}
    assert Counter(found.values()) == {PlanKind.PDP: 11, PlanKind.MA_PD: 69, PlanKind.SNP: 19}


def test_a_zip_knows_its_county_in_every_state(massachusetts: MarketCatalog) -> None:
    assert massachusetts.counties("01604") == [WORCESTER]
    assert massachusetts.counties("00000") == []
    assert massachusetts.counties("' OR 1=1 --") == []
    assert [county.state for county in massachusetts.counties("99501")] == ["AK"]


def test_a_zip_may_span_counties(massachusetts: MarketCatalog) -> None:
    # 00601 is the second ZIP of the crosswalk: Adjuntas and Ponce in Puerto Rico
    assert massachusetts.counties("00601") == [County("72001", "Adjuntas", "PR"), County("72113", "Ponce", "PR")]


def test_a_county_elsewhere_has_no_plan_here(massachusetts: MarketCatalog) -> None:
    assert massachusetts.plans_serving(County("09001", "Fairfield", "CT")) == []
    assert massachusetts.info.covers == "Massachusetts plans of 2026"


def test_plans_that_the_landscape_calls_enhanced_are(massachusetts: MarketCatalog) -> None:
    enhanced, basic = massachusetts.plan("S5921-385-000"), massachusetts.plan("S5921-348-000")
    assert enhanced is not None
    assert basic is not None
    assert (enhanced.design.benefit_type, enhanced.design.deductible, enhanced.premium) == (
        BenefitType.ENHANCED_ALTERNATIVE,
        13_000,
        15_510,
    )
    assert (basic.design.benefit_type, basic.design.deductible, basic.premium) == (BenefitType.BASIC_ALTERNATIVE, 61_500, 3_870)
    # preferred and standard retail of tier 4: 30% and 35%
    assert enhanced.design.tiers[4].initial_coverage[Channel.PREFERRED_RETAIL, 30] == CostShare(ShareKind.COINSURANCE, 3_000)
    assert enhanced.design.tiers[4].initial_coverage[Channel.STANDARD_RETAIL, 30] == CostShare(ShareKind.COINSURANCE, 3_500)
    assert massachusetts.plan("S0000-000-000") is None


def test_the_ten_negotiated_drugs_of_2026_are_flagged_where_the_catalog_has_them(massachusetts: MarketCatalog) -> None:
    selected = {drug.brand: drug.selected for drug in massachusetts.drugs() if drug.selected}
    brands = ("Eliquis", "Enbrel", "Farxiga", "Imbruvica", "Januvia", "Jardiance", "Stelara", "Xarelto")  # of the ten, all but Entresto
    assert selected == {brand: f"mfp_30day.{brand}" for brand in brands} | {"NovoLog": "mfp_30day.Fiasp_NovoLog"}
    entries = massachusetts.formulary(["S5921-385-000"], ["1364447", "2284106"])
    assert entries["S5921-385-000", "1364447"].selected_drug
    assert not entries["S5921-385-000", "2284106"].selected_drug  # Ibrance: from 2027 only


def test_a_drug_knows_its_unit(massachusetts: MarketCatalog) -> None:
    expected = {
        "617311": ("atorvastatin", "", PackageForm.TABLET, "tablet", None),
        "847232": ("insulin glargine", "Lantus", PackageForm.PEN_OR_INJECTION, "mL", 15_000),
        "314072": ("latanoprost", "", PackageForm.EYE_DROPS, "mL", 2_500),
        "896212": ("fluticasone propionate / salmeterol", "Advair", PackageForm.INHALER, "blister", 60_000),
        "1653225": ("etanercept", "Enbrel", PackageForm.PEN_OR_INJECTION, "mL", 4_000),  # every carton: 4 of 1 mL
        "853356": ("ustekinumab", "Stelara", PackageForm.PEN_OR_INJECTION, "mL", 1_000),  # every carton: 1 of 1 mL
        "1872980": ("adalimumab", "Humira", PackageForm.PEN_OR_INJECTION, "pen", 2_000),  # priced by the pen, two in a carton
    }
    for rxcui, facts in expected.items():
        drug = massachusetts.drug(rxcui)
        assert drug is not None
        assert (drug.ingredient, drug.brand, drug.package_form, drug.unit, drug.units_per_package) == facts
    weekly = {drug.brand or drug.ingredient for drug in massachusetts.drugs() if drug.weekly}
    assert weekly == {"Trulicity", "Mounjaro", "Ozempic", "alendronic acid"}
    insulins = {drug.brand or drug.ingredient for drug in massachusetts.drugs() if drug.insulin}
    assert insulins == {"Lantus", "NovoLog", "Tresiba", "Humalog", "Humulin N", "Toujeo", "insulin lispro"}


def test_an_ndc_finds_its_product(massachusetts: MarketCatalog) -> None:
    drug = massachusetts.drug_by_ndc("00000617311")
    assert drug is not None
    assert drug.rxcui == "617311"
    assert massachusetts.drug_by_ndc("99999999999") is None
    assert massachusetts.drug("1") is None


def test_the_median_price_is_the_median_over_plans(small: MarketCatalog) -> None:
    assert small.median_unit_price("617311") == 20_000  # 0.1977, 0.2000, 0.3000
    assert small.median_unit_price("847232") == 620_678  # one plan prices it
    assert small.median_unit_price("1") is None


def test_threads_share_a_catalog(massachusetts: MarketCatalog) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: len(massachusetts.plans_serving(WORCESTER)), range(40)))
    assert set(answers) == {len(massachusetts.plans_serving(WORCESTER))}


def test_the_embedded_years_are_2012_and_2026(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    assert available_years() == (2012, 2026)
    assert open_catalog().info.plan_year == 2026
    assert open_catalog(2012).info.example


def test_a_year_without_plans_names_the_years_that_have_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    with pytest.raises(SourceError) as refused:
        open_catalog(2020)
    assert str(refused.value) == "We have plans of 2012 and 2026. For 2020 import them with: finder catalog import PATH --year 2020"
    with pytest.raises(SourceError, match="We have no plans at all"):
        open_catalog(2026, tmp_path)


def test_the_users_own_catalog_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    shutil.copytree(EMBEDDED / "2026", own_folder("catalogs") / "2026")
    assert open_catalog(2026).folder == tmp_path / "catalogs" / "2026"
    assert open_catalog(2012).folder == EMBEDDED / "2012"


def damaged(tmp_path: Path) -> Path:
    shutil.copytree(EMBEDDED / "2026", tmp_path / "2026")
    return tmp_path / "2026"


def refused_to_open(tmp_path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        open_catalog(2026, tmp_path)
    return str(refused.value)


def test_a_missing_table_is_damage(tmp_path: Path) -> None:
    (damaged(tmp_path) / "prices.parquet").unlink()
    assert "the table prices is missing. Import it again." in refused_to_open(tmp_path)


def test_a_changed_byte_is_damage(tmp_path: Path) -> None:
    path = damaged(tmp_path) / "prices.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "the table prices is not the one that was imported. Import it again." in refused_to_open(tmp_path)


@pytest.mark.parametrize(("kept", "says"), [(None, "the file market.map is missing"), (0.5, "the file market.map is not the one that")])
def test_a_map_that_is_missing_or_cut_short_is_damage(tmp_path: Path, kept: float | None, says: str) -> None:
    path = damaged(tmp_path) / "market.map"
    content = path.read_bytes()
    path.unlink() if kept is None else path.write_bytes(content[: int(len(content) * kept)])
    assert says in refused_to_open(tmp_path)


def test_a_damaged_block_of_a_large_map_is_damage_when_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a country's map is not hashed when it is opened
    monkeypatch.setattr("finder.sources.catalog.store.HASHED_ON_OPENING", 0)
    path = damaged(tmp_path) / "market.map"
    content = bytearray(path.read_bytes())
    content[-1000] ^= 1  # the last section holds prices
    path.write_bytes(content)
    catalog = open_catalog(2026, tmp_path)
    plans = [plan.plan_id for plan in catalog.plans_serving(WORCESTER)]
    with pytest.raises(SourceError, match=r"The catalog is damaged: .*market\.map has a damaged block at byte .*Import it again\."):
        catalog.formulary(plans, [drug.rxcui for drug in catalog.drugs()])


def test_the_newest_release_answers_or_says_that_it_is_damaged(tmp_path: Path) -> None:
    for name in ("2026-2026Q1", "2026-2026Q2"):
        shutil.copytree(EMBEDDED / "2026", tmp_path / name)
    older = tmp_path / "2026-2026Q1" / "manifest.json"
    older.write_text(json.dumps(json.loads(older.read_text()) | {"released": "2026-03-31"}))
    assert open_catalog(2026, tmp_path).folder.name == "2026-2026Q2"
    (tmp_path / "2026-2026Q2" / "plans.parquet").unlink()
    assert "2026-2026Q2 is damaged: the table plans is missing" in refused_to_open(tmp_path)


def test_a_manifest_that_cannot_be_read_is_damage(tmp_path: Path) -> None:
    (damaged(tmp_path) / "manifest.json").write_text("{")
    assert "its manifest cannot be read. Import it again." in refused_to_open(tmp_path)


def test_a_manifest_of_another_version_says_so(tmp_path: Path) -> None:
    path = damaged(tmp_path) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    assert "was written by another version of this program. Import it again." in refused_to_open(tmp_path)


def test_a_manifest_whose_hashes_were_changed_is_damage(tmp_path: Path) -> None:
    path = damaged(tmp_path) / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["tables"]["prices"]["sha256"] = "0" * 64
    path.write_text(json.dumps(manifest))
    assert "its manifest does not agree with itself. Import it again." in refused_to_open(tmp_path)


def test_the_embedded_catalogs_are_intact() -> None:
    for year in (2012, 2026):
        assert check_catalog(year, EMBEDDED).plan_year == year


def test_what_is_embedded_stays_below_five_megabytes() -> None:
    assert sum(path.stat().st_size for path in shipped("data").rglob("*") if path.is_file()) < 5_000_000
