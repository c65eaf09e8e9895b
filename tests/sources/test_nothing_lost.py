"""Killed or concurrent imports and a full disk: the old catalog stays, and the next import completes."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from multiprocessing.context import ForkServerContext
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources.catalog import store
from finder.sources.catalog.reading import check_catalog, open_catalog
from finder.sources.cms import importer
from finder.sources.cms.importer import import_catalog
from tests.sources.small_market import edited, write_market

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed and limited as POSIX does it")
PATIENCE = 120
LIBRARIES = ["duckdb", "numpy", "pyarrow.csv", "pyarrow.parquet", "finder.sources.cms.importer"]


def importing(path: Path, out: Path, largest: int, answers: SimpleQueue[str]) -> None:
    """Import in this process and send the result. ``largest`` limits the size of any file; 0 for no limit."""
    if largest:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    answers.put("begun")
    try:
        answers.put(import_catalog(path, 2026, out).digest)
    except SourceError as refused:
        answers.put(f"refused: {refused}")


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> ForkServerContext:
    """Processes that start with the libraries loaded, so that only the import is timed and killed."""
    # a page test leaves its page as the main module, which a new process would run first
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LIBRARIES)
    return context


class Import:
    """An import in another process."""

    def __init__(self, processes: ForkServerContext, path: Path, out: Path, largest: int = 0) -> None:
        self._answers = processes.SimpleQueue()
        self.process = processes.Process(target=importing, args=(path, out, largest, self._answers))
        self.process.start()
        assert self._said() == "begun"

    def answer(self) -> str:
        """The process's last message."""
        said = self._said()
        self.process.join()
        return said

    def _said(self) -> str:
        """The process's next message. If it ends without one, the test fails instead of hanging."""
        assert self._answers._reader.poll(PATIENCE), f"the import said nothing for {PATIENCE} s (exit code {self.process.exitcode})"
        return str(self._answers.get())


@pytest.fixture
def two_markets(tmp_path: Path) -> tuple[CatalogInfo, Path, Path]:
    """A catalog at ``out``, and the files of a later one with a different price."""
    out = tmp_path / "catalogs" / "2026"
    old = import_catalog(write_market(tmp_path / "old"), 2026, out)
    return old, write_market(tmp_path / "later", **edited("price", "0.1977", "0.9999")), out


def price(out: Path) -> int | None:
    return open_catalog(2026, out.parent).formulary(["H0001-001-000"], ["617311"])["H0001-001-000", "617311"].unit_price


def test_an_import_killed_at_ten_random_moments_leaves_a_whole_catalog(
    processes: ForkServerContext, two_markets: tuple[CatalogInfo, Path, Path]
) -> None:
    old, later, out = two_markets
    whole = Import(processes, later, out.parent.parent / "elsewhere" / "2026")
    begun = time.monotonic()
    new = whole.answer()
    takes = time.monotonic() - begun
    chance, seen = random.Random(5), set()
    for number in range(10):
        run = Import(processes, later, out)
        time.sleep(takes * (number + chance.random()) / 10)  # one moment in each tenth of the time
        run.process.kill()
        run.process.join()
        digest = check_catalog(2026, out.parent).digest  # every byte of it
        assert digest in (old.digest, new), "neither the catalog that was there nor the whole new one"
        seen.add(digest)
    assert old.digest in seen
    assert Import(processes, later, out).answer() == new
    assert price(out) == 99_990  # 0.9999 dollars
    assert [path.name for path in out.parent.iterdir()] == ["2026"], "nothing of the killed ones is left"


@pytest.mark.parametrize("moment", ["before the first rename", "between the renames", "after the second rename"])
def test_a_process_that_ends_during_the_swap_loses_nothing(
    two_markets: tuple[CatalogInfo, Path, Path], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The process ends by os._exit, without any cleanup, at each of the three steps of the swap."""
    old, later, out = two_markets
    child = os.fork()
    if child == 0:
        renames = {"before the first rename": 0, "between the renames": 1, "after the second rename": 2}[moment]
        rename, done = Path.rename, [0]

        def counted(self: Path, target: Path) -> Any:
            if done[0] == renames:
                os._exit(9)
            done[0] += 1
            renamed = rename(self, target)
            if done[0] == renames == 2:
                os._exit(9)
            return renamed

        Path.rename = counted  # type: ignore[assignment,method-assign]
        import_catalog(later, 2026, out)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert price(out) == (99_990 if moment == "after the second rename" else 19_770)
    import_catalog(later, 2026, out)
    assert [path.name for path in out.parent.iterdir()] == ["2026"]
    assert old.plan_year == 2026


def test_a_second_import_refuses_while_the_first_one_writes(two_markets: tuple[CatalogInfo, Path, Path]) -> None:
    old, later, out = two_markets
    with (
        store._locked(out.parent),
        pytest.raises(SourceError, match=r"Another import is writing to .*catalogs\. Try again when it has ended"),
    ):
        import_catalog(later, 2026, out)
    assert check_catalog(2026, out.parent).digest == old.digest
    import_catalog(later, 2026, out)
    assert price(out) == 99_990


def test_two_imports_at_once_complete_or_refuse(processes: ForkServerContext, two_markets: tuple[CatalogInfo, Path, Path]) -> None:
    _, later, out = two_markets
    both = [Import(processes, later, out) for _ in range(2)]
    answers = [run.answer() for run in both]
    done = [answer for answer in answers if not answer.startswith("refused: Another import is writing")]
    assert done
    assert set(done) == {check_catalog(2026, out.parent).digest}


@pytest.mark.parametrize("largest", [500, 3_000, 6_000])
def test_a_full_disk_is_a_sentence(processes: ForkServerContext, two_markets: tuple[CatalogInfo, Path, Path], largest: int) -> None:
    old, later, out = two_markets
    answer = Import(processes, later, out, largest).answer()
    assert answer.startswith(f"refused: {out}: the catalog could not be written (")
    assert answer.endswith("). The one that was there is unchanged.")
    assert check_catalog(2026, out.parent).digest == old.digest
    assert [path.name for path in out.parent.iterdir()] == ["2026"]


def test_a_full_disk_during_the_price_grid_is_a_sentence(
    two_markets: tuple[CatalogInfo, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, later, out = two_markets

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(SourceError, match=r"could not be written \(No space left on device\)"):
        importer.import_catalog(later, 2026, out)
    assert check_catalog(2026, out.parent).digest == old.digest
