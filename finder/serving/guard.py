"""The door of the pages: an ASGI layer that refuses foreign hosts and origins and too many requests of one address, and puts the security
headers on every answer.

It runs before Streamlit sees a request. Streamlit asks an outside address service who it is when a WebSocket comes from an origin that it
does not know; behind this door every origin is the host that was asked, so it never has to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from finder.serving.headers import secured
from finder.serving.rates import Rates, address_behind

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
_STARTS = {"http.response.start": "http", "websocket.http.response.start": "http", "websocket.accept": "websocket"}


class Refusal(NamedTuple):
    """The status of a request that is not let in, and the sentence that the asker reads."""

    status: int
    sentence: str


WRONG_HOST = Refusal(421, "This server does not answer under that name.")
WRONG_ORIGIN = Refusal(403, "This server does not answer pages of other sites.")
TOO_MANY = Refusal(429, "Too many requests came from your address. Please wait a minute.")
FAILED = Refusal(500, "The server could not answer.")


class Guard:
    """Lets in what was asked of one of ``hosts`` by its own pages."""

    def __init__(self, app: Application, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = tuple(host.strip().lower() for host in hosts)
        self.rates = Rates()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on and add the headers to its answer."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_secured(message: Message) -> None:
            nonlocal begun
            if message["type"] in _STARTS:
                begun = True
                message["headers"] = secured(message.get("headers", ()), str(scope["path"]), scope["scheme"] in ("https", "wss"))
            await send(message)

        refused = refusal(scope["headers"], self.hosts)
        address = address_behind(scope["headers"])
        if refused is None and address is not None and not self.rates.let_in(address):
            refused = TOO_MANY
        if refused is not None:
            await _answer(refused, scope, send_secured)
            return
        try:
            await self.app(scope, receive, send_secured)
        except Exception:
            # Starlette answers a failure outside of every layer, so without the headers
            if not begun and scope["type"] == "http":
                await _answer(FAILED, scope, send_secured)
            raise


def refusal(headers: Sequence[tuple[bytes, bytes]], hosts: Sequence[str]) -> Refusal | None:
    """Why a request with those headers is not let in; nothing where it is."""
    asked = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(asked) != 1 or not _is_among(asked[0], hosts):
        return WRONG_HOST
    origins = [value.decode("latin-1") for name, value in headers if name == b"origin"]
    return None if all(_place(origin) == asked[0] for origin in origins) else WRONG_ORIGIN


def _place(origin: str) -> str | None:
    """Host and port of an origin, letter for letter, as Streamlit compares them; nothing for ``null`` and the like."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def _is_among(host: str, allowed: Sequence[str]) -> bool:
    """Whether the name in a Host header is allowed: as it stands, or by ``*.`` and the name above it."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port  # a port that is no number is refused here
    except ValueError:
        return False
    if name is None or parts.netloc != host or "@" in host:
        return False
    name = name.rstrip(".")
    return any(name.endswith(one[1:]) if one.startswith("*.") else name == one for one in allowed)


async def _answer(refused: Refusal, scope: Message, send: Send) -> None:
    """A short text in place of the page."""
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    prefix = "websocket." if scope["type"] == "websocket" else ""
    body = refused.sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": f"{prefix}http.response.start", "status": refused.status, "headers": headers})
    await send({"type": f"{prefix}http.response.body", "body": body})
