"""A new plan year has monthly files only until January (``real_files/05``): its prices are estimated from the newest quarter of the year
before. The small market's prices of 2026, a unit: atorvastatin 0.1977 (H0001-001), 0.2000 (H0001-002), 0.3000 (S0002-003); Lantus 6.20678
(H0001-001 alone); Eliquis 4.1451 (S0002-003 alone)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from finder.domain.catalog_check import Oddity
from finder.domain.errors import SourceError
from finder.domain.market import BorrowedPrice, PlanKind, PriceOrigin, SpecialCoverage
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.plans.drugs import left_out_text, unpriced_sentence
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.audit import audit
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_release
from tests.small_market import WORCESTER
from tests.sources.small_market import COST, FORMULARY, LANDSCAPE_TEXT, NAMES, PLAN, PRICE, landscape_row, renamed, write_market

ATORVASTATIN, LANTUS, ELIQUIS = "617311", "847232", "1364447"
GREEN, DUAL, BLUE = "H0001-001-000", "H0001-002-000", "S0002-003-000"
JUNE = date(2026, 6, 30)
OWN_OF_JUNE, SPONSOR, MARKET = (BorrowedPrice(of, JUNE) for of in (PriceOrigin.SAME_PLAN, PriceOrigin.SPONSOR, PriceOrigin.MARKET))
DEAL = BorrowedPrice(PriceOrigin.NEGOTIATED, date(2027, 1, 1))


def quarter_of_2026(tmp_path: Path, name: str = "PPUF_2026Q2", **texts: str | None) -> Path:
    """A folder of catalogs with a quarter of 2026."""
    catalogs = tmp_path / "catalogs"
    import_release(renamed(write_market(tmp_path / name, **texts), name), 2026, catalogs)
    return catalogs


def files_of_2027(tmp_path: Path, name: str = "20261020", **texts: str | None) -> Path:
    given = {"price": None, "landscape": None, "formulary": FORMULARY, **texts}
    given["formulary"] = str(given["formulary"]).replace("|2026|", "|2027|")
    return renamed(write_market(tmp_path / f"{name} files", **given), name)


def catalog_of_2027(tmp_path: Path, catalogs: Path, **texts: str | None) -> MarketCatalog:
    import_release(files_of_2027(tmp_path, **texts), 2027, catalogs)
    return open_catalog(2027, catalogs)


def new_plan(contract: str, number: str, name: str, organization: str) -> dict[str, str]:
    """One more health plan in Worcester with the Green plan's formulary and shares."""
    plan = f"{contract}|{number}|000|{organization}|{name}|26000001|10.00|0| | |MA|22170|0|N\n"
    shares = "".join(f"{line}\n" for line in COST.splitlines() if line.startswith("H0001|001|"))
    return {"plan": PLAN + plan, "cost": COST + shares.replace("H0001|001", f"{contract}|{number}")}


def price(catalog: MarketCatalog, plan_id: str, rxcui: str) -> tuple[int | None, BorrowedPrice | None]:
    entry = catalog.formulary([plan_id], [rxcui])[plan_id, rxcui]
    return entry.unit_price, entry.borrowed


def test_a_plan_takes_its_own_price_of_the_year_before(tmp_path: Path) -> None:
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path))
    assert price(catalog, GREEN, ATORVASTATIN) == (19_770, OWN_OF_JUNE)
    assert catalog.formulary([GREEN], [ATORVASTATIN])[GREEN, ATORVASTATIN].unit_price_90 == 15_000
    info = catalog.info
    assert (info.release, info.prices_as_of, info.prices_of_another_year, info.without_prices) == ("202610", JUNE, True, False)
    assert "they are estimated from CMS public use file of 2026, quarter 2" in info.price_source
    # own: 3 of atorvastatin, 1 of Lantus; of the market: Lantus at Blue; negotiated: Eliquis at Green and Blue
    assert info.price_origins == {"same_plan": 4, "market": 1, "negotiated": 2}


def test_a_quarters_own_prices_are_not_marked(tmp_path: Path) -> None:
    catalog = open_catalog(2026, quarter_of_2026(tmp_path))
    assert price(catalog, GREEN, ATORVASTATIN) == (19_770, None)
    assert (catalog.info.price_origins, catalog.info.prices_of_another_year) == ({}, False)


@pytest.mark.parametrize(
    ("contract", "number", "organization", "unit_price", "borrowed"),
    [
        # of the same contract: the Dual plan's number is nearer, but it is of another kind
        ("H0001", "003", "Green", 19_770, SPONSOR),
        # a new contract of the company that offers Blue Basic
        ("H0777", "001", "BLUE RX", 30_000, SPONSOR),
        # a company that nobody knows: the middle of 0.1977, 0.2000 and 0.3000
        ("H0999", "001", "New Health", 20_000, MARKET),
    ],
)
def test_a_new_plan(tmp_path: Path, contract: str, number: str, organization: str, unit_price: int, borrowed: BorrowedPrice) -> None:
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path), **new_plan(contract, number, "New One (HMO)", organization))
    assert price(catalog, f"{contract}-{number}-000", ATORVASTATIN) == (unit_price, borrowed)


