"""Pharmacy networks: what is kept for a region, a pharmacy's terms at a plan, and what a fill costs there."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from finder import cli
from finder.domain.benefit import Channel
from finder.domain.errors import SourceError
from finder.domain.pharmacy import Pharmacy
from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_catalog
from finder.sources.cms.networks import import_networks
from tests.sources.small_market import COST, write_market

CORNER, CHAIN, POST, FAR = "1000000001", "1000000002", "1000000003", "1000000004"
HEADER = (
    "CONTRACT_ID|PLAN_ID|SEGMENT_ID|PHARMACY_NUMBER|PHARMACY_ZIPCODE|PREFERRED_STATUS_RETAIL|PREFERRED_STATUS_MAIL|PHARMACY_RETAIL|"
    "PHARMACY_MAIL|IN_AREA_FLAG|FLOOR_PRICE|BRAND_DISPENSING_FEE_30|BRAND_DISPENSING_FEE_60|BRAND_DISPENSING_FEE_90|"
    "GENERIC_DISPENSING_FEE_30|GENERIC_DISPENSING_FEE_60|GENERIC_DISPENSING_FEE_90|SELECTED_DRUG_DISPENSING_FEE_30|"
    "SELECTED_DRUG_DISPENSING_FEE_60|SELECTED_DRUG_DISPENSING_FEE_90"
)
FEES = "1.0000|1.5000|2.0000|0.5000|0.7500|1.0000|3.0000|3.0000|3.0000"
GREEN, BLUE = "H0001|001|000", "S0002|003|000"


def row(plan: str, npi: str, zip_code: str, flags: str, floor: str = "0.0000", fees: str = FEES) -> str:
    """``flags``: preferred retail, preferred mail, retail, mail, in area."""
    return f"{plan}|10{npi}|{zip_code}|{'|'.join(flags)}|{floor}|{fees}"


PART_1 = (
    row(GREEN, CORNER, "01604", "NNYN1", "9.0000"),
    row(GREEN, CHAIN, "01605", "YNYN1"),
    row(GREEN, FAR, "03301", "YNYN0"),
)
PART_2 = (
    row(BLUE, CORNER, "01604", "NNYN1"),
    row(BLUE, POST, "63045", "NYNY0", "2.0000", "0.2500| | |0.1000| | | | | "),
    row(GREEN, POST, "63045", "NNNY0"),
    row("H9999|001|000", CORNER, "01604", "YNYN1"),  # a plan of another place
)


def write_networks(folder: Path, *parts: tuple[str, ...], zipped: bool = False) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(parts or (PART_1, PART_2), start=1):
        text = "\r\n".join([HEADER, *part]) + "\r\n"
        name = f"pharmacy networks file  PPUF_2026Q2 part {number}"
        if zipped:
            with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{name}.txt", text)
        else:
            (folder / f"{name}.txt").write_text(text, "cp1252", newline="")
    return folder


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MarketCatalog:
    """The small market, with standard mail shares at the Blue plan."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    monkeypatch.setenv("FINDER_CACHE", str(tmp_path / "cache"))
    files = write_market(tmp_path / "files", cost=COST)
    import_catalog(files, 2026, tmp_path / "catalogs" / "2026")
    return open_catalog(2026)


def kept(catalog: MarketCatalog, tmp_path: Path, *parts: tuple[str, ...], **options: Any) -> PharmacyNetworks:
    counted = import_networks(write_networks(tmp_path / "n", *parts), catalog, ["MA"], tmp_path / "networks", **options)
    assert counted["plans"] == 3
    return PharmacyNetworks(2026)


@pytest.mark.parametrize("zipped", [False, True])
def test_pharmacies_in_the_state_and_mail_pharmacies_are_kept(catalog: MarketCatalog, tmp_path: Path, zipped: bool) -> None:
    files = write_networks(tmp_path / "n", zipped=zipped)
    counted = import_networks(files, catalog, ["MA"], tmp_path / "networks")
    # in the state: two of Green, one of Blue; by mail: one of each; Concord, NH and the plan elsewhere are left out
    assert counted == {"pharmacies": 3, "entries": 5, "named": 0, "plans": 3}
    assert PharmacyNetworks(2026).states == ("MA",)
    assert not PharmacyNetworks(2025)


def test_each_pharmacys_terms_at_a_plan(catalog: MarketCatalog, tmp_path: Path) -> None:
    networks = kept(catalog, tmp_path)
    terms = networks.terms(["H0001-001-000", "S0002-003-000", "H0001-002-000", "X0000-000-000"], [CORNER, CHAIN, POST, FAR])
    assert [(at.npi, at.retail, at.mail) for at in terms["H0001-001-000"]] == [
        (CORNER, Channel.STANDARD_RETAIL, None),
        (CHAIN, Channel.PREFERRED_RETAIL, None),
        (POST, None, Channel.STANDARD_MAIL),
    ]
    assert [(at.npi, at.mail) for at in terms["S0002-003-000"]] == [(CORNER, None), (POST, Channel.PREFERRED_MAIL)]
    assert terms["H0001-002-000"] == (), "a plan that has none of them in its network"
    assert "X0000-000-000" not in terms, "a plan whose network was not imported"


