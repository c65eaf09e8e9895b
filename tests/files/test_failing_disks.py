"""A full or read-only disk, another user's folder, links: each command that writes says so in one sentence and changes nothing."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from finder.batch_command import Order, run_batch
from finder.cache import ResultCache
from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.errors import FinderError, PlansChanged, Refusal
from finder.sources.catalog import whole
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms.importer import import_release
from finder.sources.download.folder import LOCK
from finder.sources.download.http_ranges import Web
from finder.sources.download.release import fetch
from finder.sources.packs.publish import pack
from tests.batch.test_runs import TODAY, write_members
from tests.files.failing import contents, files_of_at_most, read_only
from tests.fuzz.commands import Refused, run
from tests.sources.small_market import edited, write_market
from tests.sources.test_download import Files, files, release  # noqa: F401
from tests.sources.test_rxnorm import write_rrf


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's own folder with the catalog of a small market, other files of CMS beside it, and a pack."""
    folder = tmp_path_factory.mktemp("made")
    import_release(write_market(folder / "files"), 2026, folder / "data" / "catalogs")
    write_market(folder / "other", **edited("price", "0.1977", "0.9999"))
    pack(folder / "data" / "catalogs" / "2026-2026Q2", (), folder / "small.pack")
    write_rrf(folder / "rrf")
    write_members(folder / "members.csv", 12)
    (folder / "out").mkdir()
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, for one test."""
    home = tmp_path / "home"
    shutil.copytree(made, home)
    monkeypatch.setenv("FINDER_DATA", str(home / "data"))
    return home


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "import": lambda home: ["catalog", "import", str(home / "other"), "--year", "2026"],
    "pack": lambda home: ["catalog", "pack", "--out", str(home / "out" / "a.pack")],
    "add": lambda home: ["catalog", "add", str(home / "small.pack")],
    "names": lambda home: ["catalog", "names", str(home / "rrf")],
    "population": lambda home: ["population", "--seed=1", "--members=30", "--state=MA", f"--out={home / 'out' / 'people.csv'}"],
    "batch": lambda home: ["batch", str(home / "members.csv"), "--plain", "--out", str(home / "out" / "plans.csv")],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_a_sentence_and_nothing_changes(home: Path, command: str) -> None:
    """A file may grow to some bytes and no further: the first write of all fails, or one in the middle."""
    before = contents(home)
    for size in (0, 700):
        with files_of_at_most(size), pytest.raises(Refused) as refused:
            run(COMMANDS[command](home))
        assert "File too large" in str(refused.value)
        assert str(refused.value).count("\n") == 1
        assert {name: of for name, of in contents(home).items() if ".parts/" not in name} == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_read_only_disk_is_a_sentence_and_nothing_changes(home: Path, command: str) -> None:
    before = contents(home)
    with pytest.MonkeyPatch.context() as patched:
        read_only(patched, home)
        with pytest.raises(Refused) as refused:
            run(COMMANDS[command](home))
    assert "Read-only file system" in str(refused.value)
    assert str(refused.value).count("\n") == 1
    assert contents(home) == before


def test_a_full_disk_during_a_download_is_a_sentence_and_the_next_run_goes_on(files: Files, tmp_path: Path) -> None:  # noqa: F811
    downloads, web = tmp_path / "downloads", Web(timeout=2, tries=2, pause=0.01)
    for size in (0, 300):
        with files_of_at_most(size), pytest.raises(FinderError, match=r"could not be written \(File too large\)"):
            fetch(web, release(files), downloads)
    assert fetch(web, release(files), downloads)
    assert not list(downloads.rglob("*.part"))


def test_a_download_into_a_read_only_folder_is_a_sentence(files: Files, tmp_path: Path) -> None:  # noqa: F811
    with pytest.MonkeyPatch.context() as patched:
        read_only(patched, tmp_path)
        with pytest.raises(FinderError, match=r"could not be written \(Read-only file system\)"):
            fetch(Web(timeout=2, tries=2, pause=0.01), release(files), tmp_path / "downloads")
    assert contents(tmp_path) == {}


def test_a_full_disk_is_a_miss_for_the_cache(tmp_path: Path) -> None:
    with files_of_at_most(0):
        disabled = ResultCache.open(tmp_path / "cache")
        disabled.put("compare", b"list", b"1")
        assert disabled.get("compare", b"list") is None
    cache = ResultCache.open(tmp_path / "cache")
    assert cache.reason == ""
    with files_of_at_most(1_000):
        cache.put("compare", b"list", b"1" * 8)
    assert cache.get("compare", b"list") is None
    cache.put("compare", b"list", b"1" * 8)
    assert cache.get("compare", b"list") == b"1" * 8
    cache.close()


def batch(folder: Path) -> Order:
    return Order(write_members(folder / "members.csv", 12), folder / "plans.csv", workers=1, plain=True)


@pytest.mark.parametrize("place", ["a link", "another user's", "open to others"])
def test_a_checkpoint_is_kept_in_a_folder_of_our_own_alone(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of people lie there until a run is done."""
    parts, elsewhere = tmp_path / ".plans.csv.parts", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if place == "a link":
        parts.symlink_to(elsewhere)
    else:
        parts.mkdir(mode=0o700)
        parts.chmod(0o777 if place == "open to others" else 0o700)
    if place == "another user's":
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(Refusal, match=r"--out: expected a folder for its parts that only you can open"):
        run_batch(batch(tmp_path), TODAY)
    assert list(elsewhere.iterdir()) == []
    assert not (tmp_path / "plans.csv").exists()


