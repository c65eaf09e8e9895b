"""Object code kept on disk between runs, in a folder that only the user can open. Each file carries the digest of its bytes.

A file that is damaged, another's or open to others is never loaded: its law is compiled again, and the file replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from finder.cache import UnusableCache, default_folder, private_folder, refuse_unless_private

try:
    import fcntl
except ImportError:  # Windows: two processes may compile the same
    fcntl = None  # type: ignore[assignment]

_HEAD = b"finder object 1\n"
_DIGEST = hashlib.sha256().digest_size
_MOST_KEPT = 24
"""Files: the laws of a few versions of this program. The oldest give way."""


class ObjectStore:
    """Object code by name. A folder that cannot be used keeps nothing; ``reason`` says why."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.reason = folder, ""
        try:
            private_folder(folder)
        except (UnusableCache, OSError) as error:
            self.reason = str(error)

    @classmethod
    def of_user(cls) -> ObjectStore:
        """The store beside the user's cache of answers."""
        answers = default_folder()
        return cls(answers.with_name(f"{answers.name}-compiled"))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process is here. Where nothing can be kept, nobody waits."""
        if self.reason or fcntl is None:
            yield
            return
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def read(self, name: str) -> bytes | None:
        """The code kept under a name; None where there is none, or another byte than was kept."""
        if self.reason:
            return None
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                refuse_unless_private(self.folder / name, os.fstat(handle), stat.S_ISREG, "a file")
                kept = file.read()
        except (OSError, UnusableCache):
            return None
        head, code = kept[: len(_HEAD) + _DIGEST], kept[len(_HEAD) + _DIGEST :]
        return code if hmac.compare_digest(head, _head(code)) else None

    def write(self, name: str, code: bytes) -> None:
        """Keep code under a name, whole or not at all. Whatever goes wrong, nothing is kept."""
        if self.reason:
            return
        with contextlib.suppress(OSError):
            handle, beside = tempfile.mkstemp(prefix="new.", dir=self.folder)  # mode 0600
            with os.fdopen(handle, "wb") as file:
                file.write(_head(code) + code)
            os.replace(beside, self.folder / name)
            for old in sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-_MOST_KEPT]:
                old.unlink()


def _head(code: bytes) -> bytes:
    return _HEAD + hashlib.sha256(code).digest()
