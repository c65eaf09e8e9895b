"""Files that a visitor may download: under a name that cannot be guessed, for their own browser alone, and not for long.

Streamlit names a file by a hash of its content and gives it to anybody, so that whoever guesses a list can test whether somebody has it.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorage, MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryFile, get_extension_for_mimetype
from streamlit.runtime.scriptrunner import get_script_run_ctx

VISIT = "finder_visit"
"""The cookie that tells one browser from another. It says nothing else and ends with the browser."""
SECONDS_TO_TAKE = 60
"""How long a file that was made at a press can be taken."""


class Owner(NamedTuple):
    """Whose file it is: a session, and the cookie of its browser."""

    session: str
    visit: str


_NOBODY = Owner("", "")
_making: ContextVar[Owner] = ContextVar("making", default=_NOBODY)


class _Kept(NamedTuple):
    file: MemoryFile
    owner: Owner
    until: float


class Downloads(MediaFileStorage):
    """The files, in memory."""

    def __init__(self, media_endpoint: str) -> None:
        self._endpoint, self._secret = media_endpoint, secrets.token_bytes(32)
        self._kept: dict[str, _Kept] = {}

    def load_and_get_id(self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None) -> str:
        """Keep a file; its name is the same while session and content are, so that a page that is drawn again keeps its link."""
        if isinstance(path_or_data, str):
            raise MediaFileStorageError  # no file of the disk is served
        owner = owner_now()
        name = hashlib.blake2b(key=self._secret, digest_size=24)
        for part in (owner.session, owner.visit, mimetype, filename or ""):
            name.update(part.encode("utf-8", "surrogatepass") + b"\0")
        name.update(path_or_data)
        until = time.monotonic() + SECONDS_TO_TAKE if get_script_run_ctx(suppress_warning=True) is None else float("inf")
        self._kept[name.hexdigest()] = _Kept(MemoryFile(path_or_data, mimetype, kind, filename), owner, until)
        return name.hexdigest()

    def get_file(self, filename: str) -> MemoryFile:
        """The file of that name, as its address has it. Raises MediaFileStorageError if there is none."""
        kept = self._kept.get(_id_of(filename))
        if kept is None or kept.until < time.monotonic():
            raise MediaFileStorageError
        return kept.file

    def get_url(self, file_id: str) -> str:
        """The address of a file. Raises MediaFileStorageError if there is none."""
        return f"{self._endpoint}/{file_id}{get_extension_for_mimetype(self.get_file(file_id).mimetype)}"

    def delete_file(self, file_id: str) -> None:
        """Forget a file."""
        self._kept.pop(file_id, None)

    def is_of(self, filename: str, visit: str) -> bool:
        """Whether a file of that name is there for the browser with that cookie."""
        kept = self._kept.get(_id_of(filename))
        return kept is not None and bool(visit) and secrets.compare_digest(kept.owner.visit.encode(), visit.encode())

    def expire(self) -> None:
        """Forget the files whose time is over."""
        now = time.monotonic()
        for name in [name for name, kept in self._kept.items() if kept.until < now]:
            self.delete_file(name)


class OwnedFiles(MediaFileManager):
    """Streamlit's keeper of downloads, which also knows whose a file is that is made at a press, outside the visitor's script."""

    def add_deferred(self, data_callable: Callable[[], Any], *args: Any, **options: Any) -> str:
        """Keep what makes the file."""
        return super().add_deferred(partial(_made_for, owner_now(), data_callable), *args, **options)


def _made_for(owner: Owner, make: Callable[[], Any]) -> Any:
    _making.set(owner)
    return make()


def owner_now() -> Owner:
    """Whose script runs, or whose file is being made."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return _making.get()
    return Owner(context.session_id, st.context.cookies.get(VISIT, ""))


def _id_of(filename: str) -> str:
    return filename.partition(".")[0]
