"""What stands between the door (``finder.serving.guard``) and Streamlit: downloads for their own browser alone, limits of uploads, and the
messages that a page may send."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.cookies import SimpleCookie

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from finder.intake.limits import UPLOAD
from pages.parts.own_machine import is_of_own_machine
from pages.server.downloads import VISIT, Downloads
from pages.server.logs import new_request
from pages.server.uploads import FRAME, Uploads
from pages.server.visits import closing_code, earlier_session, is_known

_DOWNLOAD = re.compile(r"(?<!/static)/media/([^/]+)$")
_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
_MAY_SEND = ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request")
"""What our pages send. Streamlit's other messages serve developers: ``clear_cache`` empties what all visitors share."""
_MAY_ASK = ("deferred_file", "dataframe_chunk")
"""Of the server, by name: a file at a press, more rows of a table."""


_TRY_AGAIN_LATER = 1013
_DRAW = BackMsg(rerun_script=ClientState()).SerializeToString()
_BEAT = BackMsg(app_heartbeat=True).SerializeToString()


class Gate:
    """Runs just before Streamlit. ``most``: visitors at once."""

    def __init__(self, app: ASGIApp, downloads: Callable[[], Downloads], uploads: Callable[[], Uploads], most: int) -> None:
        self._app, self._downloads, self._uploads = app, downloads, uploads
        self._here, self._most = 0, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or connection."""
        number = new_request()
        if scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _named(scope, send, number))
        else:
            await self._app(scope, receive, send)

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._here >= self._most:
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER})
            return
        code: list[int] = []
        closing_code.set(code)
        self._here += 1
        try:
            await self._app(scope, _heard(receive, code, earlier_session(Headers(scope=scope))), send)
        finally:
            self._here -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, headers = scope["path"], Headers(scope=scope)
        asked = _DOWNLOAD.search(path)
        if asked and not self._downloads().is_of(asked[1], _cookies(headers).get(VISIT, "")):
            return await _refuse(HTTPStatus.NOT_FOUND)(scope, receive, send)
        brought = _UPLOAD.search(path)
        if brought and scope["method"] == "PUT":
            return await self._take(brought[1], headers, scope, receive, send)
        await self._app(scope, receive, send)

    async def _take(self, session_id: str, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        length, uploads = headers.get("content-length", ""), self._uploads()
        size = int(length) if length.isascii() and length.isdigit() else None
        if refused := uploads.refused(session_id, size, own_machine=is_of_own_machine(headers)):
            await _let_pass(receive, size)
            return await _refuse(refused)(scope, receive, send)
        uploads.arriving += size or 0
        try:
            with suppress(ClientDisconnect):  # a tab closed halfway
                await self._app(scope, receive, send)
        finally:
            uploads.arriving -= size or 0


async def _let_pass(receive: Receive, size: int | None) -> None:
    """Hear a refused file out without keeping it, else the browser may see a broken connection in place of the answer."""
    left = min(size or 0, UPLOAD.bytes + FRAME)
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _refuse(status: HTTPStatus) -> PlainTextResponse:
    return PlainTextResponse(status.phrase, status, {"Connection": "close"})


def _cookies(headers: Headers) -> dict[str, str]:
    return cookie_parser(headers.get("cookie", ""))


def _heard(receive: Receive, code: list[int], earlier: str) -> Receive:
    """The messages of a page: those that ours send, and the code with which it left."""

    due, comes = False, False

    async def heard() -> Message:
        nonlocal due, comes
        if comes:
            comes = False
            if earlier and not is_known(earlier):  # a page that connects again waits: else an old answer would stand over an empty list
                return {"type": "websocket.receive", "bytes": _DRAW}
        if due:  # Streamlit holds a message till the next one comes: a beat takes the place of what was typed
            due = False
            return {"type": "websocket.receive", "bytes": _BEAT}
        while True:
            message = await receive()
            comes = message["type"] == "websocket.connect"
            if message["type"] == "websocket.disconnect":
                code.append(message.get("code") or 0)
            if message["type"] != "websocket.receive" or not message.get("bytes"):
                return message
            if _may_send(message["bytes"]):
                due = message["bytes"] != _BEAT
                return message

    return heard


def _may_send(message: bytes) -> bool:
    try:
        told = BackMsg.FromString(message)
    except DecodeError:
        return True  # Streamlit closes the connection
    kind = told.WhichOneof("type")
    if kind == "backend_operation_request":
        return told.backend_operation_request.WhichOneof("payload") in _MAY_ASK
    return kind in _MAY_SEND


def _named(scope: Scope, send: Send, number: str) -> Send:
    """Each answer names its request, and each browser gets a cookie of its own with its first page."""

    async def answered(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = number
            if headers.get("content-type", "").startswith("text/html") and VISIT not in _cookies(Headers(scope=scope)):
                headers.append("Set-Cookie", _visit_cookie())
        await send(message)

    return answered


def _visit_cookie() -> str:
    cookie: SimpleCookie = SimpleCookie({VISIT: secrets.token_urlsafe(32)})
    cookie[VISIT].update({"path": "/", "httponly": True, "samesite": "Strict"})
    return cookie[VISIT].OutputString()
