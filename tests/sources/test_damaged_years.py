"""Some of many catalogs are damaged: the others answer, and each damaged one has a sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from finder.documents.catalog import catalog_infos
from finder.domain.errors import SourceError
from finder.domain.market import DamagedCatalog
from finder.sources.catalog.reading import all_catalogs, open_catalog
from finder.sources.cms.importer import import_release
from tests.sources.small_market import write_market

EMBEDDED = Path(__file__).parents[2] / "data" / "catalogs"
UNREADABLE = "is damaged: its manifest cannot be read. Import it again."


def add(folder: Path, *names: str) -> None:
    """Copies of the embedded catalog of 2026 under these names."""
    for name in names:
        shutil.copytree(EMBEDDED / "2026", folder / name)


def released(folder: Path, day: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"released": day}))


def cut(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text("{")


def test_a_damaged_year_does_not_hide_the_others(tmp_path: Path) -> None:
    add(tmp_path, "2026")
    cut(tmp_path / "2027")
    found = all_catalogs(tmp_path)
    assert [catalog.folder.name for catalog in found.opened] == ["2026"]
    assert found.damaged == (DamagedCatalog(2027, f"The catalog in {tmp_path / '2027'} {UNREADABLE}", in_use=True),)
    assert open_catalog(2026, tmp_path).info.plan_year == 2026
    with pytest.raises(SourceError, match="its manifest cannot be read"):
        open_catalog(2027, tmp_path)


def test_a_file_instead_of_a_folder_is_a_damaged_catalog(tmp_path: Path) -> None:
    (tmp_path / "2027").write_text("not a folder")
    found = all_catalogs(tmp_path)
    assert found.opened == ()
    assert found.damaged == (DamagedCatalog(2027, "The catalog of 2027 is damaged: it cannot be opened. Import it again.", in_use=True),)


def in_use(folder: Path) -> tuple[list[bool], list[bool]]:
    """Which opened and which damaged catalogs are in use."""
    found = all_catalogs(folder)
    infos = zip((catalog.info for catalog in found.opened), found.answers, strict=True)
    listed = catalog_infos(infos, None, found.damaged)
    return [catalog["in_use"] for catalog in listed["catalogs"]], [catalog["in_use"] for catalog in listed["damaged"]]


def test_if_the_newest_release_is_damaged_no_older_one_is_used(tmp_path: Path) -> None:
    add(tmp_path, "2026-2026Q1", "2026-2026Q2")
    released(tmp_path / "2026-2026Q1", "2026-03-31")
    released(tmp_path / "2026-2026Q2", "2026-06-30")
    assert in_use(tmp_path) == ([True, False], [])
    cut(tmp_path / "2026-2026Q2")
    assert in_use(tmp_path) == ([False], [True])
    with pytest.raises(SourceError, match="2026-2026Q2 is damaged"):
        open_catalog(2026, tmp_path)


def test_a_newer_release_answers_though_an_older_one_is_damaged(tmp_path: Path) -> None:
    add(tmp_path, "2026-2026Q2")
    released(tmp_path / "2026-2026Q2", "2026-06-30")
    cut(tmp_path / "2026-2026Q1")
    assert in_use(tmp_path) == ([True], [False])
    assert open_catalog(2026, tmp_path).folder.name == "2026-2026Q2"
    cut(tmp_path / "2026-202607")  # of July 1: newer than the quarter that ended the day before
    assert in_use(tmp_path) == ([False], [True, False])


def test_a_damaged_catalog_without_a_release_in_its_name_counts_as_newest(tmp_path: Path) -> None:
    add(tmp_path, "2026-2026Q2")
    cut(tmp_path / "2026")
    assert in_use(tmp_path) == ([False], [True])
    with pytest.raises(SourceError, match="its manifest cannot be read"):
        open_catalog(2026, tmp_path)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"files": []}, "its manifest does not describe its files"),
        ({"files": {"market.map": "here"}}, "its manifest does not describe its files"),
        ({"tables": {"plans": {"rows": 1}}}, "its manifest does not describe its files"),
        ({"warnings": 3}, "manifest is damaged"),
        ({"states": None}, "manifest is damaged"),
    ],
)
def test_a_manifest_of_another_shape_is_a_sentence(tmp_path: Path, facts: dict[str, Any], says: str) -> None:
    add(tmp_path, "2026")
    path = tmp_path / "2026" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))
    (damaged,) = all_catalogs(tmp_path).damaged
    assert says in damaged.says
    assert damaged.says.endswith("Import it again.")


def test_a_file_that_may_not_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, "2026")
    closed, really_open = tmp_path / "2026" / "plans.parquet", Path.open

    def opening(path: Path, *arguments: Any, **named: Any) -> Any:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return really_open(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", opening)
    (damaged,) = all_catalogs(tmp_path).damaged
    assert damaged.says == f"The catalog in {tmp_path / '2026'} is damaged: the table plans cannot be read. Import it again."


def test_importing_a_damaged_release_again_repairs_it(tmp_path: Path) -> None:
    files = write_market(tmp_path / "files")
    import_release(files, 2026, tmp_path / "catalogs")
    cut(tmp_path / "catalogs" / "2026-2026Q2")  # the map and the tables stay: by them the folder is known as ours
    import_release(files, 2026, tmp_path / "catalogs")
    assert in_use(tmp_path / "catalogs") == ([True], [])
    assert open_catalog(2026, tmp_path / "catalogs").info.release == "2026Q2"
