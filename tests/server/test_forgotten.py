"""What a visitor leaves on a real server: nothing that another can take, and after a closed tab nothing at all."""

from __future__ import annotations

import asyncio
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.server.files import most_visitors
from pages.server.gate import Gate
from tests.browser.conftest import served
from tests.server.server import Server, link, multipart
from tests.server.visitor import Visitor, walked

LOST_SECONDS = 6
LINE = "eliquis 5 mg twice a day"
CLOSED, LOST = 1001, 4000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("server")
    with served(home, home / "log", STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=str(LOST_SECONDS)) as url:
        yield Server(url, home / "log")
    assert "Traceback" not in (home / "log").read_text()


async def with_a_drug(visitor: Visitor) -> None:
    """A place and a drug, on the page that asks all at once."""
    await visitor.type("ZIP", "01604")
    await visitor.type("Name of", LINE)
    await visitor.press("^Add Eliquis 5 mg")


async def saved_list(visitor: Visitor) -> str:
    """The address of the file with the visitor's list."""
    await visitor.go("desk")
    return str(visitor.find("download_button", "Save this session").url)


def test_a_download_is_for_its_own_browser_alone_and_its_name_says_nothing(server: Server) -> None:
    async def walk() -> None:
        async with Visitor(server.url, "view=all") as first, Visitor(server.url, "view=all") as second:
            for visitor in (first, second):
                await with_a_drug(visitor)
            mine, same = await saved_list(first), await saved_list(second)
            assert mine != same  # the same content, so that a name can't be tried
            status, headers = server.get(mine, first.cookies)
            assert (status, headers["cache-control"]) == (200, "no-store")
            assert [server.get(mine, cookies)[0] for cookies in ("", second.cookies, "finder_visit=")] == [404, 404, 404]

    walked(walk())


def test_a_closed_tab_is_forgotten_in_seconds_and_a_lost_connection_may_come_back(server: Server) -> None:
    async def walk() -> None:
        closed, lost = Visitor(server.url, "view=all"), Visitor(server.url, "view=all")
        addresses = []
        for visitor in (closed, lost):
            await visitor.come()
            await with_a_drug(visitor)
            addresses.append(await saved_list(visitor))
        await closed.leave(CLOSED)
        await lost.leave(LOST)
        await until(lambda: server.get(addresses[0], closed.cookies)[0] == 404, LOST_SECONDS - 0.5)
        assert server.get(addresses[1], lost.cookies)[0] == 200
        session = lost.session_id
        await lost.come("find_plans", session)
        assert (lost.session_id, "Eliquis" in lost.text) == (session, True)
        await lost.leave(LOST)
        await until(lambda: server.get(addresses[1], lost.cookies)[0] == 404, LOST_SECONDS + 4)
        await lost.come(earlier=session, asks=False)  # as after a restart: the server knows no such session
        assert lost.session_id != session
        assert "what you typed here before is gone" in lost.text
        assert ("Eliquis" in lost.text, lost.find("text_input", "ZIP").value) == (False, "")
        await lost.press("OK, begin again")
        assert "what you typed here before is gone" not in lost.text
        await lost.leave(CLOSED)

    walked(walk())


async def until(there: object, seconds: float) -> None:
    """Wait till it is so."""
    end = time.monotonic() + seconds
    while not there():  # type: ignore[operator]
        assert time.monotonic() < end
        await asyncio.sleep(0.2)


def test_nothing_is_kept_by_a_browser_but_what_is_the_same_for_everybody(server: Server) -> None:
    for path in ("/", "/desk", "/_stcore/health", "/_stcore/host-config", "/media/no"):
        assert server.get(path)[1]["cache-control"] == "no-store", path
    script = urllib.request.urlopen(server.url).read().decode().partition('src="./static/')[2].partition('"')[0]
    assert "no-store" not in server.get(f"/static/{script}")[1]["cache-control"]
    fonts = sorted((Path(streamlit.__file__).parent / "static/static/media").glob("*.woff2"))
    assert server.get(f"/static/media/{fonts[0].name}")[0] == 200  # no download, in spite of its address


def test_what_is_typed_stays_here_only_where_that_is_so(server: Server) -> None:
    async def foot(**headers: str) -> str:
        async with Visitor(server.url, headers=headers) as visitor:
            return visitor.text

    here, elsewhere = walked(foot()), walked(foot(**{"X-Forwarded-For": "192.0.2.7"}))
    for said, stays in ((here, True), (elsewhere, False)):
        assert ("stays on this computer" in said, "goes to this site and nowhere else" in said) == (stays, not stays)


