"""Nothing that is not ours is ever deleted or changed: each refusal leaves every byte and name as it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finder import cli
from finder.domain.errors import SourceError
from finder.intake.texts import shortened
from finder.sources.catalog.ownership import MANIFEST
from finder.sources.catalog.reading import open_catalog
from finder.sources.catalog.store import replacing
from finder.sources.cms.importer import import_catalog, import_release
from tests.sources.small_market import write_market


def tree(folder: Path) -> str:
    """A hash over every name, kind, link and byte under a folder."""
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        what = os.readlink(path).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b"folder"
        hashed.update(repr((path.relative_to(folder).as_posix(), path.is_symlink(), path.is_dir(), what)).encode())
    return hashed.hexdigest()


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """The files to import, outside of the place that is looked at."""
    return write_market(tmp_path / "files")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["finder", "catalog", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def photos(target: Path) -> None:
    """A folder with somebody's own files, as a home folder has them."""
    (target / "Photos").mkdir(parents=True)
    (target / "Photos" / "one.jpg").write_bytes(b"\xff\xd8 a picture")
    (target / "taxes.txt").write_text("mine")


def web_project(target: Path) -> None:
    """A folder whose ``manifest.json`` is that of a web page."""
    target.mkdir()
    (target / MANIFEST).write_text('{"name": "my page", "icons": []}')


def torn_manifest(target: Path) -> None:
    """A manifest that cannot be read, beside no map of ours."""
    target.mkdir()
    (target / MANIFEST).write_text("{")


def a_file(target: Path) -> None:
    target.write_text("mine")


def a_link_to_a_folder(target: Path) -> None:
    photos(target.parent / "elsewhere")
    target.symlink_to(target.parent / "elsewhere")


def a_link_to_nothing(target: Path) -> None:
    target.symlink_to(target.parent / "nowhere")


def a_catalog_with_a_note_beside_it(target: Path) -> None:
    import_catalog(write_market(target.parent.parent / "first"), 2026, target)
    (target / "notes.txt").write_text("mine")


def a_catalog_with_a_folder_in_it(target: Path) -> None:
    import_catalog(write_market(target.parent.parent / "first"), 2026, target)
    (target / "prices").mkdir()


def a_catalog_with_a_link_in_it(target: Path) -> None:
    import_catalog(write_market(target.parent.parent / "first"), 2026, target)
    (target / "plans.parquet").unlink()
    (target / "plans.parquet").symlink_to(target / "drugs.parquet")


def another_years_catalog(target: Path) -> None:
    files = write_market(target.parent.parent / "first", landscape=None, **edited_year(2025))
    import_catalog(files, 2025, target)


def drug_names(target: Path) -> None:
    from finder.paths import shipped

    shutil.copytree(shipped("data") / "drug_names", target)


def a_folder_set_aside_that_is_not_ours(target: Path) -> None:
    photos(target.parent / f".{target.name}.replaced")


def edited_year(year: int) -> dict[str, str]:
    from tests.sources.small_market import FORMULARY

    return {"formulary": FORMULARY.replace("|2026|", f"|{year}|")}


NOT_OURS = [
    (photos, "found one with 'Photos'"),
    (web_project, "found one with 'manifest.json'"),
    (torn_manifest, "found one with 'manifest.json'"),
    (a_file, "found a file"),
    (a_link_to_a_folder, "found a symbolic link"),
    (a_link_to_nothing, "found a symbolic link"),
    (a_catalog_with_a_note_beside_it, "found one with 'notes.txt'"),
    (a_catalog_with_a_folder_in_it, "found one with 'prices'"),
    (a_catalog_with_a_link_in_it, "found one with 'plans.parquet'"),
    (another_years_catalog, "found a catalog of 2025"),
    (drug_names, "found drug names"),
    (a_folder_set_aside_that_is_not_ours, "found one with 'Photos'"),
]


@pytest.mark.parametrize(("prepare", "found"), NOT_OURS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_import_refuses_a_place_that_is_not_its_own(
    market: Path,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    prepare: Callable[[Path], None],
    found: str,
) -> None:
    target = place / "2026"
    prepare(target)
    before = tree(place)
    assert run(monkeypatch, "import", str(market), "--year", "2026", "--out", str(target)) == 2
    out, err = capfd.readouterr()
    assert tree(place) == before
    assert out == ""
    assert err.count("\n") == 1
    named = place / ".2026.replaced" if prepare is a_folder_set_aside_that_is_not_ours else target
    told = str(named).replace(str(target), shortened(str(target)))  # a long path is told by its two ends
    assert err.strip() == f"{told}: expected no folder, an empty one or a catalog of 2026, {found}. Nothing was changed."


@pytest.mark.parametrize("out", ["", ".", "./", "..", "../place"])
def test_the_folder_one_stands_in_is_refused_too(
    market: Path, place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], out: str
) -> None:
    photos(place / "home")
    monkeypatch.chdir(place / "home" / "Photos" if out == ".." else place)
    before = tree(place)
    assert run(monkeypatch, "import", str(market), "--year", "2026", "--out", out) == 2
    assert "Nothing was changed." in capfd.readouterr().err
    assert tree(place) == before


