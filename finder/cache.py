"""Answers kept on disk between runs: a cache that can be read by nobody else, runs nothing that it reads, and never fails a question.

What is in it says nothing to a reader. A key is a keyed hash (the secret lies beside the cache, mode 0600) of the kind of answer, the
program's code, the versions of parameters and catalog, and the inputs. A value is bytes that the caller made: **integers only** (plan
indices, cents; ``from_integers`` and ``to_integers``), never a drug name, a ZIP or another word that the person gave. A forgotten answer is
overwritten, not just unlisted.

diskcache unpickles what it finds (CVE-2025-69872), in its JSONDisk too. ``BytesDisk`` stores and reads raw bytes alone and refuses
every other row; each value carries a keyed checksum, so that a damaged or planted one is a miss. The folder must be ours, mode 0700.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import sqlite3
import stat
import tempfile
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from diskcache import Cache, Disk, Timeout
from diskcache.core import MODE_RAW

from finder import __version__

SIZE_LIMIT = 64 * 2**20
"""Bytes on disk; the entries stored longest ago give way."""
_LOCK_SECONDS = 0.25  # a cache that another process holds longer than this is not waited for
_TRIES_TO_FORGET = 8
_PACKAGE = Path(__file__).parent
_BYTES = 8
_CHECKSUM = 16
_SECRET = 32
_DATABASE = ("cache.db", "cache.db-wal", "cache.db-shm", "cache.db-journal")
# TypeError, KeyError and AttributeError: diskcache takes its settings from the database, and damaged ones meet its own code as such.
_FAILURES = (sqlite3.Error, OSError, ValueError, TypeError, KeyError, AttributeError, Timeout)


@lru_cache(maxsize=1)
def code_version() -> str:
    """A digest of all the program's code, so that a corrected rule or question never answers with what was kept before."""
    hashed = hashlib.blake2b(digest_size=16, person=b"finder code")
    for path in sorted(_PACKAGE.rglob("*.py")):
        hashed.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    return hashed.hexdigest()


class UnusableCache(Exception):
    """Why a folder or file is not used to keep answers in, in a phrase."""


class BytesDisk(Disk):  # type: ignore[misc]  # diskcache has no types
    """Bytes in, bytes out, all inside the database. No row can name a file or hold a pickle."""

    def put(self, key: object) -> tuple[memoryview, bool]:
        """The key as the database stores it. Raises ValueError for anything but bytes."""
        if type(key) is not bytes:
            raise ValueError("a cache key is bytes")
        return sqlite3.Binary(key), True

    def get(self, key: object, raw: object) -> bytes:
        """The key that a row holds. Raises ValueError where the row is not one of ours."""
        if raw != 1 or not isinstance(key, bytes):
            raise ValueError("a cache key that is not raw bytes")
        return key

    def store(self, value: object, read: bool, key: object = None) -> tuple[int, int, None, memoryview]:
        """Size, mode, file name and value of a new row. Raises ValueError for anything but bytes."""
        if read or type(value) is not bytes:
            raise ValueError("a cache value is bytes")
        return 0, MODE_RAW, None, sqlite3.Binary(value)

    def fetch(self, mode: object, filename: object, value: object, read: bool) -> bytes:
        """The value that a row holds. Raises ValueError for a pickle, a text, a file: for anything but raw bytes in the row."""
        if mode != MODE_RAW or filename is not None or read or not isinstance(value, bytes):
            raise ValueError("a cache value that is not raw bytes")
        return value

    def remove(self, file_path: object) -> None:
        """Nothing: no row of ours has a file, and one that names a file is not to be followed."""


class ResultCache:
    """Answers by kind and inputs. An unusable cache is an empty one that keeps nothing.

    ``versions``: of the parameters and the catalog (its digest): an answer is found only under the versions that gave it.
    ``used``: takes the key of each answer that is put or found, so that it can be forgotten.
    ``reason``: why the cache is unusable; else empty.
    """

    def __init__(self, store: Any, secret: bytes, versions: Sequence[str] = (), used: set[bytes] | None = None, reason: str = "") -> None:
        self._store, self._secret, self._versions = store, secret, tuple(versions)
        self._used = set() if used is None else used
        self.reason = reason

    @classmethod
    def open(cls, folder: Path | None = None, *, size_limit: int = SIZE_LIMIT) -> ResultCache:
        """The cache in ``folder`` (default: ``default_folder()``), made if need be; at most about ``size_limit`` bytes on disk.

        Never raises: a folder that is not ours alone, or cannot be used, gives a disabled cache.
        """
        try:
            place = folder if folder is not None else default_folder()
            private_folder(place)
            _nothing_else(place)
            secret = _secret(place / "key")
            return cls(_store(place / "answers", size_limit), secret)
        except (UnusableCache, RuntimeError, *_FAILURES) as error:
            return cls(None, b"", reason=f"no cache: {error}")

    def under(self, *versions: str, used: set[bytes] | None = None) -> ResultCache:
        """The same cache under those versions, noting the keys in ``used``."""
        return ResultCache(self._store, self._secret, versions, used, self.reason)

    def get(self, kind: str, inputs: bytes) -> bytes | None:
        """What was put for that kind and those inputs, or None. Whatever goes wrong is a miss."""
        if self._store is None:
            return None
        key = self._key(kind, inputs)
        try:
            found: bytes | None = self._store.get(key)
        except _FAILURES:
            return None
        if found is None or not hmac.compare_digest(found[:_CHECKSUM], self._checksum(key, found[_CHECKSUM:])):
            return None
        self._used.add(key)
        return found[_CHECKSUM:]

    def put(self, kind: str, inputs: bytes, value: bytes) -> None:
        """Keep ``value`` (integers as bytes, free of words) for that kind and those inputs. Whatever goes wrong, nothing is kept."""
        if self._store is None:
            return
        key = self._key(kind, inputs)
        self._used.add(key)
        with contextlib.suppress(*_FAILURES):
            self._store.set(key, self._checksum(key, value) + value)

    def forget(self, keys: Collection[bytes]) -> None:
        """Remove the answers under those keys, as ``used`` took them."""
        for key in keys if self._store is not None else ():
            for _ in range(_TRIES_TO_FORGET):
                try:
                    self._store.delete(key)
                    break
                except Timeout:
                    continue
                except _FAILURES:
                    break

    def close(self) -> None:
        """Let go of the database."""
        if self._store is not None:
            self._store.close()

    def _key(self, kind: str, inputs: bytes) -> bytes:
        hashed = hashlib.blake2b(key=self._secret, digest_size=32, person=b"finder key")
        for part in (kind.encode(), *(version.encode() for version in (__version__, code_version(), *self._versions)), inputs):
            hashed.update(len(part).to_bytes(8, "big") + part)  # with its length, so that no two lists of parts run together
        return hashed.digest()

    def _checksum(self, key: bytes, value: bytes) -> bytes:
        return hashlib.blake2b(key + value, key=self._secret, digest_size=_CHECKSUM, person=b"finder value").digest()


