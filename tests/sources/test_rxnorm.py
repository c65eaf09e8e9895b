"""Drug names from small RRF files in the real layout: 18, 16 and 13 columns, each line ending in a pipe."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from finder import cli
from finder.domain.errors import SourceError
from finder.domain.market import PackageForm
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.drug_table import NameBook
from finder.sources.cms.importer import import_catalog
from finder.sources.names.import_names import import_names
from finder.sources.names.ndc_directory import Package, eleven_digits, held, only_size, read_packages
from finder.sources.names.own_names import OwnNames, read_own_names
from finder.sources.names.rxnorm import read_rxnorm
from tests.sources.small_market import write_market

CONCEPTS = (
    ("1364430", "IN", "apixaban"),
    ("1364435", "BN", "Eliquis"),
    ("1364441", "SCDC", "apixaban 5 MG"),
    ("1364445", "SCD", "apixaban 5 MG Oral Tablet"),
    ("1364447", "SBD", "apixaban 5 MG Oral Tablet [Eliquis]"),
    ("1364446", "SCDC", "apixaban 2.5 MG"),
    ("1364448", "SCD", "apixaban 2.5 MG Oral Tablet"),
    ("317541", "DF", "Oral Tablet"),
    ("83367", "IN", "atorvastatin"),
    ("83366", "PIN", "atorvastatin calcium"),
    ("329299", "SCDC", "atorvastatin calcium 40 MG"),
    ("617311", "SCD", "atorvastatin 40 MG Oral Tablet"),
    ("5487", "IN", "hydrochlorothiazide"),
    ("29046", "IN", "lisinopril"),
    ("316151", "SCDC", "lisinopril 10 MG"),
    ("316047", "SCDC", "hydrochlorothiazide 12.5 MG"),
    ("197885", "SCD", "hydrochlorothiazide 12.5 MG / lisinopril 10 MG Oral Tablet"),
    ("274783", "IN", "insulin glargine"),
    ("1111", "SCDC", "insulin glargine 100 UNT/ML"),
    ("2222", "SCD", "3 ML insulin glargine 100 UNT/ML Pen Injector"),
    ("847232", "SBD", "3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus]"),
    ("261551", "BN", "Lantus"),
    ("3333", "DF", "Pen Injector"),
    ("4444", "GPCK", "{21 (apixaban 2.5 MG Oral Tablet) / 7 (apixaban 5 MG Oral Tablet) } Pack"),
    ("5555", "BPCK", "{21 (apixaban 2.5 MG Oral Tablet) / 7 (apixaban 5 MG Oral Tablet [Eliquis]) } Pack [Eliquis Starter]"),
    ("6666", "BN", "Eliquis Starter"),
)
# in the files, the second concept has the relation to the first
RELATIONS = (
    ("1364430", "has_ingredient", "1364441"),
    ("1364430", "has_ingredient", "1364446"),
    ("1364441", "consists_of", "1364445"),
    ("1364446", "consists_of", "1364448"),
    ("317541", "has_dose_form", "1364445"),
    ("317541", "has_dose_form", "1364448"),
    ("317541", "has_dose_form", "1364447"),
    ("1364445", "tradename_of", "1364447"),
    ("1364447", "has_tradename", "1364445"),
    ("1364435", "has_ingredient", "1364447"),
    ("83367", "has_ingredient", "329299"),
    ("83366", "has_ingredient", "329299"),
    ("83367", "form_of", "83366"),
    ("617311", "constitutes", "329299"),  # in the other direction
    ("317541", "has_dose_form", "617311"),
    ("29046", "has_ingredient", "316151"),
    ("5487", "has_ingredient", "316047"),
    ("316151", "consists_of", "197885"),
    ("316047", "consists_of", "197885"),
    ("317541", "has_dose_form", "197885"),
    ("274783", "has_ingredient", "1111"),
    ("1111", "consists_of", "2222"),
    ("3333", "has_dose_form", "2222"),
    ("3333", "has_dose_form", "847232"),
    ("2222", "tradename_of", "847232"),
    ("261551", "has_ingredient", "847232"),
    ("1364448", "contains", "4444"),
    ("1364445", "contains", "4444"),
    ("1364448", "contains", "5555"),
    ("1364447", "contains", "5555"),
    ("4444", "tradename_of", "5555"),
    ("6666", "has_ingredient", "5555"),
)
NDCS = (("1364447", "00003089421"), ("1364447", "00003089431"), ("847232", "00088221905"), ("2222", "99999999999"))
NOISE_CONSO = (
    "1364445|ENG||||||99|99|1364445||RXNORM|SY|1364445|a synonym||N|4096|",
    "1364445|ENG||||||98|98|1364445||MTHSPL|DP|x|Apixaban Tablets||N|4096|",
    "777|ENG||||||97|97|777||RXNORM|SCD|777|withdrawn 1 MG Oral Tablet||O|4096|",
    "888|SPA||||||96|96|888||RXNORM|SCD|888|otra cosa||N|4096|",
)


def conso(rxcui: str, kind: str, name: str) -> str:
    cells = [rxcui, "ENG", "", "", "", "", "", "1", "1", rxcui, "", "RXNORM", kind, rxcui, name, "", "N", "4096"]
    assert len(cells) == 18
    return "|".join(cells) + "|"


def rel(first: str, relation: str, second: str) -> str:
    cells = [first, "", "CUI", "RO", second, "", "CUI", relation, "1", "", "RXNORM", "RXNORM", "", "", "", "4096"]
    assert len(cells) == 16
    return "|".join(cells) + "|"


def sat(rxcui: str, name: str, value: str, source: str = "RXNORM") -> str:
    cells = [rxcui, "", "", "1", "AUI", rxcui, "1", "", name, source, value, "N", "4096"]
    assert len(cells) == 13
    return "|".join(cells) + "|"


def write_rrf(folder: Path, conso_lines: tuple[str, ...] = (), without: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "RXNCONSO.RRF": [*(conso(*concept) for concept in CONCEPTS), *NOISE_CONSO, *conso_lines],
        "RXNREL.RRF": [*(rel(*relation) for relation in RELATIONS), rel("1364430", "inverse_isa", "617311")],
        "RXNSAT.RRF": [
            *(sat(rxcui, "NDC", ndc) for rxcui, ndc in NDCS),
            sat("1364447", "RXN_HUMAN_DRUG", "US"),
            sat("617311", "NDC", "0071-0157-23", "MTHSPL"),
        ],
    }
    for name, lines in texts.items():
        if name != without:
            (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return folder


PACKAGES = """\
PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tNDC_EXCLUDE_FLAG\tSAMPLE_PACKAGE
a\t0088-2219\t0088-2219-05\t5 SYRINGE in 1 CARTON (0088-2219-05)  > 3 mL in 1 SYRINGE\t20070427\t\tN\tN
b\t0088-2219\t0088-2219-01\t1 SYRINGE in 1 CARTON (0088-2219-01)  > 3 mL in 1 SYRINGE\t20070427\t\tN\tY
c\t0003-0894\t0003-0894-21\t60 TABLET, FILM COATED in 1 BOTTLE (0003-0894-21)\t20121228\t\tN\tN
"""


def test_a_branded_product_has_its_ingredient_strength_form_brand_and_ndcs(tmp_path: Path) -> None:
    eliquis = read_rxnorm(write_rrf(tmp_path)).products["1364447"]
    assert (eliquis.ingredients, eliquis.strength, eliquis.form, eliquis.brand) == (("apixaban",), "5 MG", "Oral Tablet", "Eliquis")
    assert eliquis.ndcs == ("00003089421", "00003089431")
    assert (eliquis.parsed.unit, eliquis.parsed.package_form) == ("tablet", PackageForm.TABLET)


def test_a_salt_is_not_an_ingredient_and_relations_count_both_ways(tmp_path: Path) -> None:
    product = read_rxnorm(write_rrf(tmp_path)).products["617311"]
    assert (product.ingredients, product.strength, product.brand) == (("atorvastatin",), "40 MG", "")
    assert product.ndcs == (), "an NDC of another source, or not of eleven digits, is none"


def test_a_combination_has_ingredients_and_strengths_in_one_order(tmp_path: Path) -> None:
    product = read_rxnorm(write_rrf(tmp_path)).products["197885"]
    assert product.ingredients == ("hydrochlorothiazide", "lisinopril")
    assert product.strength == "12.5 MG / 10 MG"


def test_packs_are_known_by_their_contents(tmp_path: Path) -> None:
    names = read_rxnorm(write_rrf(tmp_path))
    generic, branded = names.products["4444"], names.products["5555"]
    assert generic.ingredients == branded.ingredients == ("apixaban",)
    assert generic.strength == "2.5 MG / 5 MG"
    assert (generic.brand, branded.brand) == ("", "Eliquis Starter")
    assert branded.generic == "4444"


def test_neighbors_for_what_ifs(tmp_path: Path) -> None:
    names = read_rxnorm(write_rrf(tmp_path))
    found = names.generic_of("1364447")
    assert found is not None
    assert found.rxcui == "1364445"
    assert names.generic_of("1364445") is None
    assert [other.rxcui for other in names.same_ingredient("1364445")] == ["1364448", "1364447", "5555", "4444"]  # by name
    assert names.same_ingredient("0") == ()


def test_other_sources_languages_synonyms_and_withdrawn_products_are_left_out(tmp_path: Path) -> None:
    names = read_rxnorm(write_rrf(tmp_path))
    assert names.products["1364445"].name == "apixaban 5 MG Oral Tablet"
    assert not {"777", "888"} & set(names.products)


def test_a_zip_with_folders_is_read_too(tmp_path: Path) -> None:
    folder = write_rrf(tmp_path / "rrf")
    with zipfile.ZipFile(tmp_path / "RxNorm_full_prescribe_09082026.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"rrf/{path.name}")
    assert len(read_rxnorm(tmp_path / "RxNorm_full_prescribe_09082026.zip").products) == 9


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1|ENG|too|short|", r"RXNCONSO\.RRF, row 31: expected 18 columns, each ended by \|, found 4"),
        (conso("1", "SCD", "no end")[:-1], r"row 31: expected 18 columns, each ended by \|"),
    ],
)
def test_a_row_of_another_layout_is_refused_with_its_number(tmp_path: Path, line: str, expected: str) -> None:
    with pytest.raises(SourceError, match=expected):
        read_rxnorm(write_rrf(tmp_path, (line,)))


@pytest.mark.parametrize("name", ["RXNCONSO.RRF", "RXNREL.RRF", "RXNSAT.RRF"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match=f"expected a file {name}, found none"):
        read_rxnorm(write_rrf(tmp_path, without=name))


@pytest.mark.parametrize(
    ("description", "package"),
    [
        ("240 mL in 1 BOTTLE, PLASTIC (54838-551-70) ", Package(240_000, "mL")),
        ("5 SYRINGE in 1 CARTON (0002-1433-80)  > .5 mL in 1 SYRINGE", Package(2_500, "mL")),  # 5 x 0.5
        ("5 SYRINGE in 1 CARTON (0002-1433-80)  / .5 mL in 1 SYRINGE (0002-1433-01) ", Package(2_500, "mL")),
        ("1 POUCH in 1 CARTON (0093-3607-82)  > 1 INHALER in 1 POUCH > 60 POWDER, METERED in 1 INHALER", Package(60_000, "actuation")),
        ("90 TABLET, FILM COATED in 1 BOTTLE, PLASTIC (0310-0752-90) ", Package(90_000, "tablet")),
        ("45 g in 1 TUBE (1-1-1)", Package(45_000, "gram")),
        ("8 POUCH in 1 CARTON / 1 PATCH in 1 POUCH / 3.5 d in 1 PATCH", Package(8_000, "patch")),
        ("30 POUCH in 1 CARTON (0781-7304-31)  / 1 PATCH in 1 POUCH (0781-7304-58)  / 24 h in 1 PATCH", Package(30_000, "patch")),
        ("5 POUCH in 1 CARTON > 1 PATCH, EXTENDED RELEASE in 1 POUCH > 72 h in 1 PATCH, EXTENDED RELEASE", Package(5_000, "patch")),
        ("4 POUCH in 1 CARTON / 1 PATCH in 1 POUCH", Package(4_000, "patch")),
        ("1 RING in 1 POUCH (0013-2150-36)  / 90 d in 1 RING", Package(1_000, "unit")),
        ("1 BOTTLE, SPRAY in 1 CARTON (60505-0829-1)  > 120 SPRAY, METERED in 1 BOTTLE, SPRAY", Package(120_000, "actuation")),
        ("1 BOTTLE, PUMP in 1 CARTON / 60 SPRAY in 1 BOTTLE, PUMP", Package(60_000, "actuation")),
        ("1 INHALER in 1 CARTON (66993-586-97)  > 60 POWDER in 1 INHALER", Package(60_000, "actuation")),
        ("1 TRAY in 1 CARTON (0173-0873-61)  > 1 INHALER in 1 TRAY > 7 AEROSOL, POWDER in 1 INHALER", Package(7_000, "actuation")),
        ("1 CANISTER in 1 CARTON / 200 AEROSOL, METERED in 1 CANISTER", Package(200_000, "actuation")),
        ("30 PACKET in 1 CARTON (68682-991-30)  > 1 POWDER in 1 PACKET", None),  # packets, whose powder is not counted in doses
        ("5 SYRINGE, PLASTIC in 1 CARTON (0169-6339-10)  > 3 mL in 1 SYRINGE, PLASTIC", Package(15_000, "mL")),
        ("3 CARTRIDGE in 1 CARTON / 1.5 mL in 1 CARTRIDGE", Package(4_500, "mL")),
        ("1 BOTTLE, DROPPER in 1 CARTON (61314-547-01)  > 2.5 mL in 1 BOTTLE, DROPPER", Package(2_500, "mL")),
        ("60 VIAL, SINGLE-USE in 1 CARTON / .4 mL in 1 VIAL, SINGLE-USE", Package(24_000, "mL")),
        ("4 L in 1 JUG (64380-770-21) ", Package(4_000_000, "mL")),
        ("30 TABLET, FILM COATED in 1 BOTTLE (GS1:50228-124-30) ", Package(30_000, "tablet")),
        ("1 KIT in 1 CARTON (0074-4339-02)  > 2 SYRINGE in 1 TRAY > .8 mL in 1 SYRINGE", None),
        ("1 KIT in 1 CARTON", None),
        ("something else", None),
        ("3 CELLS in 1 VIAL", None),
        ("", None),
    ],
)
def test_a_description_tells_what_a_package_holds(description: str, package: Package | None) -> None:
    assert held(description) == package


def test_ndcs_get_leading_zeros() -> None:
    assert eleven_digits("0002-1433-80") == "00002143380"
    assert eleven_digits("50242-040-62") == "50242004062"
    assert eleven_digits("12345-6789-1") == "12345678901"
    assert eleven_digits("1433-80") == ""


def test_a_size_is_known_only_if_all_packages_agree() -> None:
    packages = {"1": Package(15_000, "mL"), "2": Package(15_000, "mL"), "3": Package(3_000, "mL"), "4": Package(200_000, "actuation")}
    assert only_size(["1", "2"], "mL", packages) == 15_000
    assert only_size(["1", "3"], "mL", packages) is None
    assert only_size(["4"], "gram", packages) is None  # counted in puffs, priced in grams: the person is asked
    assert only_size(["9"], "mL", packages) is None


def test_samples_are_ignored_and_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "package.txt").write_text(PACKAGES, "cp1252")
    assert set(read_packages(tmp_path)) == {"00088221905", "00003089421"}
    (tmp_path / "package.txt").write_text("A\tB\n1\t2\n", "cp1252")
    with pytest.raises(SourceError, match="expected a column NDCPACKAGECODE, found A, B"):
        read_packages(tmp_path)
    (tmp_path / "package.txt").unlink()
    with pytest.raises(SourceError, match=r"expected the file package\.txt"):
        read_packages(tmp_path)


def test_imported_names_name_the_products_of_the_next_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    directory = tmp_path / "ndc"
    directory.mkdir()
    (directory / "package.txt").write_text(PACKAGES, "cp1252")
    counted = import_names(write_rrf(tmp_path / "rrf"), directory, tmp_path / "drug_names")
    assert counted == {"products": 9, "ndcs": 4, "package_sizes": 1}
    import_catalog(write_market(tmp_path / "files", names=None), 2026, tmp_path / "catalogs" / "2026")
    catalog = open_catalog(2026)
    lantus, eliquis = catalog.drug("847232"), catalog.drug("1364447")
    assert lantus is not None
    assert eliquis is not None
    assert (lantus.ingredient, lantus.brand, lantus.strength, lantus.unit) == ("insulin glargine", "Lantus", "100 UNT/ML", "mL")
    assert lantus.units_per_package == 15_000  # 5 x 3 mL
    assert lantus.insulin
    assert eliquis.units_per_package is None
    # an NDC that is not in the formulary file
    by_ndc = catalog.drug_by_ndc("00003089431")
    assert by_ndc is not None
    assert by_ndc.rxcui == "1364447"
    assert catalog.drug_by_ndc("12345678901") is None
    assert OwnNames().generic_of("847232") == "2222"


def test_imported_names_name_a_catalog_that_was_there_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    monkeypatch.setattr("finder.sources.cms.importer.read_name_book", lambda: NameBook({}, {}))  # no other names
    files = write_market(tmp_path / "files", names=None)
    import_catalog(files, 2026, tmp_path / "catalogs" / "2026")
    before = open_catalog(2026)
    assert before.drug("847232").name == "product of RxNorm code 847232 (name not known)"  # type: ignore[union-attr]
    directory = tmp_path / "ndc"
    directory.mkdir()
    (directory / "package.txt").write_text(PACKAGES, "cp1252")
    import_names(write_rrf(tmp_path / "rrf"), directory, tmp_path / "drug_names")
    lantus = open_catalog(2026).drug("847232")
    assert lantus is not None
    assert (lantus.brand, lantus.unit, lantus.units_per_package, lantus.insulin) == ("Lantus", "mL", 15_000, True)
    assert [match.drug.rxcui for match in open_catalog(2026).find_drugs("lantus")] == ["847232"]
    import_catalog(files, 2026, tmp_path / "again" / "2026")  # as if it had been imported after the names
    assert open_catalog(2026).drugs() == open_catalog(2026, tmp_path / "again").drugs()


def test_a_names_file_in_the_market_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    import_names(write_rrf(tmp_path / "rrf"), None, tmp_path / "drug_names")
    import_catalog(write_market(tmp_path / "files"), 2026, tmp_path / "catalogs" / "2026")
    drug = open_catalog(2026).drug("847232")
    assert drug is not None
    assert drug.name == "Lantus 100 UNT/ML in 3 ML Pen Injector"


def test_refused_names_leave_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "drug_names"
    import_names(write_rrf(tmp_path / "rrf"), None, out)
    with pytest.raises(SourceError):
        import_names(write_rrf(tmp_path / "bad", ("1|2|",)), None, out)
    assert read_own_names(out)["1364447"].name == "apixaban 5 MG Oral Tablet [Eliquis]"


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["finder", "catalog", "names", str(write_rrf(tmp_path / "rrf"))])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert json.loads(capfd.readouterr().out)["products"] == 9
