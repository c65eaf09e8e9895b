"""A file that somebody uploaded, read like a path: it is never on disk."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, Any, cast


class _InMemory:
    """What the readers of members and answers ask of a path."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self._data = name, data
        self.suffix = Path(name).suffix

    def is_dir(self) -> bool:
        """Never."""
        return False

    def open(self, mode: str = "r", encoding: str | None = None, newline: str | None = None) -> IO[Any]:
        """The bytes, or the text."""
        data = io.BytesIO(self._data)
        return data if "b" in mode else io.TextIOWrapper(data, encoding=encoding, newline=newline)


def as_path(name: str, data: bytes) -> Path:
    """An uploaded file in place of a path. Parquet can't be read from it."""
    return cast(Path, _InMemory(name, data))
