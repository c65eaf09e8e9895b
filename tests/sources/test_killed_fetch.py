"""``kill -9`` of a fetch, or between the renames of an import: the old catalog answers, the next run succeeds, nothing else stays."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from finder.domain.errors import SourceError
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_release
from tests.sources.small_market import renamed, write_market
from tests.sources.test_download import Files, files  # noqa: F401

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does it")
_FETCH = """
import sys
import duckdb, numpy, pyarrow.csv, pyarrow.parquet
from finder import cli
import finder.fetch_command
print("begun", flush=True)
sys.argv = ["finder", "catalog", "fetch", "--year", "2026"]
cli.main()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def start(data: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", _FETCH], env={**os.environ, "FINDER_DATA": str(data)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def begun(folder: Path, pattern: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the process has begun to write there."""
    until = time.monotonic() + 5
    while process.poll() is None and time.monotonic() < until and not any(folder.glob(pattern)):
        time.sleep(0.002)


def test_a_fetch_killed_at_seeded_moments_loses_nothing(files: Files, tmp_path: Path) -> None:  # noqa: F811
    chance, catalogs, downloads = random.Random(23), tmp_path / "catalogs", tmp_path / "downloads"
    import_release(renamed(write_market(tmp_path / "files"), "PPUF_2026Q1"), 2026, catalogs)
    moments = ((downloads, "*", 0.05), (downloads, "*/*.zip", 0.05), (catalogs, ".*importing*", 0.1), (catalogs, ".*importing*", 0.6))
    for folder, pattern, longest in moments:
        process = start(tmp_path)
        begun(folder, pattern, process)
        time.sleep(chance.uniform(0, longest))
        process.kill()
        process.communicate()
        answering = open_catalog(2026, catalogs)
        assert answering.info.release in ("2026Q1", "2026Q2")
        answering.read_through()
    process = start(tmp_path)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert names(catalogs) == ["2026-2026Q1", "2026-2026Q2"]
    assert names(tmp_path / "downloads") == []
    assert open_catalog(2026, catalogs).info.release == "2026Q2"


def test_what_a_kill_between_renames_left_goes_with_the_import_of_another_catalog(tmp_path: Path) -> None:
    catalogs, market = tmp_path / "catalogs", write_market(tmp_path / "files")
    import_release(market, 2026, catalogs)
    import_release(market, 2026, tmp_path / "other")
    (tmp_path / "other" / "2026-2026Q2").rename(catalogs / ".2026-2026Q2.replaced")  # killed once the new one had its name
    (catalogs / ".mine.replaced").mkdir()
    (catalogs / ".mine.replaced" / "letter.txt").write_text("mine")
    import_release(renamed(write_market(tmp_path / "later"), "PPUF_2026Q3"), 2026, catalogs)
    assert names(catalogs) == [".mine.replaced", "2026-2026Q2", "2026-2026Q3"]
    assert names(catalogs / ".mine.replaced") == ["letter.txt"]


def test_a_catalog_that_a_kill_left_aside_comes_back_with_the_import_of_another(tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    import_release(write_market(tmp_path / "files"), 2026, catalogs)
    (catalogs / "2026-2026Q2").rename(catalogs / ".2026-2026Q2.replaced")  # killed before the new one had its name
    import_release(renamed(write_market(tmp_path / "later"), "PPUF_2026Q3"), 2026, catalogs)
    assert names(catalogs) == ["2026-2026Q2", "2026-2026Q3"]
    assert MarketCatalog(catalogs / "2026-2026Q2").info.release == "2026Q2"


def test_a_refused_import_leaves_nothing_beside(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        import_release(write_market(tmp_path / "files", price=None), 2026, tmp_path / "catalogs")
    assert names(tmp_path / "catalogs") == []