def default_folder() -> Path:
    """``FINDER_CACHE``, else ``partd-finder`` in the user's cache folder (``XDG_CACHE_HOME`` or ``~/.cache``)."""
    chosen = os.environ.get("FINDER_CACHE")
    if chosen:
        return Path(chosen)
    caches = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(caches) if os.path.isabs(caches) else Path.home() / ".cache") / "partd-finder"


def from_integers(values: Iterable[int]) -> bytes:
    """Integers of 64 bits as bytes, the form in which an answer goes into the cache."""
    return b"".join(value.to_bytes(_BYTES, "little", signed=True) for value in values)


def to_integers(value: bytes) -> list[int]:
    """The integers that ``from_integers`` packed. Raises ValueError for bytes of another length."""
    if len(value) % _BYTES:
        raise ValueError(f"not a multiple of {_BYTES} bytes")
    return [int.from_bytes(value[start : start + _BYTES], "little", signed=True) for start in range(0, len(value), _BYTES)]


def private_folder(folder: Path) -> None:
    """Make the folder with mode 0700, or see that it is a real folder, ours, and closed to everybody else."""
    with contextlib.suppress(FileExistsError):  # looked at below, as a new one is
        folder.mkdir(mode=0o700, parents=True)
    refuse_unless_private(folder, os.lstat(folder), stat.S_ISDIR, "a folder")


def _nothing_else(place: Path) -> None:
    """See that the folder holds a cache or nothing, since damage is mended by writing the secret and the database anew."""
    found = {path.name for path in place.iterdir()}
    other = sorted(name for name in found if name != "answers" and not name.startswith("key"))
    if other or ("key" in found and "answers" not in found and (place / "key").stat().st_size != _SECRET):
        raise UnusableCache(f"{place} is not empty and not a cache of this program")


def refuse_unless_private(path: Path, found: os.stat_result, is_kind: Any, kind: str) -> None:
    """Raise UnusableCache unless a path is of that kind, ours, and closed to everybody else."""
    if not is_kind(found.st_mode):  # lstat: a symbolic link is neither a folder nor a file
        raise UnusableCache(f"{path} is not {kind}")
    if found.st_uid != os.geteuid():
        raise UnusableCache(f"{path} belongs to another user")
    if found.st_mode & 0o077:
        raise UnusableCache(
            f"{path} is open to other users (mode {stat.S_IMODE(found.st_mode):04o}, expected {kind} that only you can open)"
        )


def _secret(path: Path) -> bytes:
    """The secret in that file of mode 0600, made at first use, and made anew where it is damaged: old answers are then never found."""
    secret = _read_secret(path)
    if len(secret) == _SECRET:
        return secret
    handle, beside = tempfile.mkstemp(prefix="key.", dir=path.parent)  # mode 0600
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(_SECRET))
    os.replace(beside, path)
    return _read_secret(path)  # read again: of two processes that both made one, both take the last


def _read_secret(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return b""
    with os.fdopen(handle, "rb") as file:
        refuse_unless_private(path, os.fstat(handle), stat.S_ISREG, "a file")
        return file.read(_SECRET + 1)


def _store(folder: Path, size_limit: int) -> Any:
    """The database in that folder; a damaged one is thrown away and begun again, once."""
    private_folder(folder)
    try:
        return _database(folder, size_limit)
    except (sqlite3.OperationalError, OSError):
        raise  # locked, read-only, full: not damage, and another process may be using it
    except _FAILURES:
        for name in _DATABASE:
            (folder / name).unlink(missing_ok=True)
        return _database(folder, size_limit)


def _refuse_held(path: Path) -> None:
    """Raise sqlite3.OperationalError if another process holds the database for longer than we wait. diskcache would try for a minute."""
    if path.exists():
        with contextlib.closing(sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")


def _database(folder: Path, size_limit: int) -> Any:
    path = folder / _DATABASE[0]
    if os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode):
        raise UnusableCache(f"{path} is not a file")
    _refuse_held(path)
    return Cache(
        str(folder),
        timeout=_LOCK_SECONDS,
        disk=BytesDisk,
        size_limit=size_limit,
        eviction_policy="least-recently-stored",  # a look-up then writes nothing
        sqlite_secure_delete=1,  # a forgotten row is overwritten
        sqlite_journal_mode="delete",  # and stays in no log beside the database
    )