def test_cookies_go_over_tls_alone_where_there_is_tls(server: Server) -> None:
    for path in ("/", "/_stcore/health"):
        asked = {proto: urllib.request.Request(server.url + path, headers={"X-Forwarded-Proto": proto}) for proto in ("https", "http")}
        given = {proto: urllib.request.urlopen(request).headers["Set-Cookie"] for proto, request in asked.items()}
        assert ("; Secure" in given["https"], "; Secure" in given["http"]) == (True, False), path


def test_a_page_that_asks_for_no_file_takes_none_and_no_visitor_fills_the_memory(server: Server) -> None:
    async def walk() -> None:
        async with Visitor(server.url, "view=all") as visitor:
            assert server.put(visitor, b"x") == 409
            await visitor.go("desk")
            sent = [server.put(visitor, b"x" * (20 * 2**20), name, Via="1.1 proxy") for name in "abcd"]
            assert sent == [204, 204, 413, 413]  # 60 MB each at most, with what is around a file
            assert server.put(visitor, b"x" * (30 * 2**20), "own") == 204  # the release of plans of who sits at the machine
            await visitor.go("find_plans")
            assert server.put(visitor, b"x", "e") == 409

    walked(walk())


def test_an_upload_never_lies_on_the_disk(server: Server) -> None:
    async def walk() -> None:
        async with Visitor(server.url, "view=all") as visitor:
            await visitor.go("desk")
            head, tail = multipart()
            token = visitor.cookies.partition("_streamlit_xsrf=")[2].partition(";")[0]
            size = len(head) + len(tail) + 5 * 2**20
            lines = [
                f"PUT /_stcore/upload_file/{visitor.session_id}/half HTTP/1.1",
                f"Host: {urlsplit(server.url).netloc}",
                f"Cookie: {visitor.cookies}",
            ]
            lines += [f"X-Xsrftoken: {token}", "Content-Type: multipart/form-data; boundary=zz", f"Content-Length: {size}"]
            address = urlsplit(server.url)
            with socket.create_connection((address.hostname, address.port)) as sent:
                sent.sendall("\r\n".join([*lines, "", ""]).encode() + head + b"x" * 4 * 2**20)  # and waits
                await asyncio.sleep(1)
                files = [link(path) for path in Path(f"/proc/{server.pid}/fd").iterdir()]
            assert files
            assert not [path for path in files if "(deleted)" in path or "/tmp/tmp" in path]

    walked(walk())


def test_a_visitor_cannot_empty_what_all_share(server: Server) -> None:
    async def walk() -> None:
        async with Visitor(server.url, "view=all") as visitor:
            await with_a_drug(visitor)
            for kind in ("clear_cache", "set_run_on_save", "load_git_info"):
                await visitor.send(BackMsg(**{kind: True}))
            await visitor.go("find_plans")
            assert "Eliquis" in visitor.text  # clear_cache would have emptied the visitor's own session, too

    walked(walk())


@pytest.mark.parametrize(("files", "visitors"), [(0, 5_000), (100, 1), (1_024, 68), (1_039, 69), (1_040, 70), (65_536, 5_444)])
def test_there_are_no_more_visitors_than_files_may_be_open(files: int, visitors: int) -> None:
    assert most_visitors(files) == visitors  # (files - 200) / 12


def test_a_visitor_too_many_is_turned_away_and_another_takes_the_place_of_one_who_left() -> None:
    left, told = asyncio.Event(), []

    async def streamlit_waits(scope: Any, receive: Any, send: Any) -> None:
        await left.wait()

    async def send(message: Any) -> None:
        told.append(message)

    async def walk() -> None:
        scope = {"type": "websocket", "headers": []}
        gate = Gate(streamlit_waits, downloads=Mock(), uploads=Mock(), most=1)
        first = asyncio.create_task(gate(scope, Mock(), send))
        await asyncio.sleep(0)
        await gate(scope, Mock(), send)
        assert told == [{"type": "websocket.close", "code": 1013}]
        left.set()
        await first
        await gate(scope, Mock(), send)
        assert len(told) == 1

    walked(walk())
