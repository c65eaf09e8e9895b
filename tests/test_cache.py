"""The cache: what it keeps, what it refuses to read, and that nothing wrong with it ever reaches a question."""

from __future__ import annotations

import os
import pickle
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from types import SimpleNamespace

import pytest

from finder import cache as cache_module
from finder.cache import BytesDisk, ResultCache, default_folder, from_integers, to_integers

PERSON = b'{"zip": "01604", "prescriptions": [{"name": "Eliquis 5 MG Oral Tablet", "rxcui": "1364447"}]}'
VERSIONS = ("parameters-1", "catalog-abc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def cache(folder: Path) -> Iterator[ResultCache]:
    opened = ResultCache.open(folder).under(*VERSIONS)
    assert opened.reason == ""
    yield opened
    opened.close()


def database(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "answers" / "cache.db", isolation_level=None)


def test_an_answer_put_is_found_by_the_next_run(cache: ResultCache, folder: Path) -> None:
    cache.put("compare", PERSON, from_integers([3, 63_625, -1]))
    cache.close()
    again = ResultCache.open(folder).under(*VERSIONS)
    found = again.get("compare", PERSON)
    assert found is not None
    assert to_integers(found) == [3, 63_625, -1]
    again.close()


def test_another_kind_input_or_version_is_a_miss(cache: ResultCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put("compare", PERSON, b"1")
    assert cache.get("ledger", PERSON) is None
    assert cache.get("compare", PERSON + b" ") is None
    assert cache.under("parameters-2", "catalog-abc").get("compare", PERSON) is None
    assert cache.under("parameters-1", "catalog-xyz").get("compare", PERSON) is None
    assert cache.under("parameters-1catalog-abc").get("compare", PERSON) is None
    assert cache.under(*VERSIONS).get("compare", PERSON) == b"1"
    monkeypatch.setattr(cache_module, "__version__", "99.0.0")
    assert cache.get("compare", PERSON) is None


@pytest.mark.parametrize("room", ["adjudication", "domain", "parameters", "questions/plans", "rules", "sources/catalog"])
def test_after_a_change_of_the_code_an_answer_is_a_miss(
    cache: ResultCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    changed = tmp_path / "finder" / room / "rule.py"
    changed.parent.mkdir(parents=True)
    changed.write_text("share = 1\n")
    monkeypatch.setattr(cache_module, "_PACKAGE", tmp_path / "finder")
    try:
        cache_module.code_version.cache_clear()
        cache.put("compare", PERSON, b"1")
        assert cache.get("compare", PERSON) == b"1"
        changed.write_text("share = 2\n")
        cache_module.code_version.cache_clear()
        assert cache.get("compare", PERSON) is None
    finally:
        cache_module.code_version.cache_clear()


# --- forgetting ---


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_one_visitor_put_or_found_is_forgotten_and_the_rest_stays(folder: Path) -> None:
    opened = ResultCache.open(folder)
    one: set[bytes] = set()
    another: set[bytes] = set()
    mine, theirs = opened.under(*VERSIONS, used=one), opened.under(*VERSIONS, used=another)
    mine.put("how sure", b"mine", b"1")
    theirs.put("how sure", b"theirs", b"2")
    theirs.put("how sure", b"shared", b"3")
    assert mine.get("how sure", b"shared") == b"3"
    assert mine.get("how sure", b"never asked") is None
    assert (len(one), len(another), len(one & another)) == (2, 2, 1)
    opened.forget(one)
    assert mine.get("how sure", b"mine") is None
    assert mine.get("how sure", b"shared") is None
    assert theirs.get("how sure", b"theirs") == b"2"
    opened.close()


def test_a_forgotten_answer_is_overwritten_on_the_disk(folder: Path) -> None:
    used: set[bytes] = set()
    cache = ResultCache.open(folder).under(*VERSIONS, used=used)
    cache.put("how sure", PERSON, b"an answer to look for")
    (key,) = used
    assert key in everything_in(folder)
    assert b"an answer to look for" in everything_in(folder)
    cache.forget(used)
    assert key not in everything_in(folder)
    assert b"an answer to look for" not in everything_in(folder)
    cache.close()


def test_forgetting_waits_for_another_process(folder: Path) -> None:
    used: set[bytes] = set()
    cache = ResultCache.open(folder).under(*VERSIONS, used=used)
    cache.put("how sure", PERSON, b"1")
    other = sqlite3.connect(folder / "answers" / "cache.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    Timer(0.6, lambda: other.execute("ROLLBACK")).start()  # more than one try takes
    cache.forget(used)
    assert cache.get("how sure", PERSON) is None
    cache.close()


def test_no_drug_place_or_input_can_be_read_in_the_folder(cache: ResultCache, folder: Path) -> None:
    cache.put("compare", PERSON, from_integers([12, 205_500, 1_364_447]))
    cache.close()
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"cache.db", "key"}
    for path in files:
        content = path.read_bytes().lower()
        for word in (b"eliquis", b"01604", b"1364447", b"prescriptions", b"compare"):
            assert word not in content


def test_the_same_question_has_another_key_under_another_secret(tmp_path: Path) -> None:
    keys = []
    for name in ("one", "two"):
        cache = ResultCache.open(tmp_path / name).under(*VERSIONS)
        cache.put("compare", PERSON, b"1")
        cache.close()
        keys.append(database(tmp_path / name).execute("SELECT key FROM Cache").fetchall())
    assert len(keys[0]) == len(keys[1]) == 1
    assert keys[0] != keys[1]


def test_folder_and_secret_are_closed_to_others_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        ResultCache.open(folder).close()
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "answers", folder / "key")}
    assert modes == {"cache": 0o700, "answers": 0o700, "key": 0o600}
    assert len((folder / "key").read_bytes()) == 32


# --- what would run or lead astray ---


class Bomb:
    """A pickle that makes a file when it is read."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        return os.mkdir, (str(self.target), 0o700)


@pytest.fixture
def planted(cache: ResultCache, folder: Path, tmp_path: Path) -> tuple[ResultCache, sqlite3.Connection, bytes, Path]:
    cache.put("compare", PERSON, b"1")
    target = tmp_path / "it-ran"
    return cache, database(folder), pickle.dumps(Bomb(target)), target


def test_the_bomb_of_these_tests_goes_off_where_pickle_is_read(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Bomb(tmp_path / "it-ran")))
    assert (tmp_path / "it-ran").exists()


def test_a_pickle_planted_as_a_value_is_a_miss_and_never_runs(planted: tuple[ResultCache, sqlite3.Connection, bytes, Path]) -> None:
    cache, rows, bomb, target = planted
    rows.execute("UPDATE Cache SET mode = 4, value = ?", (bomb,))
    assert cache.get("compare", PERSON) is None
    assert not target.exists()


def test_a_pickle_planted_in_a_file_is_a_miss_and_never_runs(
    planted: tuple[ResultCache, sqlite3.Connection, bytes, Path], folder: Path
) -> None:
    cache, rows, bomb, target = planted
    (folder / "answers" / "x.val").write_bytes(bomb)
    rows.execute("UPDATE Cache SET mode = 4, value = NULL, filename = 'x.val'")
    assert cache.get("compare", PERSON) is None
    assert not target.exists()


def test_a_pickle_planted_as_a_key_never_runs(planted: tuple[ResultCache, sqlite3.Connection, bytes, Path]) -> None:
    cache, rows, bomb, target = planted
    rows.execute("UPDATE Cache SET raw = 0, key = ?", (bomb,))
    with pytest.raises(ValueError, match="not raw bytes"):
        list(cache._store)
    assert cache.get("compare", PERSON) is None
    assert not target.exists()


@pytest.mark.parametrize("mode", [0, 2, 3, 4, 5, None, "1"])
def test_every_mode_but_raw_is_refused(tmp_path: Path, mode: object) -> None:
    (tmp_path / "x").write_bytes(b"1")
    disk = BytesDisk(str(tmp_path))
    for filename, value in ((None, b"1"), ("x", None)):
        with pytest.raises(ValueError, match="not raw bytes"):
            disk.fetch(mode, filename, value, False)


def test_a_row_that_names_a_file_elsewhere_neither_shows_nor_deletes_it(
    planted: tuple[ResultCache, sqlite3.Connection, bytes, Path], tmp_path: Path
) -> None:
    cache, rows, _bomb, _target = planted
    (tmp_path / "private.txt").write_text("a letter")
    rows.execute("UPDATE Cache SET mode = 2, value = NULL, filename = '../../private.txt'")
    assert cache.get("compare", PERSON) is None
    cache.put("compare", PERSON, b"2")
    cache.forget([key for (key,) in rows.execute("SELECT key FROM Cache")])
    assert rows.execute("SELECT count(*) FROM Cache").fetchone() == (0,)
    assert (tmp_path / "private.txt").read_text() == "a letter"


@pytest.mark.parametrize("wrong", [{"key": 1}, {"key": "word"}, {"key": None}])
def test_only_bytes_are_keys_and_values(tmp_path: Path, wrong: dict[str, object]) -> None:
    disk = BytesDisk(str(tmp_path))
    with pytest.raises(ValueError, match="is bytes"):
        disk.put(wrong["key"])
    with pytest.raises(ValueError, match="is bytes"):
        disk.store(wrong["key"], False)


def test_a_value_that_was_changed_or_moved_to_another_key_is_a_miss(cache: ResultCache, folder: Path) -> None:
    cache.put("compare", PERSON, b"mine")
    cache.put("ledger", PERSON, b"another")
    rows = database(folder)
    (first, one), (second, two) = rows.execute("SELECT rowid, value FROM Cache ORDER BY rowid").fetchall()
    rows.execute("UPDATE Cache SET value = ? WHERE rowid = ?", (two, first))
    assert cache.get("compare", PERSON) is None
    rows.execute("UPDATE Cache SET value = ? WHERE rowid = ?", (one[:-1] + bytes([one[-1] ^ 1]), first))
    assert cache.get("compare", PERSON) is None
    assert cache.get("ledger", PERSON) == b"another"
    assert second != first


# --- folders that are not ours alone ---


def refused(folder: Path, because: str) -> None:
    cache = ResultCache.open(folder)
    assert because in cache.reason
    assert cache.reason.startswith("no cache: ")
    cache.put("compare", PERSON, b"1")
    cache.forget([b"0" * 32])
    cache.close()
    assert cache.get("compare", PERSON) is None


def test_a_symbolic_link_is_refused_even_to_a_folder_of_ours(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    refused(tmp_path / "link", "is not a folder")
    assert list((tmp_path / "real").iterdir()) == []


def test_a_link_in_place_of_the_database_folder_database_or_key_is_refused(tmp_path: Path) -> None:
    for name in ("answers", "answers/cache.db", "key"):
        folder = tmp_path / name.replace("/", "-")
        ResultCache.open(folder).close()
        place = folder / name
        place.rename(tmp_path / "elsewhere")
        place.symlink_to(tmp_path / "elsewhere")
        cache = ResultCache.open(folder)
        assert cache.reason.startswith("no cache: "), name
        assert cache.get("compare", PERSON) is None
        (tmp_path / "elsewhere").rename(tmp_path / f"was-{folder.name}")


@pytest.mark.parametrize("mode", [0o777, 0o750, 0o701, 0o702, 0o740])
def test_a_folder_open_to_group_or_world_is_refused(folder: Path, mode: int) -> None:
    folder.mkdir()
    folder.chmod(mode)
    refused(folder, "is open to other users")


def test_a_secret_open_to_others_is_refused(folder: Path) -> None:
    ResultCache.open(folder).close()
    (folder / "key").chmod(0o644)
    refused(folder, "is open to other users")


def test_a_folder_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ResultCache.open(folder).close()
    me = os.geteuid()
    monkeypatch.setattr(cache_module, "os", SimpleNamespace(**{**vars(os), "geteuid": lambda: me + 1}))
    refused(folder, "belongs to another user")


def test_a_folder_that_cannot_be_made_or_written_disables_the_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.parent.joinpath("file").write_text("")
    refused(folder.parent / "file" / "cache", "Not a directory")
    refused(folder.parent / "file", "is not a folder")

    def read_only(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cache_module.tempfile, "mkstemp", read_only)
    refused(folder, "Permission denied")


@pytest.mark.parametrize("name", ["notes.txt", "key"])
def test_a_folder_with_files_of_somebody_else_is_left_as_it_is(folder: Path, name: str) -> None:
    folder.mkdir(mode=0o700)
    (folder / name).write_bytes(b"mine")
    (folder / name).chmod(0o600)
    refused(folder, "is not empty and not a cache of this program")
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == b"mine"


# --- damage ---


@pytest.mark.parametrize("content", [b"", b"not a database", bytes(range(256)) * 64])
def test_a_damaged_database_is_begun_again(folder: Path, content: bytes) -> None:
    cache = ResultCache.open(folder)
    cache.put("compare", PERSON, b"1")
    cache.close()
    (folder / "answers" / "cache.db").write_bytes(content)
    again = ResultCache.open(folder)
    assert again.reason == ""
    assert again.get("compare", PERSON) is None
    again.put("compare", PERSON, b"2")
    assert again.get("compare", PERSON) == b"2"
    again.close()


def test_a_database_damaged_while_it_is_open_is_a_miss(cache: ResultCache, folder: Path) -> None:
    cache.put("compare", PERSON, b"1")
    database(folder).execute("DROP TABLE Cache")
    assert cache.get("compare", PERSON) is None
    cache.put("compare", PERSON, b"2")
    assert cache.get("compare", PERSON) is None


def test_damaged_settings_do_not_reach_the_caller(cache: ResultCache, folder: Path) -> None:
    cache.close()
    database(folder).execute("INSERT INTO Settings VALUES ('disk_unheard_of', 'x')")
    again = ResultCache.open(folder).under(*VERSIONS)
    again.put("compare", PERSON, b"1")
    assert again.get("compare", PERSON) == b"1"
    again.close()


def test_a_database_locked_by_another_process_is_a_miss_and_is_not_thrown_away(cache: ResultCache, folder: Path) -> None:
    cache.put("compare", PERSON, b"1")
    other = database(folder)
    other.execute("BEGIN EXCLUSIVE")
    cache.put("compare", b"other", b"2")  # waits a quarter of a second, then gives up
    other.execute("ROLLBACK")
    assert cache.get("compare", b"other") is None
    assert cache.get("compare", PERSON) == b"1"


def test_a_cache_that_another_process_holds_is_not_waited_for(cache: ResultCache, folder: Path) -> None:
    """Opening one used to try for 60 seconds."""
    cache.put("compare", b"list", b"answer")
    cache.close()
    held = sqlite3.connect(folder / "answers" / "cache.db", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    locked = ResultCache.open(folder)
    assert time.monotonic() - began < 2
    assert locked.reason == "no cache: database is locked"
    assert locked.get("compare", b"list") is None
    held.execute("ROLLBACK")
    held.close()
    again = ResultCache.open(folder)
    assert again.under(*VERSIONS).get("compare", b"list") == b"answer"
    again.close()


def test_a_damaged_secret_is_made_anew_and_the_old_answers_are_misses(cache: ResultCache, folder: Path) -> None:
    cache.put("compare", PERSON, b"1")
    cache.close()
    (folder / "key").write_bytes(b"short")
    again = ResultCache.open(folder).under(*VERSIONS)
    assert again.reason == ""
    assert again.get("compare", PERSON) is None
    assert len((folder / "key").read_bytes()) == 32
    again.close()


# --- size and place ---


def test_the_folder_stays_within_its_bound(folder: Path) -> None:
    limit = 400_000
    cache = ResultCache.open(folder, size_limit=limit)
    for number in range(100):  # 100 values of 20,000 bytes that do not compress: 2,000,000 bytes, five times the bound
        cache.put("ledger", str(number).encode(), os.urandom(20_000))
    assert cache.get("ledger", b"99") is not None
    assert cache.get("ledger", b"0") is None
    cache.close()
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= limit + 50_000  # a page or two, and one value


def test_the_folder_is_the_chosen_one_else_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_CACHE", str(tmp_path / "chosen"))
    assert default_folder() == tmp_path / "chosen"
    monkeypatch.delenv("FINDER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "partd-finder"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".cache" / "partd-finder"


def test_integers_come_back_and_other_bytes_are_refused() -> None:
    assert to_integers(from_integers([0, -1, 2**62])) == [0, -1, 2**62]
    assert from_integers([1]) == b"\x01" + b"\x00" * 7
    with pytest.raises(ValueError, match="multiple"):
        to_integers(b"123")
