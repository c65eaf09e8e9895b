"""``/healthz``: the server's health for monitors, beside Streamlit's ``/_stcore/health``, which only says that the process answers."""

from __future__ import annotations

import time
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import runtime

from finder.clock import today
from finder.documents.health import Load, health_document, is_well
from finder.sources.catalog.reading import AllCatalogs, all_catalogs

ADDRESS = "/healthz"
_SECONDS = 10
"""How long a look at the catalogs is good for, so that whoever asks again and again makes no work."""


def health_route() -> Route:
    """The address and what answers it, in a thread of its own."""
    return Route(ADDRESS, _answer, methods=["GET"])


def _answer(_request: Request) -> JSONResponse:
    found = _catalogs_at(int(time.monotonic() // _SECONDS))
    infos = [(catalog.info, bool(answers)) for catalog, answers in zip(found.opened, found.answers, strict=True)]
    health = health_document(infos, found.damaged, today(), _load())
    return JSONResponse(health, 200 if is_well(health) else 503)


@lru_cache(maxsize=1)
def _catalogs_at(_moment: int) -> AllCatalogs:
    return all_catalogs()


def _load() -> Load:
    return Load(visitors=runtime.get_instance()._session_mgr.num_active_sessions(), running=0, waiting=0)
