"""A real server, asked as a browser asks it, and what its process holds."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.server.visitor import Visitor

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

    def put(self, visitor: Visitor, content: bytes, name: str = "a", **by: str) -> int:
        """Upload a file for a visitor, with more headers; the status."""
        head, tail = multipart()
        token = visitor.cookies.partition("_streamlit_xsrf=")[2].partition(";")[0]
        headers = {"Cookie": visitor.cookies, "X-Xsrftoken": token, "Content-Type": "multipart/form-data; boundary=zz", **by}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        connection.request("PUT", f"/_stcore/upload_file/{visitor.session_id}/{name}", head + content + tail, headers)
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
