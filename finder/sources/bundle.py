"""The files of a market wherever they lie: in a folder, in a zip, or in zips inside a zip. Members are read as streams.

Nothing is unpacked to disk under a name that an archive chose, so a member called ``../../etc/passwd`` can do nothing; an inner zip is
copied to a nameless temporary file. What an archive may expand to is bounded before a byte of it is read.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from finder.domain.errors import SourceError

DEEPEST = 3
MOST_MEMBERS = 10_000
MOST_BYTES = 64 * 2**30
SUSPICIOUS_BYTES = 64 * 2**20
SUSPICIOUS_RATIO = 250
"""Text of the public use files shrinks by 10 to 40; a large member that shrinks by more than 250 is no table."""


@dataclass(frozen=True)
class SourceFile:
    """One file: its own name, without folders, and how to open it as bytes. May be opened several times."""

    name: str
    open: Callable[[], IO[bytes]]


class Bundle:
    """The files under a path, opened for reading. A context manager: the files can be read until it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stack = ExitStack()
        self.files: list[SourceFile] = []

    def __enter__(self) -> Bundle:
        try:
            self.files = sorted(self._found(), key=lambda file: file.name)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _found(self) -> Iterator[SourceFile]:
        if self.path.is_dir():
            for path in sorted(self.path.rglob("*")):
                if path.is_file() and path.suffix.lower() == ".zip":
                    yield from self._in_zip(self._opened(path), path.name, 1)
                elif path.is_file() and not path.name.startswith("."):
                    yield SourceFile(path.name, _opener(path))
        elif not self.path.is_file():
            raise SourceError(f"{self.path}: there is no such file or folder.")
        elif zipfile.is_zipfile(self.path):
            yield from self._in_zip(self._opened(self.path), self.path.name, 1)
        else:
            raise SourceError(f"{self.path}: expected a folder or a zip of the CMS public use file, found another kind of file.")

    def _opened(self, path: Path) -> IO[bytes]:
        return self._stack.enter_context(path.open("rb"))

    def _in_zip(self, stream: IO[bytes], name: str, depth: int) -> Iterator[SourceFile]:
        if depth > DEEPEST:
            raise SourceError(f"{name}: expected zips nested at most {DEEPEST} deep, found more.")
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(stream))
        except zipfile.BadZipFile as error:
            raise SourceError(f"{name}: expected a zip, found a damaged one ({error}).") from error
        members = [member for member in archive.infolist() if not member.is_dir()]
        _refuse_bomb(members, name)
        for member in members:
            if member.filename.lower().endswith(".zip"):
                yield from self._in_zip(self._copied(archive, member), f"{name} > {_own_name(member)}", depth + 1)
            elif not _own_name(member).startswith("."):  # what other systems add beside each file: ._name, .DS_Store
                yield SourceFile(_own_name(member), _member_opener(archive, member, name))

    def _copied(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
        """An inner zip in a nameless temporary file: a zip must be read from its end, and a stream inside a zip cannot be."""
        copy = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
        with _opened_member(archive, member, member.filename) as stream:
            shutil.copyfileobj(stream, copy, 1 << 20)
        copy.seek(0)
        return copy


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Callable[[], IO[bytes]]:
    return lambda: cast(IO[bytes], io.BufferedReader(cast(io.RawIOBase, _opened_member(archive, member, name)), 1 << 20))


def _opened_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> IO[bytes]:
    try:
        return archive.open(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:  # RuntimeError: encrypted; NotImplementedError: unknown method
        raise SourceError(f"{name}, {_own_name(member)}: expected a member that can be read, found otherwise ({error}).") from error


def _own_name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").rsplit("/", 1)[-1]


def _refuse_bomb(members: list[zipfile.ZipInfo], name: str) -> None:
    if len(members) > MOST_MEMBERS:
        raise SourceError(f"{name}: expected at most {MOST_MEMBERS:,} files, found {len(members):,}.")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise SourceError(f"{name}: expected at most {MOST_BYTES >> 30} GB of files, found more.")
    for member in members:
        if member.file_size > SUSPICIOUS_BYTES and member.file_size > SUSPICIOUS_RATIO * max(member.compress_size, 1):
            raise SourceError(
                f"{name}, {_own_name(member)}: expected a table, found a member that expands {SUSPICIOUS_RATIO} times and more."
            )
