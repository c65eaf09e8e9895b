"""Catalogs across releases of the program: an older layout is read, a backup is the same catalog, by the lines of the guide."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from finder.domain.market import CatalogInfo
from finder.sources.catalog.reading import open_catalog
from finder.sources.catalog.store import FORMAT, FORMATS, MANIFEST
from finder.sources.cms.importer import import_release
from tests.sources.small_market import write_market

GUIDE = Path(__file__).parents[2] / "docs/guides/backup.md"
PAIR = ("H0001-001-000", "617311")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data with the small market of 2026, and a download that no backup needs."""
    import_release(write_market(tmp_path / "files"), 2026, tmp_path / "data" / "catalogs")
    (tmp_path / "data" / "downloads").mkdir()
    (tmp_path / "data" / "downloads" / "large.zip").write_bytes(b"x")
    return tmp_path / "data"


def opened(data: Path) -> tuple[CatalogInfo, int | None]:
    """The catalog of 2026, and what a tablet costs at a plan of it."""
    catalog = open_catalog(2026, data / "catalogs")
    return catalog.info, catalog.formulary([PAIR[0]], [PAIR[1]])[PAIR].unit_price


@pytest.mark.parametrize("version", FORMATS)
def test_a_catalog_of_each_layout_that_we_know_is_read(data: Path, version: int) -> None:
    before = opened(data)
    (manifest,) = data.glob(f"catalogs/*/{MANIFEST}")
    written = json.loads(manifest.read_text("utf-8"))
    assert written["format"] == FORMAT
    manifest.write_text(json.dumps(written | {"format": version}), "utf-8")
    assert opened(data) == before
    assert before[1] == 19_770  # 0.1977 dollars a tablet, in hundred-thousandths


def test_three_lines_back_up_and_restore(data: Path, tmp_path: Path) -> None:
    if not shutil.which("tar"):
        pytest.skip("the guide's lines need tar")
    found = re.search(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    lines = found[1].splitlines()
    assert len(lines) == 3
    before, settings = opened(data), {**os.environ, "FINDER_DATA": str(data)}
    subprocess.run(["sh", "-ec", "\n".join(lines[:2])], cwd=tmp_path, env=settings, check=True)
    moved = tmp_path / "another" / "data"
    subprocess.run(["sh", "-ec", "\n".join([lines[0], lines[2]])], cwd=tmp_path, env={**settings, "FINDER_DATA": str(moved)}, check=True)
    assert opened(moved) == before
    assert not (moved / "downloads").exists()
