"""A small web server on loopback that serves files like data.cms.gov, and misbehaves on request."""

from __future__ import annotations

import email.utils
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

TITLE = "Quarterly Prescription Drug Plan Formulary, Pharmacy Network, and Pricing Information"


@dataclass
class Files:
    """The server's files and behavior. ``asked`` records each request: path and Range header (or None)."""

    content: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    ranges: bool = True
    etag: bool = True
    dates_hold: bool = True
    """Whether If-Range may name the date of change. If not, the answer is the whole file."""
    whole_after: list[int] = field(default_factory=list)
    """The numbers of the requests, from 0, that get the whole file whatever they ask for."""
    version: int = 1
    cut_after: list[int] = field(default_factory=list)
    """For each answer over 64 bytes, in turn: close the connection after this many bytes."""
    pauses: list[float] = field(default_factory=list)
    """For each answer over 64 bytes, in turn: seconds between its two halves."""
    bytes_a_second: int = 0
    """How fast answers over 64 bytes come; 0: at once."""
    statuses: list[int] = field(default_factory=list)
    """For each request, in turn: answer with this status only; 0 for a proper answer."""
    change_after: int = -1
    """The file's version changes after this many requests."""
    silent: int = 0
    """How many requests get no answer for ``silence`` seconds."""
    silence: float = 1.0
    address: str = ""

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def list_releases(self, *paths: str, title: str = TITLE) -> None:
        """Serve ``/data.json`` with these files as the data set's distributions."""
        entries: list[dict[str, str]] = [{"@type": "dcat:Distribution", "downloadURL": self.url(path)} for path in paths]
        other = {"title": "Hospital Enrollments", "distribution": [{"downloadURL": self.url("/SPUF_2026_20261231.zip")}]}
        document = {"@type": "dcat:Catalog", "dataset": [other, {"title": title, "distribution": [{"title": "an API"}, *entries]}]}
        self.content["/data.json"] = json.dumps(document).encode()


class _Handler(BaseHTTPRequestHandler):
    files: ClassVar[Files]
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        files, path, asked = self.files, re.sub(r"^http://[^/]+", "", self.path), self.headers.get("Range")
        files.asked.append((path, asked))
        self.close_connection = True
        if files.silent > 0:
            files.silent -= 1
            time.sleep(files.silence)
            return
        status = files.statuses.pop(0) if files.statuses else 0
        if status or path not in files.content:
            self.send_error(status or 404)
            return
        if files.change_after == 0:
            files.version += 1
        files.change_after -= 1
        content = files.content[path]
        span = re.fullmatch(r"bytes=(\d+)-(\d+)", asked or "")
        condition = self.headers.get("If-Range")
        holds = condition in (None, self._etag(), self._modified() if files.dates_hold else None)
        if span and files.ranges and holds and len(files.asked) - 1 not in files.whole_after:
            first, last = int(span[1]), min(int(span[2]), len(content) - 1)
            self._send(206, content[first : last + 1], f"bytes {first}-{last}/{len(content)}")
        else:
            self._send(200, content, "")

    def _etag(self) -> str:
        return f'"v{self.files.version}"'

    def _modified(self) -> str:
        return email.utils.formatdate(1_780_000_000 + self.files.version, usegmt=True)

    def _send(self, status: int, body: bytes, span: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if span:
            self.send_header("Content-Range", span)
        if self.files.etag:
            self.send_header("ETag", self._etag())
        self.send_header("Last-Modified", self._modified())
        self.send_header("Connection", "close")
        self.end_headers()
        if len(body) > 64 and self.files.cut_after:
            body = body[: self.files.cut_after.pop(0)]
        with suppress(BrokenPipeError, ConnectionResetError):  # a client that only asks whether ranges work leaves after the header
            if len(body) > 64 and self.files.pauses:
                self.wfile.write(body[: len(body) // 2])
                time.sleep(self.files.pauses.pop(0))
                body = body[len(body) // 2 :]
            self._write(body)

    def _write(self, body: bytes) -> None:
        step = max(self.files.bytes_a_second // 10, 1)
        if not self.files.bytes_a_second or len(body) <= 64:
            self.wfile.write(body)
            return
        for at in range(0, len(body), step):
            self.wfile.write(body[at : at + step])
            time.sleep(0.1 if self.files.bytes_a_second else 0.0)


@contextmanager
def serving() -> Iterator[Files]:
    """A server for one test, on a free port of 127.0.0.1."""
    files = Files()
    handler = type("Handler", (_Handler,), {"files": files})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    files.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield files
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
