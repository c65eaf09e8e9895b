"""The files of a market wherever they lie: in a folder, in a zip, or in zips inside a zip. Members are read as streams.

Nothing is unpacked: a member is decompressed while it is read, an inner zip likewise (its directory, at its end, costs one pass over it). A
member that would climb out of its folder is refused, and what an archive may expand to, inner zips together, is bounded before it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
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

_CLIMBS = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:")
"""Names that mean a place outside the folder into which an archive is unpacked."""


@dataclass(frozen=True)
class SourceFile:
    """One file: its own name, without folders, and how to open it as bytes. May be opened several times."""

    name: str
    open: Callable[[], IO[bytes]]


class Bundle:
    """The files under a path, opened for reading. A context manager: the files can be read until it ends."""

    def __init__(self, path: Path, skip: Callable[[str], bool] | None = None) -> None:
        """``skip`` tells by their names which files, and which inner zips, nobody will ask for."""
        self.path = path
        self._skip = skip or (lambda name: False)
        self._stack = ExitStack()
        self._members = self._bytes = 0
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
                if self._skip(path.name):
                    continue
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
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise SourceError(f"{name}: expected a zip, found a damaged one ({error}).") from error
        members = [member for member in archive.infolist() if not member.is_dir()]
        self._refuse_bomb(members, name)
        for member in members:
            own = _own_name(member)
            if own.startswith(".") or self._skip(own):  # what other systems add beside each file (._name, .DS_Store), and what nobody wants
                continue
            if own.lower().endswith(".zip"):
                inner = self._stack.enter_context(_opened_member(archive, member, name))
                yield from self._in_zip(inner, f"{name} > {own}", depth + 1)
            else:
                yield SourceFile(own, _member_opener(archive, member, name))

    def _refuse_bomb(self, members: list[zipfile.ZipInfo], name: str) -> None:
        """Refuse names that climb, too many members, and members that expand too far; zips inside a zip count together."""
        self._members += len(members)
        self._bytes += sum(member.file_size for member in members)
        if self._members > MOST_MEMBERS:
            raise SourceError(f"{name}: expected at most {MOST_MEMBERS:,} files, found {self._members:,}.")
        if self._bytes > MOST_BYTES:
            raise SourceError(f"{name}: expected at most {MOST_BYTES >> 30} GB of files, found more.")
        for member in members:
            if _CLIMBS.search(member.filename.replace("\\", "/")):
                raise SourceError(f"{name}: expected files inside the zip's own folder, found one called {member.filename[:80]!r}.")
            if member.file_size > SUSPICIOUS_BYTES and member.file_size > SUSPICIOUS_RATIO * max(member.compress_size, 1):
                expands = f"expected a table, found a member that expands {SUSPICIOUS_RATIO} times and more"
                raise SourceError(f"{name}, {_own_name(member)}: {expands}.")


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
