"""deploy/nginx before the real server: TLS, the headers of every answer, foreign names refused, sticky visitors, logs that tell nothing."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser.conftest import HEADLINE, patient, settle
from tests.browser.test_find_plans import NAMES, ZIP, find_plans
from tests.serving.conftest import PUBLIC, Server, apart, asked, free_port, own_browser
from tests.serving.proxy import Proxy, nginx, proxied
from tests.serving.test_guard import PROMISED, UPGRADE

pytestmark = pytest.mark.xdist_group("serving")
HERE = re.compile(rf"^(https|wss)://{re.escape(PUBLIC)}[:/]|^(data|blob|about):")
TALKING_BACK = "addEventListener('securitypolicyviolation', told => window.tellViolation(`${told.effectiveDirective} ${told.blockedURI}`))"


@pytest.fixture(scope="module")
def proxy(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxied(tmp_path_factory.mktemp("nginx"), [server.port]) as started:
        yield started


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/static/index.html", {}, 200),
        ("/media/nothing.pdf", {}, 404),
        ("/_stcore/metrics", {}, 404),
        ("/_stcore/agent/openapi.json", {}, 404),
        ("/_stcore/stream", UPGRADE, 101),
        ("/_stcore/stream", UPGRADE | {"Origin": "https://evil.example"}, 403),
        ("/", {"Host": "evil.example"}, 421),
        ("/", {"Origin": "https://evil.example"}, 403),
        ("/", {"Cookie": "a=" + "b" * 40_000}, 400),
        ("/_stcore/upload_file/a/b", {"Content-Length": "30000000"}, 413),
    ],
)
def test_every_answer_over_tls_has_each_header_once(proxy: Proxy, path: str, headers: dict[str, str], status: int) -> None:
    answer = proxy.ask(path, **headers)
    assert answer.status == status
    for name in (*PROMISED, "Strict-Transport-Security", "Permissions-Policy"):
        assert len(answer.headers.get_all(name, [])) == 1, name
    assert answer.headers["Server"] == "nginx"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_without_tls_there_is_only_the_way_to_it(proxy: Proxy) -> None:
    answer = proxy.ask_plainly("/answer?view=all")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{PUBLIC}/answer")
    assert proxy.ask_plainly("/", host="evil.example").status == 421


def test_cookies_go_back_over_tls_alone(proxy: Proxy) -> None:
    cookies = proxy.ask("/_stcore/health").headers.get_all("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"_streamlit_xsrf", "finder_way"}
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


class Told(NamedTuple):
    """What a browser did and said on its way."""

    violations: list[str]
    requested: list[str]
    errors: list[str]

    def walk(self, proxy: Proxy, chromium: str) -> None:
        """The main path, from the first page to the answer."""
        with own_browser(chromium, f"--host-resolver-rules=MAP {PUBLIC} 127.0.0.1, MAP * ~NOTFOUND") as browser:
            context = browser.new_context(base_url=f"https://{PUBLIC}:{proxy.tls}", ignore_https_errors=True)
            page = patient(context).new_page()
            page.expose_function("tellViolation", lambda told: self.violations.append(told))
            page.add_init_script(TALKING_BACK)
            for event in ("request", "websocket"):
                page.on(event, lambda sent: self.requested.append(sent.url))
            page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: self.errors.append(str(error)))
            page.goto("/?view=all")
            settle(page)
            find_plans(page)
            assert page.locator(HEADLINE).inner_text()
            assert {"_streamlit_xsrf", "finder_way"} <= {cookie["name"] for cookie in context.cookies()}
            assert all(cookie["secure"] for cookie in context.cookies())


def test_the_main_path_under_the_real_policy(proxy: Proxy, server: Server, chromium: str) -> None:
    told = Told([], [], [])
    apart(lambda: told.walk(proxy, chromium))
    assert told.violations == []
    assert told.errors == []
    assert [url for url in told.requested if not HERE.search(url)] == []
    assert any(url.startswith("wss:") for url in told.requested)
    assert server.outside.heard == []
    logs = (proxy.folder / "partd-finder.log", proxy.folder / "partd-finder.error.log", server.log)
    logged = "".join(log.read_text() for log in logs)
    assert "/_stcore/stream" in logged
    assert not [word for word in (*NAMES, ZIP, "view=all", "evil", "127.0.0.1 ") if word in logged.lower()]


class _Process(BaseHTTPRequestHandler):
    """A process that says which one it is."""

    def do_GET(self) -> None:
        body = str(self.server.server_address[1]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def two_processes() -> Iterator[list[int]]:
    servers = [HTTPServer(("127.0.0.1", free_port()), _Process) for _ in range(2)]
    for one in servers:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield [one.server_address[1] for one in servers]
    for one in servers:
        one.shutdown()
        one.server_close()


def test_one_address_can_not_ask_without_end(two_processes: list[int], tmp_path: Path) -> None:
    """500 at once and 50 a second are let through: fewer than 1,000 in less than 10 seconds."""
    with proxied(tmp_path, two_processes) as proxy:
        connection, statuses, headers = proxy.connection(), Counter[int](), {"Host": f"{PUBLIC}:{proxy.tls}"}
        for _ in range(1000):
            answer = asked(connection, "/", "GET", headers)
            answer.read()
            statuses[answer.status] += 1
            if answer.status == 429:
                break
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert set(statuses) == {200, 429}
    assert statuses[200] >= 500


def test_a_visitor_stays_with_one_process_of_several(two_processes: list[int], tmp_path: Path) -> None:
    nginx()
    seen: dict[str, int] = {}
    with proxied(tmp_path, two_processes) as proxy:
        for _ in range(20):
            first = proxy.ask("/")
            process = int(first.read())
            cookie = first.headers["Set-Cookie"].partition(";")[0]
            seen[cookie] = process
            for _ in range(3):
                again = proxy.ask("/", Cookie=cookie)
                assert int(again.read()) == process
                assert again.headers["Set-Cookie"] is None
        assert len(seen) == 20
        assert set(seen.values()) == set(two_processes)
        forged = proxy.ask("/", Cookie="finder_way=of-my-own-choice")
        assert forged.headers["Set-Cookie"].startswith("finder_way=")