def test_fees_by_length_kind_and_program(catalog: MarketCatalog, tmp_path: Path) -> None:
    networks = kept(catalog, tmp_path)
    (corner,) = networks.terms(["H0001-001-000"], [CORNER])["H0001-001-000"]
    assert corner.floor_price == 900_000
    assert [corner.fee(days, brand=True, selected=False) for days in (14, 30, 60, 84, 90, 180)] == [
        *(100_000, 100_000, 150_000, 200_000, 200_000, 200_000)
    ]
    assert corner.fee(30, brand=False, selected=False) == 50_000
    assert corner.fee(30, brand=True, selected=True) == 300_000
    (post,) = networks.terms(["S0002-003-000"], [POST])["S0002-003-000"]
    assert post.fee(30, brand=True, selected=True) == 25_000  # the file has none for the program: the brand's
    assert post.fee(90, brand=True, selected=False) == -1


def test_older_files_have_no_floor_and_no_program_fees(catalog: MarketCatalog, tmp_path: Path) -> None:
    columns = HEADER.split("|")
    old = [place for place, name in enumerate(columns) if not name.startswith(("FLOOR", "SELECTED"))]
    lines = ["|".join(line.split("|")[place] for place in old) for line in (HEADER, *PART_1)]
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "pharmacy networks file PPUF_2012Q4.txt").write_text("\n".join(lines) + "\n", "cp1252")
    import_networks(folder, catalog, ["MA"], tmp_path / "networks")
    (corner,) = PharmacyNetworks(2026).terms(["H0001-001-000"], [CORNER])["H0001-001-000"]
    assert corner.floor_price == 0
    assert corner.fee(30, brand=True, selected=True) == 100_000


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            row(GREEN, CORNER, "01604", "NNYN1").replace("1010000", "2010000"),
            "row 2, column PHARMACY_NUMBER: expected 10 and the ten digits",
        ),
        (row(GREEN, CORNER, "01604", "NN?N1"), "row 2, column PHARMACY_RETAIL: expected Y or N, found ?"),
        (row(GREEN, CORNER, "01604", "NNYN1", "free"), "row 2, column FLOOR_PRICE: expected dollars"),
        (row(GREEN, CORNER, "01604", "NNYN1") + "|1", "row 2: expected 20 columns, found 21"),
    ],
)
def test_a_bad_row_is_refused_and_the_old_networks_stay(catalog: MarketCatalog, tmp_path: Path, line: str, expected: str) -> None:
    kept(catalog, tmp_path)
    with pytest.raises(SourceError) as refused:
        import_networks(write_networks(tmp_path / "bad", (line,)), catalog, ["MA"], tmp_path / "networks")
    assert expected in str(refused.value)
    assert PharmacyNetworks(2026).pharmacy(CORNER) is not None


def test_a_folder_without_networks_and_a_state_without_plans_are_refused(catalog: MarketCatalog, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="expected a pharmacy networks file, found none"):
        import_networks(tmp_path / "files", catalog, ["MA"], tmp_path / "networks")
    with pytest.raises(SourceError, match="has no plans in NH"):
        import_networks(write_networks(tmp_path / "n"), catalog, ["NH"], tmp_path / "networks")


@pytest.mark.parametrize("state", ["/../../X", "..", "M", "MASSACHUSETTS", "M/"])
def test_a_state_never_leads_out_of_the_folder(catalog: MarketCatalog, tmp_path: Path, state: str) -> None:
    with pytest.raises(SourceError, match="expected the two letters of a state"):
        import_networks(write_networks(tmp_path / "n"), catalog, ["MA", state], tmp_path / "deep" / "networks")
    assert not (tmp_path / "deep").exists()


def test_networks_never_replace_files_of_somebody_else(catalog: MarketCatalog, tmp_path: Path) -> None:
    own = tmp_path / "networks" / "2026-MA" / "notes.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    expected = "expected no folder, an empty one or pharmacy networks of 2026, found one with 'notes.txt'"
    with pytest.raises(SourceError, match=expected):
        import_networks(write_networks(tmp_path / "n"), catalog, ["MA"], tmp_path / "networks")
    assert own.read_text() == "mine"


NPPES = (
    '"NPI","Entity Type Code","Provider Organization Name (Legal Business Name)","Provider Other Organization Name",'
    '"Provider First Line Business Practice Location Address","Provider Business Practice Location Address City Name",'
    '"Provider Business Practice Location Address State Name","Provider Business Practice Location Address Postal Code","Other"\n'
    f'"{CORNER}","2","CORNER DRUG, INC","Corner Drug Store","1 MAIN ST","WORCESTER","MA","016041234","x"\n'
    f'"{CHAIN}","2","BIG CHAIN EAST LLC","<UNAVAIL>","2 ELM ST","WORCESTER","MA","01605","x"\n'
    '"1999999999","2","SOMEBODY ELSE","","3 OAK ST","WORCESTER","MA","01604","x"\n'
)


