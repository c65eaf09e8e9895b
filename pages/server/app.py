"""Streamlit's app with our own parts in it, and the clock that forgets."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import streamlit.runtime.memory_media_file_storage
import streamlit.runtime.memory_session_storage
import streamlit.runtime.memory_uploaded_file_manager
import streamlit.runtime.runtime
from starlette.middleware import Middleware
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.pages_manager import PagesManager

from finder.serving.exposure import is_shared
from pages.server.downloads import Downloads, OwnedFiles
from pages.server.files import files_allowed, most_visitors
from pages.server.gate import Gate
from pages.server.logs import quiet_logs
from pages.server.uploads import Uploads
from pages.server.visits import Visits
from pages.server.warm import warm

SECONDS_BETWEEN_SWEEPS = 1.0
_OBJECTS_BETWEEN_COLLECTIONS = 20_000
"""Python's own number, 700, is for small programs: a page makes tens of thousands of objects, and few of them in circles."""
_OUR_PARTS = (
    (streamlit.runtime.memory_media_file_storage, "MemoryMediaFileStorage", Downloads),
    (streamlit.runtime.memory_session_storage, "MemorySessionStorage", Visits),
    (streamlit.runtime.memory_uploaded_file_manager, "MemoryUploadedFileManager", Uploads),
    (streamlit.runtime.runtime, "MediaFileManager", OwnedFiles),
)
"""Streamlit has an interface for each of these parts, and takes them as arguments of its runtime, but ``st.App`` makes its runtime itself:
so ours take the names under which it looks for them. tests/server fails where a later Streamlit looks elsewhere."""


def use_our_parts() -> None:
    """Before ``st.App`` is made."""
    for module, name, ours in _OUR_PARTS:
        setattr(module, name, ours)
    # else the first visitor of a server who comes by the address of a page gets that file alone, without the doors
    PagesManager.uses_pages_directory = False
    # uvloop, where somebody has installed it, reads all that comes into one piece of memory that is never overwritten (decision 120)
    sys.modules["uvloop"] = None  # type: ignore[assignment]


def gate() -> Middleware:
    """What runs just before Streamlit."""
    return Middleware(Gate, downloads=_downloads, uploads=_uploads, most=most_visitors(files_allowed()))


@asynccontextmanager
async def forgetting(_app: Any) -> AsyncIterator[None]:
    """While the server runs, forget those who left."""
    quiet_logs()
    if is_shared(os.environ):  # at one's own machine, a page that is drawn at once counts for more
        await asyncio.to_thread(warm)
    gc.collect()
    gc.freeze()  # what every visitor shares is not looked through again; nobody is here yet, as what is set aside is never collected
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sweeper = asyncio.create_task(_sweep_on(), name="sweep")
    try:
        yield
    finally:
        sweeper.cancel()


async def _sweep_on() -> None:
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_SWEEPS)
        sweep()


def sweep() -> None:
    """Forget the sessions and downloads whose time is over, and what of them Python has not yet given back."""
    server, visits = runtime.get_instance(), _visits()
    over = visits.over()
    for session_id in over:
        server.close_session(session_id)
        visits.delete(session_id)
    for visit in server._session_mgr.list_active_sessions():
        _forget_fields(visit.session)
    _downloads().expire()
    server.media_file_mgr.remove_orphaned_files()
    if over:
        gc.collect()  # a session holds itself


def _forget_fields(session: AppSession) -> None:
    """What the last press sent, which Streamlit keeps for developers' reruns. A copy, since a message never gives memory back by itself."""
    kept = session._client_state
    if kept.HasField("widget_states"):
        kept.ClearField("widget_states")
        session._client_state = ClientState.FromString(kept.SerializeToString())


def _downloads() -> Downloads:
    return cast(Downloads, runtime.get_instance().media_file_mgr._storage)


def _uploads() -> Uploads:
    return cast(Uploads, runtime.get_instance().uploaded_file_mgr)


def _visits() -> Visits:
    return cast(Visits, runtime.get_instance()._session_mgr._session_storage)
