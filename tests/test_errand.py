"""An errand of the pages: its steps are heard, it can be stopped and goes on where it stopped, and only one runs at a time."""

from __future__ import annotations

import random
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from finder.errand import Errand, Kind, Offered, Runner, Stage, State
from finder.sources.catalog.reading import open_catalog
from tests.sources.file_server import Files
from tests.sources.small_market import FILES, TEXTS, write_market
from tests.sources.test_download import RELEASE, files, inner_zips, zipped

__all__ = ["files"]
WAIT = 60.0
LOOK, GET = Errand(Kind.LOOK, 2026, ("MA",)), Errand(Kind.GET, 2026, ("MA",))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def runner(home: Path) -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.stop()


def until(runner: Runner, met: Callable[[State], bool]) -> State:
    end = time.monotonic() + WAIT
    while not met(runner.state):
        assert time.monotonic() < end, runner.state
        time.sleep(0.02)
    return runner.state


def ended(runner: Runner) -> State:
    return until(runner, lambda state: not state.running)


def test_a_look_says_what_the_server_has_and_downloads_nothing(files: Files, runner: Runner, home: Path) -> None:
    assert runner.start(LOOK)
    state = ended(runner)
    assert state.stage is Stage.OFFERED
    assert state.offered is not None
    needed = sum(len(content) for name, content in inner_zips().items() if not name.startswith(("read me", "pharmacy")))
    assert state.offered == Offered(needed, 0, None, (("landscape", ""),))
    assert not (home / "downloads").exists()


def test_an_order_ends_with_a_catalog_that_answers(files: Files, runner: Runner, home: Path) -> None:
    runner.start(GET)
    state = ended(runner)
    assert state.stage is Stage.DONE, state
    assert state.got is not None
    assert (state.got.plan_year, state.got.states, state.got.plans) == (2026, ("MA",), 3)
    assert open_catalog(2026, home / "catalogs").info.digest == state.got.digest
    assert not list((home / "downloads").iterdir())


def test_a_stopped_one_goes_on_where_it_stopped(files: Files, runner: Runner, home: Path) -> None:
    large = {FILES["price"]: TEXTS["price"].encode(), "read me.pdf": random.Random(1).randbytes(2_000_000)}
    files.content[RELEASE] = zipped(inner_zips() | {f"{FILES['price'][:-4]}.zip": zipped(large)}, zipfile.ZIP_STORED)
    files.bytes_a_second = 1_000_000
    runner.start(GET)
    before = until(runner, lambda state: state.arrived is not None and state.arrived.done > 1_000_000)
    assert not runner.start(LOOK), "one at a time"
    runner.stop()
    assert runner.state.stage is Stage.STOPPED
    files.bytes_a_second = 0
    files.asked.clear()
    runner.start(LOOK)
    offered = ended(runner).offered
    assert before.arrived is not None
    assert offered is not None
    assert offered.here >= before.arrived.done > 1_000_000
    runner.start(GET)
    assert ended(runner).stage is Stage.DONE
    spans = [span.removeprefix("bytes=").split("-") for _, span in files.asked if span]
    assert sum(int(last) - int(first) + 1 for first, last in spans) < 1_600_000, "the first half did not come again"


def test_a_year_that_is_not_offered_names_those_that_are(files: Files, runner: Runner) -> None:
    runner.start(Errand(Kind.LOOK, 2019))
    trouble = ended(runner).trouble
    assert trouble is not None
    assert (trouble.reason, trouble.numbers) == ("not_listed", (2025, 2026))
    runner.forget()
    assert runner.state == State()


def test_a_file_that_is_no_release_is_refused_with_its_reason(runner: Runner, home: Path) -> None:
    own = home / "dropped" / "own.zip"
    own.parent.mkdir()
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr("letter.txt", "hello")
    runner.start(Errand(Kind.FILE, 2026, (), str(own), ours=True))
    state = ended(runner)
    assert state.stage is Stage.FAILED
    assert state.trouble is not None
    assert state.trouble.lines
    until(runner, lambda state: not own.parent.exists())


def test_a_state_that_the_files_lack_is_said(runner: Runner, home: Path) -> None:
    runner.start(Errand(Kind.FILE, 2026, ("OH",), str(write_market(home / "files"))))
    trouble = ended(runner).trouble
    assert trouble is not None
    assert trouble.reason == "no_plans"