@pytest.mark.parametrize("command", ["pack", "population", "batch"])
def test_an_output_that_is_a_link_never_writes_through_it(home: Path, command: str) -> None:
    arguments = COMMANDS[command](home)
    out = Path(arguments[-1].rpartition("=")[2])
    kept = home / "letter.txt"
    kept.write_text("mine", "utf-8")
    out.symlink_to(kept)
    with suppress(Refused):
        run(arguments)
    assert kept.read_text("utf-8") == "mine"


@pytest.mark.parametrize("command", ["import", "add", "pack", "names", "batch"])
def test_of_two_writers_one_is_told_to_wait(home: Path, command: str) -> None:
    """The system gives up a lock with the process that holds it, however that ends."""
    held = {"pack": home / "out" / ".a.pack.partd-finder-pack", "batch": home / "out" / ".plans.csv.parts"}.get(command)
    if command == "batch":
        held.mkdir(mode=0o700)
    elif held is not None:
        held.touch()
    handle = os.open(held or home / "data" / ("" if command == "names" else "catalogs"), os.O_RDONLY)
    before = contents(home / "data")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(Refused, match=r"Another import is writing|being written"):
            run(COMMANDS[command](home))
    finally:
        os.close(handle)
    assert contents(home / "data") == before


def test_of_two_downloads_one_is_told_to_wait(files: Files, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / LOCK).touch()
    with (tmp_path / LOCK).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(FinderError, match="another download into this folder is running"):
            fetch(Web(), release(files), tmp_path)


def test_the_clock_is_asked_in_one_place_and_for_the_day_alone() -> None:
    """So a change to summer time, the turn of a year, and a clock that is set back change no span and no order: these are counted by
    ``time.monotonic``, and an answer takes its day once, when it begins."""
    asks = re.compile(r"date\.today\(|datetime\.now\(|utcnow\(|time\.time\(|localtime\(|getmtime|gmtime\(")
    root = Path(__file__).parents[2]
    modules = [*(root / "finder").rglob("*.py"), *(root / "pages").rglob("*.py"), root / "app.py"]
    assert [path.name for path in modules if asks.search(path.read_text(encoding="utf-8"))] == ["clock.py"]


def test_a_clock_that_is_set_back_hides_no_new_catalog_and_no_kept_answer(home: Path) -> None:
    """A catalog is told apart by its inode and size too, and by its release's own day, never by when it was written."""
    folder = home / "data" / "catalogs"
    old = open_catalog(2026, folder)
    import_release(home / "other", 2026, folder)
    manifest = folder / "2026-2026Q2" / "manifest.json"
    os.utime(manifest, (1, 1))
    new = open_catalog(2026, folder)
    assert new.info.digest != old.info.digest
    cache = ResultCache.open(home / "cache")
    cache.put("compare", b"list", b"1")
    os.utime(home / "cache" / "answers" / "cache.db", (1, 1))
    assert cache.get("compare", b"list") == b"1"
    cache.close()


def test_a_catalog_replaced_while_it_is_read_is_answered_from_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open catalog answers from the old files to the last; one that is just being opened is wholly the new one."""
    folder = home / "data" / "catalogs"
    held = open_catalog(2026, folder)
    request = read_request({"plan_year": 2026, "zip": "01604", "prescriptions": [{"rxcui": "617311", "quantity": "30", "days_supply": 30}]})
    before = answer_compare(held, request)
    checked = whole.check_folder

    def replaced_meanwhile(*given: Any, **named: Any) -> None:
        checked(*given, **named)
        monkeypatch.setattr(whole, "check_folder", checked)
        import_release(home / "other", 2026, folder)

    monkeypatch.setattr(whole, "check_folder", replaced_meanwhile)
    new = open_catalog(2026, folder)
    assert answer_compare(held, request) == before
    after = answer_compare(new, request)
    assert after["catalog"]["digest"] == new.info.digest != before["catalog"]["digest"] == held.info.digest
    assert after["plans"] != before["plans"]
    fresh = answer_compare(MarketCatalog(new.folder), request)
    assert after == fresh
    shutil.rmtree(folder / "2026-2026Q2")
    with pytest.raises(PlansChanged):
        held.specialty_tiers(["H0001-001-000"])
