"""What a release lacks is said before it is downloaded; the Landscape comes with it where the resource list or the person names one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from finder import cli
from finder.domain.lack import Lack, LackKind
from finder.domain.market import CatalogInfo
from finder.explain.plans.download import import_sentences, lack_sentence
from finder.sources.catalog.reading import open_catalog
from finder.sources.cms.importer import import_catalog, import_release
from finder.sources.download.http_ranges import Web
from finder.sources.download.lacking import lacking
from finder.sources.download.release import fetch, find_release
from finder.sources.download.resource_list import Download, landscape_of
from tests.sources.file_server import Files
from tests.sources.small_market import FILES, LANDSCAPE_TEXT, PLAN, TEXTS, write_market
from tests.sources.test_download import RELEASE, files, run_fetch, web, zipped  # noqa: F401 (files and web are fixtures)
from tests.sources.test_estimated_prices import files_of_2027, quarter_of_2026

MONTHLY = "/2027_20261020.zip"
LANDSCAPE = "/files/CY2026_Landscape_202609.zip"
OF_JUNE = Lack(LackKind.ESTIMATED_PRICES, 2027, date(2026, 6, 30), 3, ("MA",))


def monthly(url: str = "http://h/2027_20261020.zip", landscape: str = "") -> Download:
    return Download(2027, url[-12:-4], False, url, landscape=landscape)


def release_of_2027() -> bytes:
    """A monthly file of the new year: every file of the small market but the prices."""
    kinds = ("plan", "formulary", "cost", "insulin", "locator")
    texts = {kind: TEXTS[kind].replace("|2026|", "|2027|") for kind in kinds}
    return zipped({FILES[kind].replace("PPUF_2026Q2", "20261020"): texts[kind].encode() for kind in kinds})


def test_a_quarter_with_its_landscape_lacks_nothing() -> None:
    assert lacking(Download(2026, "20260701", True, "http://h/SPUF_2026_20260701.zip", landscape="http://h/x.zip"), 2026, ()) == ()


def test_a_new_year_lacks_prices_that_the_year_before_lends(tmp_path: Path) -> None:
    catalogs = quarter_of_2026(tmp_path)
    assert lacking(monthly(), 2027, [catalogs]) == (OF_JUNE, Lack(LackKind.LANDSCAPE, 2027))
    assert lacking(monthly(landscape="http://h/x.zip"), 2027, [tmp_path / "none", catalogs], ["MA"]) == (OF_JUNE,)
    # a quarter of Massachusetts tells nothing of Ohio
    assert lacking(monthly(landscape="http://h/x.zip"), 2027, [catalogs], ["OH"]) == (Lack(LackKind.NO_PRICES, 2027),)


def test_a_month_of_the_year_itself_needs_a_quarter(tmp_path: Path) -> None:
    later = Download(2026, "20260722", False, "http://h/2026_20260722.zip", landscape="http://h/x.zip")
    assert lacking(later, 2026, [tmp_path]) == (Lack(LackKind.QUARTER_FIRST, 2026),)
    assert [lack.kind for lack in lacking(later, 2026, [quarter_of_2026(tmp_path)])] == [LackKind.QUARTERS_PRICES]


def test_each_lack_is_a_sentence() -> None:
    assert lack_sentence(OF_JUNE) == (
        "The drug prices of 2027 are not out yet. We estimate them from those of June 30, 2026, for 3 drugs in MA, and mark each one."
    )
    assert lack_sentence(OF_JUNE._replace(drugs=6_800, states=tuple("ABCDEF"))).endswith("for 6,800 drugs in 6 states, and mark each one.")
    assert all(lack_sentence(Lack(kind, 2027)) for kind in LackKind)


def test_the_list_of_downloads_tells_the_years_newest_landscape() -> None:
    names = [
        *("a/CY2027_Landscape_202610.zip", "b/cy2027-landscape-202609.zip", "CY2026_Landscape_202609.zip"),
        *("CY2027_Landscape_readme.pdf", "Landscape_2027.zip"),
    ]
    entries = [{"distribution": [{"downloadURL": name}]} for name in names]
    document = json.dumps({"dataset": entries}).encode()
    assert landscape_of(document, "http://h/data.json", 2027) == "http://h/a/CY2027_Landscape_202610.zip"
    assert landscape_of(document, "http://h/data.json", 2024) == ""


def test_the_landscape_comes_with_the_release(files: Files, web: Web, tmp_path: Path) -> None:  # noqa: F811
    files.content[LANDSCAPE] = zipped({FILES["landscape"]: LANDSCAPE_TEXT.encode("cp1252")})
    files.list_releases(RELEASE, LANDSCAPE)
    found = find_release(web, 2026)
    assert found.landscape == files.url(LANDSCAPE)
    assert (tmp_path / "files" / "CY2026_Landscape_202609.zip") in fetch(web, found, tmp_path / "files")
    before = len(files.asked)
    fetch(web, found, tmp_path / "files")  # all is here: nothing is read again
    assert not [path for path, _ in files.asked[before:] if path == LANDSCAPE][1:]
    info = import_catalog(tmp_path / "files", 2026, tmp_path / "catalogs" / "2026")
    plan = open_catalog(2026, tmp_path / "catalogs").plan("H0001-001-000")
    assert plan is not None
    assert (info.landscape, plan.premium, plan.star_rating) == (True, 1_120_00, "4.5")


@pytest.mark.parametrize("as_file", [True, False])
def test_the_command_takes_a_landscape(
    files: Files,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    *,
    as_file: bool,
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    content = LANDSCAPE_TEXT.encode("cp1252")
    (tmp_path / "CY2026_Landscape_202609.csv").write_bytes(content)
    files.content["/CY2026_Landscape_202609.csv"] = content
    given = str(tmp_path / "CY2026_Landscape_202609.csv") if as_file else files.url("/CY2026_Landscape_202609.csv")
    assert run_fetch(monkeypatch, "--year", "2026", "--landscape", given) == 0
    out, err = capfd.readouterr()
    assert "the CMS Landscape of 2026-09" in json.loads(out)["source"]
    assert "We have no Landscape" not in err
    assert (tmp_path / "CY2026_Landscape_202609.csv").read_bytes() == content
    assert not list((tmp_path / "data" / "downloads").iterdir())


def test_the_command_says_what_2027_lacks_before_it_downloads(
    files: Files,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    quarter_of_2026(tmp_path)
    files.content[MONTHLY] = release_of_2027()
    files.list_releases(RELEASE, MONTHLY)
    assert run_fetch(monkeypatch, "--year", "2027") == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["prices_estimated"] is True
    said = err.index("We estimate them from those of June 30, 2026, for 3 drugs in MA")
    progress = err.index(" MB")  # the first line of progress
    assert said < progress
    assert "We have no Landscape file of 2027" in err[:progress]
    assert "The drug prices are estimates from those of June 30, 2026." in err  # and once more of what was imported


def test_a_month_that_cannot_be_imported_is_not_downloaded(
    files: Files,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    assert run_fetch(monkeypatch, "--year", "2026", "--monthly") == 2
    assert "Get the quarter first." in capfd.readouterr().err
    assert [path for path, _ in files.asked] == ["/data.json"]


def test_an_added_column_is_said_once(tmp_path: Path) -> None:
    """``real_files/11``: the plan information file with one column more."""
    header, *rows = PLAN.splitlines()
    more = "\n".join([f"{header}|NEW_YN", *(f"{row}|N" for row in rows)]) + "\n"
    info = import_release(write_market(tmp_path / "files", plan=more), 2026, tmp_path / "catalogs")
    assert import_sentences(info) == (f"We left out columns that we don't know: {FILES['plan']}: NEW_YN.",)


def test_a_whole_import_has_nothing_to_say(tmp_path: Path) -> None:
    info: CatalogInfo = import_release(write_market(tmp_path / "files"), 2026, tmp_path / "catalogs")
    assert import_sentences(info) == ()


def test_the_shipped_prices_of_2026_estimate_a_new_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Somebody who has imported nothing yet: the catalog of Massachusetts that comes with the program lends its prices."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["finder", "catalog", "import", str(files_of_2027(tmp_path)), "--year", "2027"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capfd.readouterr()
    assert (ended.value.code or 0, json.loads(out)["prices_as_of"]) == (0, "2026-06-30")
    assert json.loads(out)["price_origins"]["market"] > 0  # the small market's plans are none of Massachusetts
    assert "The drug prices are estimates from those of June 30, 2026." in err
