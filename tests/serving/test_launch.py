"""`finder app` at one's own machine: the pages are opened once they are there, and not by a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from finder import launch as launching
from finder.serving.memory import erasing

READY = (503, 200)
"""What the first request is answered with, and the second."""


class _Starting(BaseHTTPRequestHandler):
    """A server that is not ready when it is asked first."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        ready = self.path == "/_stcore/health" and self.asked > 1
        body = b"ok" if ready else b"starting"
        self.send_response(READY[ready])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Process:
    """Streamlit's process, which somebody ends at once."""

    def __init__(self, command: list[str], cwd: Any, env: dict[str, str]) -> None:
        self.command = command

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def poll(self) -> None:
        return None

    def wait(self) -> int:
        return 7


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), _Starting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_the_browser_opens_once_the_server_answers(port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    opened: list[str] = []
    monkeypatch.setattr(launching.subprocess, "Popen", _Process)
    monkeypatch.setattr(launching.webbrowser, "open", opened.append)
    assert launching.launch(port, headless=False) == 7
    assert opened == [f"http://127.0.0.1:{port}"]
    assert _Starting.asked == 2
    assert f"http://127.0.0.1:{port}" in capsys.readouterr().out


def test_a_server_is_one_process_that_listens_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    given: list[dict[str, str]] = []

    def execve(_program: str, command: list[str], environment: dict[str, str]) -> None:
        ran.append(command)
        given.append(environment)
        raise SystemExit

    monkeypatch.setenv("FINDER_HOSTS", "plans.example.org")
    monkeypatch.setattr(launching.os, "execve", execve)
    monkeypatch.setattr(launching.os, "chdir", lambda _folder: None)
    with pytest.raises(SystemExit):
        launching.launch(8501, headless=True)
    assert "--server.address=127.0.0.1" in ran[0]
    hosts = [argument.partition("=")[2] for argument in ran[0] if argument.startswith("--server.allowedHosts=")]
    assert hosts == ["localhost", "127.0.0.1", "::1", "plans.example.org"]
    assert given[0].items() >= erasing().items()
