"""Some states of a release: only their plans and what these need, and the same answers there as from the whole country."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finder import cli
from finder.domain.errors import NoCatalog, OutsideArea, SourceError
from finder.domain.market import County
from finder.sources.catalog.look import one_look
from finder.sources.catalog.reading import (
    MarketCatalog,
    all_catalogs,
    open_catalog,
    open_catalog_at,
    states_at_hand,
    years_covering,
)
from finder.sources.catalog.store import remove_folder
from finder.sources.cms.importer import import_catalog, import_release
from finder.sources.packs.cut import cut_catalog
from tests.sources.several_states import write_three_states
from tests.sources.small_market import renamed, write_market

FRANKLIN, KENTON, WORCESTER = County("39049", "Franklin", "OH"), County("21117", "Kenton", "KY"), County("25027", "Worcester", "MA")
OHIO_ZIP, TEXAS_ZIP, WORCESTER_ZIP = "43215", "78701", "01604"


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return write_three_states(tmp_path / "files")


def plans(catalog: MarketCatalog, county: County) -> list[str]:
    return [plan.plan_id for plan in catalog.plans_serving(county)]


def test_a_slice_has_the_plans_of_its_state_and_no_other(three: Path, tmp_path: Path) -> None:
    info = import_release(three, 2026, tmp_path / "catalogs", states=["OH"])
    assert (info.states, info.covers) == (("OH",), "Ohio plans of 2026")
    catalog = open_catalog(2026, tmp_path / "catalogs")
    assert catalog.folder.name == "2026-2026Q2-OH"
    # by the files: two health plans of Franklin, the regional plan of region 12 and the stand-alone plan of region 14
    assert plans(catalog, FRANKLIN) == ["H2001-001-000", "H2001-002-001", "R3001-001-000", "S0014-001-000"]
    assert plans(catalog, KENTON) == plans(catalog, WORCESTER) == [], "Kentucky is not covered, though a plan serves both"
    assert [drug.rxcui for drug in sorted(catalog.drugs(), key=lambda drug: drug.rxcui)] == [
        *("1364447", "617311", "847232", "900001", "900002", "900009")
    ]


@pytest.mark.parametrize("states", [["OH"], ["KY"], ["MA"], ["KY", "OH"]])
def test_a_slice_answers_as_the_country_does(three: Path, tmp_path: Path, states: list[str]) -> None:
    import_catalog(three, 2026, tmp_path / "whole")
    import_catalog(three, 2026, tmp_path / "slice", states=states)
    whole, part = MarketCatalog(tmp_path / "whole"), MarketCatalog(tmp_path / "slice")
    rxcuis = [drug.rxcui for drug in whole.drugs()]
    for county in (FRANKLIN, KENTON, WORCESTER):
        if county.state in states:
            ids = plans(whole, county)
            assert plans(part, county) == ids
            assert [part.plan(plan_id) for plan_id in ids] == [whole.plan(plan_id) for plan_id in ids]
            assert part.formulary(ids, rxcuis) == whole.formulary(ids, rxcuis)
            assert part.special_coverage(ids, rxcuis) == whole.special_coverage(ids, rxcuis)


def test_rows_of_other_states_may_be_broken(tmp_path: Path) -> None:
    """Another state's bad row is no reason to refuse: nothing of it is used. In the whole country it is."""
    from tests.sources.several_states import TEXTS

    bad = TEXTS["price"].replace("S0015|001|000|00000900003|30|0.3000", "S0015|001|000|00000900003|30|free")
    files = write_three_states(tmp_path / "files", price=bad)
    import_catalog(files, 2026, tmp_path / "slice", states=["OH"])
    with pytest.raises(SourceError, match="UNIT_COST"):
        import_catalog(files, 2026, tmp_path / "whole")


def test_codes_without_their_zeros_are_the_same_codes(tmp_path: Path) -> None:
    from tests.sources.small_market import LOCATOR, PLAN

    files = write_market(tmp_path / "files", plan=PLAN.replace("| |02| |", "| |2| |"), locator=LOCATOR.replace("22160", "22160"))
    import_catalog(files, 2026, tmp_path / "catalog", states=["MA"])
    assert "S0002-003-000" in plans(MarketCatalog(tmp_path / "catalog"), WORCESTER)


