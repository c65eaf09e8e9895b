"""A release of CMS has no names file: its products are named by what ships with the program, then by their NDCs, and the rest is counted.

By hand from the facts: ``known_products.csv`` (106892: HumuLIN 70/30, 10 mL, insulin; 855322: Jantoven 3 MG) and FDA's directory of 2019
(0003-0894 Eliquis 5 mg tablet; 0071-0158 Lipitor 80 mg; 0002-1433 Trulicity .75 mg in .5 mL).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from finder.domain.catalog_check import Oddity
from finder.domain.market import CatalogInfo, Drug, PackageForm
from finder.explain.plans.download import import_sentences
from finder.explain.plans.on_this_computer import nameless_list
from finder.paths import shipped
from finder.sources.catalog.audit import audit
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.cms.export import export_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.embedded.ndc_names import ndc_product
from finder.sources.names.import_names import import_names
from tests.reading import grade
from tests.sources.small_market import FILES, TEXTS, write_market
from tests.sources.test_rxnorm import write_rrf

Market = Callable[..., MarketCatalog]
ELIQUIS, LIPITOR, TRULICITY, NONE = "00003089421", "00071015823", "00002143380", "99999999999"


@pytest.fixture
def market(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Market:
    """The small market without its names file, its first product another one: key, and the NDCs that the formularies list for it."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))

    def made(rxcui: str, *ndcs: str) -> MarketCatalog:
        head, first, *others = TEXTS["formulary"].splitlines()
        rows = [first.replace("|00000617311|", f"|{ndc}|").replace("|617311|", f"|{rxcui}|") for ndc in ndcs]
        kept = [row for row in others if "617311" not in row]
        on_second = rows[0].replace("26000001|", "26000002|")
        formulary = "\n".join([head, *rows, *kept, on_second]) + "\n"
        files = write_market(tmp_path / "files", names=None, formulary=formulary, price=TEXTS["price"].replace("00000617311", ndcs[0]))
        import_catalog(files, 2026, tmp_path / "2026")
        return MarketCatalog(tmp_path / "2026")

    return made


def drug_of(catalog: MarketCatalog, rxcui: str) -> Drug:
    found = catalog.drug(rxcui)
    assert found is not None
    return found


def test_massachusetts_without_its_names_file_has_the_same_drugs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every field of all 396: names, unit, package, brand, insulin, negotiated price."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "nobody's"))
    embedded = shipped("data") / "catalogs" / "2026"
    export_catalog(embedded, tmp_path / "files")
    (tmp_path / "files" / FILES["names"]).unlink()
    info = import_catalog(tmp_path / "files", 2026, tmp_path / "2026")
    assert MarketCatalog(tmp_path / "2026").drugs() == MarketCatalog(embedded).drugs()
    assert info.rows["drugs"] == 396
    assert info.warnings.get("drug_without_name") is None


def test_a_further_product_of_the_market_has_its_name_package_and_insulin_mark(market: Market) -> None:
    drug = drug_of(market("106892", NONE), "106892")
    assert (drug.name, drug.brand, drug.unit, drug.units_per_package, drug.insulin) == (
        *("HumuLIN 70/30 Injectable Suspension", "Humulin", "mL"),
        *(10_000, True),
    )


def test_a_product_that_no_names_know_is_named_by_its_ndc(market: Market) -> None:
    catalog = market("99000001", ELIQUIS)
    drug = drug_of(catalog, "99000001")
    assert drug.name == "Eliquis 5 mg tablet (name by its NDC, FDA 2019)"
    assert (drug.familiar, drug.brand, drug.ingredient) == ("Eliquis 5 mg tablet (apixaban)", "Eliquis", "apixaban")
    assert (drug.unit, drug.package_form, drug.selected) == ("tablet", PackageForm.TABLET, drug_of(catalog, "1364447").selected)
    assert drug.selected  # Eliquis has a negotiated price in 2026
    assert "99000001" in {match.drug.rxcui for match in catalog.find_drugs("eliquis 5 mg")}
    assert catalog.count_nameless() == 0


def test_a_name_that_other_products_may_have_too_carries_the_code(market: Market) -> None:
    drug = drug_of(market("99000001", TRULICITY), "99000001")
    assert drug.name == "Trulicity 0.75 mg/0.5 ml (RxNorm code 99000001, name by its NDC, FDA 2019)"
    assert (drug.familiar, drug.strength, drug.unit) == ("", "", "unit")  # a concentration is never a dose


