"""Half a file is not a file: tables are held against each other, and odd counts are said by the import and by ``catalog check``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from finder import cli
from finder.domain.catalog_check import Oddity
from finder.sources.catalog.audit import audit
from finder.sources.cms.importer import import_catalog, import_release
from tests.sources.small_market import FORMULARY, INSULIN, PRICE, write_market
from tests.sources.test_releases import renamed

HEAD, GREEN, BLUE = INSULIN.strip().split("\n")


def checked(folder: Path) -> dict[str, int]:
    return {found.oddity.key: found.number for found in audit(folder).found if found.number}


def test_a_whole_release_has_nothing_to_say(tmp_path: Path) -> None:
    """Lantus is on tier 3 of the Green and the Blue plan: one has a share for tier 3, the other for all tiers."""
    assert import_catalog(write_market(tmp_path / "files"), 2026, tmp_path / "2026").warnings == {}
    assert checked(tmp_path / "2026") == {}


@pytest.mark.parametrize(
    ("insulin", "plans"),
    [
        (f"{HEAD}\n{GREEN}\n", ("S0002-003-000",)),
        (f"{HEAD}\n{BLUE}\n", ("H0001-001-000",)),
        (INSULIN.replace("H0001|001|000|3|", "H0001|001|000|4|"), ("H0001-001-000",)),  # a share, on another tier
        (None, ("H0001-001-000", "S0002-003-000")),  # no insulin file at all
    ],
)
def test_a_cut_insulin_file_is_said(tmp_path: Path, insulin: str | None, plans: tuple[str, ...]) -> None:
    info = import_catalog(write_market(tmp_path / "files", insulin=insulin), 2026, tmp_path / "2026")
    assert info.warnings == {"insulin_without_share": len(plans)}
    (found,) = (found for found in audit(tmp_path / "2026").found if found.number)
    assert (found.oddity, found.examples) == (Oddity.INSULIN_WITHOUT_SHARE, plans)


def test_before_2023_no_plan_needs_a_share_for_insulin(tmp_path: Path) -> None:
    files = write_market(tmp_path / "files", landscape=None, insulin=None, formulary=FORMULARY.replace("|2026|", "|2022|"))
    assert import_catalog(files, 2022, tmp_path / "2022").warnings == {}
    assert "insulin_without_share" not in checked(tmp_path / "2022")


def test_shares_of_the_quarter_before_are_missed(tmp_path: Path) -> None:
    import_release(write_market(tmp_path / "q2"), 2026, tmp_path / "catalogs")
    later = renamed(write_market(tmp_path / "q3", insulin=f"{HEAD}\n{BLUE}\n"), "PPUF_2026Q3")
    info = import_release(later, 2026, tmp_path / "catalogs")
    assert info.warnings == {"insulin_without_share": 1, "insulin_share_gone": 1}
    assert checked(tmp_path / "catalogs" / "2026-2026Q3")["insulin_share_gone"] == 1


def test_half_a_file_over_the_whole_one_is_missed_too(tmp_path: Path) -> None:
    """The same quarter once more, with the insulin file cut: the catalog to be replaced tells."""
    import_catalog(write_market(tmp_path / "whole"), 2026, tmp_path / "2026")
    half = write_market(tmp_path / "half", insulin=f"{HEAD}\n{GREEN}\n")
    assert import_catalog(half, 2026, tmp_path / "2026").warnings["insulin_share_gone"] == 1


def test_a_damaged_neighbor_tells_nothing(tmp_path: Path) -> None:
    import_release(write_market(tmp_path / "q2"), 2026, tmp_path / "catalogs")
    (tmp_path / "catalogs" / "2026-2026Q2" / "insulin.parquet").write_bytes(b"cut")
    later = renamed(write_market(tmp_path / "q3"), "PPUF_2026Q3")
    assert import_release(later, 2026, tmp_path / "catalogs").warnings == {}


def test_a_plan_without_any_price_is_said(tmp_path: Path) -> None:
    price = "".join(f"{line}\n" for line in PRICE.splitlines() if not line.startswith("H0001|002"))
    assert import_catalog(write_market(tmp_path / "files", price=price), 2026, tmp_path / "2026").warnings == {"plan_without_prices": 1}


@pytest.mark.parametrize(
    ("release", "says"),
    [
        ("PPUF_2026Q3", "the pricing file of this quarter is missing, the prices are those of CMS public use file of 2026, quarter 2"),
        ("20260715", "this monthly file has no prices, they are those of CMS public use file of 2026, quarter 2"),
    ],
)
def test_prices_of_another_catalog_are_never_taken_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], release: str, says: str
) -> None:
    catalogs = tmp_path / "catalogs"
    import_release(write_market(tmp_path / "q2", landscape=None), 2026, catalogs)
    files = renamed(write_market(tmp_path / "later", landscape=None, price=None), release)
    monkeypatch.setattr(sys, "argv", ["finder", "catalog", "import", str(files), "--year", "2026", "--out", str(catalogs / "2026")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    document = json.loads(capfd.readouterr().out)
    assert document["price_source"].endswith(says)
    assert document["prices_as_of"] == "2026-06-30"
    assert document["warnings"] == {"prices_of_another_release": 3}  # all three plans have prices of the second quarter
    assert checked(catalogs / "2026")["prices_of_another_release"] == 3