def test_names_come_from_nppes_and_are_found_by_words_and_zip(catalog: MarketCatalog, tmp_path: Path) -> None:
    (tmp_path / "npidata_pfile_20260101-20260913.csv").write_text(NPPES, "utf-8")
    networks = kept(catalog, tmp_path, nppes=tmp_path / "npidata_pfile_20260101-20260913.csv")
    assert networks.pharmacy(CORNER) == Pharmacy(CORNER, "Corner Drug Store", "1 MAIN ST", "WORCESTER", "MA", "01604")
    assert networks.pharmacy(CHAIN) == Pharmacy(CHAIN, "BIG CHAIN EAST LLC", "2 ELM ST", "WORCESTER", "MA", "01605")
    assert [one.npi for one in networks.find("conrer drug", "01604")] == [CORNER]
    assert [one.npi for one in networks.find("big chain", "01604")] == [CHAIN]  # in a ZIP near by
    assert [one.npi for one in networks.find("", "01605")] == [CHAIN, CORNER]
    assert networks.find("walnut", "01604") == []


def compare(capfd: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *npis: str, **more: object) -> dict[str, Any]:
    document = {
        "plan_year": 2026,
        "zip": "01604",
        "pharmacy_npis": list(npis),
        "prescriptions": [{"rxcui": "617311", "quantity": "30", "days_supply": 30}],
        **more,
    }
    (tmp_path / "asked.json").write_text(json.dumps(document))
    monkeypatch.setattr(sys, "argv", ["finder", "compare", str(tmp_path / "asked.json")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capfd.readouterr()
    assert not ended.value.code, err
    answer: dict[str, Any] = json.loads(out)
    answer["by_id"] = {plan["plan_id"]: plan for plan in answer["plans"]}
    return answer


def test_a_fill_costs_unit_price_and_fee_and_at_least_the_floor(
    catalog: MarketCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    kept(catalog, tmp_path)
    answer = compare(capfd, monkeypatch, tmp_path, CORNER)
    green, blue = (answer["by_id"][plan]["drugs"][0] for plan in ("H0001-001-000", "S0002-003-000"))
    # Green: 30 x 0.1977 + 0.50 = 6.431, below the floor of 9.00. Standard store: copay 5.00
    assert (green["price"], green["channel"], green["pharmacy"]) == ("9.00", "standard_retail", CORNER)
    # Blue: 30 x 0.3000 + 0.50 = 9.50
    assert (blue["price"], blue["channel"], blue["pharmacy"]) == ("9.50", "standard_retail", CORNER)
    assert answer["notes"] == []


def test_the_cheapest_of_several_pharmacies_is_used(
    catalog: MarketCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    kept(catalog, tmp_path)
    green = compare(capfd, monkeypatch, tmp_path, CORNER, CHAIN)["by_id"]["H0001-001-000"]["drugs"][0]
    # preferred at the chain: copay 0.00 of a price of 30 x 0.1977 + 0.50 = 6.43
    assert (green["pharmacy"], green["channel"], green["price"], green["yearly_cost"]) == (CHAIN, "preferred_retail", "6.43", "0.00")


def test_a_plan_without_the_persons_pharmacies_is_priced_at_a_standard_store(
    catalog: MarketCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    kept(catalog, tmp_path)
    answer = compare(capfd, monkeypatch, tmp_path, CHAIN)
    blue = answer["by_id"]["S0002-003-000"]
    assert (blue["drugs"][0]["price"], blue["drugs"][0]["pharmacy"]) == ("9.00", None)
    assert "None of the pharmacies given is in this plan's network; standard retail was used." in blue["notes"]
    assert answer["by_id"]["H0001-001-000"]["notes"] == []


def test_a_kept_answer_for_other_pharmacies_is_never_used(
    catalog: MarketCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    kept(catalog, tmp_path)
    prices = [
        compare(capfd, monkeypatch, tmp_path, *npis)["by_id"]["H0001-001-000"]["drugs"][0]["yearly_cost"] for npis in ((CORNER,), (CHAIN,))
    ]
    assert prices == ["60.00", "0.00"]  # 12 x 5.00 in a standard store, nothing in a preferred one


def test_without_networks_the_answer_says_so(catalog: MarketCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    answer = compare(capfd, monkeypatch, tmp_path, CORNER)
    assert answer["notes"][0].startswith("No pharmacy networks of this year were imported")


def test_the_commands(catalog: MarketCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    def run(*arguments: str) -> Any:
        monkeypatch.setattr(sys, "argv", ["finder", "catalog", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert not ended.value.code
        return json.loads(capfd.readouterr().out)

    counted = run("networks", str(write_networks(tmp_path / "n")), "--year", "2026", "--state", "ma")
    assert counted["pharmacies"] == 3
    found = run("pharmacies", "--year", "2026", "--zip", "01604")
    assert [one["npi"] for one in found["pharmacies"]] == [CORNER, CHAIN]
