"""A visitor without a browser: speaks Streamlit's own protocol with a real server, so that fifty of them fit on a small machine."""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

Answer = TypeVar("Answer")
PATIENCE = 120.0


class Visitor:
    """One browser tab. ``elements``: what stands on the page, in its order."""

    def __init__(self, url: str, query: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.url, self.query, self.cookies, self.session_id = url, query, "", ""
        self.headers = dict(headers or {})
        self.elements: dict[tuple[int, ...], Element] = {}
        self.errors: list[str] = []
        self.page = ""
        self._states: dict[str, WidgetState] = {}
        self._cached: dict[str, ForwardMsg] = {}
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        await self.come()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.leave()

    async def come(self, page: str = "", earlier: str = "", *, asks: bool = True) -> None:
        """Open the pages; ``earlier``: the session to come back to, where a browser asks for nothing by itself."""
        if not self.cookies:
            self.cookies = await asyncio.to_thread(_cookies_of, self.url)
        protocols: list[Any] = ["streamlit", "token", *([earlier] if earlier else [])]
        options: dict[str, Any] = {
            "additional_headers": {"Cookie": self.cookies, **self.headers},
            "max_size": None,
            "origin": self.url,
            "ping_interval": None,
        }
        self._socket = await connect(f"ws://{urlsplit(self.url).netloc}/_stcore/stream", subprotocols=protocols, **options)
        await (self._run(page_name=page) if asks else asyncio.wait_for(self._hear(), PATIENCE))

    async def leave(self, code: int = 1001) -> None:
        """Close the tab; with another code, lose the connection."""
        if self._socket is not None:
            await self._socket.close(code)
            self._socket = None

    async def send(self, message: BackMsg) -> None:
        """Any message."""
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def type(self, label: str, words: str) -> None:
        """Fill a field and go on to the next."""
        field = self.find("text_input", label)
        self._states[field.id] = WidgetState(id=field.id, string_value=words)
        await self._run()

    async def write(self, label: str, words: str) -> None:
        """Fill a large field."""
        field = self.find("text_area", label)
        self._states[field.id] = WidgetState(id=field.id, string_value=words)
        await self._run()

    async def press(self, label: str) -> float:
        """Press a button; the seconds until the page that follows stands."""
        button = self.find("button", label)
        return await self._run(WidgetState(id=button.id, trigger_value=True))

    async def go(self, name: str) -> float:
        """Another page, by its address."""
        return await self._run(page_name=name)

    def find(self, kind: str, label: str) -> Any:
        """The first widget whose label matches. Raises LookupError."""
        for widget in self.all(kind):
            if re.search(label, widget.label):
                return widget
        raise LookupError(f"no {kind} {label!r} among {[widget.label for widget in self.all(kind)]}")

    def has(self, kind: str, label: str) -> bool:
        """Whether there is such a widget."""
        return any(re.search(label, widget.label) for widget in self.all(kind))

    def all(self, kind: str) -> Iterator[Any]:
        """The widgets of a kind."""
        return (getattr(element, kind) for element in self.elements.values() if element.WhichOneof("type") == kind)

    @property
    def text(self) -> str:
        """What can be read on the page."""
        parts = [element.html.body for element in self.elements.values() if element.WhichOneof("type") == "html"]
        parts += [element.markdown.body for element in self.elements.values() if element.WhichOneof("type") == "markdown"]
        parts += [element.alert.body for element in self.elements.values() if element.WhichOneof("type") == "alert"]
        return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", " ".join(parts), flags=re.DOTALL))

    def heard(self, data: bytes) -> None:
        """What is done with each message as it comes."""

    async def _run(self, pressed: WidgetState | None = None, page_name: str = "") -> float:
        """One run of a script, and the seconds that it took."""
        message = BackMsg()
        told = message.rerun_script
        told.query_string = self.query
        if page_name:
            told.page_name = page_name
        else:
            told.page_script_hash = self.page
        told.widget_states.widgets.extend([*self._states.values(), *([pressed] if pressed else [])])
        began = time.perf_counter()
        await self.send(message)
        await asyncio.wait_for(self._hear(), PATIENCE)
        shown = {getattr(getattr(element, element.WhichOneof("type") or "", None), "id", "") for element in self.elements.values()}
        self._states = {name: state for name, state in self._states.items() if name in shown}  # as a browser does
        return time.perf_counter() - began

    async def _hear(self) -> None:
        assert self._socket is not None
        async for data in self._socket:
            data = data if isinstance(data, bytes) else data.encode()
            self.heard(data)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "ref_hash":
                cached = ForwardMsg.FromString(self._cached[message.ref_hash].SerializeToString())
                cached.metadata.CopyFrom(message.metadata)
                message = cached
            elif message.metadata.cacheable:
                self._cached[message.hash] = message
            if self._take(message):
                return

    def _take(self, message: ForwardMsg) -> bool:
        """Note what a message says; whether the script has ended."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session_id, self.page, self.elements = message.new_session.initialize.session_id, message.new_session.page_script_hash, {}
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            self.elements[tuple(message.metadata.delta_path)] = element
            if element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.type)
        elif kind == "script_finished":
            return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False


def walked(steps: Coroutine[Any, Any, Answer]) -> Answer:
    """Do the steps, in a thread of their own: Playwright leaves its loop in that of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, steps).result()


def _cookies_of(url: str) -> str:
    """The cookies that a browser gets with the page."""
    jar: SimpleCookie = SimpleCookie()
    for path in ("/", "/_stcore/health"):
        with urllib.request.urlopen(url + path, timeout=60) as answer:
            for header in answer.headers.get_all("Set-Cookie") or []:
                jar.load(header)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
