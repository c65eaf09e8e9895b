"""What a visitor leaves on a real server: nothing that another can take, and after a closed tab nothing at all."""

from __future__ import annotations

import asyncio
import http.client
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.conftest import served
from tests.server.visitor import Visitor, walked

LOST_SECONDS = 6
LINE = "eliquis 5 mg twice a day"
CLOSED, LOST = 1001, 4000
LISTENS = "0A"


class Server(NamedTuple):
    """Where the server is, and what it prints."""

    url: str
    log: Path

    @property
    def pid(self) -> int:
        """Its process: the one that holds the listening socket."""
        port = f":{urlsplit(self.url).port:04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        socket_of = next(f"socket:[{row[9]}]" for row in rows if row[1].endswith(port) and row[3] == LISTENS)
        return next(int(found.parts[2]) for found in Path("/proc").glob("[0-9]*/fd/*") if link(found) == socket_of)

    def get(self, path: str, cookies: str = "") -> tuple[int, dict[str, str]]:
        """The status and headers of an answer."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, headers={"Cookie": cookies}), timeout=30) as answer:
                return answer.status, {name.lower(): value for name, value in answer.headers.items()}
        except urllib.error.HTTPError as error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}

    def put(self, visitor: Visitor, size: int, name: str = "a") -> int:
        """Upload a file of that size for a visitor; the status."""
        head, tail = multipart()
        token = visitor.cookies.partition("_streamlit_xsrf=")[2].partition(";")[0]
        headers = {"Cookie": visitor.cookies, "X-Xsrftoken": token, "Content-Type": "multipart/form-data; boundary=zz"}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        body = head + b"x" * size + tail
        connection.request("PUT", f"/_stcore/upload_file/{visitor.session_id}/{name}", body, headers)
        return connection.getresponse().status


def link(path: Path) -> str:
    """What an open file of a process is; empty where it has just been closed."""
    try:
        return str(path.readlink())
    except OSError:
        return ""


def multipart() -> tuple[bytes, bytes]:
    """What stands before and after a file in a form."""
    return b'--zz\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\nContent-Type: text/csv\r\n\r\n', b"\r\n--zz--\r\n"


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


def test_cookies_go_over_tls_alone_where_there_is_tls(server: Server) -> None:
    for path in ("/", "/_stcore/health"):
        asked = {proto: urllib.request.Request(server.url + path, headers={"X-Forwarded-Proto": proto}) for proto in ("https", "http")}
        given = {proto: urllib.request.urlopen(request).headers["Set-Cookie"] for proto, request in asked.items()}
        assert ("; Secure" in given["https"], "; Secure" in given["http"]) == (True, False), path


def test_a_page_that_asks_for_no_file_takes_none_and_no_visitor_fills_the_memory(server: Server) -> None:
    async def walk() -> None:
        async with Visitor(server.url, "view=all") as visitor:
            assert server.put(visitor, 10) == 409
            await visitor.go("desk")
            sent = [server.put(visitor, 20 * 2**20, name) for name in "abcd"]
            assert sent == [204, 204, 413, 413]  # 60 MB each at most, with what is around a file
            await visitor.go("find_plans")
            assert server.put(visitor, 10, "e") == 409

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
