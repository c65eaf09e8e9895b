"""Who is let in, and the headers of every answer."""

from __future__ import annotations

import time
from typing import Any

import pytest

from finder.serving.guard import WRONG_HOST, WRONG_ORIGIN, Guard, Refusal, refusal
from finder.serving.headers import page_hashes, policy, secured
from finder.serving.hosts import allowed_hosts
from tests.server.visitor import walked
from tests.serving.conftest import PUBLIC, Server

HOSTS = (*allowed_hosts({"FINDER_HOSTS": f" {PUBLIC}  *.agency.example "}),)
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec_WebSocket_Protocol": "streamlit",
}
PROMISED = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("host", "origin", "expected"),
    [
        ("127.0.0.1:8501", None, None),
        ("localhost", "http://localhost", None),
        ("[::1]:8501", "http://[::1]:8501", None),
        ("LOCALHOST:8501", None, None),
        (PUBLIC, f"https://{PUBLIC}", None),
        (f"{PUBLIC}.", None, None),
        ("west.agency.example", None, None),
        ("agency.example", None, WRONG_HOST),  # the wildcard is for names below it
        ("badagency.example", None, WRONG_HOST),
        ("evil.example", None, WRONG_HOST),
        (f"{PUBLIC}.evil.example", None, WRONG_HOST),
        (f"{PUBLIC}:abc", None, WRONG_HOST),
        (f"evil.example@{PUBLIC}", None, WRONG_HOST),
        (f"{PUBLIC}/path", None, WRONG_HOST),
        ("", None, WRONG_HOST),
        (None, None, WRONG_HOST),
        (PUBLIC, "https://evil.example", WRONG_ORIGIN),
        (PUBLIC, f"https://{PUBLIC}:8443", WRONG_ORIGIN),
        (PUBLIC, f"https://{PUBLIC}.evil.example", WRONG_ORIGIN),
        (PUBLIC, f"https://evil.example@{PUBLIC}", WRONG_ORIGIN),
        (PUBLIC.upper(), f"https://{PUBLIC}", WRONG_ORIGIN),  # Streamlit compares letter for letter, and would ask the outside
        (PUBLIC, "null", WRONG_ORIGIN),
        (PUBLIC, "", WRONG_ORIGIN),
        (PUBLIC, "http://[", WRONG_ORIGIN),
        ("127.0.0.1:8501", "http://localhost:8501", WRONG_ORIGIN),
    ],
)
def test_only_our_names_and_our_own_pages_are_let_in(host: str | None, origin: str | None, expected: Refusal | None) -> None:
    headers = [(name, value.encode()) for name, value in ((b"host", host), (b"origin", origin)) if value is not None]
    assert refusal(headers, HOSTS) == expected


def test_two_hosts_or_one_foreign_origin_of_two_are_refused() -> None:
    assert refusal([(b"host", PUBLIC.encode()), (b"host", b"evil.example")], HOSTS) == WRONG_HOST
    ours, foreign = (b"origin", f"https://{PUBLIC}".encode()), (b"origin", b"https://evil.example")
    assert refusal([(b"host", PUBLIC.encode()), ours, foreign], HOSTS) == WRONG_ORIGIN


def test_each_header_stands_once_and_none_is_for_other_sites() -> None:
    given = [(b"Referrer-Policy", b"unsafe-url"), (b"access-control-allow-origin", b"*"), (b"Set-Cookie", b"a=b; Path=/")]
    names = [name.lower() for name, _ in secured(given, "/", encrypted=True)]
    assert len(names) == len(set(names))
    assert b"access-control-allow-origin" not in names
    assert (b"Set-Cookie", b"a=b; Path=/; Secure") in secured(given, "/", encrypted=True)
    assert (b"Set-Cookie", b"a=b; Path=/") in secured(given, "/", encrypted=False)
    assert (b"set-cookie", b"a=b; Secure; Path=/") in secured([(b"set-cookie", b"a=b; Secure; Path=/")], "/", encrypted=True)


@pytest.mark.parametrize(("path", "kept"), [("/", False), ("/answer", False), ("/media/1.pdf", False), ("/static/js/index.js", True)])
def test_nothing_but_the_scripts_is_kept_by_the_browser(path: str, kept: bool) -> None:
    names = dict(secured([(b"cache-control", b"public, immutable, max-age=31536000")], path, encrypted=False))
    assert names[b"cache-control"] == (b"public, immutable, max-age=31536000" if kept else b"no-store")


def test_the_policy_lets_no_script_in_that_is_not_ours() -> None:
    directives = dict(part.split(" ", 1) for part in policy().split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == directives["base-uri"] == directives["form-action"] == "'none'"
    scripts = directives["script-src"].split()
    assert set(scripts) == {"'self'", "blob:", "'wasm-unsafe-eval'", *page_hashes()}
    assert len(page_hashes()) == 1
    everything = {source for sources in directives.values() for source in sources.split()}
    assert {source for source in everything if ":" in source or "." in source} == {"blob:", "data:"}


def test_a_failure_is_answered_with_the_headers_too() -> None:
    said: list[Any] = []

    async def fails(*_: Any) -> None:
        raise RuntimeError

    async def keep(message: Any) -> None:
        said.append(message)

    scope = {"type": "http", "path": "/", "scheme": "http", "headers": [(b"host", b"localhost")]}
    with pytest.raises(RuntimeError):
        walked(Guard(fails, HOSTS)(scope, keep, keep))  # type: ignore[arg-type]
    assert said[0]["status"] == 500
    assert (b"x-frame-options", b"DENY") in said[0]["headers"]


@pytest.mark.xdist_group("serving")
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/answer", {}, 200),
        ("/static/index.html", {}, 200),
        ("/media/nothing.pdf", {}, 404),
        ("/_stcore/health", {}, 200),
        ("/_stcore/host-config", {}, 200),
        ("//evil.example/x", {}, 400),
        ("/_stcore/stream", UPGRADE | {"Host": PUBLIC, "Origin": f"https://{PUBLIC}"}, 101),
        ("/_stcore/stream", UPGRADE | {"Host": PUBLIC, "Origin": "https://evil.example"}, 403),
        ("/_stcore/stream", UPGRADE | {"Host": "evil.example", "Origin": "https://evil.example"}, 421),
        ("/", {"Host": "evil.example"}, 421),
        ("/", {"Origin": "https://evil.example"}, 403),
    ],
)
def test_every_answer_of_the_server_has_the_headers(server: Server, path: str, headers: dict[str, str], status: int) -> None:
    answer = server.ask(path, **headers)
    assert answer.status == status
    assert {name: answer.headers.get_all(name) for name in PROMISED} == {name: [value] for name, value in PROMISED.items()}
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Access-Control-Allow-Origin"] is None


@pytest.mark.xdist_group("serving")
def test_foreign_origins_make_the_server_ask_nobody_and_wait_for_nothing(server: Server) -> None:
    begun = time.monotonic()
    for number in range(10):
        origin = f"https://evil{number}.example"
        assert server.ask("/_stcore/stream", **UPGRADE, Host=PUBLIC, Origin=origin).status == 403
        assert server.ask("/_stcore/upload_file/a/b", "OPTIONS", Host=PUBLIC, Origin=origin).status == 403
    assert time.monotonic() - begun < 5  # 19.8 seconds before
    assert server.outside.heard == []
    assert "evil" not in server.log.read_text()