@pytest.mark.parametrize(("state", "says"), [("TX", "The files have no plans of TX"), ("XX", "expected the two letters of a state")])
def test_a_state_without_plans_is_refused(three: Path, tmp_path: Path, state: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        import_release(three, 2026, tmp_path / "catalogs", states=["OH", state])
    assert not (tmp_path / "catalogs").exists()


@pytest.mark.parametrize("states", [["OH"], ["KY", "OH"], ["MA"]])
def test_a_part_of_a_catalog_has_the_bytes_of_an_import(three: Path, tmp_path: Path, states: list[str]) -> None:
    whole = import_catalog(three, 2026, tmp_path / "whole")
    part = import_catalog(three, 2026, tmp_path / "slice" / "2026", states=states)
    cut_catalog(tmp_path / "whole", states, tmp_path / "cut" / "2026")
    files = sorted(path.name for path in (tmp_path / "slice" / "2026").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "cut" / "2026").iterdir())
    for name in files:
        assert (tmp_path / "cut" / "2026" / name).read_bytes() == (tmp_path / "slice" / "2026" / name).read_bytes(), name
    assert part.digest != whole.digest


# Several catalogs of one year


def test_the_newest_that_covers_the_state_answers(three: Path, tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    import_release(three, 2026, catalogs, states=["OH"])
    import_release(write_market(tmp_path / "ma"), 2026, catalogs, states=["MA"])
    assert open_catalog_at(2026, OHIO_ZIP, folder=catalogs).folder.name == "2026-2026Q2-OH"
    assert open_catalog_at(2026, WORCESTER_ZIP, folder=catalogs).folder.name == "2026-2026Q2-MA"
    assert states_at_hand(2026, catalogs) == ("MA", "OH")
    later = renamed(write_three_states(tmp_path / "later"), "PPUF_2026Q3")
    import_release(later, 2026, catalogs)
    assert open_catalog_at(2026, OHIO_ZIP, folder=catalogs).folder.name == "2026-2026Q3", "a newer country beats an older slice"
    found = all_catalogs(catalogs)
    assert [(catalog.folder.name, answers) for catalog, answers in zip(found.opened, found.answers, strict=True)] == [
        ("2026-2026Q3", ("KY", "MA", "OH")),
        ("2026-2026Q2-OH", ()),
        ("2026-2026Q2-MA", ()),
    ]


def test_a_newer_slice_beats_an_older_country_where_it_answers(three: Path, tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    import_release(three, 2026, catalogs)
    import_release(renamed(write_three_states(tmp_path / "later"), "PPUF_2026Q3"), 2026, catalogs, states=["OH"])
    assert open_catalog_at(2026, OHIO_ZIP, folder=catalogs).folder.name == "2026-2026Q3-OH"
    assert open_catalog_at(2026, WORCESTER_ZIP, folder=catalogs).folder.name == "2026-2026Q2"


def test_the_catalog_that_ships_stays_beside_an_own_one(three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    import_release(three, 2026, tmp_path / "catalogs", states=["OH"])
    assert open_catalog_at(2026, OHIO_ZIP).info.states == ("OH",)
    shipped = open_catalog_at(2026, WORCESTER_ZIP)
    assert shipped.info.states == ("MA",)
    assert len(shipped.plans_serving(WORCESTER)) > 40, "the real plans of Massachusetts"


def test_a_place_that_no_catalog_covers_is_said(three: Path, tmp_path: Path) -> None:
    import_release(three, 2026, tmp_path, states=["KY", "OH"])
    with pytest.raises(OutsideArea) as refused:
        open_catalog_at(2026, TEXAS_ZIP, folder=tmp_path)
    assert "Kentucky and Ohio plans of 2026" in refused.value.sentence
    assert "finder catalog fetch --year 2026 --state TX" in refused.value.sentence
    with pytest.raises(NoCatalog, match="Kentucky and Ohio, not of Texas"):
        open_catalog(2026, tmp_path, states=["TX"])
    assert years_covering("OH", tmp_path) == (2026,)
    assert years_covering("TX", tmp_path) == ()


def test_a_damaged_slice_blocks_its_own_state_alone(three: Path, tmp_path: Path) -> None:
    import_release(three, 2026, tmp_path, states=["OH"])
    import_release(write_market(tmp_path / "files-ma"), 2026, tmp_path, states=["MA"])
    (tmp_path / "2026-2026Q2-OH" / "manifest.json").write_text("{")
    assert open_catalog_at(2026, WORCESTER_ZIP, folder=tmp_path).info.states == ("MA",)
    with pytest.raises(SourceError, match="manifest cannot be read"):
        open_catalog_at(2026, OHIO_ZIP, folder=tmp_path)


def test_an_older_country_never_answers_for_a_damaged_newer_slice(three: Path, tmp_path: Path) -> None:
    import_release(three, 2026, tmp_path)
    import_release(renamed(write_three_states(tmp_path / "later"), "PPUF_2026Q3"), 2026, tmp_path, states=["OH"])
    (tmp_path / "2026-2026Q3-OH" / "plans.parquet").write_bytes(b"")
    with pytest.raises(SourceError, match="table plans is not the one"):
        open_catalog_at(2026, OHIO_ZIP, folder=tmp_path)
    assert open_catalog_at(2026, WORCESTER_ZIP, folder=tmp_path).folder.name == "2026-2026Q2"


# By command


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "own"))

    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["finder", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return (int(ended.value.code or 0), *capfd.readouterr())

    return ran


def test_compare_answers_from_the_catalog_of_the_place(three: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("catalog", "import", str(three), "--year", "2026", "--state", "oh")[0] == 0
    request = tmp_path / "request.json"
    for zip_code, covers in ((OHIO_ZIP, "Ohio plans of 2026"), (WORCESTER_ZIP, "Massachusetts plans of 2026")):
        document = {"plan_year": 2026, "zip": zip_code, "prescriptions": [{"rxcui": "617311", "quantity": 30, "days_supply": 30}]}
        request.write_text(json.dumps(document))
        code, out, err = run("compare", str(request))
        assert (code, err) == (0, "")
        assert json.loads(out)["catalog"]["covers"] == covers
    code, out, err = run("catalog", "info")
    of_2026 = [catalog for catalog in json.loads(out)["catalogs"] if catalog["plan_year"] == 2026]
    assert [(catalog["states"], catalog["answers_for"], catalog["in_use"]) for catalog in of_2026] == [
        (["OH"], ["OH"], True),
        (["MA"], ["MA"], True),
    ]


def test_compare_says_where_plans_are_missing(three: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    run("catalog", "import", str(three), "--year", "2026", "--state", "OH")
    request = tmp_path / "request.json"
    document = {"plan_year": 2026, "zip": TEXAS_ZIP, "prescriptions": [{"rxcui": "617311", "quantity": 30, "days_supply": 30}]}
    request.write_text(json.dumps(document))
    code, out, err = run("compare", str(request))
    assert (code, out) == (2, "")
    assert "Massachusetts and Ohio plans of 2026" in err
    assert "in Texas" in err


def test_estimated_prices_stay_estimates_in_a_part(tmp_path: Path) -> None:
    """2027's files of October have no prices: those of 2026 are lent. A part of that catalog says the same of every price."""
    from tests.sources.several_states import TEXTS

    catalogs = tmp_path / "catalogs"
    import_release(write_three_states(tmp_path / "files"), 2026, catalogs)
    formulary, landscape = (TEXTS[kind].replace("2026|", "2027|").replace("\n2026,", "\n2027,") for kind in ("formulary", "landscape"))
    files = write_three_states(tmp_path / "next", price=None, formulary=formulary, landscape=landscape)
    whole = import_release(renamed(files, "20261014"), 2027, catalogs)
    assert whole.price_origins
    cut_catalog(catalogs / "2027-202610", ["OH"], tmp_path / "cut")
    country, part = open_catalog(2027, catalogs), MarketCatalog(tmp_path / "cut")
    ids, rxcuis = plans(country, FRANKLIN), [drug.rxcui for drug in country.drugs()]
    entries = part.formulary(ids, rxcuis)
    assert entries == country.formulary(ids, rxcuis)
    borrowed = [entry.borrowed for entry in entries.values() if entry.borrowed]
    assert borrowed, "there is an estimate"
    assert sum(part.info.price_origins.values()) == len(entries)


def test_a_look_sees_what_the_program_itself_has_changed(three: Path, tmp_path: Path) -> None:
    import_release(three, 2026, tmp_path, states=["OH"])
    with one_look():
        assert years_covering("MA", tmp_path) == ()
        import_release(three, 2026, tmp_path, states=["MA"])
        assert years_covering("MA", tmp_path) == (2026,)
        assert remove_folder(tmp_path / "2026-2026Q2-MA")
        assert years_covering("MA", tmp_path) == ()
        assert years_covering("OH", tmp_path) == (2026,)