def test_a_new_contract_is_found_by_its_parent_organization(tmp_path: Path) -> None:
    """Both Landscapes name one parent, that of the Blue contract in 2026 and that of the new one in 2027; no other name is shared."""
    header = LANDSCAPE_TEXT.splitlines()[0]
    of_all = {"state": "MA", "part_d": "Yes", "segment_id": "0", "total_premium": "$9.00", "parent_organization_name": "Big Parent"}
    blue = {"category": "PDP", "county_name": "All Counties", "contract_id": "S0002", "plan_id": "003", "organization": "Blue Rx"}
    new = {"category": "MA-PD", "county_name": "Worcester", "contract_id": "H0777", "plan_id": "003", "organization": "New Name"}
    before = f"{header}\n{landscape_row(contract_year='2026', **of_all, **blue)}\n"
    now = f"{header}\n{landscape_row(contract_year='2027', **of_all, **new)}\n"
    texts = new_plan("H0777", "003", "New One (HMO)", "Another Name")
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path, landscape=before), **texts, landscape=now)
    assert price(catalog, "H0777-003-000", ATORVASTATIN) == (30_000, SPONSOR)


def test_a_drug_that_a_plan_adds_takes_the_sponsors_price_or_the_markets(tmp_path: Path) -> None:
    """Green's Dual plan lists Lantus from 2027 on, which Green One priced; Blue's only sponsor has no price of it."""
    more = FORMULARY + "26000002|1|2026|847232|00000847232|3|N| | |N|N|N\n"
    shares = COST + "H0001|002|000|1|3|1|0| | | |1|0.00|1.60|5.10|0| | | |0| | | |N|Y\n"
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path), formulary=more, cost=shares)
    assert price(catalog, DUAL, LANTUS) == (620_678, SPONSOR)
    assert price(catalog, BLUE, LANTUS) == (620_678, MARKET)
    assert price(catalog, GREEN, LANTUS) == (620_678, OWN_OF_JUNE)


def test_no_price_is_made_for_a_drug_that_a_plan_does_not_list(tmp_path: Path) -> None:
    catalogs = quarter_of_2026(tmp_path)
    catalog_of_2027(tmp_path, catalogs)
    found = {one.oddity: one.number for one in audit(catalogs / "2027-202610").found}
    assert found[Oddity.PRICE_OFF_FORMULARY] == 0
    assert found[Oddity.PRICES_OF_ANOTHER_RELEASE] == 3


def test_a_drug_that_nobody_priced_stays_without_a_price(tmp_path: Path) -> None:
    more = FORMULARY + "26000001|1|2026|197361|00000197361|1|N| | |N|N|N\n"
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path), formulary=more)
    assert price(catalog, GREEN, "197361") == (None, None)
    assert catalog.median_unit_price("197361") is None


def test_the_negotiated_price_of_the_new_year_overrides(tmp_path: Path) -> None:
    """Eliquis: 4.257193 a tablet in 2027 (law/mfp_unit_prices.csv), at every plan that lists it, also where 2026 has no price of it."""
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path))
    assert price(catalog, BLUE, ELIQUIS) == price(catalog, GREEN, ELIQUIS) == (425_719, DEAL)
    assert not DEAL.estimated
    assert catalog.median_unit_price(ELIQUIS) == 425_719


def test_where_the_file_marks_negotiated_drugs_only_those_take_the_price(tmp_path: Path) -> None:
    """A second formulary lists Eliquis without the mark: its plan keeps an estimate."""
    marked = FORMULARY.replace("|00001364447|3|N| | |N|Y|N", "|00001364447|3|N| | |N|Y|Y")
    marked += "26000002|1|2026|1364447|00001364447|1|N| | |N|N|N\n"
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path), formulary=marked)
    assert price(catalog, BLUE, ELIQUIS) == (425_719, DEAL)
    assert price(catalog, DUAL, ELIQUIS) == (414_510, MARKET)


def test_a_price_whose_deal_has_ended_is_no_estimate(tmp_path: Path) -> None:
    """Xarelto's negotiated price holds in 2026 alone. What it costs afterwards, the price of 2026 does not tell."""
    names = NAMES.replace("apixaban 5 MG Oral Tablet [Eliquis]", "rivaroxaban 20 MG Oral Tablet [Xarelto]")
    catalog = catalog_of_2027(tmp_path, quarter_of_2026(tmp_path, names=names), names=names)
    assert price(catalog, BLUE, ELIQUIS) == (None, None)
    drug, other = catalog.drug(ELIQUIS), catalog.drug(ATORVASTATIN)
    assert drug is not None
    assert other is not None
    assert (drug.deal_ended, other.deal_ended) == (True, False)
    me = Member("01604", WORCESTER, date(2027, 1, 1), plan_kinds=(PlanKind.PDP,))
    cost = compare_plans(catalog, me, [Prescription(drug, 30_000, 30)]).plan_cost(BLUE)
    assert cost is not None
    assert unpriced_sentence(cost) == (
        "Xarelto 20 mg: Medicare's price deal has ended, and we don't have the new price yet. That cost is missing here."
    )
    assert left_out_text(cost.drugs[0], SpecialCoverage()) == (
        "the price that Medicare negotiated has ended, and the files give no new one yet"
    )


