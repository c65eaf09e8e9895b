"""``finder catalog check``: oddities of a catalog, and changes between two releases."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from finder import cli
from finder.domain.catalog_check import Oddity
from finder.domain.errors import SourceError
from finder.sources.catalog.audit import audit, release_changes
from finder.sources.cms.importer import import_catalog
from tests.sources.small_market import FILES, FORMULARY, LANDSCAPE_TEXT, PLAN, PRICE, landscape_row, write_market


def catalog(folder: Path, year: int = 2026, **texts: str | None) -> Path:
    """The small market as a catalog of a year, with some files replaced, and without the Landscape of 2026."""
    this = {"plan": PLAN, "formulary": FORMULARY, "price": PRICE, **texts}
    this["formulary"] = str(this["formulary"]).replace("|2026|", f"|{year}|")
    files = write_market(folder / f"files-{year}", landscape=None, **this)
    import_catalog(files, year, folder / "catalogs" / str(year))
    return folder / "catalogs" / str(year)


def counts(folder: Path) -> dict[Oddity, int]:
    return {found.oddity: found.number for found in audit(folder).found if found.number}


def test_a_catalog_is_checked(tmp_path: Path) -> None:
    # without the Landscape the two Medicare Advantage plans have no known premium
    assert counts(catalog(tmp_path)) == {Oddity.PLAN_WITHOUT_PREMIUM: 2}


def test_a_plan_without_prices_and_a_drug_without_a_price_are_listed(tmp_path: Path) -> None:
    without = "".join(line + "\n" for line in PRICE.splitlines() if "|002|" not in line and "00001364447" not in line)
    found = counts(catalog(tmp_path, price=without))
    assert found[Oddity.PLAN_WITHOUT_PRICES] == 1
    assert found[Oddity.DRUG_WITHOUT_PRICE] == 1


def test_a_price_far_from_the_median_is_listed_with_it(tmp_path: Path) -> None:
    # atorvastatin at 0.1977, 0.2000 and 0.3000: the middle is 0.20; 2.01 is more than ten times that, 2.00 is not
    far = catalog(tmp_path / "far", price=PRICE.replace("|30|0.3000", "|30|2.01"))
    found = next(found for found in audit(far).found if found.oddity is Oddity.PRICE_FAR_FROM_MEDIAN)
    assert found.number == 1
    assert found.examples == ("S0002-003-000, atorvastatin 40 MG Oral Tablet: $2.01000 a unit where the middle is $0.20000",)
    near = catalog(tmp_path / "near", price=PRICE.replace("|30|0.3000", "|30|2.00"))
    assert Oddity.PRICE_FAR_FROM_MEDIAN not in counts(near)


@pytest.mark.parametrize(
    ("basic", "supplement", "total", "with_help", "said"),
    [
        # rows of the CY2026 Landscape of Cumberland, Maine, where the region's subsidy is $21.72
        ("$84.00 ", "$0.00 ", "$84.00 ", "$62.30 ", ()),  # 84.00 - 21.72 = 62.28: a dime's rounding
        ("($6.40)", "$16.10 ", "$9.70 ", "$9.70 ", ()),  # nothing of a basic premium below 0 is subsidised
        ("$42.40 ", "$0.00 ", "$42.40 ", "$0.00 ", ("H0001-001-000: $0.00 where it would be $20.68",)),  # 42.40 - 21.72
        ("", "", "$42.40 ", "$0.00 ", ()),  # the basic part is not given: nothing to compare with
    ],
)
def test_a_helped_premium_that_disagrees_with_the_subsidy_is_listed(
    tmp_path: Path, basic: str, supplement: str, total: str, with_help: str, said: tuple[str, ...]
) -> None:
    old = next(line for line in LANDSCAPE_TEXT.split("\n") if ",H0001,001," in line)
    row = landscape_row(
        **{"contract_year": "2026", "state": "MA", "county_name": "Worcester", "contract_id": "H0001", "plan_id": "001", "segment_id": "0"},
        **{"category": "MA-PD", "benefit_type": "Enhanced Alternative", "total_premium": total, "consolidated_premium": total},
        **{"basic_premium": basic, "supplemental_premium": supplement, "low_income_premium": with_help, "low_income_benchmark": "$21.72 "},
    )
    files = write_market(tmp_path / "files", landscape=LANDSCAPE_TEXT.replace(old, row))
    import_catalog(files, 2026, tmp_path / "2026")
    found = next(found for found in audit(tmp_path / "2026").found if found.oddity is Oddity.HELPED_PREMIUM_DIFFERS)
    assert found.examples == said


def test_a_byte_that_differs_is_refused(tmp_path: Path) -> None:
    folder = catalog(tmp_path)
    content = bytearray((folder / "prices.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "prices.parquet").write_bytes(bytes(content))
    with pytest.raises(SourceError, match="damaged"):
        audit(folder)


def next_year(folder: Path) -> Path:
    """2027: the dual plan is gone and there is a new one. Blue costs more and drops Eliquis. Lantus moves from tier 3 to 1."""
    plan = PLAN.replace("H0001|002|000|Green|Green Dual", "H0001|004|000|Green|Green New Dual")
    plan = plan.replace("26000001|38.70|615", "26000003|41.20|640")
    own = "".join(line.replace("26000001|", "26000003|") + "\n" for line in FORMULARY.splitlines() if line.startswith("26000001"))
    own = "".join(line + "\n" for line in own.splitlines() if "1364447" not in line)
    formulary = FORMULARY.replace("26000001|1|2026|847232|00000847232|3", "26000001|1|2026|847232|00000847232|1") + own
    price = PRICE.replace("H0001|002", "H0001|004").replace("S0002|003|000|00001364447|30|4.1451\n", "")
    price = price.replace("0.2000", "0.2600").replace("0.3000", "0.3300")
    from tests.sources.small_market import COST

    return catalog(folder, 2027, plan=plan, formulary=formulary, price=price, cost=COST.replace("H0001|002", "H0001|004"))


def test_changes_from_one_year_to_the_next(tmp_path: Path) -> None:
    this, following = catalog(tmp_path), next_year(tmp_path)
    changes = release_changes(following, this)  # the older one comes first, in either order
    assert (changes.before.plan_year, changes.after.plan_year) == (2026, 2027)
    assert changes.kept == 2
    assert [plan_id for plan_id, _ in changes.gone] == ["H0001-002-000"]
    assert [plan_id for plan_id, _ in changes.new] == ["H0001-004-000"]
    assert [plan[:1] + plan[2:] for plan in changes.changed] == [("S0002-003-000", 3870, 4120, 61500, 64000)]
    assert [(drug.rxcui, drug.plans) for drug in changes.dropped] == [("1364447", 1)]
    assert changes.tiers_changed == 1  # Lantus at the Green plan; the Blue plan keeps it on tier 3
    # the middle of 0.1977, 0.2000, 0.3000 was 0.2000; of 0.1977, 0.2600, 0.3300 it is 0.2600: 30% more
    assert [tuple(moved) for moved in changes.prices_moved] == [("617311", "atorvastatin 40 MG Oral Tablet", 20000, 26000)]


def run(monkeypatch: pytest.MonkeyPatch, capfd: Any, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["finder", "catalog", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capfd.readouterr()
    return int(ended.value.code or 0), out, err


def test_the_command_checks_the_catalog_that_came_with_the_program(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    code, out, err = run(monkeypatch, capfd, "--year", "2026")
    assert (code, err) == (0, "")
    counts = {found["what"]: found["count"] for found in json.loads(out)["found"]}
    assert len(counts) == len(Oddity)
    # counted in the pricing file itself: of 37,254 prices 56 are ten times above or below the middle of their drug
    assert {what: count for what, count in counts.items() if count} == {Oddity.PRICE_FAR_FROM_MEDIAN.key: 56}


def test_the_command_compares_with_another_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    catalog(tmp_path)
    next_year(tmp_path)
    code, out, _ = run(monkeypatch, capfd, "--year", "2027", "--against", "2026")
    changes = json.loads(out)["changes"]
    assert code == 0
    assert changes["plans_changed"] == {
        "count": 1,
        "first": [
            {"plan_id": "S0002-003-000", "name": "Blue Basic (PDP)", "premium": ["38.70", "41.20"], "deductible": ["615.00", "640.00"]}
        ],
    }
    assert changes["prices_moved"]["first"][0]["middle_unit_price"] == ["0.20000", "0.26000"]


def test_the_command_compares_with_files_that_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "own"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    catalog(tmp_path)
    next_year(tmp_path)
    shutil.move(tmp_path / "catalogs" / "2027", tmp_path / "own" / "catalogs" / "2027")
    by_year = run(monkeypatch, capfd, "--year", "2027", "--against", str(tmp_path / "catalogs" / "2026"))
    archive = shutil.make_archive(str(tmp_path / "SPUF_2026_20260701"), "zip", tmp_path / "files-2026")
    for raw in (str(tmp_path / "files-2026"), archive):
        assert run(monkeypatch, capfd, "--year", "2027", "--against", raw) == by_year
    assert json.loads(by_year[1])["changes"]["plans_in_both"] == 2
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "own" / "catalogs" / "2026").exists()


def test_files_that_are_refused_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    files = write_market(tmp_path / "files", price=PRICE.replace("0.1977", "N/A"))
    code, out, err = run(monkeypatch, capfd, "--against", str(files))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "UNIT_COST" in err
    (files / FILES["formulary"]).write_text(FORMULARY.replace("|2026|", "|year|"), "cp1252")
    code, out, err = run(monkeypatch, capfd, "--against", str(files))
    assert (code, out) == (2, "")
    assert err == f"{files}: expected a basic drugs formulary file with its plan year, found year.\n"
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("against", ["1999", "no/such/folder", "."])
def test_a_missing_release_is_one_line(monkeypatch: pytest.MonkeyPatch, capfd: Any, against: str) -> None:
    code, out, err = run(monkeypatch, capfd, "--against", against)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
