"""The headers of every answer: what a browser may load, whom it tells, and what it keeps."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NOTHING = ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb", "xr-spatial-tracking")
_FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": ", ".join(f"{name}=()" for name in _NOTHING),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_DROPPED = {f"access-control-allow-{what}".encode() for what in ("credentials", "headers", "methods", "origin")}
"""Streamlit lets any site read media and components; no other site has business here."""
_KEPT = ("/static/",)
"""What a browser may keep: Streamlit's own scripts, whose names tell their content."""


@cache
def page_hashes() -> tuple[str, ...]:
    """The hash of each script that stands inside Streamlit's page. The newest Streamlit has one, of one line."""
    spec = find_spec("streamlit")
    places = spec.submodule_search_locations if spec else None
    page = Path(places[0], "static", "index.html").read_text("utf-8") if places else ""
    return tuple(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _INLINE.findall(page))


@cache
def policy() -> str:
    """The Content-Security-Policy: what the pages need, as measured in Chromium, and nothing else. Decision 117 gives the reasons."""
    directives = {
        "default-src": "'none'",
        # blob: is how Streamlit loads a component's script; its protocol's library tries WebAssembly, which can reach nothing by itself
        "script-src": " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *page_hashes())),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit's and ours; with no address outside, a style can tell nobody anything
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def secured(headers: Iterable[tuple[bytes, bytes]], path: str, encrypted: bool) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, with ours once each, without those for other sites; asked over TLS, its cookies go over TLS alone."""
    ours = {**_FIXED, "content-security-policy": policy()}
    if not path.startswith(_KEPT):
        ours["cache-control"] = "no-store"
    set_here = {name.encode() for name in ours} | _DROPPED
    kept = [(name, _sealed(value) if encrypted and name.lower() == b"set-cookie" else value) for name, value in headers]
    return [*((name, value) for name, value in kept if name.lower() not in set_here), *((n.encode(), v.encode()) for n, v in ours.items())]


def _sealed(cookie: bytes) -> bytes:
    """A cookie that a browser sends back over TLS alone."""
    marks = [mark.strip().lower() for mark in cookie.split(b";")]
    return cookie if b"secure" in marks else cookie + b"; Secure"