def test_a_negotiated_price_of_another_unit_is_not_believed(tmp_path: Path) -> None:
    """The list counts Eliquis by the tablet. Had CMS's file of 2026 counted by the bottle of 60 ($248.71), the units would differ."""
    catalogs = quarter_of_2026(tmp_path, price=PRICE.replace("4.1451", "248.7060"))
    assert price(catalog_of_2027(tmp_path, catalogs), BLUE, ELIQUIS) == (24_870_600, OWN_OF_JUNE)


def test_prices_above_the_cells_are_estimated_too(tmp_path: Path) -> None:
    catalogs = quarter_of_2026(tmp_path, price=PRICE.replace("6.20678", "24464.12345"))
    assert price(catalog_of_2027(tmp_path, catalogs), GREEN, LANTUS) == (2_446_412_345, OWN_OF_JUNE)


def test_the_newest_sound_quarter_lends(tmp_path: Path) -> None:
    quarter_of_2026(tmp_path, "PPUF_2026Q1", landscape=None, price=PRICE.replace("0.1977", "0.1111"))
    catalogs = quarter_of_2026(tmp_path)
    assert price(catalog_of_2027(tmp_path, catalogs), GREEN, ATORVASTATIN)[0] == 19_770
    (catalogs / "2026-2026Q2" / "manifest.json").write_text("{")
    shutil.rmtree(tmp_path / "20261020 files")
    assert price(catalog_of_2027(tmp_path, catalogs), GREEN, ATORVASTATIN)[0] == 11_110


def test_a_quarter_in_another_folder_lends(tmp_path: Path) -> None:
    """The catalogs that ship with the program lend prices to those that a person imports."""
    shipped = quarter_of_2026(tmp_path)
    import_release(files_of_2027(tmp_path), 2027, tmp_path / "own", (shipped,))
    assert price(open_catalog(2027, tmp_path / "own"), GREEN, ATORVASTATIN) == (19_770, OWN_OF_JUNE)


def test_january_ends_the_estimates(tmp_path: Path) -> None:
    """The first quarter with prices of 2027 bears the name of the last quarter of 2026, and its prices are those of 2027."""
    catalogs = quarter_of_2026(tmp_path)
    catalog_of_2027(tmp_path, catalogs)
    import_release(files_of_2027(tmp_path, "PPUF_2026Q4", price=PRICE), 2027, catalogs)
    catalog = open_catalog(2027, catalogs)
    assert (catalog.info.release, catalog.info.prices_as_of, catalog.info.prices_of_another_year) == ("2026Q4", date(2027, 1, 1), False)
    assert price(catalog, BLUE, ELIQUIS) == (414_510, None)


def test_without_an_earlier_quarter_nothing_is_made_up(tmp_path: Path) -> None:
    """Plans, lists and shares are there; of the prices only the negotiated ones."""
    info = import_release(files_of_2027(tmp_path), 2027, tmp_path / "catalogs")
    assert (info.without_prices, info.prices_of_another_year, info.price_origins) == (True, False, {"negotiated": 2, "not_known": 5})
    assert info.price_source.startswith("none: the files of 2027 have no prices yet")
    catalog = open_catalog(2027, tmp_path / "catalogs")
    assert price(catalog, GREEN, ATORVASTATIN) == (None, None)
    assert price(catalog, GREEN, ELIQUIS) == (425_719, DEAL)
    # such a catalog lends nothing to the next month
    later = files_of_2027(tmp_path, "20261118")
    assert import_release(later, 2027, tmp_path / "catalogs").without_prices


def test_a_quarter_of_another_state_lends_nothing(tmp_path: Path) -> None:
    maine = {
        "plan": PLAN.replace("|MA|22170", "|ME|20020").replace("|MA|", "|ME|").replace("| |02| |", "| |01| |"),
        "locator": "COUNTY_CODE|STATENAME|COUNTY|MA_REGION_CODE|MA_REGION|PDP_REGION_CODE|PDP_REGION\n20020|Maine|Cumberland|01|R|01|N\n",
    }
    catalogs = quarter_of_2026(tmp_path, **maine, landscape=None)
    assert import_release(files_of_2027(tmp_path), 2027, catalogs).without_prices


@pytest.mark.parametrize("name", ["PPUF_2026Q4", "20270115"])
def test_a_release_that_should_have_prices_and_has_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="expected a pricing file, or a quarter of 2027 imported before"):
        import_release(files_of_2027(tmp_path, name), 2027, tmp_path / "catalogs")
