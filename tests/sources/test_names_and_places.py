"""Take drug names apart, compare county names, and build their tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from finder.domain.market import PackageForm
from finder.paths import shipped
from finder.sources.catalog.places import ZipCodes, place_key, read_places
from finder.sources.embedded.brand_names import name_tables
from finder.sources.embedded.build import geo_tables
from finder.sources.names.drug_names import ingredient_set, measured, parse_name


@pytest.mark.parametrize(
    ("name", "ingredient", "brand", "strength", "form"),
    [
        ("atorvastatin 40 MG Oral Tablet", "atorvastatin", "", "40 MG", "Oral Tablet"),
        ("apixaban 5 MG Oral Tablet [Eliquis]", "apixaban", "Eliquis", "5 MG", "Oral Tablet"),
        ("3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus]", "insulin glargine", "Lantus", "100 UNT/ML", "Pen Injector"),
        (
            "24 HR metoprolol succinate 50 MG Extended Release Oral Tablet",
            "metoprolol succinate",
            "",
            "50 MG",
            "Extended Release Oral Tablet",
        ),
        ("ELIQUIS", "ELIQUIS", "", "", ""),
    ],
)
def test_an_rxnorm_name_is_taken_apart(name: str, ingredient: str, brand: str, strength: str, form: str) -> None:
    parsed = parse_name(name)
    assert (parsed.ingredient, parsed.brand, parsed.strength, parsed.form) == (ingredient, brand, strength, form)


def test_several_ingredients_stay_together() -> None:
    parsed = parse_name("60 ACTUAT fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler [Advair]")
    assert parsed.ingredient == "fluticasone propionate / salmeterol"
    assert parsed.strength == "0.25 MG/ACTUAT / 0.05 MG/ACTUAT"


@pytest.mark.parametrize(
    ("form", "package_form", "unit"),
    [
        ("Oral Tablet", PackageForm.TABLET, "tablet"),
        ("Delayed Release Oral Capsule", PackageForm.TABLET, "capsule"),
        ("Metered Dose Inhaler", PackageForm.INHALER, "gram"),
        ("Dry Powder Inhaler", PackageForm.INHALER, "actuation"),
        ("Prefilled Syringe", PackageForm.PEN_OR_INJECTION, "mL"),
        ("Auto-Injector", PackageForm.PEN_OR_INJECTION, "mL"),
        ("Ophthalmic Solution", PackageForm.EYE_DROPS, "mL"),
        ("Topical Cream", PackageForm.OTHER, "gram"),
        ("Oral Solution", PackageForm.OTHER, "mL"),
        ("Something New", PackageForm.OTHER, "unit"),
    ],
)
def test_a_form_tells_the_unit(form: str, package_form: PackageForm, unit: str) -> None:
    assert measured(form) == (package_form, unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [("atorvastatin calcium", "atorvastatin"), ("sitagliptin and metformin hydrochloride", "metformin HCl / sitagliptin phosphate")],
)
def test_salts_and_order_do_not_matter(one: str, other: str) -> None:
    assert ingredient_set(one) == ingredient_set(other)
    assert ingredient_set("metoprolol") != ingredient_set("metformin")


@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        ("MA", "Worcester", "Worcester County"),
        ("LA", "De Soto", "DeSoto Parish"),
        ("MO", "St. Louis", "Saint Louis County"),
        ("MO", "Ste. Genevieve", "Sainte Genevieve County"),
        ("AK", "Juneau", "Juneau City and Borough"),
        ("NM", "Dona Ana", "Doña Ana County"),
        ("MD", "Baltimore City", "Baltimore city"),
        ("MD", "Prince George's", "Prince Georges County"),
        ("SD", "Shannon", "Oglala Lakota County"),
        # as CMS writes them, and as the Census Bureau does
        ("LA", "E. Baton Rouge", "East Baton Rouge Parish"),
        ("LA", "W. Baton Rouge", "West Baton Rouge Parish"),
        ("LA", "E. Feliciana", "East Feliciana Parish"),
        ("LA", "St. John Baptist", "St. John the Baptist Parish"),
        ("DC", "The District", "District of Columbia"),
        ("VA", "Poquoson", "Poquoson city"),
        ("MN", "Lake Of  Woods", "Lake of the Woods County"),
    ],
)
def test_different_spellings_of_a_county_match(state: str, one: str, other: str) -> None:
    assert place_key(state, one) == place_key(state, other)


@pytest.mark.parametrize(
    ("state", "name", "fips"),
    [
        *(("LA", "E. Baton Rouge", "22033"), ("LA", "W. Baton Rouge", "22121"), ("LA", "St. John Baptist", "22095")),
        *(("DC", "The District", "11001"), ("VA", "Poquoson", "51735"), ("MN", "Lake Of  Woods", "27077")),
    ],
)
def test_county_names_as_cms_writes_them_are_places_that_we_know(state: str, name: str, fips: str) -> None:
    assert read_places().counties[state, place_key(state, name)][0] == fips


@pytest.mark.parametrize(
    ("zip_code", "code", "shown", "former"),
    [("57770", "46113", "Oglala Lakota", "Shannon"), ("99604", "02270", "Kusilvak", "Wade Hampton")],  # Pine Ridge SD, Hooper Bay AK
)
def test_a_county_that_was_renamed_has_todays_name(zip_code: str, code: str, shown: str, former: str) -> None:
    (county,) = (one for one in ZipCodes(shipped("data") / "geo").counties(zip_code) if one.fips == code)
    assert county.name == shown
    for name in (shown, former):
        assert read_places().counties[county.state, place_key(county.state, name)] == (code, shown)


def test_a_city_is_not_the_county_of_the_same_name() -> None:
    assert place_key("MD", "Baltimore city") != place_key("MD", "Baltimore County")
    assert place_key("VA", "James City County") == "jamescity"


def write_csv(path: Path, header: str, *rows: str) -> None:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([header.split("|"), *(row.split("|") for row in rows)])


def test_places_are_sorted_and_joined(tmp_path: Path) -> None:
    write_csv(tmp_path / "zip_county_fips.csv", "zip|county_fips|county|state", "01604|25027|Worcester|MA", "00601|72001|Adjuntas|PR")
    write_csv(tmp_path / "us_counties_fips.csv", "state|county_fips|county", "PR|72001|Adjuntas Municipio", "MA|25027|Worcester County")
    write_csv(tmp_path / "pdp_regions.csv", "state|pdp_region_code", "MA|02", "PR|38")
    (tmp_path / "states.yaml").write_text("MA: [Massachusetts]\nPR: [Puerto Rico]\n")
    tables = geo_tables(tmp_path, tmp_path / "states.yaml")
    assert tables["zips"].to_pylist() == [{"zip": "00601", "fips": "72001"}, {"zip": "01604", "fips": "25027"}]
    assert tables["counties"].to_pylist()[0] == {"fips": "25027", "name": "Worcester", "state": "MA", "place_key": "worcester"}
    assert tables["states"].to_pylist()[1] == {"state": "PR", "name_key": "puertorico", "pdp_region": "38"}


PRODUCT = "PRODUCTNDC|PROPRIETARYNAME|NONPROPRIETARYNAME|MARKETINGCATEGORYNAME|ACTIVE_NUMERATOR_STRENGTH|ACTIVE_INGRED_UNIT"


def test_brands_come_from_both_lists_and_packages_only_if_all_agree(tmp_path: Path) -> None:
    (tmp_path / "rxcui_names.json").write_text('{"1": "apixaban 5 MG Oral Tablet [Eliquis]", "2": "ELIQUIS"}')
    write_csv(
        tmp_path / "fda_ndc_2019_products.csv",
        PRODUCT,
        "1-1|LIPITOR|atorvastatin calcium|NDA|20|mg/1",
        "1-2|Atorvastatin|atorvastatin calcium|ANDA|20|mg/1",
        "2-1|STELARA|ustekinumab|BLA|45|mg/.5mL",
        "2-2|STELARA|ustekinumab|BLA|90|mg/mL",
        "3-1|Lantus Solostar|insulin glargine|NDA|100|[iU]/mL",
        "4-1|Trulicity|dulaglutide|BLA|1.5|mg/.5mL",
    )
    write_csv(
        tmp_path / "fda_ndc_2019_packages.csv",
        "PRODUCTNDC|PACKAGEDESCRIPTION",
        "2-1|1 SYRINGE in 1 CARTON (2-1-03)  > .5 mL in 1 SYRINGE",
        "2-2|1 SYRINGE in 1 CARTON (2-2-03)  > 1 mL in 1 SYRINGE",
        "4-1|2 SYRINGE in 1 CARTON (4-1-61)  > .5 mL in 1 SYRINGE",
        "4-1|4 SYRINGE in 1 CARTON (4-1-80)  > .5 mL in 1 SYRINGE (4-1-01) ",
    )
    tables = name_tables(tmp_path)
    brands = {row["brand"]: row["ingredient"] for row in tables["brands"].to_pylist()}
    assert brands == {
        "Eliquis": "apixaban",
        "Lipitor": "atorvastatin",
        "Stelara": "ustekinumab",
        "Lantus Solostar": "insulin glargine",
        "Trulicity": "dulaglutide",
    }
    # 45 mg in 0.5 mL and 90 mg in 1 mL are both 90 mg/mL, told apart by the syringe; Trulicity comes in twos and fours: not certain
    assert tables["packages"].to_pylist() == [
        {"brand": "stelara", "concentration": "90", "each": 500, "package": 500},
        {"brand": "stelara", "concentration": "90", "each": 1_000, "package": 1_000},
    ]
