"""Which drugs have a negotiated price in which year, which source decides, and what a unit costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from finder.documents.comparison import negotiated_entry
from finder.domain.benefit import Channel
from finder.domain.errors import SourceError
from finder.domain.market import Drug, NegotiatedUnit, PackageForm
from finder.domain.negotiated_price import Difference, negotiated_fill
from finder.domain.plan_cost import DrugCost
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms import importer
from finder.sources.cms.importer import import_catalog
from finder.sources.names.negotiated_units import negotiated_brands, unit_rows, units_of
from tests.sources.small_market import FORMULARY, NAMES, write_market

PDP = "S0002-003-000"
ELIQUIS, ENTRESTO, FREE = "1364447", "1656340", "1488564"
# the small market's drugs, Entresto, and an unbranded dapagliflozin under the code of Farxiga's authorized generic
_MORE = f"26000001|1|2026|{ENTRESTO}|00078065920|3|N| | |N|N|N\n26000001|1|2026|{FREE}|66993045730|3|N| | |N|N|N\n"
_NAMES = (
    f"{ENTRESTO},Entresto 24 MG / 26 MG Oral Tablet,sacubitril 24 MG / valsartan 26 MG Oral Tablet [Entresto],1,,0,1,hand\n"
    f"{FREE},dapagliflozin 10 MG Oral Tablet,,1,,0,0,hand\n"
)


def market(tmp_path: Path, year: int, *marked: str) -> MarketCatalog:
    """The small market of a year, whose file marks those drugs as selected."""
    lines = (FORMULARY + _MORE).replace("|2026|", f"|{year}|").splitlines()
    rows = [f"{line[:-1]}Y" if any(f"|{rxcui}|" in line for rxcui in marked) else line for line in lines]
    folder = write_market(tmp_path / "files", landscape=None, formulary="\n".join(rows) + "\n", names=NAMES + _NAMES)
    import_catalog(folder, year, tmp_path / "catalogs" / str(year))
    return open_catalog(year, tmp_path / "catalogs")


def selected(catalog: MarketCatalog) -> set[str]:
    """The drugs that the stand-alone plan lists with a negotiated price."""
    found = catalog.formulary([PDP], [ELIQUIS, ENTRESTO, FREE, "617311"])
    return {rxcui for (_, rxcui), entry in found.items() if entry.selected_drug}


@pytest.mark.parametrize("year", range(2024, 2028))
def test_our_list_agrees_with_the_numbers_of_the_law(year: int) -> None:
    numbers = parameter_set(year)
    priced = {one.name for one in numbers if one.name.startswith("mfp_30day.") and one.kind == "money"}
    assert set(negotiated_brands(year).values()) == priced
    assert {row.parameter for row in unit_rows(year)} == priced


def test_four_drugs_left_the_program_at_the_end_of_2026() -> None:
    left = set(negotiated_brands(2026)) - set(negotiated_brands(2027))
    assert left == {"entresto", "fiasp", "novolog", "stelara", "xarelto"}
    named = parameter_set(2027).text("mfp_deselected").lower().replace("; ", "/").split("/")
    assert set(named) == left
    assert {"eliquis", "januvia", "enbrel"} <= set(negotiated_brands(2027))
    assert {"ozempic", "trelegy ellipta", "xtandi"} <= set(negotiated_brands(2027)) - set(negotiated_brands(2026))
    assert negotiated_brands(2025) == {}


def test_if_the_file_marks_nothing_our_list_decides(tmp_path: Path) -> None:
    assert selected(market(tmp_path / "now", 2026)) == {ELIQUIS, ENTRESTO, FREE}
    assert selected(market(tmp_path / "next", 2027)) == {ELIQUIS, FREE}  # Entresto's price ended on December 31, 2026


def test_a_file_that_marks_a_drug_decides_for_all_of_them(tmp_path: Path) -> None:
    assert selected(market(tmp_path / "one", 2027, ENTRESTO)) == {ENTRESTO}  # nothing added, nothing removed
    assert selected(market(tmp_path / "two", 2026, ELIQUIS)) == {ELIQUIS}
    assert selected(market(tmp_path / "three", 2026, "617311")) == {"617311"}


def test_a_catalog_from_before_prices_could_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "facts_of", lambda tables, prices, year: {"plans": 3, "formularies": 2})
    with pytest.raises(SourceError, match="Import it again"):
        market(tmp_path / "next", 2027)
    assert selected(market(tmp_path / "now", 2026)) == {ELIQUIS, ENTRESTO, FREE}  # in 2026 none had ended


def test_a_product_is_found_by_code_else_by_brand_and_strength(tmp_path: Path) -> None:
    catalog = market(tmp_path, 2026)
    by_code, by_brand, unbranded = (catalog.drug(rxcui) for rxcui in (ENTRESTO, ELIQUIS, FREE))
    assert by_code is not None
    assert by_brand is not None
    assert unbranded is not None
    assert [(unit.ndc, unit.price) for unit in by_code.negotiated] == [("00078-0659", 5_226_585)]
    assert [(unit.ndc, unit.price, unit.status) for unit in by_brand.negotiated] == [("00003-0894", 4_145_072, "confirmed")]
    assert [(unit.ndc, unit.price) for unit in unbranded.negotiated] == [("66993-0457", 6_052_894)]
    atorvastatin = catalog.drug("617311")
    assert atorvastatin is not None
    assert atorvastatin.negotiated == ()


def tablet(brand: str, strength: str, **facts: object) -> Drug:
    given = {"rxcui": "1", "name": f"x {strength} Oral Tablet [{brand}]", "ingredient": "x", "form": "Oral Tablet", "unit": "tablet"}
    rest = {"package_form": PackageForm.TABLET, "units_per_package": None, "insulin": False, "vaccine": False, "weekly": False}
    return Drug(brand=brand, strength=strength, **(given | rest | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("drug", "year", "prices"),
    [
        (tablet("Eliquis", "5 MG"), 2026, {4_145_072}),
        (tablet("Eliquis", "5 MG"), 2027, {4_257_193}),
        (tablet("Eliquis", "5 MG"), 2025, set()),
        (tablet("Entresto", "24 MG / 26 MG"), 2026, {5_226_585}),
        (tablet("Entresto", "24 MG / 26 MG"), 2027, set()),
        (tablet("Xarelto", "2.5 MG"), 2026, {3_437_073}),
        (tablet("Xarelto", "20 MG"), 2026, {6_880_894}),
        (tablet("Xarelto", "1 MG/ML", name="rivaroxaban 1 MG/ML Oral Suspension [Xarelto]", unit="mL"), 2026, {1_329_054}),
        (tablet("Janumet", "50 MG / 500 MG"), 2027, {1_452_058}),
        (tablet("Janumet XR", "50 MG / 500 MG"), 2027, {1_452_377}),
        (tablet("Breo", "100 MCG / 25 MCG"), 2027, {1_146_551}),  # the table says Breo Ellipta
        (tablet("Enbrel SureClick", "50 MG/ML", unit="mL"), 2026, {583_621_067, 583_766_898, 583_542_345, 583_587_064}),
        (tablet("Xtandi", "80 MG"), 2027, {123_884_622}),
        (tablet("Wegovy", "7 MG"), 2027, {12_854_545, 12_854_450}),  # tablets, never the price of a mL
        (tablet("Wegovy", "3.2 MG/ML", unit="mL"), 2027, {192_818_180, 128_544_500}),
        (tablet("", "5 MG"), 2026, set()),
        (tablet("Elixir", "5 MG"), 2026, set()),
    ],
    ids=lambda value: f"{value.brand} {value.strength}" if isinstance(value, Drug) else None,
)
def test_unit_prices_by_year(drug: Drug, year: int, prices: set[int]) -> None:
    assert {unit.price for unit in units_of(drug, unit_rows(year), frozenset(), None)} == prices


def test_the_market_median_chooses_between_several_packages() -> None:
    pen = tablet("NovoLog", "100 UNT/ML", unit="mL", package_form=PackageForm.PEN_OR_INJECTION)
    every = {unit.price for unit in units_of(pen, unit_rows(2026), frozenset(), None)}
    assert every == {6_956_927, 8_956_984, 8_613_224}
    assert {unit.price for unit in units_of(pen, unit_rows(2026), frozenset(), 895_700)} == {8_956_984}  # 8.9570 is 8.956984 printed
    assert {unit.price for unit in units_of(pen, unit_rows(2026), frozenset(), 900_000)} == every  # matches none: undecided


def test_the_embedded_market_has_a_unit_price_for_each_of_its_negotiated_drugs(massachusetts: MarketCatalog) -> None:
    found = {drug.brand: {unit.price for unit in drug.negotiated} for drug in massachusetts.drugs() if drug.selected}
    assert found["Eliquis"] == {4_145_072}
    assert len(found) == 9
    assert all(len(prices) == 1 for prices in found.values())


def bought(quantity: int, unit_price: int | None, price: int | None, *units: int, selected: bool = True, split: bool = False) -> DrugCost:
    drug = replace(tablet("Eliquis", "5 MG"), negotiated=tuple(NegotiatedUnit("00003-0894", unit, "single", "a table") for unit in units))
    return DrugCost(
        Prescription(drug, quantity * 1_000, 90 if split else 30),
        covered=True,
        tier=3,
        unit_price=unit_price,
        price=price,
        fills=12,
        patient_pay=0,
        gross=0,
        cash_cost=None,
        restrictions=(),
        channel=Channel.STANDARD_RETAIL,
        channel_offered=True,
        split_into_months=split,
        selected=selected,
    )


@pytest.mark.parametrize(
    ("drug", "low", "high", "plan_price", "why"),
    [
        # 60 x 4.145072 = 248.70432; 60 x 4.1451 = 248.706; 60 x 4.1450 = 248.70
        (bought(60, 414_510, 248_71, 4_145_072), 248_70, 248_70, 248_71, Difference.ROUNDED),
        (bought(60, 414_500, 248_70, 4_145_072), 248_70, 248_70, 248_70, Difference.NONE),
        # 60 x 4.257193 = 255.43158
        (bought(60, 425_720, 255_43, 4_257_193), 255_43, 255_43, 255_43, Difference.NONE),
        (bought(60, 414_510, 251_71, 4_145_072), 248_70, 248_70, 251_71, Difference.FEE),  # 248.71 and a fee of 3.00
        (bought(60, 400_000, 240_00, 4_145_072), 248_70, 248_70, 240_00, Difference.OTHER_PRICE),
        # a tenth of a thousandth of a dollar: 4.1451 is printed for 4.145072, and 4.1452 is not
        (bought(60, 414_520, 248_71, 4_145_072), 248_70, 248_70, 248_71, Difference.OTHER_PRICE),
        # two packages: 60 x 3 = 180.00 and 60 x 5 = 300.00
        (bought(60, 400_000, 240_00, 3_000_000, 5_000_000), 180_00, 300_00, 240_00, Difference.NONE),
        (bought(60, 600_000, 360_00, 3_000_000, 5_000_000), 180_00, 300_00, 360_00, Difference.OTHER_PRICE),
        (bought(60, 414_510, 248_71), None, None, 248_71, Difference.UNKNOWN),  # marked by the file, not in our table
        (bought(60, None, None, 4_145_072), 248_70, 248_70, None, Difference.UNPRICED),
        # 180 for 90 days bought month by month: 180 x 4.145072 = 746.11296 beside 180 x 4.1451 = 746.118
        (bought(180, 414_510, 248_71, 4_145_072, split=True), 746_11, 746_11, 746_12, Difference.ROUNDED),
    ],
)
def test_a_fill_is_priced_by_the_unit(drug: DrugCost, low: int | None, high: int | None, plan_price: int | None, why: Difference) -> None:
    found = negotiated_fill(drug)
    assert found is not None
    assert (found.low, found.high, found.plan_price, found.why) == (low, high, plan_price, why)


def test_an_unmarked_drug_has_no_negotiated_price() -> None:
    assert negotiated_fill(bought(60, 414_510, 248_71, 4_145_072, selected=False)) is None
    assert negotiated_entry(bought(60, 414_510, 248_71, 4_145_072, selected=False)) is None


def test_the_answer_has_both_figures_and_the_reason() -> None:
    told = negotiated_entry(bought(60, 414_510, 248_71, 4_145_072))
    assert told is not None
    assert (told["unit_price"], told["quantity"], told["price"], told["plan_price"]) == ("4.145072", "60", "248.70", "248.71")
    assert (told["difference"], told["because"]) == ("0.01", "the plan's file rounds the price of a tablet to 4.1451")
    several = negotiated_entry(bought(60, 600_000, 360_00, 3_000_000, 5_000_000))
    assert several is not None
    assert (several["unit_price"], several["price"], several["price_low"], several["price_high"]) == (None, None, "180.00", "300.00")
    assert several["difference"] is None
    assert "average over its pharmacies" in several["because"]
    unknown = negotiated_entry(bought(60, 414_510, 248_71))
    assert unknown is not None
    assert (unknown["price"], unknown["because"][:13]) == (None, "the file mark")


def test_the_table_has_151_products() -> None:
    # counted in CMS's file of September 21, 2026: 63 codes with a price in 2026, 122 in 2027, 34 in both: 63 + 122 - 34 = 151
    codes = {year: {row.unit.ndc for row in unit_rows(year)} for year in (2026, 2027)}
    assert (len(codes[2026]), len(codes[2027]), len(codes[2026] | codes[2027])) == (63, 122, 151)
    assert {row.unit.status for row in unit_rows(2027)} == {"single"}
    confirmed = {row.unit.ndc for row in unit_rows(2026) if row.unit.status == "confirmed"}
    assert len(confirmed) == 11
