"""The files of a market in a folder, a zip, or zips inside a zip, read as streams.

Nothing is unpacked: members, and inner zips, are decompressed as they are read. (The directory of an inner zip is at its end and costs one
pass over it.) Members that would climb out of the folder are refused. What an archive may expand to is bounded before it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

from finder.domain.errors import SourceError
from finder.intake.archive import DAMAGED, refuse_odd_members
from finder.intake.limits import RELEASE
from finder.intake.texts import Unfit, shortened

SUSPICIOUS_BYTES = 64 * 2**20
SUSPICIOUS_RATIO = 250
"""Public use files compress 10 to 40 times. A large member that compresses more than 250 times is not a table."""

_CLIMBS = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:")
"""Names of places outside the archive's own folder."""


@dataclass(frozen=True)
class SourceFile:
    """A file: its name without folders, and how to open it as bytes, any number of times."""

    name: str
    open: Callable[[], IO[bytes]]


class Bundle:
    """The files under a path. A context manager: the files can be read until it ends."""

    def __init__(self, path: Path, skip: Callable[[str], bool] | None = None) -> None:
        """``skip`` tells by name which files and inner zips to leave out."""
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
            for path in self._in_folder():
                if self._skip(path.name):
                    continue
                if path.is_file() and path.suffix.lower() == ".zip":
                    yield from self._in_zip(self._opened(path), path.name, 1)
                elif path.is_file() and not path.name.startswith("."):
                    yield SourceFile(path.name, _opener(path))
        elif not self.path.is_file():
            raise SourceError(f"{self.path}: there is no such file or folder.", "no_such_file")
        elif zipfile.is_zipfile(self.path):
            yield from self._in_zip(self._opened(self.path), self.path.name, 1)
        else:
            expected = "a folder or a zip of the CMS public use file"
            raise SourceError(f"{self.path}: expected {expected}, found another kind of file.", "other_files")

    def _in_folder(self) -> list[Path]:
        """Everything below the folder. Raises SourceError for more than any release has, such as a whole disk."""
        found = list(islice(self.path.rglob("*"), RELEASE.parts + 1))
        if len(found) > RELEASE.parts:
            raise SourceError(f"{self.path}: expected a folder of at most {RELEASE.parts:,} files, found more.")
        return sorted(found)

    def _opened(self, path: Path) -> IO[bytes]:
        return self._stack.enter_context(path.open("rb"))

    def _in_zip(self, stream: IO[bytes], name: str, depth: int) -> Iterator[SourceFile]:
        if depth > RELEASE.depth:  # an end, too, to a zip that holds itself
            raise SourceError(f"{name}: expected zips nested at most {RELEASE.depth} deep, found more.")
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(stream))
        except DAMAGED as error:
            raise SourceError(f"{name}: expected a zip, found a damaged one ({shortened(str(error))}).", "damaged") from error
        members = [member for member in archive.infolist() if not member.is_dir()]
        self._refuse_bomb(members, name)
        for member in members:
            own = _own_name(member)
            if own.startswith(".") or self._skip(own):  # what other systems add (._name, .DS_Store), and what is skipped
                continue
            if own.lower().endswith(".zip"):
                inner = self._stack.enter_context(_opened_member(archive, member, name))
                yield from self._in_zip(inner, f"{name} > {own}", depth + 1)
            else:
                yield SourceFile(own, _member_opener(archive, member, name))

    def _refuse_bomb(self, members: list[zipfile.ZipInfo], name: str) -> None:
        """Refuse names that climb, too many members, and members that expand too far. Zips inside a zip are counted together."""
        self._members += len(members)
        self._bytes += sum(member.file_size for member in members)
        if self._members > RELEASE.parts:
            raise SourceError(f"{name}: expected at most {RELEASE.parts:,} files, found {self._members:,}.")
        if self._bytes > RELEASE.expanded:
            raise SourceError(f"{name}: expected at most {RELEASE.expanded >> 30} GB of files, found more.")
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
        refuse_odd_members([member], "a zip")
        return archive.open(member)
    except (Unfit, *DAMAGED) as error:
        found = shortened(str(error))
        raise SourceError(f"{name}, {_own_name(member)[:60]}: expected a member that can be read, found otherwise ({found}).") from error


def _own_name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").rsplit("/", 1)[-1]