def test_the_input_is_never_the_output(market: Path) -> None:
    before = tree(market)
    with pytest.raises(SourceError, match="Nothing was changed"):
        import_catalog(market, 2026, market)
    assert tree(market) == before


def test_neighbors_that_look_like_leftovers_stay(market: Path, place: Path) -> None:
    """Names as a killed import leaves them, with files of somebody else."""
    photos(place / ".2026.importing-abc")
    photos(place / ".diary.importing-2020")
    (place / ".a.importing-file").write_text("mine")
    (place / ".b.importing-link").symlink_to(place / ".diary.importing-2020")
    before = tree(place)
    import_catalog(market, 2026, place / "2026")
    shutil.rmtree(place / "2026")
    assert tree(place) == before


def test_what_comes_into_the_folder_during_an_import_stays(place: Path) -> None:
    """The folder was empty when the import began."""
    target = place / "2026"
    target.mkdir()
    with pytest.raises(SourceError, match=r"found one with 'mine\.txt'"), replacing(target, "a catalog of 2026"):
        (target / "mine.txt").write_text("mine")
    assert [path.name for path in place.iterdir()] == ["2026"]
    assert (target / "mine.txt").read_text() == "mine"


def test_an_empty_folder_and_an_earlier_catalog_are_taken(market: Path, place: Path) -> None:
    (place / "2026").mkdir()
    first = import_catalog(market, 2026, place / "2026")
    again = import_catalog(market, 2026, place / "2026")
    assert first.digest == again.digest
    assert [path.name for path in place.iterdir()] == ["2026"]


@pytest.mark.parametrize("damage", ["torn manifest", "no manifest", "table gone", "another version"])
def test_a_damaged_catalog_is_still_replaced(market: Path, place: Path, damage: str) -> None:
    target = place / "2026"
    import_catalog(market, 2026, target)
    manifest = json.loads((target / MANIFEST).read_text())
    match damage:
        case "torn manifest":
            (target / MANIFEST).write_text('{"format": 2, "tab')
        case "no manifest":
            (target / MANIFEST).unlink()
        case "table gone":
            (target / "plans.parquet").unlink()
        case _:
            (target / MANIFEST).write_text(json.dumps(manifest | {"format": 1}))
    assert import_catalog(market, 2026, target).digest == manifest["digest"]
    assert open_catalog(2026, place).info.digest == manifest["digest"]
    assert [path.name for path in place.iterdir()] == ["2026"]


def test_a_damaged_catalog_with_a_file_of_somebody_else_is_refused(market: Path, place: Path) -> None:
    import_catalog(market, 2026, place / "2026")
    (place / "2026" / MANIFEST).unlink()
    (place / "2026" / "my_own.parquet").write_text("mine")
    before = tree(place)
    with pytest.raises(SourceError, match=r"found one with 'my_own\.parquet'"):
        import_catalog(market, 2026, place / "2026")
    assert tree(place) == before


def test_reading_puts_back_only_what_is_ours(place: Path) -> None:
    photos(place / ".2026.replaced")
    before = tree(place)
    with pytest.raises(SourceError):
        open_catalog(2026, place)
    assert tree(place) == before


def test_the_users_own_catalogs_are_as_safe(market: Path, place: Path) -> None:
    photos(place / "2026-2026Q2")
    before = tree(place)
    with pytest.raises(SourceError, match="Nothing was changed"):
        import_release(market, 2026, place)
    assert tree(place) == before


def test_drug_names_refuse_a_folder_of_somebody_else(place: Path) -> None:
    from finder.sources.names.import_names import import_names
    from tests.sources.test_rxnorm import write_rrf

    names = write_rrf(place.parent / "rxnorm")
    photos(place / "drug_names")
    before = tree(place)
    with pytest.raises(SourceError, match="expected no folder, an empty one or drug names, found one with 'Photos'"):
        import_names(names, None, place / "drug_names")
    assert tree(place) == before
