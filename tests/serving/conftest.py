"""A real server as ``finder app`` starts it, with a listener where it would ask the outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser.conftest import FLAGS, chromium

__all__ = ["chromium"]

ROOT = Path(__file__).parents[2]
PUBLIC = "plans.example.org"
START_SECONDS = 90


class Outside:
    """A listener that stands where the outside would be: every library that asks the web goes by the proxy of the environment."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        return {name: address for way in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for name in (way, way.lower())} | {"NO_PROXY": ""}

    def _listen(self) -> None:
        while True:
            try:
                asking, _ = self.socket.accept()
            except OSError:
                return
            with asking:
                asking.settimeout(1)
                self.heard.append(asking.recv(200))


class Server(NamedTuple):
    """A running server: its port, what it printed, its process, and what it told the outside."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]
    outside: Outside

    def ask(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """Its answer to a request, read whole."""
        return asked(HTTPConnection("127.0.0.1", self.port, timeout=20), path, method, headers)


def asked(connection: HTTPConnection, path: str, method: str, headers: dict[str, str]) -> HTTPResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


@contextmanager
def own_browser(chromium: str, *flags: str) -> Iterator[Any]:
    """A Chromium with flags of its own. To be used in a thread of its own (``apart``)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def apart(walk: Callable[[], None]) -> None:
    """Walk in a thread of its own: the browser of the other tests has a loop in theirs, and Playwright allows one in each."""
    pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(walk).result()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Server]:
    """``finder app`` until the block ends."""
    port, log, outside = free_port(), folder / "server.log", Outside()
    own = {"HOME": str(folder), "FINDER_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "finder.cli", "app", "--headless", "--port", str(port)]
    settings = {**os.environ, **own, **outside.environment, **environment}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=settings, stdout=output, stderr=subprocess.STDOUT)
    server = Server(port, log, process, outside)
    try:
        until = time.monotonic() + START_SECONDS
        while not _answers(server):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        outside.socket.close()


def _answers(server: Server) -> bool:
    try:
        return server.ask("/_stcore/health").status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for others, reached as ``PUBLIC``."""
    with serving(tmp_path_factory.mktemp("serving"), FINDER_SHARED="1", FINDER_HOSTS=PUBLIC) as started:
        yield started