def test_ndcs_of_two_products_name_neither(market: Market) -> None:
    catalog = market("99000001", ELIQUIS, LIPITOR)
    assert drug_of(catalog, "99000001").name == "product of RxNorm code 99000001 (name not known)"
    assert catalog.count_nameless() == 1


def test_what_has_no_name_is_counted_and_found_by_its_number(market: Market) -> None:
    catalog = market("99000001", NONE)
    assert catalog.info.warnings == {"drug_without_name": 1}
    assert next(one.number for one in audit(catalog.folder).found if one.oddity is Oddity.DRUG_WITHOUT_NAME) == 1
    assert [match.drug.rxcui for match in catalog.find_drugs(NONE)] == ["99000001"]
    sentence, how = import_sentences(catalog.info)
    assert sentence == "1 of 3 drugs in these files has no name here. You can look for such a drug by the number (NDC) on the package."
    assert "finder catalog names" in how
    (bullets,) = nameless_list([(catalog.info, catalog.count_nameless())], lambda state: "Massachusetts")
    assert list(bullets.sentences) == [f"Massachusetts, 2026: {sentence}"]  # type: ignore[union-attr]
    assert "finder" not in str(bullets)
    assert grade(sentence) <= 6


def test_many_are_counted_in_the_plural(market: Market) -> None:
    info: CatalogInfo = market("106892", NONE).info
    assert nameless_list([(info, 0)], str) == ()
    ((said,),) = nameless_list([(info, 2)], lambda state: "Ohio")[0]
    assert said.startswith("Ohio, 2026: 2 of 3 drugs in these files have no name here.")


def test_names_imported_later_are_no_longer_counted(market: Market, tmp_path: Path) -> None:
    folder = market("2222", NONE).folder
    assert MarketCatalog(folder).count_nameless() == 1
    import_names(write_rrf(tmp_path / "rrf"), None, tmp_path / "drug_names")  # knows 2222
    assert MarketCatalog(folder).count_nameless() == 0


@pytest.mark.parametrize(
    ("form", "amounts", "units", "strength", "shown"),
    [
        ("TABLET, FILM COATED", "50; 12.5", "mg/1; mg/1", "50 MG / 12.5 MG", "Oral Tablet"),
        ("TABLET", "50; 12", "ug/1; mg/1", "0.05 MG / 12 MG", "Oral Tablet"),
        ("TABLET, CHEWABLE", "50; 12.5", "mg/1; mg/1", "50 MG / 12.5 MG", "Chewable Tablet"),
        ("TABLET", "50", "mg/1", "", "Oral Tablet"),  # two substances, one amount
        ("TABLET, EXTENDED RELEASE", "50; 12.5", "mg/1; mg/1", "", "Extended Release Oral Tablet"),  # SR and XL are two products
        ("TABLET, MULTILAYER", "50; 12.5", "mg/1; mg/1", "", "tablet, multilayer"),
        ("INJECTION, SOLUTION", "50; 12.5", "mg/mL; mg/mL", "", "injection, solution"),
    ],
)
def test_a_strength_is_taken_only_where_it_tells_the_product(form: str, amounts: str, units: str, strength: str, shown: str) -> None:
    row = {
        **{"PROPRIETARYNAME": "HYZAAR", "PROPRIETARYNAMESUFFIX": "", "NONPROPRIETARYNAME": "losartan and hctz", "DOSAGEFORMNAME": form},
        **{"ROUTENAME": "ORAL", "SUBSTANCENAME": "LOSARTAN POTASSIUM; HYDROCHLOROTHIAZIDE", "MARKETINGCATEGORYNAME": "NDA"},
        **{"ACTIVE_NUMERATOR_STRENGTH": amounts, "ACTIVE_INGRED_UNIT": units},
    }
    product = ndc_product(row)
    assert product[1:] == ("losartan potassium / hydrochlorothiazide", "Hyzaar", strength, shown)
    assert ndc_product(row | {"MARKETINGCATEGORYNAME": "ANDA"}).brand == ""
    assert ndc_product(row | {"ROUTENAME": "VAGINAL"}).strength == ""
