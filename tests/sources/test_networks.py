"""Pharmacy networks: kept for the states asked for, looked up by NPI."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from finder.domain.errors import SourceError
from finder.sources.importer import import_catalog
from finder.sources.networks import NetworkPharmacy, Networks, import_networks
from tests.sources.small_market import write_market

HEAD = "CONTRACT_ID|PLAN_ID|SEGMENT_ID|PHARMACY_NUMBER|PHARMACY_ZIPCODE|PREFERRED_STATUS_RETAIL|PREFERRED_STATUS_MAIL"
HEAD += "|PHARMACY_RETAIL|PHARMACY_MAIL|IN_AREA_FLAG|FLOOR_PRICE"
HEAD += "".join(f"|{kind}_DISPENSING_FEE_{days}" for kind in ("BRAND", "GENERIC", "SELECTED") for days in (30, 60, 90))
FIRST = [
    "S0002|003|000|101111111111|01604|Y|N|Y|N|1|3.0000|0.5000|0.55|0.60|1.2500|1.30|1.35|.|.|.",
    "H0001|001|000|101111111111|01604|N|N|Y|Y|1| |0.00|0.00|0.00|0.00|0.00|0.00|2.00|2.00|2.00",
    "S0002|003|000|102222222222|99501|N|N|Y|N|0|0.0000|1.00|1.00|1.00|1.00|1.00|1.00|.|.|.",
]
SECOND = ["H9999|001|000|101111111111|01604|N|N|Y|N|1|0|1|1|1|1|1|1|.|.|."]


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    import_catalog(write_market(tmp_path / "files"), 2026, tmp_path / "2026")
    return tmp_path / "2026"


def parts(path: Path, *texts: list[str], head: str = HEAD) -> Path:
    """A zip of zips, a part of the networks in each, as CMS packs them."""
    with zipfile.ZipFile(path, "w") as outer:
        for number, rows in enumerate(texts, 1):
            name = f"pharmacy networks file  PPUF_2026Q2 part {number}"
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as inner:
                inner.writestr(f"{name}.txt", "\r\n".join([head, *rows]) + "\r\n")
            outer.writestr(f"{name}.zip", stream.getvalue())
        outer.writestr("pricing file  PPUF_2026Q2.zip", b"not opened")
    return path


def test_the_networks_of_a_state_are_kept_and_found_by_npi(catalog: Path, tmp_path: Path) -> None:
    # of four rows one is a pharmacy in Alaska and one a plan that the catalog lacks
    assert import_networks(parts(tmp_path / "SPUF.zip", FIRST, SECOND), catalog, ["MA"]) == 2
    networks = Networks(catalog)
    assert networks.states == ("MA",)
    assert networks.zip_code("1111111111") == "01604"
    assert networks.zip_code("2222222222") is None
    assert networks.of_pharmacy("2222222222") == ()
    # hundred-thousandths of a dollar: 3.00 is 300000, 0.55 is 55000
    brand, generic = (50_000, 55_000, 60_000), (125_000, 130_000, 135_000)
    assert networks.of_pharmacy("1111111111") == (
        NetworkPharmacy("H0001-001-000", True, True, False, False, True, None, (0,) * 6 + (200_000,) * 3),
        NetworkPharmacy("S0002-003-000", True, False, True, False, True, 300_000, (*brand, *generic, None, None, None)),
    )


def test_a_monthly_network_has_no_floor_price(catalog: Path, tmp_path: Path) -> None:
    head = HEAD.replace("|FLOOR_PRICE", "")
    row = "S0002|003|000|101111111111|01604|Y|N|Y|N|1|0.50|0.55|0.60|1.25|1.30|1.35|.|.|."
    import_networks(parts(tmp_path / "month.zip", [row], head=head), catalog, ["MA"])
    assert [entry.floor_price for entry in Networks(catalog).of_pharmacy("1111111111")] == [None]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("|101111111111|", "|1111111111|", "column PHARMACY_NUMBER: expected 10 and the ten digits of an NPI, found 1111111111"),
        ("|3.0000|", "|three|", "column FLOOR_PRICE: expected dollars, 0 or more, or blank, found three"),
    ],
)
def test_a_bad_row_is_refused_and_the_networks_stay(catalog: Path, tmp_path: Path, old: str, new: str, line: str) -> None:
    import_networks(parts(tmp_path / "good.zip", FIRST), catalog, ["MA"])
    before = Networks(catalog).of_pharmacy("1111111111")
    bad = [FIRST[0].replace(old, new), *FIRST[1:]]
    with pytest.raises(SourceError) as refused:
        import_networks(parts(tmp_path / "bad.zip", bad), catalog, ["MA"])
    assert str(refused.value) == f"pharmacy networks file  PPUF_2026Q2 part 1.txt, row 2, {line}"
    assert Networks(catalog).of_pharmacy("1111111111") == before


def test_what_is_missing_is_said(catalog: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no pharmacy networks"):
        Networks(catalog)
    with pytest.raises(SourceError, match=r"files: expected a pharmacy networks file, found none"):
        import_networks(tmp_path / "files", catalog, ["MA"])
    with pytest.raises(SourceError, match=r"states: expected states of the catalog \(MA\), found CT"):
        import_networks(tmp_path / "files", catalog, ["MA", "CT"])
