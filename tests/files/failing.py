"""Ways in which a disk, a folder or a clock fails, for real where root can be stopped, else as the system would say it."""

from __future__ import annotations

import errno
import io
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes: every write of this process fails there, those of Arrow, DuckDB and SQLite too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def read_only(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Nothing can be made or opened for writing in a folder by this program: what a read-only disk says, to root too."""
    opens, makes, os_opens = io.open, os.mkdir, os.open

    def refuse(path: object) -> None:
        if isinstance(path, str | os.PathLike) and Path(os.fspath(path)).is_relative_to(folder):
            raise OSError(errno.EROFS, "Read-only file system", str(path))

    def opening(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if set(mode) & set("wax+"):
            refuse(path)
        return opens(path, mode, *more, **named)

    def making(path: Any, *more: Any, **named: Any) -> None:
        refuse(path)
        makes(path, *more, **named)

    def os_opening(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            refuse(path)
        return os_opens(path, flags, *more, **named)

    monkeypatch.setattr(io, "open", opening)
    monkeypatch.setattr("builtins.open", opening)
    monkeypatch.setattr(os, "mkdir", making)
    monkeypatch.setattr(os, "open", os_opening)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
